/** Home: what the house is showing, what you were in the middle of, what waits for you. */

import { LitElement, css, html, nothing } from 'lit'
import { playableOf } from '../../domain/playable.ts'
import { catalogue } from '../catalogue.ts'
import { failureNotice, intertitle, staleNotice } from '../elements/notices.ts'
import { Question } from '../elements/question.ts'
import '../elements/home-hero.ts'
import '../elements/poster-row.ts'
import '../elements/title-link.ts'
import { Live, isDemo } from '../house.ts'
import { filmOf, library, perShelf } from '../library.ts'
import { playablePath, playPath } from '../paths.ts'
import { timeLeft } from '../strings/format.ts'
import { t } from '../strings/shell.ts'
import { controls } from '../styles/controls.ts'
import { firstOf, libraryPath, wishOf } from './shelf.ts'

const rowLength = 20
const tasteRatingsMin = 3

/** What goes through the whole library, once for each change of it. */
const watchlist = perShelf(() => firstOf(library.shelved(), wishOf(new URLSearchParams()), rowLength))
const follows = perShelf(() => library.shelved().some(({ entry }) => entry.mediaType === 'tv' && entry.plays.length > 0))
const hasTaste = perShelf(() => library.shelved().filter(({ entry }) => entry.rating !== null).length >= tasteRatingsMin)
const isEmpty = perShelf(library.isEmpty)

export class HomeScreen extends LitElement {
  private live = new Live(this)
  private trending = new Question(this, catalogue.trending)

  static override styles = [controls, css`
    :host { padding-block-end: var(--space-7); }
    /* Until they are loaded there is a screen's height of place for them. */
    .later, home-rows:not(:defined) { display: block; min-block-size: 100svh; }
    recommendation-row:not(:defined) { display: block; min-block-size: 24rem; }
    .wide { --item: clamp(16rem, 74vw, 21rem); --row: calc(var(--item) * 9 / 16 + var(--space-5)); }
    .notice { margin: var(--space-5) var(--gutter); }
    .notice.demo { padding-block: var(--space-2); background: none; color: var(--ink-soft); font-size: var(--size-1); }
    .welcome { padding-inline: var(--gutter); }
  `]

  override willUpdate(): void {
    this.trending.about('trending')
  }

  override firstUpdated(): void {
    void import('../elements/hero-facts.ts')
    void import('../elements/home-rows.ts')
  }

  override render() {
    const trending = this.trending.reply
    return html`<home-hero .films=${this.featured()} ?waiting=${trending.state === 'waiting'}></home-hero>
      ${isDemo() ? html`<div class="notice demo"><p>${t('home.demo')}</p></div>` : nothing}
      ${trending.state === 'failed' ? failureNotice(trending.failure, () => this.trending.again(), trending.answer ? { offline: t('error.stale.offline') } : {}) : nothing}
      ${trending.answer?.stale ? staleNotice() : nothing}
      ${this.live.ready ? this.rows() : html`<div class="later"></div>`}`
  }

  /** Only once it is known what is there: no row comes in above another that is in sight. */
  private rows() {
    const trending = this.trending.reply
    return html`${this.continueRow()}${this.episodes()}${this.watchlistRow()}${this.recommended()}${this.readyRow()}
      ${isEmpty() && !library.isGuest() ? html`<div class="welcome">${intertitle(t('home.empty'), t('home.empty.lead'), html`<a class="button now" href="/search">${t('home.empty.search')}</a>`)}</div>` : nothing}
      <home-rows .trending=${trending.answer} ?failed=${trending.state === 'failed'}></home-rows>`
  }

  /** What is trending; offline, what the library holds. */
  private featured() {
    const trending = this.trending.reply.answer?.results.filter((film) => film.backdropPath !== null) ?? []
    if (trending.length > 0) return trending.slice(0, 5)
    if (this.trending.reply.state === 'waiting') return []
    const own = library.shelved().flatMap(({ card }) => card?.backdropPath ? [{ ...card, voteAverage: null }] : [])
    return own.slice(0, 5)
  }

  private continueRow() {
    const items = library.unfinished().slice(0, rowLength)
    if (items.length === 0) return nothing
    void import('../elements/resume-card.ts')
    return html`<poster-row class="wide" label=${t('home.continue')} .items=${items.map(({ entry, card, playable, position: { positionSeconds, durationSeconds } }) => {
      const left = t('home.left', { time: timeLeft(durationSeconds - positionSeconds) })
      return html`<resume-card .film=${filmOf(entry, card)} .backdrop=${card?.backdropPath ?? null} .progress=${positionSeconds / durationSeconds} note=${playable.mediaType === 'movie' ? left : t('playable.left', { ...playable, left })}
        href=${library.isPlayable(playable) ? playPath(playable) : playable.mediaType === 'movie' ? '' : playablePath(playable)} ?unsent=${library.isUnsent(entry)}></resume-card>`
    })}></poster-row>`
  }

  private episodes() {
    if (!follows()) return nothing
    void import('../elements/next-episodes.ts')
    return html`<next-episodes></next-episodes>`
  }

  /** Has a place from the number of ratings on that the server reads a taste from. */
  private recommended() {
    if (!hasTaste()) return nothing
    void import('../elements/recommendation-row.ts')
    return html`<recommendation-row></recommendation-row>`
  }

  private watchlistRow() {
    const items = watchlist()
    if (items.length === 0) return nothing
    return html`<poster-row label=${t('home.watchlist')} more=${libraryPath({})} .items=${items.map(({ entry, card }) =>
      html`<title-link .film=${filmOf(entry, card)} ?unsent=${library.isUnsent(entry)}></title-link>`)}></poster-row>`
  }

  private readyRow() {
    const ready = library.jobs().filter((job) => job.status === 'ready').slice(0, rowLength)
    if (ready.length === 0) return nothing
    return html`<poster-row label=${t('home.ready')} more="/downloads" .items=${ready.map((job) => {
      const playable = playableOf(job)
      const film = library.film(playable)
      return html`<title-link .film=${film} .rating=${library.entry(film)?.rating ?? null} note=${playable.mediaType === 'movie' ? '' : t('playable.place', { ...playable })} href=${playable.mediaType === 'movie' ? '' : playPath(playable)}></title-link>`
    })}></poster-row>`
  }
}

customElements.define('home-screen', HomeScreen)
declare global { interface HTMLElementTagNameMap { 'home-screen': HomeScreen } }
