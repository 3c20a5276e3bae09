/**
 * Whoever acts by keys and thereby takes away what has the focus stays near: what was deleted, closed, barred or replaced by its answer leaves the focus to its
 * neighbour. In a list that is the same button of the next row. Elements that know a better place (`elements/focus-kept.ts`) have put it there before.
 */

import { controlsIn, focused } from './remote/controls-in.ts'

const ACTS: ReadonlySet<string> = new Set(['Enter', ' ', 'Delete', 'Backspace', 'Escape'])
/** Answers of the server may take so long to take something away. */
const watchedMs = 3_000

interface Held { readonly element: HTMLElement; readonly around: readonly Node[]; readonly order: readonly HTMLElement[] }

let held: Held | undefined
let until = 0
let path = ''

addEventListener('keydown', ({ key }) => {
  if (!ACTS.has(key)) return
  const isLooking = until !== 0
  until = performance.now() + watchedMs
  path = location.pathname
  hold(focused())
  if (!isLooking) requestAnimationFrame(look)
}, { capture: true })

function look(): void {
  // Another screen begins at its own heading.
  if (performance.now() > until || location.pathname !== path) {
    held = undefined
    until = 0
    return
  }
  const element = focused()
  if (element) hold(element)
  else if (held && isGone(held.element)) leave(held)
  requestAnimationFrame(look)
}

function hold(element: HTMLElement | undefined): void {
  if (!element || element === held?.element) return
  const around: Node[] = []
  for (let node: Node | null = element; (node = node.parentNode ?? (node instanceof ShadowRoot ? node.host : null)) !== null;) around.push(node)
  held = { element, around, order: [...controlsIn(document)] }
}

function isGone(element: HTMLElement): boolean {
  return !element.isConnected || !element.checkVisibility({ visibilityProperty: true }) || (element as HTMLButtonElement).disabled
}

function leave({ element, around, order }: Held): void {
  const at = order.indexOf(element)
  const isAlike = (one: HTMLElement) => one.localName === element.localName && one.className === element.className
  for (const node of around) {
    if (!node.isConnected) continue
    // All of the screen went: what is around it is the app's own, beginning with the way past it.
    const main = node instanceof HTMLElement && node.localName === 'main' ? node : (node as unknown as ParentNode).querySelector<HTMLElement>('main')
    if (main) return main.focus({ preventScroll: true })
    const here = [...controlsIn(node as unknown as ParentNode)]
    if (here.length === 0) continue
    const after = order.slice(at + 1).filter((one) => here.includes(one))
    const before = order.slice(0, Math.max(0, at)).filter((one) => here.includes(one))
    const isList = node instanceof Element && node.matches('ul, ol, tbody, [role="list"]')
    const alike = isList ? after.find(isAlike) ?? before.findLast(isAlike) : undefined
    return (alike ?? after[0] ?? before.at(-1) ?? here[0]!).focus()
  }
}
