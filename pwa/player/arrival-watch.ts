/** Asks once a second what of a film has arrived, while somebody watches it arrive. A controller. */

import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Arrival } from '../../projections/wire.ts'
import { catalogue, CatalogueFailure } from '../catalogue.ts'

const everyMs = 1_000

export class ArrivalWatch implements ReactiveController {
  #host: ReactiveControllerHost
  #changed: (now: Arrival, before: Arrival | undefined) => void
  #movieId: number | undefined
  #running: AbortController | undefined
  arrival: Arrival | undefined

  constructor(host: ReactiveControllerHost, changed: (now: Arrival, before: Arrival | undefined) => void) {
    this.#host = host
    this.#changed = changed
    host.addController(this)
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    this.stop()
  }

  /** Goes on until `stop`, or until the film is ready. */
  watch(movieId: number): void {
    if (this.#running && this.#movieId === movieId) return
    this.stop()
    this.#movieId = movieId
    const running = this.#running = new AbortController()
    void this.#ask(movieId, running.signal)
  }

  stop(): void {
    this.#running?.abort()
    this.#running = undefined
  }

  async #ask(movieId: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const now = await catalogue.arrival(movieId, signal)
        if (signal.aborted) return
        const before = this.arrival
        this.arrival = now
        this.#host.requestUpdate()
        this.#changed(now, before)
        if (now.status === 'ready') return this.stop()
      } catch (error) {
        // Out of reach for a moment: the picture goes on with what it has, and the next question tells.
        if (!signal.aborted && !(error instanceof CatalogueFailure)) throw error
      }
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    }
  }
}
