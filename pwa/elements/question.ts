/** A question to the catalogue as a controller: asked again when what it depends on changed, never two answers out of order. */

import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Early } from '../catalogue.ts'
import { CatalogueFailure } from '../catalogue.ts'

/** `keptAtMs`: when the answer was kept on this device, where it is one of those; milliseconds since the Unix epoch. */
export type Reply<Answer> =
  | { readonly state: 'waiting'; readonly answer: Answer | undefined; readonly keptAtMs?: number }
  | { readonly state: 'answered'; readonly answer: Answer }
  | { readonly state: 'failed'; readonly failure: CatalogueFailure; readonly answer: Answer | undefined; readonly keptAtMs?: number }

interface InSight<Answer> { readonly answer: Answer | undefined; readonly keptAtMs?: number }
const NOTHING = { answer: undefined }

/** Answers undefined when there is nothing to ask yet. Hands on `early` where an answer is kept (see `askKept`). */
type Asking<Answer> = (signal: AbortSignal, early: Early<Answer>) => Promise<Answer> | undefined

export class Question<Answer> implements ReactiveController {
  #host: ReactiveControllerHost
  #ask: Asking<Answer>
  #about: string | undefined
  #running: AbortController | undefined
  #reply: Reply<Answer> = { state: 'waiting', answer: undefined }
  #online = () => { if (this.#reply.state === 'failed') this.again() }

  constructor(host: ReactiveControllerHost, ask: Asking<Answer>) {
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
    this.#begin(keep ? this.#inSight() : NOTHING)
  }

  /** An answer that came another way. */
  replace(answer: Answer): void {
    this.#running?.abort()
    this.#show({ state: 'answered', answer })
  }

  again(): void {
    this.#begin(this.#inSight())
  }

  #inSight(): InSight<Answer> {
    const { answer, keptAtMs } = this.#reply as InSight<Answer>
    return { answer, ...keptAtMs === undefined ? {} : { keptAtMs } }
  }

  #begin(inSight: InSight<Answer>): void {
    this.#running?.abort()
    const running = this.#running = new AbortController()
    const asked = this.#ask(running.signal, ({ answer, keptAtMs }) => { if (!running.signal.aborted && this.#reply.answer === undefined) this.#show({ state: 'waiting', answer, keptAtMs }) })
    this.#show({ state: 'waiting', ...inSight })
    if (!asked) return
    asked.then(
      (fresh) => { if (!running.signal.aborted) this.#show({ state: 'answered', answer: fresh }) },
      (failure: unknown) => {
        if (running.signal.aborted) return
        // Anything else is a bug of ours, and shows up as an unhandled rejection.
        if (!(failure instanceof CatalogueFailure)) throw failure
        this.#show({ state: 'failed', failure, ...this.#inSight() })
      },
    )
  }

  #show(reply: Reply<Answer>): void {
    this.#reply = reply
    this.#host.requestUpdate()
  }
}
