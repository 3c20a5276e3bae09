/** Two taps at a side of the picture: so many seconds back or forward, and as many more with each further tap. Pure. */

const TWICE_MS = 320
const SECONDS = 10
/** The middle is for everything else. */
const SIDE_SHARE = 1 / 3

interface Tap { readonly timeStamp: number; readonly clientX: number }
type Box = Pick<DOMRect, 'left' | 'width'>

export class TouchSeek {
  #last: { readonly side: -1 | 1; readonly at: number } | undefined

  /** Undefined for a tap that may be the first of two, or one in the middle. */
  tapped({ timeStamp, clientX }: Tap, { left, width }: Box): number | undefined {
    const share = (clientX - left) / width
    const side = share < SIDE_SHARE ? -1 : share > 1 - SIDE_SHARE ? 1 : undefined
    const twice = side !== undefined && this.#last?.side === side && timeStamp - this.#last.at <= TWICE_MS
    this.#last = side === undefined ? undefined : { side, at: timeStamp }
    return twice ? side * SECONDS : undefined
  }
}
