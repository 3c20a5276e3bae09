/** One episode in the list of its season. What plays or fetches it is slotted as `watch`. */

import { LitElement, css, html, nothing } from 'lit'
import { library } from '../library.ts'
import type { Play } from '../../projections/library.ts'
import type { EpisodeSummary } from '../../projections/wire-catalogue.ts'
import { calendarDate, runtime, tenths } from '../strings/format.ts'
import { t } from '../strings/series.ts'
import { controls } from '../styles/controls.ts'
import { airing } from './airing.ts'
import './episode-still.ts'
import { icon } from './icon.ts'

export class EpisodeRow extends LitElement {
  static override properties = {
    episode: { attribute: false }, href: {}, watched: { type: Boolean }, plays: { attribute: false }, aired: { type: Boolean }, next: { type: Boolean }, earlier: { type: Number }, covered: { type: Boolean },
  }
  declare episode: EpisodeSummary
  /** Of its sheet. */
  declare href: string
  /** In this run. */
  declare watched: boolean
  /** All there were. */
  declare plays: readonly Play[]
  declare aired: boolean
  /** The one to watch next. */
  declare next: boolean
  /** How many up to this one are not watched yet. */
  declare earlier: number
  /** Its picture and text would give the story away. */
  declare covered: boolean

  constructor() {
    super()
    this.plays = []
    this.earlier = 0
    this.watched = this.aired = this.next = this.covered = false
  }

  static override styles = [controls, css`
    article { display: grid; grid-template-columns: clamp(7rem, 22vw, 13rem) minmax(0, 1fr) auto; align-items: start; gap: var(--space-2) var(--space-4); padding-block: var(--space-4); }
    .words { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-1); min-inline-size: 0; }
    h3 a { text-decoration: none; }
    h3 a:hover { color: var(--now); }
    h3 .figures { color: var(--ink-faint); margin-inline-end: var(--space-1); }
    .meta { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--space-4); color: var(--ink-faint); font-size: var(--size-1); }
    .meta b { color: var(--now); font-weight: 600; }
    .overview { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; color: var(--ink-soft); font-size: var(--size-2); }
    ::slotted([slot='watch']) { justify-self: start; margin-block-start: var(--space-2); }
    .hidden { font-style: italic; }
    .acts { display: flex; align-items: center; gap: var(--space-2); }
    .mark { display: grid; place-content: center; inline-size: var(--target); block-size: var(--target); padding: 0; border: 2px solid var(--edge); border-radius: 50%; background: none; color: transparent; cursor: pointer; transition: background var(--quick), border-color var(--quick); }
    .mark:hover { border-color: var(--now); color: var(--now); }
    .mark[aria-pressed='true'] { border-color: var(--now); background: var(--now); color: var(--on-now); }
    .mark.before { color: var(--ink-faint); }
    .upTo { font-size: var(--size-1); padding-inline: var(--space-3); }
    .soon { color: var(--then); font-weight: 600; font-size: var(--size-2); white-space: nowrap; padding-block: var(--space-3); }
    @media (width < 44rem) { article { grid-template-columns: 30vw minmax(0, 1fr) auto; column-gap: var(--space-3); } .acts { flex-direction: column-reverse; align-items: end; } .upTo { padding-inline: 0; } .soon { white-space: normal; text-align: end; max-inline-size: 6rem; } }
    @media (forced-colors: active) { .mark[aria-pressed='true'] { forced-color-adjust: none; background: Highlight; color: HighlightText; } }
  `]

  override render() {
    const { episode: { name, overview, stillPath, airDate, runtimeMinutes, voteAverage, seasonNumber: season, episodeNumber: number }, watched } = this
    const label = t('series.label', { season, episode: number })
    const last = this.plays.at(-1)
    return html`<article>
      <episode-still .path=${stillPath} label=${label} ?covered=${this.covered} @reveal=${() => this.dispatchEvent(new Event('reveal'))}></episode-still>
      <div class="words">
        <h3><a class="tap" href=${this.href}><span class="figures">${number}</span> ${name}</a></h3>
        <p class="meta figures">${this.next ? html`<b>${t('series.next')}</b>` : nothing}${this.aired && airDate ? html`<span>${calendarDate(`${airDate}T12:00:00`)}</span>` : nothing}${runtimeMinutes ? html`<span>${runtime(runtimeMinutes)}</span>` : nothing}
          ${voteAverage ? html`<span aria-label=${t('title.votes', { score: tenths(voteAverage) })} role="img">★ ${tenths(voteAverage)}</span>` : nothing}${last ? html`<span>${t('title.watched.count', { count: this.plays.length, when: calendarDate(last.watchedAt) })}</span>` : nothing}</p>
        ${overview === '' ? nothing : this.covered ? html`<p class="overview hidden">${t('series.covered')}</p>` : html`<p class="overview">${overview}</p>`}
        <slot name="watch"></slot>
      </div>
      <div class="acts">${this.aired && library.isGuest() ? nothing : this.aired
        ? html`${!watched && this.earlier > 1 ? html`<button class="button plain upTo" @click=${() => this.dispatchEvent(new Event('up-to-here'))} aria-label=${t('series.upTo.label', { label })}>${t('series.upTo')}</button>` : nothing}
          <button class="mark ${!watched && last ? 'before' : ''}" aria-pressed=${watched ? 'true' : 'false'} aria-label=${t('series.watched', { label, name })} title=${t('series.watched.title')} @click=${() => this.dispatchEvent(new Event('toggle-watched'))}>${icon('check', 20)}</button>`
        : html`<span class="soon">${airing(airDate, Date.now())}</span>`}</div>
    </article>`
  }
}

customElements.define('episode-row', EpisodeRow)
declare global { interface HTMLElementTagNameMap { 'episode-row': EpisodeRow } }
