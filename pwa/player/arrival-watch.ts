/** Asks once a second what of a film or an episode has arrived, while somebody watches it arrive. A controller. */

import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Playable } from '../../domain/playable.ts'
import { samePlayable } from '../../domain/playable.ts'
import type { Arrival } from '../../projections/wire.ts'
import { catalogue, CatalogueFailure } from '../catalogue.ts'

const everyMs = 1_000

export class ArrivalWatch implements ReactiveController {
  #host: ReactiveControllerHost
  #changed: (now: Arrival | undefined, before: Arrival | undefined) => void
  #of: Playable | undefined
  #running: AbortController | undefined
  arrival: Arrival | undefined

  /** `changed` is told of nothing once the film is not here any more, as when it was called off. */
  constructor(host: ReactiveControllerHost, changed: (now: Arrival | undefined, before: Arrival | undefined) => void) {
    this.#host = host
    this.#changed = changed
    host.addController(this)
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    this.stop()
  }

  /** Goes on until `stop`, or until the film is ready. */
  watch(of: Playable): void {
    const same = this.#of !== undefined && samePlayable(this.#of, of)
    if (this.#running && same) return
    this.stop()
    if (!same) this.arrival = undefined
    this.#of = of
    const running = this.#running = new AbortController()
    void this.#ask(of, running.signal)
  }

  stop(): void {
    this.#running?.abort()
    this.#running = undefined
  }

  async #ask(of: Playable, signal: AbortSignal): Promise<void> {
    // Who begins anew waits as who goes on does.
    for (let again = this.arrival !== undefined; ; again = true) {
      if (again) await new Promise((resolve) => setTimeout(resolve, everyMs))
      if (signal.aborted) return
      try {
        const now = await catalogue.arrival(of, signal)
        if (signal.aborted) return
        const before = this.arrival
        this.arrival = now
        if (now.status === 'ready') this.stop()
        this.#host.requestUpdate()
        this.#changed(now, before)
      } catch (error) {
        if (signal.aborted) return
        if (!(error instanceof CatalogueFailure)) throw error
        // Out of reach for a moment: the picture goes on with what it has, and the next question tells.
        if (error.code !== 'NOT_FOUND') continue
        this.stop()
        this.#changed(undefined, this.arrival)
      }
    }
  }
}
