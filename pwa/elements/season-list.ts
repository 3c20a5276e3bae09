/** The seasons of a series as cards with how far one is, what to watch next, and marking all of it. For the series' page. */

import { LitElement, css, html, nothing } from 'lit'
import { library } from '../library.ts'
import { isIn, isRegular, toMark } from '../../projections/series-marks.ts'
import type { EpisodeRef, Following, SeasonProgress } from '../../projections/series-progress.ts'
import { episodeKey } from '../../projections/series-progress.ts'
import type { SeasonDetail, TitleDetail } from '../../projections/wire-catalogue.ts'
import { Live } from '../house.ts'
import { t } from '../strings/series.ts'
import { controls, progressBar } from '../styles/controls.ts'
import type { Series } from '../watching.ts'
import { episodePath, seasonPath } from '../paths.ts'
import { episodeOf, follow, mark, requestEpisodes, seasonList, seriesOf, unmark } from '../watching.ts'
import { airing } from './airing.ts'
import { icon } from './icon.ts'
import './poster.ts'
import type { Film } from './title-link.ts'
import { askViewing } from './viewing-dialog.ts'
import { playButton } from './watch-button.ts'

export class SeasonList extends LitElement {
  static override properties = { series: { attribute: false }, nextSeason: { state: true } }
  /** What is known of it: the catalogue's answer, or only the library's card. */
  declare series: Film & Partial<TitleDetail>
  /** The list of the season that the next episode is in, for its name. */
  declare nextSeason: SeasonDetail | undefined
  protected live = new Live(this)
  #asked = ''

  static override styles = [controls, progressBar, css`
    :host { display: grid; gap: var(--space-5); padding: var(--space-6) var(--gutter) 0; }
    .heading { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-2) var(--space-4); }
    .next { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3) var(--space-4); padding: var(--space-4); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); }
    .next .words { flex: 1 1 14rem; min-inline-size: 0; display: grid; }
    .next small { color: var(--ink-faint); font-size: var(--size-1); font-weight: 600; }
    .next a { font-weight: 600; text-decoration: none; overflow-wrap: anywhere; } .next a:hover { color: var(--now); }
    .next .coming { color: var(--then); font-weight: 600; }
    ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr)); gap: var(--space-4); }
    li { position: relative; display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); gap: var(--space-4); padding: var(--space-3); border-radius: var(--round-3); background: var(--raise); }
    li:hover { background: var(--raise-2); }
    .card { display: grid; grid-template-columns: minmax(0, 1fr); align-content: center; gap: var(--space-2); min-inline-size: 0; }
    h3 a { text-decoration: none; }
    h3 a::after { content: ''; position: absolute; inset: 0; border-radius: inherit; }
    h3 a:focus-visible { outline: none; } li:focus-within:has(a:focus-visible) { outline: 3px solid var(--then); outline-offset: 2px; }
    li p { color: var(--ink-faint); font-size: var(--size-1); }
    .mark { position: relative; z-index: 1; justify-self: start; }
    .acts { display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-3); }
  `]

  private get known(): Series {
    return seriesOf(this.series)
  }

  private get following(): Following | undefined {
    return follow(this.known, this.nextSeason && new Map([[this.nextSeason.seasonNumber, this.nextSeason.episodes]]))
  }

  override updated(): void {
    const next = this.following?.progress.next
    const wanted = next ? `${this.series.tmdbId}/${next.season}` : ''
    if (wanted === this.#asked || !next) return
    this.#asked = wanted
    void seasonList(this.series.tmdbId, next.season).then((list) => { if (list && wanted === this.#asked) this.nextSeason = list })
  }

  override render() {
    const { following, known } = this
    const seasons = following?.progress.seasons ?? this.series.series?.seasons.map(({ seasonNumber, episodeCount }) => ({ season: seasonNumber, episodes: episodeCount, aired: 0, watched: 0 })) ?? []
    if (seasons.length === 0) return nothing
    return html`<div class="heading"><h2>${t('series.seasons')}</h2>${following && !library.isGuest() ? this.acts(known, following) : nothing}</div>
      ${following ? this.next(known, following) : nothing}
      <ul>${[...seasons.filter(({ season }) => season > 0), ...seasons.filter(({ season }) => season === 0)].map((season) => this.season(season, known, following))}</ul>`
  }

  private acts(series: Series, following: Following) {
    const left = toMark(following, isRegular)
    const done = following.aired.filter((each) => isRegular(each) && following.current.has(episodeKey(each)))
    return html`<div class="acts">
      ${left.length > 0 ? html`<button class="button" @click=${() => void this.markAll(series, left)}>${icon('check', 18)}${t('series.mark.all')}</button>` : nothing}
      ${left.length === 0 && done.length > 0 ? html`<button class="button" @click=${() => void unmark(series, done, following, t('series.unmarked.all', { title: series.title }))}>${icon('close', 18)}${t('series.unmark.all')}</button>` : nothing}</div>`
  }

  /** All of it at once asks when; the days on which episodes came are offered where every season's list is here. */
  private async markAll(series: Series, left: readonly EpisodeRef[]): Promise<void> {
    const lists = await Promise.all([...new Set(left.map(({ season }) => season))].map((season) => seasonList(series.tmdbId, season)))
    const days = new Map(lists.flatMap((list) => list?.episodes.map((each) => [episodeKey({ season: each.seasonNumber, episode: each.episodeNumber }), each.airDate] as const) ?? []))
    const all = lists.every((list) => list !== undefined) && [...days.values()].some((day) => day !== null)
    const viewing = await askViewing({ title: t('series.when.all', { title: series.title }), ...all ? { airDate: (episode) => days.get(episodeKey(episode)) ?? null } : {} })
    if (viewing) await mark(series, left, viewing, t('series.marked.all', { title: series.title }))
  }

  private next(series: Series, { progress: { next, upcoming, run, state, watched, aired } }: Following) {
    const far = html`<small class="figures">${run > 1 ? t('series.again', { run, watched, aired }) : t('series.progress', { watched, aired })}</small>`
    if (next) {
      const episode = this.nextSeason?.seasonNumber === next.season ? this.nextSeason.episodes.find(({ episodeNumber }) => episodeNumber === next.episode) : undefined
      const label = t('series.label', next)
      return html`<div class="next"><div class="words"><small>${t(state === 'unwatched' ? 'series.begin' : 'series.next')}</small>
          <a class="tap" href=${episodePath(series.tmdbId, next)}>${label}${episode ? ` · ${episode.name}` : ''}</a>${state === 'unwatched' ? nothing : far}</div>
        ${library.isGuest() ? nothing : html`<div class="acts">${playButton(episodeOf(series, next), () => void requestEpisodes(series, [next]), label)}
          <button class="button" aria-label=${t('series.watched', { label, name: episode?.name ?? '' })} @click=${() => void mark(series, [next])}>${icon('check', 20)}${t('series.watched.title')}</button></div>`}</div>`
    }
    if (aired === 0 && !upcoming) return nothing
    return html`<div class="next"><div class="words"><small>${t(`series.state.${state}`)}</small>
      ${upcoming ? html`<span class="coming">${t('series.label', upcoming)} · ${airing(upcoming.date, Date.now())}</span>` : nothing}${aired > 0 ? far : nothing}</div></div>`
  }

  private season({ season, episodes, aired, watched }: SeasonProgress, series: Series, following: Following | undefined) {
    const answer = this.series.series?.seasons.find(({ seasonNumber }) => seasonNumber === season)
    const name = answer?.name ?? (season === 0 ? t('series.specials') : t('series.season', { season }))
    const left = following ? toMark(following, isIn(season)) : []
    const year = answer?.airDate?.slice(0, 4)
    return html`<li><rewind-poster .path=${answer?.posterPath ?? this.series.posterPath} .name=${name} sizes="5.5rem"></rewind-poster>
      <div class="card"><h3><a href=${seasonPath(this.series.tmdbId, season)}>${name}</a></h3>
        <p class="figures">${[year, t('series.count', { count: episodes })].filter(Boolean).join(' · ')}</p>
        ${watched > 0 ? html`<progress max=${aired} value=${watched} aria-label="${name}: ${t('series.progress', { watched, aired })}"></progress>` : nothing}
        ${left.length > 0 && !library.isGuest() ? html`<button class="button mark" aria-label=${t('series.mark.named', { season: name })} @click=${() => void mark(series, left, {}, t('series.marked.season', { season: name, title: series.title }))}>${icon('check', 18)}${t('series.watched.title')}</button>` : watched > 0 ? html`<p>${t('series.state.done')}</p>` : nothing}
      </div></li>`
  }
}

customElements.define('season-list', SeasonList)
declare global { interface HTMLElementTagNameMap { 'season-list': SeasonList } }
