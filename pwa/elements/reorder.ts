/**
 * Another order for the rows of a list, as a controller: by a handle that is dragged with mouse, pen or finger, or by keys.
 *
 *   at rest ── Space/Enter on a handle ──▶ held ── ↑ ↓ Home End ──▶ held elsewhere ── Space/Enter ──▶ moved
 *   at rest ── press on a handle ────────▶ held ── pull ──────────▶ held elsewhere ── let go ──────▶ moved
 *   held ── Escape, or the focus leaves ──▶ at rest, nothing moved          Alt+↑ ↓ at rest ──▶ moved by one
 *
 * While a row is held, nothing changes its place in the page, so that focus and pointer stay where they are: rows are drawn away
 * from where they lie. The order itself changes once, when the row is put down.
 */

import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Extent } from './drop-place.ts'
import { dropPlace, shiftsOf } from './drop-place.ts'

/** Within this distance of the edge the page scrolls along. */
const edgePx = 72
const scrollPxMax = 14

export interface ReorderPort {
  /** The rows, in their order, as they lie in the page. */
  rows(): readonly HTMLElement[]
  /** A row was put down somewhere else: said before it is done. */
  move(from: number, to: number): void
  /** What happens to the row at `from`, for those who do not see it. `to`: where it is by now. */
  say(what: 'held' | 'moving' | 'moved' | 'left', from: number, to: number): void
}

interface Held {
  readonly from: number
  readonly rows: readonly HTMLElement[]
  readonly extents: readonly Extent[]
  readonly by: 'keys' | 'pointer'
  /** Where the pointer was pressed, in the page. */
  readonly pressedAt: number
  to: number
}

export class Reorder implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #port: ReorderPort
  #held: Held | undefined
  #ending: AbortController | undefined
  #pointerY = 0

  constructor(host: ReactiveControllerHost, port: ReorderPort) {
    this.#host = host
    this.#port = port
    host.addController(this)
  }

  hostDisconnected(): void {
    this.#leave()
  }

  /** Whether a row is held; the host draws no other order meanwhile. */
  get busy(): boolean {
    return this.#held !== undefined
  }

  readonly pressed = (event: PointerEvent, from: number): void => {
    if (event.button !== 0 || this.#held) return
    event.preventDefault()
    const handle = event.currentTarget as HTMLElement
    handle.focus({ preventScroll: true })
    handle.setPointerCapture(event.pointerId)
    this.#pointerY = event.clientY
    this.#take(from, 'pointer', event.clientY + scrollY)
    const ending = this.#ending = new AbortController()
    const listen = { signal: ending.signal }
    handle.addEventListener('pointermove', (moved) => { this.#pointerY = moved.clientY; this.#pull() }, listen)
    handle.addEventListener('pointerup', () => this.#put(), listen)
    handle.addEventListener('pointercancel', () => this.#leave(), listen)
    this.#scrollAlong(ending.signal)
  }

  readonly key = (event: KeyboardEvent, from: number): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const held = this.#held
    if (held && event.key === 'Escape') this.#leave()
    else if (held?.by === 'keys' && (event.key === ' ' || event.key === 'Enter')) this.#put()
    else if (held?.by === 'keys' && (step !== 0 || event.key === 'Home' || event.key === 'End')) this.#carry(held, step === 0 ? event.key === 'Home' ? 0 : held.rows.length - 1 : held.to + step)
    else if (!held && (event.key === ' ' || event.key === 'Enter')) this.#takeByKey(from)
    else if (!held && event.altKey && step !== 0) this.#step(from, from + step)
    else return
    event.preventDefault()
  }

  readonly blurred = (): void => {
    if (this.#held?.by === 'keys') this.#leave()
  }

  #takeByKey(from: number): void {
    this.#take(from, 'keys', 0)
    this.#port.say('held', from, from)
  }

  #step(from: number, to: number): void {
    if (to < 0 || to >= this.#port.rows().length) return
    this.#port.say('moved', from, to)
    this.#port.move(from, to)
  }

  #take(from: number, by: Held['by'], pressedAt: number): void {
    const rows = this.#port.rows()
    const boxes = rows.map((row) => row.getBoundingClientRect())
    const extents = boxes.map(({ top, height }, at) => ({ start: top + scrollY, size: (boxes[at + 1]?.top ?? top + height) - top }))
    this.#held = { from, rows, extents, by, pressedAt, to: from }
    rows[from]!.classList.add('held')
    for (const row of rows) row.classList.add('yielding')
  }

  #pull(): void {
    const held = this.#held
    if (!held) return
    const byPx = this.#pointerY + scrollY - held.pressedAt
    held.to = dropPlace(held.extents, held.from, byPx)
    this.#draw(held, byPx)
  }

  #carry(held: Held, wanted: number): void {
    held.to = Math.max(0, Math.min(held.rows.length - 1, wanted))
    this.#draw(held)
    held.rows[held.from]!.scrollIntoView({ block: 'nearest' })
    this.#port.say('moving', held.from, held.to)
  }

  /** By the CSSOM: the policy of the page allows no style attributes. */
  #draw({ rows, extents, from, to }: Held, ownPx?: number): void {
    for (const [at, shift] of shiftsOf(extents, from, to).entries()) {
      const px = at === from ? ownPx ?? shift : shift
      rows[at]!.style.translate = px === 0 ? '' : `0 ${px}px`
    }
  }

  #put(): void {
    const held = this.#release()
    if (!held) return
    this.#port.say(held.to === held.from ? 'left' : 'moved', held.from, held.to)
    if (held.to !== held.from) this.#port.move(held.from, held.to)
  }

  #leave(): void {
    const held = this.#release()
    if (held) this.#port.say('left', held.from, held.from)
  }

  #release(): Held | undefined {
    const held = this.#held
    this.#held = undefined
    this.#ending?.abort()
    for (const row of held?.rows ?? []) {
      row.style.translate = ''
      row.classList.remove('held', 'yielding')
    }
    this.#host.requestUpdate()
    return held
  }

  #scrollAlong(ended: AbortSignal): void {
    const turn = () => {
      if (ended.aborted) return
      const beyond = Math.min(0, this.#pointerY - edgePx) + Math.max(0, this.#pointerY - (innerHeight - edgePx))
      if (beyond !== 0) {
        scrollBy({ top: Math.sign(beyond) * Math.min(scrollPxMax, Math.abs(beyond) / 4), behavior: 'instant' })
        this.#pull()
      }
      requestAnimationFrame(turn)
    }
    requestAnimationFrame(turn)
  }
}
