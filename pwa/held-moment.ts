/** The moment that a screen of the past shows: where the handle is held, else what the address says. */

import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { MomentEvent } from './elements/time-machine.ts'
import { goTo } from './routes.ts'

export class HeldMoment implements ReactiveController {
  #host: ReactiveControllerHost
  #path: (at: string) => string
  #asked = ''
  #heldMs: number | undefined

  /** `path` is the screen's address at a moment; of an empty one, the screen of now. */
  constructor(host: ReactiveControllerHost, path: (at: string) => string) {
    this.#host = host
    this.#path = path
    host.addController(this)
  }

  hostConnected(): void {}

  /** What is held stays until the address has followed. */
  msOf(asked: string): number {
    if (asked !== this.#asked) {
      this.#asked = asked
      this.#heldMs = undefined
    }
    return this.#heldMs ?? Date.parse(asked)
  }

  /** The address follows when the handle is let go. It takes no place of its own on the way back. */
  chose = ({ ms, final }: MomentEvent): void => {
    this.#heldMs = ms ?? undefined
    this.#host.requestUpdate()
    if (ms === null) goTo(this.#path(''), 'replace')
    else if (final) goTo(this.#path(new Date(ms).toISOString()), 'replace')
  }
}
