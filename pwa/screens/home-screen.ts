/** Home: what the house is showing, what you were in the middle of, what waits for you. */

import { LitElement, css, html, nothing } from 'lit'
import { catalogue } from '../catalogue.ts'
import type { TitleSummary } from '../../projections/wire-catalogue.ts'
import { failureNotice, intertitle, posterBones, staleNotice } from '../elements/notices.ts'
import { Question } from '../elements/question.ts'
import '../elements/home-hero.ts'
import '../elements/poster-row.ts'
import '../elements/title-link.ts'
import { Live, instance } from '../house.ts'
import { filmOf, library } from '../library.ts'
import { playPath } from '../routes.ts'
import { timeLeft } from '../strings/format.ts'
import { t } from '../strings/shell.ts'
import { controls } from '../styles/controls.ts'
import { libraryPath, shelve, wishOf } from './shelf.ts'

const rowLength = 20

export class HomeScreen extends LitElement {
  private live = new Live(this)
  private trending = new Question(this, catalogue.trending)
  private popular = new Question(this, catalogue.popular)

  static override styles = [controls, css`
    :host { padding-block-end: var(--space-7); }
    .bones { display: flex; gap: var(--space-4); padding-inline: var(--gutter); margin-block: var(--space-6); overflow: hidden; }
    .poster-bone { flex: 0 0 clamp(7.25rem, 28vw, 10.5rem); aspect-ratio: 2 / 3; }
    .notice { margin: var(--space-5) var(--gutter); }
    .welcome { padding-inline: var(--gutter); }
  `]

  override willUpdate(): void {
    this.trending.about('trending')
    this.popular.about('popular')
  }

  override render() {
    const trending = this.trending.reply
    return html`<home-hero .films=${this.featured()} ?waiting=${trending.state === 'waiting'}></home-hero>
      ${instance()?.demo ? html`<div class="notice"><p>${t('home.demo')}</p></div>` : nothing}
      ${trending.state === 'failed' ? failureNotice(trending.failure, () => { this.trending.again(); this.popular.again() }) : nothing}
      ${trending.answer?.stale ? staleNotice() : nothing}
      ${this.continueRow()}${this.watchlistRow()}${this.readyRow()}
      ${this.row('home.trending', this.trending)}${this.row('home.popular', this.popular)}
      ${this.live.ready && library.isEmpty() ? html`<div class="welcome">${intertitle(t('home.empty'), t('home.empty.lead'), html`<a class="button now" href="/search">${t('home.empty.search')}</a>`)}</div>` : nothing}`
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
    return html`<poster-row label=${t('home.continue')} .items=${items.map(({ entry, card }) => {
      const left = entry.durationSeconds! - entry.progressSeconds!
      return html`<title-link .film=${filmOf(entry, card)} .progress=${entry.progressSeconds! / entry.durationSeconds!} note=${t('home.left', { time: timeLeft(left) })}
        href=${library.isPlayable(entry) ? playPath(entry.tmdbId) : ''} ?unsent=${library.isUnsent(entry)}></title-link>`
    })}></poster-row>`
  }

  private watchlistRow() {
    const items = shelve(library.shelved(), wishOf(new URLSearchParams())).slice(0, rowLength)
    if (items.length === 0) return nothing
    return html`<poster-row label=${t('home.watchlist')} more=${libraryPath({})} .items=${items.map(({ entry, card }) =>
      html`<title-link .film=${filmOf(entry, card)} ?unsent=${library.isUnsent(entry)}></title-link>`)}></poster-row>`
  }

  private readyRow() {
    const ready = library.jobs().filter((job) => job.status === 'ready').slice(0, rowLength)
    if (ready.length === 0) return nothing
    return html`<poster-row label=${t('home.ready')} more="/downloads" .items=${ready.map((job) => {
      const film = library.film({ mediaType: 'movie', tmdbId: job.movieId })
      return html`<title-link .film=${film} .rating=${library.entry(film)?.rating ?? null}></title-link>`
    })}></poster-row>`
  }

  private row(label: 'home.trending' | 'home.popular', question: Question<{ readonly results: readonly TitleSummary[] }>) {
    const { state, answer } = question.reply
    if (!answer) return state === 'waiting' ? html`<div class="bones" aria-hidden="true">${posterBones(8)}</div>` : nothing
    return html`<poster-row label=${t(label)} .items=${answer.results.map((film) => {
      const entry = library.entry(film)
      return html`<title-link .film=${film} .rating=${entry?.rating ?? null} ?unsent=${library.isUnsent(film)}></title-link>`
    })}></poster-row>`
  }
}

customElements.define('home-screen', HomeScreen)
declare global { interface HTMLElementTagNameMap { 'home-screen': HomeScreen } }
