/** Looks a page over for what bars people: what axe finds, targets too small to hit, and a page wider than its screen. */

import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** By spec/pwa.md, more than WCAG 2.2 AA asks for. A pixel less is a matter of rounding. */
const TARGET_PX = 44
/** Of the smallest phone that is made. */
export const NARROWEST_PX = 360

/** `contrast`: colours alone, for the other light of a page that axe has seen. One line for each fault, naming the element. */
export async function axeFaults(page: Page, what: 'all' | 'contrast' = 'all'): Promise<readonly string[]> {
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(axe.source)
  return await page.evaluate(async (rules) => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: readonly { id: string; nodes: readonly { target: readonly unknown[]; any: readonly { message: string }[] }[] }[] }> } }
    const { violations } = await axe.run({ resultTypes: ['violations'], ...rules ? { runOnly: rules } : {} })
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id}: ${target.flat().slice(-2).join(' ')} ${any[0]?.message ?? ''}`))
  }, what === 'contrast' ? ['color-contrast'] : undefined)
}

/** What can be pressed and is smaller than a finger, and what sticks out. Links within a text may be as small as the text. */
export async function layoutFaults(page: Page): Promise<readonly string[]> {
  return await page.evaluate((targetPx) => {
    const faults: string[] = []
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth) faults.push(`the page is ${scrollWidth} px wide, the screen ${clientWidth}`)
    const visit = (root: ParentNode) => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.shadowRoot) visit(element.shadowRoot)
        if (!element.matches('a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=slider], [role=option]')) continue
        if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })) continue
        // What a label names is pressed by the label.
        const target = element instanceof HTMLInputElement && element.labels?.[0] || element
        const { width, height } = target.getBoundingClientRect()
        const inText = element.matches('p a, dd a, li p a, .overview a, span a, b a') && getComputedStyle(element).display === 'inline'
        if (width === 0 || height === 0 || inText || Math.min(width, height) >= targetPx - 1) continue
        const clipped = getComputedStyle(element).clipPath !== 'none' || width <= 2
        if (!clipped && !isHitAround(element, targetPx)) faults.push(`${Math.round(width)}×${Math.round(height)} px: ${element.outerHTML.slice(0, 140)} in ${(element.getRootNode() as ShadowRoot).host?.localName}`)
      }
    }
    // What is drawn small may be pressed beside what is drawn.
    const isHitAround = (element: HTMLElement, px: number) => {
      element.scrollIntoView({ block: 'center', behavior: 'instant' })
      const { left, top, width, height } = element.getBoundingClientRect()
      const reach = px / 2 - 2
      return [[0, -reach], [0, reach], ...width < px ? [[-reach, 0], [reach, 0]] : []].every(([x, y]) => {
        let hit = document.elementFromPoint(left + width / 2 + x!, top + height / 2 + y!)
        for (let inner = hit; inner?.shadowRoot; hit = inner) {
          const deeper = inner.shadowRoot.elementFromPoint(left + width / 2 + x!, top + height / 2 + y!)
          if (!deeper || deeper === inner) break
          inner = deeper
          hit = inner
        }
        return hit !== null && (element.contains(hit) || hit.contains(element) && hit.localName === 'label')
      })
    }
    // What lies under a dialog is out of reach.
    const modal = (root: ParentNode): Element | undefined => [...root.querySelectorAll('*')].map((element) => element.matches('dialog:modal') ? element : element.shadowRoot ? modal(element.shadowRoot) : undefined).find((found) => found !== undefined)
    visit(modal(document) ?? document)
    return faults
  }, TARGET_PX)
}

/** What still moves, though the person asked for nothing to: by the element it moves. */
export async function movingThings(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => {
    const found: string[] = []
    const visit = (root: Document | ShadowRoot) => {
      for (const animation of root.getAnimations()) {
        const { target } = animation.effect as KeyframeEffect
        const { duration = 0, iterations = 1 } = animation.effect!.getComputedTiming()
        if (animation.playState === 'running' && (Number(duration) > 1 || iterations === Infinity)) found.push(`${target?.outerHTML.slice(0, 120)}`)
      }
      for (const element of root.querySelectorAll('*')) if (element.shadowRoot) visit(element.shadowRoot)
    }
    visit(document)
    return found
  })
}
