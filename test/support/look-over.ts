/** Looks a page over for what bars people: what axe finds, targets too small to hit, and a page wider than its screen. */

import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** By spec/pwa.md, more than WCAG 2.2 AA asks for. A pixel less is a matter of rounding. */
const TARGET_PX = 44
/** For what is on its way; waited for only where something is not as it should be. */
const SETTLED_WITHIN_MS = 10_000
const AGAIN_AFTER_MS = 500
/** Of the smallest phone that is made. */
export const NARROWEST_PX = 360
/** A page of 1280 px at four times its size (WCAG 2.2, 1.4.10): everything has its place there, and its size. */
export const REFLOW_PX = 320

/** Until nothing in sight is still to come, or for this long: what waits for what never comes, such as a picture that nobody has, is a screen as well. */
export async function drawn(page: Page, timeout = 15_000): Promise<void> {
  await page.waitForFunction(isDrawn, undefined, { polling: 50, timeout }).catch(() => undefined)
}

/** In the page: the screen is there, and nothing of it is still to come. What lies below what is seen may wait until it is come to. */
function isDrawn(): boolean {
  const shadow = document.querySelector('rewind-app')?.shadowRoot
  const shown = shadow?.querySelector('main') ?? [...shadow?.children ?? []].find(({ localName }) => localName.endsWith('-screen'))
  const isBusy = (root: ParentNode): boolean => [...root.querySelectorAll('*')].some((element) => (element.matches('[aria-busy=true], .bone') && element.checkVisibility() && element.getBoundingClientRect().top < innerHeight) || (element.shadowRoot !== null && isBusy(element.shadowRoot)))
  return shadow !== null && shadow !== undefined && shown !== undefined && shown.getAttribute('aria-busy') !== 'true' && !isBusy(shadow)
}

/** How wide the page is, given time to be as wide as its screen: what is on its way may stick out for a moment. */
export async function widthOf(page: Page, screenPx: number): Promise<number> {
  await page.waitForFunction((px) => document.documentElement.scrollWidth === px, screenPx, { timeout: SETTLED_WITHIN_MS }).catch(() => undefined)
  return await page.evaluate(() => document.documentElement.scrollWidth)
}

/** `contrast`: colours alone, for the other light of a page that axe has seen. One line for each fault, naming the element. */
export async function axeFaults(page: Page, what: 'all' | 'contrast' = 'all'): Promise<readonly string[]> {
  return await whenSettled(page, () => axeFaultsNow(page, what))
}

/** Half a screen, or one that is being replaced, has faults of its own: what counts is what is still there when all is drawn. */
async function whenSettled(page: Page, look: () => Promise<readonly string[]>): Promise<readonly string[]> {
  const faults = await look()
  if (faults.length === 0) return faults
  await drawn(page, SETTLED_WITHIN_MS)
  await page.waitForTimeout(AGAIN_AFTER_MS)
  return await look()
}

async function axeFaultsNow(page: Page, what: 'all' | 'contrast'): Promise<readonly string[]> {
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(axe.source)
  return await page.evaluate(async (rules) => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: readonly { id: string; nodes: readonly { target: readonly unknown[]; any: readonly { message: string }[] }[] }[] }> } }
    const { violations } = await axe.run({ resultTypes: ['violations'], ...rules ? { runOnly: rules } : {} })
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id}: ${target.flat().slice(-2).join(' ')} ${any[0]?.message ?? ''}`))
  }, what === 'contrast' ? ['color-contrast'] : undefined)
}

/** What can be pressed and is smaller than a finger, and what sticks out. Links within a text may be as small as the text. */
export async function layoutFaults(page: Page): Promise<readonly string[]> {
  return await whenSettled(page, () => layoutFaultsNow(page))
}

async function layoutFaultsNow(page: Page): Promise<readonly string[]> {
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

/** With letters twice as large (WCAG 2.2, 1.4.4): the page is no wider than its screen, and no words stick out of it or are cut off at its sides. */
export async function enlargedFaults(page: Page): Promise<readonly string[]> {
  return await page.evaluate(async () => {
    const faults: string[] = []
    const { style, clientWidth } = document.documentElement
    style.fontSize = '200%'
    // A list that measures its rows has done so then.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const { scrollWidth } = document.documentElement
    if (scrollWidth > clientWidth) faults.push(`the page is ${scrollWidth} px wide, the screen ${clientWidth}`)
    /** What is scrolled to, what shows by an ellipsis that there is more, and what nobody is to see, is not cut off. */
    const isMeant = ({ overflowX, textOverflow, webkitLineClamp, clipPath }: CSSStyleDeclaration) => /auto|scroll/.test(overflowX) || textOverflow === 'ellipsis' || webkitLineClamp !== 'none' || clipPath !== 'none'
    const visit = (root: ParentNode) => {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) visit(element.shadowRoot)
        const words = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== '')
        if (words.length === 0 || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
        let [start, end, top, bottom] = [0, clientWidth, -Infinity, Infinity]
        let around: Element | null = element
        for (; around && around !== document.documentElement && !isMeant(getComputedStyle(around)); around = around.assignedSlot ?? around.parentElement ?? (around.getRootNode() as ShadowRoot).host ?? null) {
          if (!/hidden|clip/.test(getComputedStyle(around).overflowX)) continue
          const box = around.getBoundingClientRect()
          ;[start, end, top, bottom] = [Math.max(start, box.left), Math.min(end, box.right), Math.max(top, box.top), Math.min(bottom, box.bottom)]
        }
        if (around && around !== document.documentElement) continue
        const range = document.createRange()
        for (const node of words) {
          range.selectNodeContents(node)
          const { left, right, width, y, height } = range.getBoundingClientRect()
          // A name that has no room gives way as a whole.
          const isSeen = y < bottom && y + height > top
          if (isSeen && width > 2 && (left < start - 2 || right > end + 2)) faults.push(`“${node.textContent!.trim().slice(0, 40)}” reaches from ${Math.round(left)} to ${Math.round(right)}, there is room from ${Math.round(start)} to ${Math.round(end)}: ${element.localName}.${element.getAttribute('class') ?? ''} in ${(element.getRootNode() as ShadowRoot).host?.localName}`)
        }
      }
    }
    visit(document.body)
    style.fontSize = ''
    return faults.map((fault) => `with large letters ${fault}`)
  })
}

/** Everything that moved by itself, as the browser counts it: 0.1 is good, says web.dev/cls. */
const SHIFT_MAX = 0.02

/** From the next page load on; `shifts` tells. Not in the half second after a key, a click or another size: those are expected to move things. */
export async function countShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counted = globalThis as unknown as { shifts: { value: number; what: string }[] }
    counted.shifts = []
    type Shift = PerformanceEntry & { readonly value: number; readonly hadRecentInput: boolean; readonly sources: readonly { readonly node: Node | null; readonly previousRect: DOMRectReadOnly; readonly currentRect: DOMRectReadOnly }[] }
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput, sources } of list.getEntries() as unknown as readonly Shift[]) {
        const what = sources.map(({ node, previousRect: was, currentRect: is }) => `${node instanceof Element ? node.outerHTML.slice(0, 80) : node?.textContent?.trim().slice(0, 40) ?? '?'} from ${Math.round(was.x)},${Math.round(was.y)} to ${Math.round(is.x)},${Math.round(is.y)}`)
        if (!hadRecentInput) counted.shifts.push({ value, what: what.join('; ') })
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
}

/** Since the last time this was asked: one line where it is too much. */
export async function shifts(page: Page): Promise<readonly string[]> {
  const seen = await page.evaluate(async () => {
    // They are told a frame after they were seen.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    return (globalThis as unknown as { shifts: { value: number; what: string }[] }).shifts.splice(0)
  })
  const sum = seen.reduce((total, { value }) => total + value, 0)
  return sum < SHIFT_MAX ? [] : [`it moves by itself, by ${sum.toFixed(3)}: ${seen.map(({ what }) => what).join(' | ')}`]
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

/** What shows its state by a colour that forced colours take away, by its element; call it while they are forced. */
export async function hiddenStates(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => {
    const faults: string[] = []
    const states = [['aria-pressed', 'true'], ['aria-checked', 'true'], ['aria-selected', 'true'], ['aria-current', 'page'], ['aria-current', 'true']] as const
    const seen = ['backgroundColor', 'color', 'borderTopColor', 'borderTopStyle', 'borderTopWidth', 'borderBottomColor', 'borderBottomWidth', 'outlineColor', 'outlineStyle', 'outlineWidth', 'textDecorationLine', 'fontWeight', 'visibility', 'display', 'fill', 'stroke', 'strokeWidth', 'translate', 'transform'] as const
    const look = (element: Element) => [element, ...element.querySelectorAll('*')].map((each) =>
      [null, '::before', '::after'].map((pseudo) => { const style = getComputedStyle(each, pseudo); return seen.map((name) => style[name]).join() }).join()).join()
    const say = (element: Element, what: string) => faults.push(`${what}: ${element.outerHTML.replace(/<!--.*?-->/g, '').slice(0, 140)} in ${(element.getRootNode() as ShadowRoot).host?.localName}`)
    const hasSize = (element: Element) => { const { width, height } = element.getBoundingClientRect(); return width > 0 && height > 0 }
    const visit = (root: ParentNode) => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.shadowRoot) visit(element.shadowRoot)
        if (!element.checkVisibility()) continue
        const state = states.find(([name, value]) => element.getAttribute(name) === value)
        if (state) {
          const on = look(element)
          const classes = element.className
          element.setAttribute(state[0], 'false')
          element.classList?.remove('on')
          if (look(element) === on) say(element, 'the state is not to be seen')
          element.setAttribute(state[0], state[1])
          element.setAttribute('class', classes)
        } else if (element instanceof HTMLInputElement && element.checked) {
          const around = element.closest('label') ?? element
          const on = look(around)
          element.checked = false
          const { appearance, opacity, clipPath } = getComputedStyle(element)
          if (look(around) === on && (appearance === 'none' || opacity === '0' || clipPath !== 'none')) say(around, 'the choice is not to be seen')
          element.checked = true
        }
        // A stretch of a bar is a box of a size of its own with nothing in it.
        const style = getComputedStyle(element)
        const isBar = /(^|;)\s*(inline-size|width|flex(-grow)?|--[a-z-]+):/.test(element.getAttribute('style') ?? '') && element.childNodes.length === 0 && element.matches('i, span, div') && hasSize(element)
        if (isBar && style.forcedColorAdjust !== 'none' && parseFloat(style.borderTopWidth) === 0 && style.backgroundImage === 'none') say(element, 'the bar is not to be seen')
      }
    }
    visit(document)
    return faults
  })
}
