/** One title: what it is, what you make of it, where it is, and what you did with it. */

import { LitElement, html, nothing } from 'lit'
import type { MediaType } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import type { TitleDetail } from '../../projections/wire-catalogue.ts'
import { catalogue } from '../catalogue.ts'
import '../elements/history-list.ts'
import { icon } from '../elements/icon.ts'
import { backdropSet, imageUrl } from '../elements/image.ts'
import { failureNotice, staleNotice } from '../elements/notices.ts'
import { Question } from '../elements/question.ts'
import '../elements/person-card.ts'
import '../elements/poster-row.ts'
import '../elements/poster.ts'
import '../elements/fact-origin.ts'
import '../elements/quick-actions.ts'
import '../elements/title-link.ts'
import type { Film } from '../elements/title-link.ts'
import { acts } from '../acts.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import type { Asked } from '../moments.ts'
import { askedOf } from '../moments.ts'
import { past } from '../past.ts'
import { atMoment, titlePath } from '../routes.ts'
import { calendarDate, runtime } from '../strings/format.ts'
import { locale } from '../strings/shell.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import './title-job.ts'
import './title-opinion.ts'
import { titleStyles } from './title-styles.ts'

type Known = Film & Partial<TitleDetail>

export class TitleScreen extends LitElement {
  static override properties = { mediaType: {}, tmdbId: { type: Number }, at: {} }
  declare mediaType: MediaType
  declare tmdbId: number
  /** The moment to show, as the address has it; null for now. */
  declare at: string | null
  protected live = new Live(this)
  private detail = new Question<TitleDetail>(this, (signal, early) => catalogue.title({ mediaType: this.mediaType, tmdbId: this.tmdbId }, signal, early))

  static override styles = [controls, titleStyles]

  override willUpdate(): void {
    this.detail.about(this.key)
  }

  override updated(): void {
    const film = this.film()
    if (!film) return
    document.title = `${film.title} · ${t('app.name')}`
    if (this.#viewed === this.key || !this.live.ready || this.asked) return
    this.#viewed = this.key
    // With its card, so that a film that was looked at can be looked at again with no network.
    acts.viewed(film)
  }

  #viewed = ''

  private get key(): string {
    return `${this.mediaType}_${this.tmdbId}`
  }

  private get asked(): Asked {
    return askedOf(this.at, Date.now())
  }

  private film(): Known | undefined {
    return this.detail.reply.answer ?? library.card({ mediaType: this.mediaType, tmdbId: this.tmdbId })
  }

  override render() {
    const { reply } = this.detail
    const film = this.film()
    if (!film) return reply.state === 'failed' ? html`<div class="failed"><h1 class="hidden-text" tabindex="-1">${t('nav.notFound')}</h1>${failureNotice(reply.failure, () => this.detail.again())}</div>` : this.bones()
    const { asked } = this
    if (asked) return this.then(film, asked)
    return html`${this.hero(film)}
      <div class="body">
        ${reply.state === 'failed' ? failureNotice(reply.failure, () => this.detail.again()) : nothing}
        ${reply.answer?.stale ? staleNotice() : nothing}
        <title-job .film=${film}></title-job>
        <title-opinion .film=${film}></title-opinion>
        <section class="own"><div class="heading"><h2>${t('title.history')}</h2>
          <a class="button then" href=${atMoment(titlePath(film), past.start(Date.now(), this.key))} title=${t('then.openTitle')}>${icon('clock', 18)}${t('then.open')}</a></div><history-list .about=${titleKey(film)}></history-list></section>
        ${this.facts(film)}
      </div>
      ${this.cast(film)}${this.similar(film)}`
  }

  private then(film: Known, asked: NonNullable<Asked>) {
    void import('./title-then.ts')
    return html`${this.hero(film)}<div class="body"><title-then .film=${film} .asked=${asked}></title-then></div>`
  }

  private hero(film: Known) {
    const meta = [
      film.year, film.runtimeMinutes ? runtime(film.runtimeMinutes) : t(`media.${film.mediaType}`), film.genres?.join(', '),
    ].filter(Boolean)
    return html`<header class=${this.asked ? 'then' : ''}>
      ${film.backdropPath ? html`<img class="backdrop" alt="" src=${imageUrl(1280, film.backdropPath)} srcset=${backdropSet(film.backdropPath)} sizes="100vw" fetchpriority="high">` : nothing}
      <rewind-poster class="poster" .path=${film.posterPath} .colour=${film.posterColour} .name=${film.title} .year=${film.year} sizes="(width < 44rem) 34vw, 17rem" eager></rewind-poster>
      <div class="words">
        <h1 tabindex="-1">${film.title}</h1>
        ${film.tagline ? html`<p class="tagline">${film.tagline}</p>` : nothing}
        <p class="meta figures">${film.voteAverage ? html`<b aria-label=${t('title.votes', { score: film.voteAverage.toFixed(1) })} role="img">${film.voteAverage.toFixed(1)}</b>` : nothing}${meta.map((part) => html`<span>${part}</span>`)}</p>
        ${film.directors?.length ? html`<p class="credit narrow">${t('title.directed', { names: film.directors.map(({ name }) => name).join(', ') })}</p>` : nothing}
        ${this.asked ? nothing : html`<quick-actions .film=${film}>${['watchlist', 'file'].map((field) => html`<fact-origin slot="more" subject=${titleKey(film)} field=${field} name=${t(`origin.${field as 'watchlist' | 'file'}`)}></fact-origin>`)}</quick-actions>`}
        <p class="overview">${film.overview}</p>
      </div></header>`
  }

  private facts(film: Known) {
    if (!film.originalLanguage) return nothing
    const language = new Intl.DisplayNames(locale, { type: 'language' })
    const region = new Intl.DisplayNames(locale, { type: 'region' })
    const facts: readonly (readonly [string, string | undefined])[] = [
      [t('title.fact.original'), film.originalTitle === film.title ? undefined : film.originalTitle],
      [t('title.fact.released'), film.releaseDate ? calendarDate(`${film.releaseDate}T12:00:00`) : undefined],
      [t('title.fact.language'), film.originalLanguage === 'xx' ? undefined : language.of(film.originalLanguage)],
      [t('title.fact.countries'), film.countries?.map((code) => /^[A-Z]{2}$/.test(code) ? region.of(code) : code).join(', ')],
    ]
    return html`<section class="facts"><h2>${t('title.facts')}</h2><dl>${facts.map(([name, value]) => value ? html`<div><dt>${name}</dt><dd>${value}</dd></div>` : nothing)}</dl></section>`
  }

  private cast({ cast }: Known) {
    if (!cast?.length) return nothing
    return html`<poster-row still label=${t('title.cast')} .items=${cast.map((credit) => html`<person-card .credit=${credit}></person-card>`)}></poster-row>`
  }

  private similar({ similar }: Known) {
    if (!similar?.length) return nothing
    return html`<poster-row label=${t('title.similar')} .items=${similar.map((film) =>
      html`<title-link .film=${film} .rating=${library.entry(film)?.rating ?? null}></title-link>`)}></poster-row>`
  }

  private bones() {
    return html`<header aria-hidden="true"><div class="bone poster"></div><div class="words"><div class="bone line"></div><div class="bone line short"></div><div class="bone block"></div></div></header><h1 class="hidden-text" tabindex="-1">${t('media.movie')}</h1>`
  }
}

customElements.define('title-screen', TitleScreen)
declare global { interface HTMLElementTagNameMap { 'title-screen': TitleScreen } }
