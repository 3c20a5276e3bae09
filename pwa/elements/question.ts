/** A question to the catalogue as a controller: asked again when what it depends on changed, never two answers out of order. */

import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { CatalogueFailure } from '../catalogue.ts'

export type Reply<Answer> =
  | { readonly state: 'waiting'; readonly answer: Answer | undefined }
  | { readonly state: 'answered'; readonly answer: Answer }
  | { readonly state: 'failed'; readonly failure: CatalogueFailure; readonly answer: Answer | undefined }

export class Question<Answer> implements ReactiveController {
  #host: ReactiveControllerHost
  #ask: (signal: AbortSignal) => Promise<Answer> | undefined
  #about: string | undefined
  #running: AbortController | undefined
  #reply: Reply<Answer> = { state: 'waiting', answer: undefined }
  #online = () => { if (this.#reply.state === 'failed') this.again() }

  /** `ask` answers undefined when there is nothing to ask yet. */
  constructor(host: ReactiveControllerHost, ask: (signal: AbortSignal) => Promise<Answer> | undefined) {
    this.#host = host
    this.#ask = ask
    host.addController(this)
  }

  get reply(): Reply<Answer> {
    return this.#reply
  }

  hostConnected(): void {
    addEventListener('online', this.#online)
  }

  hostDisconnected(): void {
    removeEventListener('online', this.#online)
    this.#running?.abort()
    this.#about = undefined
  }

  /** Asks unless the same was asked last. Call it from `willUpdate`. With `keep` the former answer stays in sight meanwhile. */
  about(key: string, keep = false): void {
    if (key === this.#about) return
    this.#about = key
    this.#begin(keep ? this.#reply.answer : undefined)
  }

  again(): void {
    this.#begin(this.#reply.answer)
  }

  #begin(answer: Answer | undefined): void {
    this.#running?.abort()
    const running = this.#running = new AbortController()
    const asked = this.#ask(running.signal)
    this.#show({ state: 'waiting', answer })
    if (!asked) return
    asked.then(
      (fresh) => { if (!running.signal.aborted) this.#show({ state: 'answered', answer: fresh }) },
      (failure: unknown) => {
        if (running.signal.aborted) return
        // Anything else is a bug of ours, and shows up as an unhandled rejection.
        if (!(failure instanceof CatalogueFailure)) throw failure
        this.#show({ state: 'failed', failure, answer })
      },
    )
  }

  #show(reply: Reply<Answer>): void {
    this.#reply = reply
    this.#host.requestUpdate()
  }
}
