/** For Home: what comes next in the series a person is in the middle of, each marked with one tap; and what comes soon. */

import { LitElement, css, html, nothing } from 'lit'
import type { SeasonDetail } from '../../projections/wire-catalogue.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { t } from '../strings/series.ts'
import { withCommas } from '../strings/with-commas.ts'
import { controls } from '../styles/controls.ts'
import type { Followed, Series } from '../watching.ts'
import { episodePath, playPath } from '../paths.ts'
import { beingWatched, episodeOf, goingOn, mark, seasonList } from '../watching.ts'
import { airing } from './airing.ts'
import './episode-still.ts'
import { icon } from './icon.ts'
import { rowStyles } from './poster-row.ts'

const shownMax = 10

export class NextEpisodes extends LitElement {
  static override properties = { lists: { state: true } }
  /** Lists of seasons, by series and season; null while one is asked for, or is not to be had. */
  declare lists: ReadonlyMap<string, SeasonDetail | null>
  protected live = new Live(this)

  constructor() {
    super()
    this.lists = new Map()
  }

  static override styles = [controls, rowStyles, css`
    :host { --item: clamp(14rem, 60vw, 18rem); }
    article { position: relative; display: grid; gap: var(--space-2); }
    .words { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: start; gap: 0 var(--space-2); }
    a { font-weight: 600; font-size: var(--size-2); line-height: 1.3; text-decoration: none; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    a::after { content: ''; position: absolute; inset: 0; border-radius: var(--round-2); }
    a:focus-visible { outline: none; } a:focus-visible::after { outline: 3px solid var(--then); outline-offset: 3px; }
    article:hover a { color: var(--now); }
    small { grid-column: 1; color: var(--ink-faint); font-size: var(--size-1); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .mark { position: relative; z-index: 1; grid-column: 2; grid-row: 1 / span 2; display: grid; place-content: center; inline-size: var(--target); block-size: var(--target); padding: 0; border: 2px solid var(--edge); border-radius: 50%; background: none; color: var(--ink-soft); cursor: pointer; }
    .mark:hover { border-color: var(--now); background: var(--now); color: var(--on-now); }
    .coming { grid-column: 2; grid-row: 1 / span 2; color: var(--then); font-weight: 600; font-size: var(--size-2); }
  `]

  override updated(): void {
    for (const { entry, following: { progress: { next, upcoming } } } of this.shown) {
      const { season } = (next ?? upcoming)!
      const key = `${entry.tmdbId}/${season}`
      if (this.lists.has(key)) continue
      this.lists = new Map(this.lists).set(key, null)
      void seasonList(entry.tmdbId, season).then((list) => { if (list) this.lists = new Map(this.lists).set(key, list) })
    }
  }

  private get shown(): readonly Followed[] {
    return [...beingWatched(), ...goingOn()].slice(0, shownMax)
  }

  override render() {
    const followed = this.shown
    if (followed.length === 0) return nothing
    return html`<section aria-label=${t('series.home')}><div class="head"><h2>${t('series.home')}</h2></div><ul>${followed.map((each) => html`<li>${this.card(each)}</li>`)}</ul></section>`
  }

  private card({ entry, card, following: { progress: { next, upcoming } } }: Followed) {
    const series: Series = card!
    const ref = (next ?? upcoming)!
    const episode = this.lists.get(`${entry.tmdbId}/${ref.season}`)?.episodes.find(({ episodeNumber }) => episodeNumber === ref.episode)
    const label = t('series.label', ref)
    const named = episode ? `${label} · ${episode.name}` : label
    const playable = next && episodeOf(series, next)
    const plays = playable !== null && library.isPlayable(playable)
    return html`<article><episode-still .path=${(next && episode?.stillPath) ?? card!.backdropPath} label=${label}></episode-still>
      <div class="words"><a href=${plays ? playPath(playable) : episodePath(entry.tmdbId, ref)} aria-label="${plays ? `${t('title.play')}: ` : ''}${withCommas(series.title, named)}">${series.title}</a><small class="figures">${named}</small>
        ${next ? html`<button class="mark" aria-label=${t('series.watched', { label: withCommas(series.title, label), name: episode?.name ?? '' })} title=${t('series.watched.title')} @click=${() => void mark(series, [next])}>${icon('check', 20)}</button>`
          : html`<span class="coming">${airing(upcoming!.date, Date.now())}</span>`}</div></article>`
  }
}

customElements.define('next-episodes', NextEpisodes)
declare global { interface HTMLElementTagNameMap { 'next-episodes': NextEpisodes } }
