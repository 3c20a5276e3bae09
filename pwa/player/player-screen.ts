/** Plays a film from where the person left it, and remembers how far they came. */

import { LitElement, css, html } from 'lit'
import { catalogue } from '../catalogue.ts'
import { imageUrl } from '../elements/image.ts'
import { failureNotice } from '../elements/notices.ts'
import { Question } from '../elements/question.ts'
import { acts } from '../acts.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { goTo, titlePath } from '../routes.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import type { PlayedEvent } from './film-player.ts'
import './film-player.ts'
import { nextReport } from './progress-report.ts'
import type { Report } from './progress-report.ts'

export class PlayerScreen extends LitElement {
  static override properties = { movieId: { type: Number }, broken: { state: true } }
  declare movieId: number
  declare broken: boolean
  protected live = new Live(this)
  private link = new Question(this, (signal) => catalogue.stream(this.movieId, signal))
  #startAt: number | undefined
  #reported: Report | undefined
  #latest: Report | undefined

  constructor() {
    super()
    this.broken = false
  }

  static override styles = [controls, css`
    :host { color-scheme: dark; color: var(--ink); background: #000; min-block-size: 100dvh; }
    .message { display: grid; align-content: center; gap: var(--space-5); max-inline-size: 36rem; min-block-size: 100dvh; margin: auto; padding: var(--gutter); }
    .bone { position: fixed; inset: 0; background: #000; }
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

  private get film() {
    return { mediaType: 'movie', tmdbId: this.movieId } as const
  }

  override willUpdate(): void {
    this.link.about(String(this.movieId))
  }

  override updated(): void {
    document.title = `${library.film(this.film).title} · ${t('app.name')}`
  }

  private played(event: PlayedEvent): void {
    if (!(event.durationSeconds > 0)) return
    this.#latest = { positionSeconds: event.positionSeconds, durationSeconds: event.durationSeconds }
    this.report(false)
  }

  private report(last: boolean): void {
    const next = this.#latest && nextReport(this.#reported, this.#latest, last)
    if (!next) return
    this.#reported = next
    acts.recordProgress(this.film, next)
  }

  private leave(): void {
    if (history.length > 1) history.back()
    else goTo(titlePath(this.film), 'replace')
  }

  override render() {
    const film = library.film(this.film)
    const { reply } = this.link
    if (reply.state === 'failed') return this.message(film.title, failureNotice(reply.failure, () => this.link.again(), { offline: t('player.offline'), notFound: t('player.notReady') }))
    if (this.broken) return this.message(film.title, html`<div class="notice bad" role="alert"><p>${t('player.error')}</p><button class="button" @click=${() => { this.broken = false; this.link.again() }}>${t('act.retry')}</button></div>`)
    if (!reply.answer || !this.live.ready) return html`<h1 class="hidden-text" tabindex="-1">${film.title}</h1><div class="bone"></div>`
    // Decided once: later rows are our own reports coming back.
    this.#startAt ??= library.resumeAt(this.film)
    return html`<film-player src=${reply.answer.url} name=${film.title} poster=${film.backdropPath ? imageUrl(1280, film.backdropPath) : ''} .startAt=${this.#startAt}
      @played=${this.played} @leave=${this.leave} @broken=${() => { this.broken = true }}></film-player>`
  }

  private message(name: string, notice: unknown) {
    return html`<div class="message"><h1 tabindex="-1">${name}</h1>${notice}<p><a class="button" href=${titlePath(this.film)}>${t('player.toTitle')}</a></p></div>`
  }
}

customElements.define('player-screen', PlayerScreen)
declare global { interface HTMLElementTagNameMap { 'player-screen': PlayerScreen } }
