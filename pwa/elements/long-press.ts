/** A finger that rests where it is, and what it taps while more is being picked. Mice and pens have keys beside them. */

const restsMs = 500
/** A finger is never quite still. */
const strayPx = 10

type Path = readonly EventTarget[]

export class LongPress {
  readonly #rests: (path: Path) => boolean
  readonly #taps: () => boolean
  #resting: { readonly timer: ReturnType<typeof setTimeout>; readonly x: number; readonly y: number } | undefined
  #listening: AbortController | undefined
  /** It has been taken for a long press: what the browser makes of it besides is none of ours. */
  #taken = false

  /** `rests`: picks what is there, and says whether there is something. `taps`: whether a tap on a link does so now, and opens nothing. */
  constructor(rests: (path: Path) => boolean, taps: () => boolean) {
    this.#rests = rests
    this.#taps = taps
  }

  listen(): void {
    this.#listening = new AbortController()
    const { signal } = this.#listening
    addEventListener('pointerdown', this.#down, { signal })
    addEventListener('pointermove', this.#move, { signal })
    addEventListener('pointerup', this.#up, { signal })
    addEventListener('pointercancel', this.#up, { signal })
    addEventListener('contextmenu', this.#menu, { capture: true, signal })
    addEventListener('click', this.#clicked, { capture: true, signal })
  }

  leave(): void {
    this.#listening?.abort()
    this.#up()
  }

  #down = (event: PointerEvent): void => {
    this.#up()
    this.#taken = false
    const path = event.composedPath()
    if (event.pointerType !== 'touch' || !event.isPrimary || path.some(hasOwnPress)) return
    const timer = setTimeout(() => {
      this.#resting = undefined
      this.#taken = this.#rests(path)
    }, restsMs)
    this.#resting = { timer, x: event.clientX, y: event.clientY }
  }

  #move = ({ clientX, clientY }: PointerEvent): void => {
    if (this.#resting && Math.hypot(clientX - this.#resting.x, clientY - this.#resting.y) > strayPx) this.#up()
  }

  #up = (): void => {
    clearTimeout(this.#resting?.timer)
    this.#resting = undefined
  }

  /** The browser has found a long press before this has: its menu of a link would lie over what is picked. */
  #menu = (event: Event): void => {
    if (this.#resting) this.#taken = this.#rests(event.composedPath())
    this.#up()
    if (this.#taken) event.preventDefault()
  }

  #clicked = (event: MouseEvent): void => {
    if ((event as PointerEvent).pointerType !== 'touch') return
    const path = event.composedPath()
    if (!this.#taken && !(path.some((node) => node instanceof HTMLAnchorElement) && this.#taps() && this.#rests(path))) return
    this.#taken = false
    event.preventDefault()
    event.stopImmediatePropagation()
  }
}

/** It means something there already: a handle that is carried, a field, a button. */
function hasOwnPress(node: EventTarget): boolean {
  return node instanceof HTMLElement && /^(button|input|select|textarea|label)$/.test(node.localName)
}
