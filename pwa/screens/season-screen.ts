/** A season: what it is, how far one is with it, and its episodes, each of which opens as a sheet over it. */

import { LitElement, html, nothing } from 'lit'
import { isIn, isUpTo, toMark } from '../../projections/series-marks.ts'
import type { EpisodeRef, Following } from '../../projections/series-progress.ts'
import { episodeKey, numbersIn } from '../../projections/series-progress.ts'
import type { EpisodeSummary, SeasonDetail, TitleDetail } from '../../projections/wire-catalogue.ts'
import { catalogue } from '../catalogue.ts'
import '../elements/episode-row.ts'
import { FocusKept } from '../elements/focus-kept.ts'
import { icon } from '../elements/icon.ts'
import { backdropSet, imageUrl } from '../elements/image.ts'
import { keptNotice } from '../elements/kept-notice.ts'
import { failureNotice, intertitle, staleNotice } from '../elements/notices.ts'
import { pageFailure } from '../elements/page-failure.ts'
import '../elements/person-card.ts'
import '../elements/poster-row.ts'
import '../elements/poster.ts'
import type { Reply } from '../elements/question.ts'
import { Question } from '../elements/question.ts'
import { askViewing } from '../elements/viewing-dialog.ts'
import { playButton } from '../elements/watch-button.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { episodePath, seasonPath } from '../paths.ts'
import { goTo, titlePath } from '../routes.ts'
import { calendarDate } from '../strings/format.ts'
import { t } from '../strings/series.ts'
import { withCommas } from '../strings/with-commas.ts'
import { controls, progressBar } from '../styles/controls.ts'
import type { Series } from '../watching.ts'
import { askSeason, episodeOf, follow, mark, notAskedFor, requestEpisodes, seriesOf, unmark } from '../watching.ts'
import './episode-sheet.ts'
import { seasonStyles } from './season-styles.ts'
import { areSpoilersShown, isCovered, showSpoilers } from './spoilers.ts'

export class SeasonScreen extends LitElement {
  static override properties = { seriesId: { type: Number }, season: { type: Number }, episode: { type: Number }, uncovered: { state: true }, shown: { state: true } }
  declare seriesId: number
  declare season: number
  /** Whose sheet is open; undefined for none. */
  declare episode: number | undefined
  declare uncovered: ReadonlySet<string>
  declare shown: boolean
  protected live = new Live(this)
  /** The heading of a page that is still coming is not the one of the page that came. */
  protected focusKept = new FocusKept(this, 'h1')
  private list = new Question<SeasonDetail>(this, (signal, early) => askSeason(this.seriesId, this.season, signal, early))
  private about = new Question<TitleDetail>(this, (signal, early) => catalogue.title({ mediaType: 'tv', tmdbId: this.seriesId }, signal, early))
  /** The season was on screen before its sheet was: closing it is going back. */
  #wasUnder = false

  constructor() {
    super()
    this.episode = undefined
    this.uncovered = new Set()
    this.shown = areSpoilersShown()
  }

  static override styles = [controls, progressBar, seasonStyles]

  override willUpdate(): void {
    this.list.about(`${this.seriesId}/${this.season}`)
    this.about.about(String(this.seriesId))
    if (this.episode === undefined) this.#wasUnder = true
  }

  override updated(): void {
    const { series } = this
    if (series) document.title = `${withCommas(series.title, this.name)} · ${t('app.name')}`
  }

  /** From what the catalogue says, or has said, or what the library knows. */
  private get series(): Series | undefined {
    const answer = this.about.reply.answer ?? library.card({ mediaType: 'tv', tmdbId: this.seriesId })
    if (answer) return seriesOf(answer)
    const season = this.list.reply.answer
    return season && { mediaType: 'tv', tmdbId: this.seriesId, title: season.seriesTitle, year: null, posterPath: season.posterPath, outline: null }
  }

  private get name(): string {
    return this.list.reply.answer?.name ?? this.summary?.name ?? (this.season === 0 ? t('series.specials') : t('series.season', { season: this.season }))
  }

  private get summary() {
    return this.about.reply.answer?.series?.seasons.find(({ seasonNumber }) => seasonNumber === this.season)
  }

  /** Of a season whose list was never seen, with no network, the numbers: they can be marked all the same. */
  private episodes(series: Series): readonly EpisodeSummary[] {
    const { answer } = this.list.reply
    if (answer) return answer.episodes
    return (series.outline ? numbersIn(series.outline, this.season) : []).map((episode) => ({
      seasonNumber: this.season, episodeNumber: episode, name: t('series.episode', { episode }), overview: '', stillPath: null, airDate: null, runtimeMinutes: null, voteAverage: null,
    }))
  }

  private following(series: Series): Following | undefined {
    const { answer } = this.list.reply
    return follow(series, answer && new Map([[this.season, answer.episodes]]))
  }

  override render() {
    const { reply } = this.list
    const { series } = this
    const episodes = series ? this.episodes(series) : []
    if (reply.state === 'failed' && (!series || episodes.length === 0)) {
      return html`<div class="failed">${pageFailure(reply.failure, () => this.list.again(), { heading: this.name, notFound: t('series.season.notFound'), offline: t('series.season.offline') })}</div>`
    }
    if (!series || (reply.state === 'waiting' && episodes.length === 0)) return this.bones()
    const following = this.following(series)
    return html`${this.head(series, following)}
      <div class="body">
        ${reply.state === 'failed' ? this.failure(reply) : nothing}
        ${reply.answer?.stale ? staleNotice() : nothing}
        ${episodes.length === 0 ? intertitle(t('series.season.empty'), t('series.season.empty.lead')) : html`<h2 class="hidden-text">${t('series.episodes')}</h2><ol aria-label=${t('series.episodes')}>${episodes.map((each) => this.row(each, series, following))}</ol>`}
      </div>
      ${reply.answer?.cast.length ? html`<poster-row label=${t('title.cast')} .items=${reply.answer.cast.map((credit) => html`<person-card .credit=${credit}></person-card>`)}></poster-row>` : nothing}
      ${this.sheet(series, episodes, following)}`
  }

  private failure({ failure, keptAtMs }: Extract<Reply<SeasonDetail>, { state: 'failed' }>) {
    const again = () => this.list.again()
    return keptAtMs === undefined ? failureNotice(failure, again, { offline: t('series.season.numbers') }) : keptNotice(failure, keptAtMs, again)
  }

  private head(series: Series, following: Following | undefined) {
    const season = this.list.reply.answer ?? this.summary
    const backdrop = this.about.reply.answer?.backdropPath ?? this.list.reply.answer?.backdropPath ?? null
    const progress = following?.progress.seasons.find(({ season: number }) => number === this.season)
    const count = this.list.reply.answer?.episodes.length ?? progress?.episodes ?? 0
    return html`<header>
      ${backdrop ? html`<img class="backdrop" alt="" src=${imageUrl(780, backdrop)} srcset=${backdropSet(backdrop)} sizes="100vw">` : nothing}
      <rewind-poster class="poster" .path=${season?.posterPath ?? series.posterPath} .name=${this.name} sizes="(width < 44rem) 26vw, 12rem" eager></rewind-poster>
      <div class="words">
        <p class="up"><a href=${titlePath(series)}>${icon('chevronStart', 16)}${series.title}</a></p>
        <h1 tabindex="-1">${this.name}</h1>
        <p class="meta figures">${season?.airDate ? html`<span>${calendarDate(`${season.airDate}T12:00:00`)}</span>` : nothing}<span>${t('series.count', { count })}</span></p>
        ${season?.overview ? html`<p class="overview">${season.overview}</p>` : this.list.reply.state === 'waiting' ? html`<p class="overview coming" aria-hidden="true"></p>` : nothing}
        ${progress && progress.aired > 0 && !library.isGuest() ? html`<div class="far"><progress max=${progress.aired} value=${progress.watched} aria-label=${t('series.progress', progress)}></progress><span class="figures">${t('series.progress', progress)}</span></div>` : nothing}
        ${following && progress && !library.isGuest() ? this.acts(series, following, progress.watched) : nothing}
        ${!progress && [this.list, this.about].some(({ reply }) => reply.state === 'waiting') ? roomForActs() : nothing}
      </div>
      ${this.neighbours(series)}
    </header>`
  }

  private acts(series: Series, following: Following, watched: number) {
    const left = toMark(following, isIn(this.season))
    const done = following.aired.filter((each) => isIn(this.season)(each) && following.current.has(episodeKey(each)))
    const named = { season: this.name, title: series.title }
    const wanted = notAskedFor(series, following.aired.filter(isIn(this.season)))
    return html`<div class="acts">
      ${left.length > 0
        ? html`<button class="button now" @click=${() => void mark(series, left, {}, t('series.marked.season', named))}>${icon('check', 20)}${t(watched === 0 ? 'series.mark.season' : 'series.mark.rest')}</button>
          <button class="button" @click=${() => void this.markWhen(series, left, t('series.marked.season', named))}>${icon('clock', 20)}${t('series.mark.when')}</button>`
        : done.length > 0 ? html`<button class="button" @click=${() => void this.markWhen(series, done, t('series.marked.again', named))}>${icon('retry', 20)}${t('series.mark.again')}</button>` : nothing}
      ${done.length > 0 ? html`<button class="button" @click=${() => void unmark(series, done, following, t('series.unmarked.season', named))}>${icon('close', 20)}${t('series.unmark.season')}</button>` : nothing}
      ${wanted.length > 0 ? html`<button class="button" @click=${() => void requestEpisodes(series, wanted)}>${icon('ticket', 20)}${t('series.request.season', { count: wanted.length })}</button>` : nothing}
      ${following.ever.size > 0 ? html`<button class="button ${this.shown ? 'on' : ''}" aria-pressed=${this.shown ? 'true' : 'false'} @click=${this.toggleSpoilers}>${icon('eye', 20)}${t('series.spoilers')}</button>` : nothing}
    </div>`
  }

  private async markWhen(series: Series, episodes: readonly EpisodeRef[], name: string): Promise<void> {
    const days = new Map(this.list.reply.answer?.episodes.map(({ episodeNumber, airDate }) => [episodeNumber, airDate]))
    const known = episodes.some(({ episode }) => days.get(episode))
    const viewing = await askViewing({ title: t('series.when.title', { season: this.name }), ...known ? { airDate: ({ episode }) => days.get(episode) ?? null } : {} })
    if (viewing) await mark(series, episodes, viewing, name)
  }

  private toggleSpoilers(): void {
    this.shown = !this.shown
    showSpoilers(this.shown)
  }

  private neighbours(series: Series) {
    const numbers = series.outline?.seasons.map(({ season }) => season) ?? []
    const at = numbers.indexOf(this.season)
    const link = (season: number | undefined, rel: 'prev' | 'next') => season === undefined || at === -1 ? html`<span></span>`
      : html`<a class="button" rel=${rel} href=${seasonPath(this.seriesId, season)}>${rel === 'prev' ? icon('chevronStart', 16) : nothing}${season === 0 ? t('series.specials') : t('series.season', { season })}${rel === 'next' ? icon('chevronEnd', 16) : nothing}</a>`
    return numbers.length < 2 ? nothing : html`<nav aria-label=${t('series.seasons')}>${link(numbers[at - 1], 'prev')}${link(numbers[at + 1], 'next')}</nav>`
  }

  private row(each: EpisodeSummary, series: Series, following: Following | undefined) {
    const ref = { season: this.season, episode: each.episodeNumber }
    const key = episodeKey(ref)
    const before = following ? toMark(following, isUpTo(ref)) : []
    const aired = following?.aired.some((other) => episodeKey(other) === key) ?? true
    return html`<li><episode-row .episode=${each} href=${episodePath(this.seriesId, ref)} .watched=${following?.current.has(key) ?? false} .plays=${following?.ever.get(key) ?? []}
      ?aired=${aired} ?next=${following?.progress.next && !library.isGuest() ? episodeKey(following.progress.next) === key : false} .earlier=${before.length}
      ?covered=${isCovered(ref, following, this.shown || this.uncovered.has(key))}
      @reveal=${() => { this.uncovered = new Set([...this.uncovered, key]) }}
      @toggle-watched=${() => void (following?.current.has(key) ? unmark(series, [ref], following) : mark(series, [ref]))}
      @up-to-here=${() => void mark(series, before, {}, t('series.marked.upTo', { label: t('series.label', ref), title: series.title }))}>${aired && !library.isGuest() ? html`<div slot="watch">${playButton(episodeOf(series, ref), () => void requestEpisodes(series, [ref]), `${t('series.label', ref)} ${each.name}`)}</div>` : nothing}</episode-row></li>`
  }

  private sheet(series: Series, episodes: readonly EpisodeSummary[], following: Following | undefined) {
    const { episode } = this
    if (episode === undefined) return nothing
    return html`<episode-sheet .series=${series} .season=${this.season} .number=${episode} .episodes=${episodes} .following=${following} ?shown=${this.shown} @closed=${this.closeSheet}
      @turn=${(event: CustomEvent<number>) => goTo(episodePath(this.seriesId, { season: this.season, episode: event.detail }), 'replace')}></episode-sheet>`
  }

  private closeSheet(): void {
    if (this.episode === undefined) return
    if (this.#wasUnder) history.back()
    else goTo(seasonPath(this.seriesId, this.season), 'replace')
  }

  private bones() {
    return html`<header aria-hidden="true"><div class="bone poster"></div><div class="words">
        <p class="up coming"></p><div class="bone line"></div><div class="bone short"></div><p class="overview coming"></p>${roomForActs()}
      </div></header>
      <h1 class="hidden-text" tabindex="-1">${this.name}</h1><div class="body" aria-hidden="true">${Array.from({ length: 5 }, () => html`<div class="bone episode"></div>`)}</div>`
  }
}

/** Until it is known how far somebody is, and what they may do about it. */
function roomForActs() {
  return library.isGuest() ? nothing : html`<p class="far coming"></p><div class="acts coming"></div>`
}

customElements.define('season-screen', SeasonScreen)
declare global { interface HTMLElementTagNameMap { 'season-screen': SeasonScreen } }
