/** One thing that a form attempts, as a controller: whether it is under way, and what became of the last one that failed, in words. */

import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { CatalogueFailure } from '../catalogue.ts'

export class Attempt implements ReactiveController {
  #host: ReactiveControllerHost
  #told: (failure: CatalogueFailure) => string
  #busy = false
  #problem = ''

  constructor(host: ReactiveControllerHost, told: (failure: CatalogueFailure) => string) {
    this.#host = host
    this.#told = told
    host.addController(this)
  }

  hostConnected(): void {}

  get busy(): boolean {
    return this.#busy
  }

  /** Empty where nothing is wrong. */
  get problem(): string {
    return this.#problem
  }

  set problem(words: string) {
    this.#problem = words
    this.#host.requestUpdate()
  }

  /** While one is under way another is not begun. */
  async make(act: () => Promise<void>): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    this.problem = ''
    try {
      await act()
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      this.#problem = this.#told(error)
    } finally {
      this.#busy = false
      this.#host.requestUpdate()
    }
  }
}
