/** What comes next in the player: known a moment after it begins, offered as it ends, begun by itself unless somebody says no. A controller. */

import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { html, nothing } from 'lit'
import type { Playable } from '../../domain/playable.ts'
import { playableKey } from '../../domain/playable.ts'
import { library } from '../library.ts'
import { playPath } from '../paths.ts'
import { goTo } from '../routes.ts'
import { isSavedHere } from '../saved/saved-marks.ts'
import './next-card.ts'
import type { Neighbour, Neighbours } from './next-up.ts'
import { nearnessOf, neighboursOf } from './next-up.ts'
import { offeredFrom, secondsLeft, shownFrom } from './up-next.ts'

const NONE: Neighbours = { before: undefined, after: undefined }
type Chapters = Parameters<typeof offeredFrom>[1]

export class GoingOn implements ReactiveController {
  #host: ReactiveControllerHost
  #key = ''
  #neighbours = NONE
  /** Where the offer was made; undefined: it is not. */
  #shownAt: number | undefined
  #left: number | undefined
  /** Where the picture was told to be last. */
  #at: number | undefined
  #refused = false
  /** Somebody wants to see it, wherever the picture is. */
  #asked = false

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {}

  get before(): Neighbour | undefined {
    return this.#neighbours.before
  }

  get after(): Neighbour | undefined {
    return this.#neighbours.after
  }

  about(playable: Playable): void {
    const key = playableKey(playable)
    if (key === this.#key) return
    this.#key = key
    this.#neighbours = NONE
    this.#shownAt = this.#left = this.#at = undefined
    this.#refused = this.#asked = false
    void neighboursOf(playable).then((found) => {
      if (this.#key !== key) return
      this.#neighbours = found
      this.#host.requestUpdate()
    })
  }

  /** Told of every step of the picture. */
  played(at: number, length: number, chapters: Chapters): void {
    const { after } = this
    if (!after) return
    const due = at >= offeredFrom(length, chapters)
    if (!due) this.#refused = false
    const shownAt = due && !this.#refused ? shownFrom(at, this.#at, this.#shownAt) : undefined
    this.#at = at
    const left = shownAt !== undefined && this.#begins(after) ? secondsLeft(at, length, shownAt) : undefined
    const same = shownAt === this.#shownAt && left === this.#left
    this.#shownAt = shownAt
    this.#left = left
    if (left === 0) this.go(after)
    else if (!same) this.#host.requestUpdate()
  }

  /** The picture has come to its end: a stream that broke off before the offer was made has not. */
  ended(): void {
    const { after } = this
    if (after && this.#shownAt !== undefined && this.#begins(after)) this.go(after)
  }

  /** With no network only what is on this device. */
  #begins({ playable }: Neighbour): boolean {
    return library.preferences().autoplayNext !== false && (isSavedHere(playable) || library.link().online && nearnessOf(playable) === 'here')
  }

  /** In the place of what plays: going back leads to where it was begun from. */
  go(to: Neighbour | undefined): void {
    if (to) goTo(playPath(to.playable), 'replace')
  }

  /** `n` at any time: what is not here is offered, to be asked for. */
  take(): void {
    const { after } = this
    if (!after) return
    if (nearnessOf(after.playable) === 'here') return this.go(after)
    this.#asked = true
    this.#host.requestUpdate()
  }

  private refuse(): void {
    this.#refused = true
    this.#asked = false
    this.#shownAt = this.#left = undefined
    this.#host.requestUpdate()
  }

  private async ask({ playable }: Neighbour): Promise<void> {
    if (playable.mediaType !== 'tv') return
    const { requestEpisodes, seriesOf } = await import('../watching.ts')
    await requestEpisodes(seriesOf(library.film(playable)), [playable])
  }

  card() {
    const { after } = this
    if (!after || !this.#asked && this.#shownAt === undefined) return nothing
    return html`<next-card slot="next" .next=${after} nearness=${nearnessOf(after.playable)} .seconds=${this.#left}
      @take=${() => this.go(after)} @ask=${() => void this.ask(after)} @leave-be=${() => this.refuse()}></next-card>`
  }
}
