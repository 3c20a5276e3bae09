/** One episode, over its season: what it is, who is in it, how it is fetched and played, and when it was watched. Turned by the arrow keys, closed by Esc or going back. */

import { LitElement, css, html, nothing } from 'lit'
import type { Play } from '../../projections/library.ts'
import type { EpisodeRef, Following } from '../../projections/series-progress.ts'
import { episodeKey } from '../../projections/series-progress.ts'
import type { Credit, EpisodeDetail, EpisodeSummary } from '../../projections/wire-catalogue.ts'
import { acts } from '../acts.ts'
import { airing } from '../elements/airing.ts'
import '../elements/episode-still.ts'
import '../elements/fact-origin.ts'
import { icon } from '../elements/icon.ts'
import { failureNotice } from '../elements/notices.ts'
import { Question } from '../elements/question.ts'
import { askViewing } from '../elements/viewing-dialog.ts'
import { playButton } from '../elements/watch-button.ts'
import { titleKey } from '../../domain/title.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { isFar } from '../remote/layout.ts'
import { isField } from '../shortcuts.ts'
import { calendarDate, runtime, tenths } from '../strings/format.ts'
import { locale } from '../strings/language.ts'
import { madeName } from '../strings/made-name.ts'
import { t } from '../strings/series.ts'
import { withCommas } from '../strings/with-commas.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import type { Series } from '../watching.ts'
import { askEpisode, episodeOf, mark, requestEpisodes, unmark } from '../watching.ts'
import { mayChoose } from './choose-release.ts'
import { isCovered } from './spoilers.ts'
import './title-job.ts'

const names = new Intl.ListFormat(locale)
const creditsMax = 12

export class EpisodeSheet extends LitElement {
  static override properties = {
    series: { attribute: false }, season: { type: Number }, number: { type: Number }, episodes: { attribute: false }, following: { attribute: false }, shown: { type: Boolean }, uncovered: { state: true },
  }
  declare series: Series
  declare season: number
  declare number: number
  /** Of its season, as far as they are known. */
  declare episodes: readonly EpisodeSummary[]
  declare following: Following | undefined
  /** Nothing is to be covered. */
  declare shown: boolean
  /** The episode that was uncovered. */
  declare uncovered: number | undefined
  protected live = new Live(this)
  private detail = new Question<EpisodeDetail>(this, (signal, early) => askEpisode(this.series.tmdbId, this.ref, signal, early))

  static override styles = [controls, dialogFrame, css`
    dialog { inline-size: min(44rem, 100vw); max-inline-size: 100vw; max-block-size: min(54rem, calc(100dvh - 2rem)); padding: 0; overflow: hidden auto; overscroll-behavior: contain; }
    episode-still { border-radius: 0; max-block-size: 46dvh; inline-size: 100%; }
    .body { display: grid; gap: var(--space-4); padding: var(--space-4) var(--space-5) var(--space-5); }
    .top { position: sticky; inset-block-start: 0; z-index: 2; display: flex; justify-content: space-between; gap: var(--space-2); padding: var(--space-2); margin-block-end: calc(-1 * var(--target) - 2 * var(--space-2)); pointer-events: none; }
    .top .button { pointer-events: auto; border-color: transparent; background: oklch(0.16 0.02 335 / 0.82); color: oklch(0.955 0.012 70); }
    .turn { display: flex; gap: var(--space-2); }
    dialog h2 { margin: var(--space-1) 0 0; font-size: var(--size-5); }
    h2:focus { outline: none; }
    .label { color: var(--now); font-weight: 600; font-size: var(--size-2); }
    .meta { display: flex; flex-wrap: wrap; gap: 0 var(--space-4); color: var(--ink-faint); font-size: var(--size-2); }
    .acts, .plays { display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-3); align-items: center; }
    .chip { display: inline-flex; align-items: center; min-block-size: var(--target); padding-inline-start: var(--space-4); border-radius: var(--pill); background: var(--raise-2); font-size: var(--size-2); }
    .chip .button { border: 0; }
    ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(14rem, 100%), 1fr)); gap: var(--space-1) var(--space-5); }
    li { display: flex; justify-content: space-between; align-items: center; gap: var(--space-3); padding-block: var(--space-1); border-block-end: 1px solid var(--line); font-size: var(--size-2); }
    li a { display: inline-flex; align-items: center; min-block-size: var(--target); font-weight: 600; text-decoration: none; overflow-wrap: anywhere; } li a:hover { text-decoration: underline; }
    li span { color: var(--ink-faint); text-align: end; }
    h3 { margin-block-end: var(--space-2); }
    @media (width < 44rem) { dialog { margin: auto auto 0; inline-size: 100vw; block-size: calc(100dvh - 1rem); max-block-size: none; border-end-start-radius: 0; border-end-end-radius: 0; } .body { padding-inline: var(--space-4); } }
  `]

  private get ref(): EpisodeRef {
    return { season: this.season, episode: this.number }
  }

  override willUpdate(): void {
    this.detail.about(`${this.series.tmdbId}/${episodeKey(this.ref)}`)
  }

  override firstUpdated(): void {
    this.dialog.showModal()
  }

  override updated(changed: Map<string, unknown>): void {
    const label = t('series.label', this.ref)
    document.title = `${withCommas(this.series.title, label)} · ${t('app.name')}`
    if (changed.has('number') && changed.get('number') !== undefined) this.dialog.scrollTo(0, 0)
  }

  private get dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog')!
  }

  private neighbour(by: 1 | -1): number | undefined {
    const at = this.episodes.findIndex(({ episodeNumber }) => episodeNumber === this.number)
    return at === -1 ? undefined : this.episodes[at + by]?.episodeNumber
  }

  private turn(by: 1 | -1): void {
    const to = this.neighbour(by)
    if (to !== undefined) this.dispatchEvent(new CustomEvent('turn', { detail: to }))
  }

  private pressed = (event: KeyboardEvent) => {
    // From a sofa arrows are the only way to what else is here.
    if (event.ctrlKey || event.metaKey || event.altKey || isField(event.composedPath()[0]) || (isFar() && event.key.startsWith('Arrow'))) return
    const forward = getComputedStyle(this).direction === 'rtl' ? -1 : 1
    switch (event.key) {
      case 'ArrowRight': this.turn(forward); break
      case 'ArrowLeft': this.turn(forward === 1 ? -1 : 1); break
      case 'w': this.toggle(); break
      default: return
    }
    event.preventDefault()
  }

  private toggle(): void {
    const { series, ref, following } = this
    if (following?.current.has(episodeKey(ref))) void unmark(series, [ref], following)
    else if (this.hasAired) void mark(series, [ref])
  }

  /** Where that is not known, it may have. */
  private get hasAired(): boolean {
    return this.following?.aired.some((each) => episodeKey(each) === episodeKey(this.ref)) ?? true
  }

  private async markWhen(airDate: string | null): Promise<void> {
    const viewing = await askViewing({ title: t('title.watched.when'), ...airDate ? { airDate: () => airDate } : {} })
    if (viewing) await mark(this.series, [this.ref], viewing)
  }

  override render() {
    const { reply } = this.detail
    const known: EpisodeSummary | undefined = reply.answer ?? this.episodes.find(({ episodeNumber }) => episodeNumber === this.number)
    const label = t('series.label', this.ref)
    const covered = isCovered(this.ref, this.following, this.shown || this.uncovered === this.number)
    const turn = (by: 1 | -1) => html`<button class="button round" aria-disabled=${this.neighbour(by) === undefined} aria-keyshortcuts=${by === 1 ? 'ArrowRight' : 'ArrowLeft'} aria-label=${t(by === 1 ? 'series.episode.next' : 'series.episode.previous')} @click=${() => this.turn(by)}>${icon(by === 1 ? 'chevronEnd' : 'chevronStart', 20)}</button>`
    return html`<dialog aria-labelledby="name" closedby="any" @keydown=${this.pressed} @close=${() => this.dispatchEvent(new Event('closed'))}>
      <div class="top"><div class="turn">${turn(-1)}${turn(1)}</div><button class="button round" aria-label=${t('act.close')} @click=${() => this.dialog.close()}>${icon('close', 20)}</button></div>
      <episode-still wide .path=${known?.stillPath ?? null} label=${label} ?covered=${covered} @reveal=${() => { this.uncovered = this.number }}></episode-still>
      <div class="body"><div><p class="label figures">${this.series.title} · ${label}</p><h2 id="name" tabindex="-1" autofocus>${known?.name ?? t('series.episode', { episode: this.number })}</h2></div>
        ${known ? this.about(known, covered) : reply.state === 'failed' ? failureNotice(reply.failure, () => this.detail.again(), { notFound: t('series.episode.notFound') }) : nothing}
        ${this.watch()}
        ${this.viewings(known)}
        ${reply.answer ? this.credits(reply.answer) : nothing}
        ${reply.state === 'failed' && known && reply.failure.kind === 'offline' ? html`<p class="faint small">${t('series.episode.offline')}</p>` : nothing}
      </div></dialog>`
  }

  private about({ airDate, runtimeMinutes, voteAverage, overview }: EpisodeSummary, covered: boolean) {
    return html`<p class="meta figures">${airDate ? html`<span>${calendarDate(`${airDate}T12:00:00`)}</span>` : nothing}${runtimeMinutes ? html`<span>${runtime(runtimeMinutes)}</span>` : nothing}
        ${voteAverage ? html`<span aria-label=${t('title.votes', { score: tenths(voteAverage) })} role="img">★ ${tenths(voteAverage)}</span>` : nothing}</p>
      ${overview === '' ? nothing : covered ? html`<p class="soft"><em>${t('series.covered')}</em></p>` : html`<p>${overview}</p>`}`
  }

  /** Only what may be out: what has not aired is nowhere yet. */
  private watch() {
    if (!this.hasAired || library.isGuest()) return nothing
    const playable = episodeOf(this.series, this.ref)
    return html`<div class="acts">${playButton(playable, () => void requestEpisodes(this.series, [this.ref]))}
        ${mayChoose(playable) ? html`<button class="button" @click=${this.chooseRelease}>${icon('downloads', 20)}${t('title.releases')}</button>` : nothing}</div>
      <title-job .film=${this.series} .playable=${playable} @choose-release=${this.chooseRelease}></title-job>
      <title-releases .film=${this.series} .playable=${playable}></title-releases>`
  }

  private chooseRelease = async () => {
    await import('./title-releases.ts')
    this.renderRoot.querySelector('title-releases')?.show()
  }

  private viewings(known: EpisodeSummary | undefined) {
    const { following, ref } = this
    const key = episodeKey(ref)
    const plays = following?.ever.get(key) ?? []
    if (!this.hasAired && plays.length === 0) return html`<p class="label">${t('series.airs', { when: airing(known?.airDate ?? null, Date.now()) })}</p>`
    const watched = following?.current.has(key) ?? false
    return html`${library.isGuest() ? nothing : html`<div class="acts">
        <button class="button ${watched ? 'on' : ''}" aria-pressed=${watched ? 'true' : 'false'} aria-keyshortcuts="w" @click=${this.toggle}>${icon('check', 20)}${t(watched ? 'series.watched.on' : 'title.watched.mark')}</button>
        <button class="button" @click=${() => void this.markWhen(known?.airDate ?? null)}>${icon('clock', 20)}${t(watched ? 'series.mark.again' : 'series.mark.when')}</button></div>`}
      ${plays.length === 0 ? nothing : html`<div class="plays">${plays.map((play) => this.play(play))}</div>`}`
  }

  private play(play: Play) {
    const when = calendarDate(play.watchedAt)
    return html`<span class="chip figures">${when}${play.together ? html`, ${t('title.watched.with', { names: names.format(play.together.map((userId) => library.personName(userId))) })}` : nothing}
      <fact-origin subject=${titleKey(this.series)} field=${`play:${play.playId}`} name=${t('origin.play', { when })}></fact-origin>
      <button class="button round plain" aria-label=${t('title.watched.remove', { when })} @click=${() => this.takeOff(play)}>${icon('close', 16)}</button></span>`
  }

  /** Of a play that names the season only, this episode's part. */
  private takeOff(play: Play): void {
    if (play.episode === undefined && this.following) void unmark(this.series, [this.ref], this.following)
    else acts.unmarkWatched(this.series, play.playId)
  }

  private credits({ cast, guests, crew }: EpisodeDetail) {
    return html`${this.people(t('series.guests'), guests)}${this.people(t('title.cast'), cast)}${this.people(t('series.crew'), crew.map((credit) => ({ ...credit, role: madeName(credit.role) })))}`
  }

  private people(heading: string, credits: readonly Credit[]) {
    return credits.length === 0 ? nothing : html`<section><h3>${heading}</h3><ul>${credits.slice(0, creditsMax).map(({ personId, name, role }) => html`<li><a href="/person/${personId}">${name}</a><span>${role}</span></li>`)}</ul></section>`
  }
}

customElements.define('episode-sheet', EpisodeSheet)
declare global { interface HTMLElementTagNameMap { 'episode-sheet': EpisodeSheet } }
