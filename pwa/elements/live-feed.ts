/** What an admin's screen follows live while somebody sees it: asked for once, since a stream of events could not say why it is refused, then followed. */

import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { CatalogueFailure } from '../catalogue.ts'

const askAgainMs = 3_000
/** A stream ends by itself within a minute and says all again: one that is silent for longer has lost its network. */
const silenceMaxMs = 75_000

export interface FeedPorts<Answer> {
  ask(signal: AbortSignal): Promise<Answer>
  /** Until the returned function is called. `lost` when nothing comes any more; the browser tries again by itself unless the server refused. */
  follow(hear: (answer: Answer) => void, lost: (refused: boolean) => void): () => void
}

export class LiveFeed<Answer> implements ReactiveController {
  /** What came last; undefined until something has. */
  answer: Answer | undefined
  failure: CatalogueFailure | undefined
  /** Nothing comes any more. */
  lost = false
  readonly #host: ReactiveControllerHost
  readonly #ports: FeedPorts<Answer>
  #end = () => {}
  #asking = new AbortController()
  #losing: ReturnType<typeof setTimeout> | undefined
  #silent: ReturnType<typeof setTimeout> | undefined

  constructor(host: ReactiveControllerHost, ports: FeedPorts<Answer>) {
    this.#host = host
    this.#ports = ports
    host.addController(this)
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#seen)
    addEventListener('online', this.#seen)
    addEventListener('offline', this.#cut)
    void this.load()
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#seen)
    removeEventListener('online', this.#seen)
    removeEventListener('offline', this.#cut)
    this.#leave()
  }

  /** What an act answered is shown before the feed says it. */
  change(change: (answer: Answer) => Answer): void {
    if (this.answer === undefined) return
    this.answer = change(this.answer)
    this.#host.requestUpdate()
  }

  async load(): Promise<void> {
    this.#leave()
    const { signal } = this.#asking = new AbortController()
    try {
      const answer = await this.#ports.ask(signal)
      if (signal.aborted) return
      this.#show({ answer, failure: undefined, lost: false })
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof CatalogueFailure)) throw error
      this.#show({ failure: error })
      return
    }
    this.#end = this.#ports.follow((answer) => {
      this.#show({ answer, lost: false })
      this.#heard()
    }, (refused) => this.#lose(refused))
  }

  #show(shown: Partial<Pick<LiveFeed<Answer>, 'answer' | 'failure' | 'lost'>>): void {
    Object.assign(this, shown)
    this.#host.requestUpdate()
  }

  /** A window that nobody sees follows nothing. */
  #seen = (): void => {
    if (document.hidden) this.#leave()
    else void this.load()
  }

  #cut = (): void => {
    this.#leave()
    this.#show({ lost: true })
  }

  #leave(): void {
    this.#end()
    this.#asking.abort()
    this.#heard()
    clearTimeout(this.#silent)
  }

  #heard(): void {
    clearTimeout(this.#losing)
    this.#losing = undefined
    clearTimeout(this.#silent)
    this.#silent = setTimeout(() => void this.load(), silenceMaxMs)
  }

  /** A stream that ended as it should is there again before anybody is told. */
  #lose(refused: boolean): void {
    this.#losing ??= setTimeout(() => {
      this.#losing = undefined
      this.#show({ lost: true })
      if (refused) void this.load()
    }, askAgainMs)
  }
}
