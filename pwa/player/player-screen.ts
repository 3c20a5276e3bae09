/** Plays a film from where the person left it, also while it is still landing, and remembers how far they came. */

import type { TemplateResult } from 'lit'
import { LitElement, css, html, nothing } from 'lit'
import type { Playable } from '../../domain/playable.ts'
import { playableKey, samePlayable } from '../../domain/playable.ts'
import type { Arrival, StreamLink } from '../../projections/wire.ts'
import { catalogue } from '../catalogue.ts'
import { imageUrl } from '../elements/image.ts'
import { failureNotice } from '../elements/notices.ts'
import { Question } from '../elements/question.ts'
import { acts } from '../acts.ts'
import { Live } from '../house.ts'
import { isUnderWay, library } from '../library.ts'
import { playablePath } from '../paths.ts'
import { goTo } from '../routes.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import { gapEnd, isHere } from './arrival.ts'
import { ArrivalWatch } from './arrival-watch.ts'
import type { FilmPlayer } from './film-player.ts'
import './film-player.ts'
import { GoingOn } from './going-on.ts'
import type { PlayedEvent, ReachEvent } from './player-events.ts'
import { linkOf, mediaBeside } from './player-source.ts'
import { nextReport } from './progress-report.ts'
import type { Report } from './progress-report.ts'

/** What is here and stopped so often where it began plays in no way that this browser knows. */
const STOPS_MAX = 2

/** Why the picture stands still, where it is not the person who stopped it. */
type Trouble = 'lost' | 'gap' | 'next'

export class PlayerScreen extends LitElement {
  static override properties = { playable: { attribute: false, hasChanged: (now: Playable, before: Playable | undefined) => before === undefined || !samePlayable(now, before) }, broken: { state: true }, trouble: { state: true }, said: { state: true } }
  declare playable: Playable
  declare broken: boolean
  declare trouble: Trouble | undefined
  /** The newest that happened, for those who only hear it. */
  declare said: string
  protected live = new Live(this)
  private link = new Question(this, (signal) => linkOf(this.playable, signal))
  /** Subtitles and chapters: there with the whole film. */
  private beside = new Question(this, (signal) => this.isWhole ? mediaBeside(this.playable, signal) : undefined)
  private goingOn = new GoingOn(this)
  private arriving = new ArrivalWatch(this, (now, before) => this.heard(now, before))
  /** Of the whole film, once it is there: for when the present link ends. */
  #whole: StreamLink | undefined
  #startAt: number | undefined
  /** The second that a remuxed stream begins at. */
  #from = 0
  /** The picture as it was drawn last: it stays until the next one's is there, and with it the full screen. */
  #picture: TemplateResult | undefined
  /** What the picture shows is the former one's. */
  #turning = false
  #reported: Report | undefined
  #latest: Report | undefined
  /** How often it stopped at a place that had arrived, one time after the other. */
  #stops = 0
  #stoppedAt = 0

  constructor() {
    super()
    this.broken = false
    this.trouble = undefined
    this.said = ''
  }

  static override styles = [controls, css`
    :host { color-scheme: dark; color: var(--ink); background: #000; min-block-size: 100dvh; }
    .message { display: grid; align-content: center; gap: var(--space-5); max-inline-size: 36rem; min-block-size: 100dvh; margin: auto; padding: var(--gutter); }
    .bone { position: fixed; inset: 0; background: #000; }
    .stopped { display: grid; justify-items: center; gap: var(--space-4); max-inline-size: 32rem; padding: var(--space-5); border-radius: var(--round-3); background: oklch(0.16 0.02 335 / 0.92); text-align: center; }
    .stopped p { margin: 0; }
  `]

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener('visibilitychange', this.#hidden)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('visibilitychange', this.#hidden)
    this.report(true)
  }

  /** A phone may never wake this page again. */
  #hidden = () => { if (document.hidden) this.report(true) }

  private get player(): FilmPlayer | null {
    return this.renderRoot.querySelector('film-player')
  }

  override willUpdate(changed: Map<string, unknown>): void {
    const former = changed.get('playable') as Playable | undefined
    if (former) this.begin(former)
    this.goingOn.about(this.playable)
    this.link.about(playableKey(this.playable))
    const { reply } = this.link
    // Also while it lands: then there is none yet, and the former one's is not this one's.
    this.beside.about(`${playableKey(this.playable)} ${this.isWhole}`)
    const job = library.jobOf(this.playable)
    const waits = reply.state === 'failed' && reply.failure.code === 'INVALID_INPUT' && job !== undefined && isUnderWay(job)
    if ((waits || reply.state === 'answered' && !reply.answer.complete) && this.arriving.arrival?.status !== 'ready') this.arriving.watch(this.playable)
  }

  override updated(): void {
    document.title = `${library.called(this.playable)} · ${t('app.name')}`
  }

  private get isWhole(): boolean {
    return this.link.reply.answer?.complete === true || this.#whole !== undefined
  }

  /** Another one in the same player: of the former one all is forgotten, once it is told how far it was watched. */
  private begin(former: Playable): void {
    this.report(true, former)
    this.#startAt = this.#whole = this.#reported = this.#latest = undefined
    this.#from = this.#stops = this.#stoppedAt = 0
    this.#turning = true
    this.broken = false
    this.trouble = undefined
    this.arriving.stop()
    this.arriving.arrival = undefined
    this.said = t('player.upNext.begun', { name: library.called(this.playable) })
  }

  /** What has arrived was told anew; nothing, where the film was called off. */
  private heard(now: Arrival | undefined, before: Arrival | undefined): void {
    if (!now) {
      this.arriving.arrival = undefined
      this.link.again()
      return
    }
    const link = this.link.reply.answer
    if (!link) {
      if (now.watchable === 'now' && this.link.reply.state === 'failed') this.link.again()
      return
    }
    if (now.status === 'ready' && !link.complete && !this.#whole) {
      this.said = t('player.whole')
      // Asking for it is also what records that it was watched.
      const of = this.playable
      void catalogue.stream(of).then((whole) => { if (this.plays(of)) { this.#whole = whole; this.requestUpdate() } }, () => undefined)
    }
    if (before && now.rejected > before.rejected) this.said = t('player.next')
    if (this.trouble) this.mend(now)
  }

  /** The picture ended where the film does not. */
  private stopped(): void {
    const link = this.link.reply.answer
    if (!link || link.complete) {
      this.broken = true
      return
    }
    const { arrival } = this.arriving
    const at = this.#latest?.positionSeconds ?? this.#startAt ?? 0
    if (arrival && isHere(arrival, at, this.length)) this.#stops++
    this.#stoppedAt = at
    if (this.#stops > STOPS_MAX) {
      this.broken = true
      return
    }
    // What has arrived is told once a second: that is soon enough, and no storm where the server refuses.
    this.trouble = 'lost'
    this.arriving.watch(this.playable)
  }

  /** Goes on as soon as it can: with the same release, or with the next one. */
  private mend(now: Arrival): void {
    const at = this.#latest?.positionSeconds ?? this.#startAt ?? 0
    const link = this.link.reply.answer
    if (now.status === 'error' || now.status === 'cancelled') {
      this.broken = true
      return
    }
    if (now.watchable !== 'now' || !link) {
      this.trouble = now.rejected > 0 ? 'next' : 'lost'
      return
    }
    if (this.trouble === 'gap' && gapEnd(now, at, this.length) === undefined) this.said = t('player.gap.closed')
    if (now.status !== 'ready' && gapEnd(now, at, this.length) !== undefined) {
      this.trouble = 'gap'
      this.said = t('player.gap')
      return
    }
    if (this.trouble === 'next' && now.releaseTitle) this.said = t('player.next.named', { release: now.releaseTitle })
    this.goOn(at)
  }

  /** Still: another one may have taken its place while the server was asked. */
  private plays(of: Playable): boolean {
    return this.isConnected && samePlayable(this.playable, of)
  }

  private get length(): number {
    return this.#latest?.durationSeconds ?? this.link.reply.answer?.durationSeconds ?? 0
  }

  private goOn(at: number): void {
    this.trouble = undefined
    this.#startAt = at
    this.#from = at
    const of = this.playable
    void catalogue.stream(of).then(async (link) => {
      if (!this.plays(of)) return
      this.#whole = link.complete ? link : undefined
      this.link.replace(link)
      await this.updateComplete
      await this.player?.updateComplete
      this.player?.playAgainFrom(at)
    }, () => {
      if (!this.plays(of)) return
      this.trouble = 'lost'
      this.arriving.watch(this.playable)
    })
  }

  /** A place that a remuxed stream does not have: another stream begins there, or the whole film takes over. */
  private reach(event: ReachEvent): void {
    this.#from = this.#startAt = event.seconds
    if (this.#whole) this.link.replace(this.#whole)
    this.requestUpdate()
  }

  private played(event: PlayedEvent): void {
    if (this.#turning || !(event.durationSeconds > 0)) return
    if (event.positionSeconds > this.#stoppedAt) this.#stops = 0
    this.#latest = { positionSeconds: event.positionSeconds, durationSeconds: event.durationSeconds }
    this.report(false)
    this.goingOn.played(event.positionSeconds, event.durationSeconds, this.beside.reply.answer?.chapters ?? [])
  }

  private report(last: boolean, of = this.playable): void {
    const next = this.#latest && nextReport(this.#reported, this.#latest, last)
    if (!next) return
    this.#reported = next
    acts.recordProgress(of, next)
  }

  private retry(): void {
    this.broken = false
    this.trouble = undefined
    this.#stops = 0
    this.link.again()
  }

  private leave(): void {
    if (history.length > 1) history.back()
    else goTo(playablePath(this.playable), 'replace')
  }

  override render() {
    const film = library.film(this.playable)
    const name = library.called(this.playable)
    const { reply } = this.link
    if (reply.state === 'failed' && this.arriving.arrival && this.arriving.arrival.status !== 'ready') return this.message(name, this.awaited())
    if (reply.state === 'failed') return this.message(name, failureNotice(reply.failure, () => this.link.again(), { offline: t('player.offline'), notFound: t('player.notReady') }))
    if (this.broken) return this.message(name, html`<div class="notice bad" role="alert"><p>${this.arriving.arrival?.why ? this.awaited(true) : t('player.error')}</p><button class="button" @click=${this.retry}>${t('act.retry')}</button></div>`)
    if (!reply.answer && this.#picture) return this.#picture
    if (!reply.answer || !this.live.ready) return html`<h1 class="hidden-text" tabindex="-1">${name}</h1><div class="bone"></div>`
    // Decided once: later rows are our own reports coming back.
    if (this.#startAt === undefined) this.#from = this.#startAt = library.resumeAt(this.playable)
    const { url, way, durationSeconds, complete } = reply.answer
    const remuxed = way === 'remuxed'
    this.#turning = false
    return this.#picture = html`<film-player src=${remuxed ? `${url}&from=${this.#from.toFixed(1)}` : url} stored=${this.#whole?.url ?? ''} name=${name} of=${this.playable.mediaType === 'tv' ? film.title : ''} previousName=${this.goingOn.before?.name ?? ''} nextName=${this.goingOn.after?.name ?? ''} poster=${film.backdropPath ? imageUrl(1280, film.backdropPath) : ''}
      .startAt=${remuxed ? 0 : this.#startAt} .from=${remuxed ? this.#from : 0} .durationSeconds=${remuxed ? durationSeconds : null} .arrival=${complete ? undefined : this.arriving.arrival} .said=${this.said} ?halted=${this.trouble !== undefined} .media=${this.beside.reply.answer}
      @played=${this.played} @leave=${this.leave} @broken=${this.stopped} @reach=${this.reach}
      @ended=${() => { if (!this.#turning) this.goingOn.ended() }} @next=${() => this.goingOn.take()} @previous=${() => this.goingOn.go(this.goingOn.before)}>${this.trouble ? this.why(this.trouble) : nothing}${this.goingOn.card()}</film-player>`
  }

  private why(trouble: Trouble) {
    const { arrival } = this.arriving
    const end = arrival && this.#latest ? gapEnd(arrival, this.#latest.positionSeconds, this.length) : undefined
    return html`<div class="stopped"><p>${t(`player.${trouble}`)}</p>
      ${trouble === 'gap' && end !== undefined ? html`<button class="button now" @click=${() => this.goOn(end + 1)}>${t('player.gap.skip')}</button>` : nothing}</div>`
  }

  /** Before the first picture. */
  private awaited(bare = false) {
    void import('./film-awaited.ts')
    return html`<film-awaited .playable=${this.playable} .arrival=${this.arriving.arrival!} ?bare=${bare}></film-awaited>`
  }

  private message(name: string, notice: unknown) {
    // It is out of sight: what comes next is to begin with a picture of its own.
    this.#picture = undefined
    return html`<div class="message"><h1 tabindex="-1">${name}</h1>${notice}<p><a class="button" href=${playablePath(this.playable)}>${t('player.toTitle')}</a></p></div>`
  }
}

customElements.define('player-screen', PlayerScreen)
declare global { interface HTMLElementTagNameMap { 'player-screen': PlayerScreen } }
