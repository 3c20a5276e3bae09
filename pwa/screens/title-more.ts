/** All that a title's page says below what the person makes of it: who made it, videos, pictures, what it belongs to, what is like it, facts. */

import { LitElement, css, html, nothing } from 'lit'
import type { GenresAnswer, TitleDetail, TitleSummary } from '../../projections/wire-catalogue.ts'
import { askKept } from '../catalogue.ts'
import '../elements/history-list.ts'
import { icon } from '../elements/icon.ts'
import { imageUrl } from '../elements/image.ts'
import '../elements/person-card.ts'
import '../elements/picture-gallery.ts'
import '../elements/poster-row.ts'
import { Question } from '../elements/question.ts'
import '../elements/title-link.ts'
import '../elements/title-ratings.ts'
import '../elements/title-videos.ts'
import '../elements/where-to-watch.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { t } from '../strings/t.ts'
import { madeName } from '../strings/made-name.ts'
import { genreName } from '../strings/topic-name.ts'
import { controls } from '../styles/controls.ts'
import { factsOf } from './title-about.ts'

const pictureMax = 12
const castMax = 24

export class TitleMore extends LitElement {
  static override properties = { film: { attribute: false } }
  declare film: TitleDetail
  protected live = new Live(this)
  /** Their numbers: an answer has the names of genres only, Discover goes by number. */
  private genres = new Question<GenresAnswer>(this, (signal, early) => askKept('/api/genres', signal, early))

  static override styles = [controls, css`
    .part { margin-block: var(--space-6); padding-inline: var(--gutter); }
    .part h2 { margin-block-end: var(--space-4); }
    .crew { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(13rem, 44%), 1fr)); gap: var(--space-4) var(--space-5); }
    .crew a { display: inline-flex; align-items: center; min-block-size: var(--target); }
    dt { color: var(--ink-faint); font-size: var(--size-1); }
    .banner { position: relative; isolation: isolate; display: grid; align-content: end; justify-items: start; gap: var(--space-3); min-block-size: 13rem; padding: var(--space-5); border-radius: var(--round-3); overflow: hidden; background: var(--scrim); color: var(--ink); color-scheme: dark; }
    .banner img { position: absolute; inset: 0; z-index: -2; inline-size: 100%; block-size: 100%; object-fit: cover; }
    .banner::before { content: ''; position: absolute; inset: 0; z-index: -1; background: linear-gradient(to top, var(--scrim) 8%, oklch(0.168 0.019 335 / 0.55)); }
    .banner h2 { margin: 0; }
    .banner p { color: var(--ink-soft); font-size: var(--size-2); }
    .chips { display: flex; flex-wrap: wrap; gap: var(--space-2); }
    .chip { display: inline-flex; align-items: center; min-block-size: var(--target); padding-inline: var(--space-4); border-radius: var(--pill); background: var(--raise-2); font-size: var(--size-2); text-decoration: none; overflow-wrap: anywhere; }
    .chip.genre { font-weight: 600; }
    a.chip:hover { text-decoration: underline; }
    .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(13rem, 44%), 1fr)); gap: var(--space-4) var(--space-5); }
    .facts dd { overflow-wrap: anywhere; }
    .facts dd a { display: inline-flex; align-items: center; min-block-size: var(--target); min-inline-size: var(--target); margin-inline-end: var(--space-3); }
  `]

  override willUpdate(): void {
    this.genres.about('genres')
  }

  override render() {
    const { film } = this
    return html`${this.cast()}${this.crew()}${film.videos.length > 0 ? html`<title-videos .videos=${film.videos} .pictures=${film.images.backdrops}></title-videos>` : nothing}
      ${this.collection()}
      ${film.images.backdrops.length > 1 ? html`<picture-gallery label=${t('title.gallery')} name=${film.title} .pictures=${film.images.backdrops.slice(0, pictureMax)}></picture-gallery>` : nothing}
      ${this.row(t('title.recommended'), film.recommended)}${this.row(t('title.similar'), film.similar.filter((each) => !film.recommended.some(({ mediaType, tmdbId }) => mediaType === each.mediaType && tmdbId === each.tmdbId)))}
      ${this.themes()}${this.facts()}`
  }

  private cast() {
    const { cast } = this.film
    return cast.length === 0 ? nothing : html`<poster-row label=${t('title.cast')} .items=${cast.slice(0, castMax).map((credit) => html`<person-card .credit=${credit}></person-card>`)}></poster-row>`
  }

  private crew() {
    const byRole = [...Map.groupBy(this.film.crew, ({ role }) => role)]
    return byRole.length === 0 ? nothing : html`<section class="part"><h2>${t('title.crew')}</h2><dl class="crew">${byRole.map(([role, people]) => html`<div><dt>${madeName(role)}</dt>
      ${people.map(({ personId, name }) => html`<dd><a href="/person/${personId}">${name}</a></dd>`)}</div>`)}</dl></section>`
  }

  private collection() {
    const { collection } = this.film
    if (!collection) return nothing
    return html`<section class="part"><div class="banner">${collection.backdropPath ? html`<img alt="" src=${imageUrl(1280, collection.backdropPath)} loading="lazy" decoding="async">` : nothing}
      <p>${t('title.collection')}</p><h2>${collection.name}</h2><a class="button" href="/collection/${collection.collectionId}">${icon('library', 18)}${t('title.collection.open')}</a></div></section>`
  }

  private row(label: string, titles: readonly TitleSummary[]) {
    return titles.length === 0 ? nothing : html`<poster-row label=${label} .items=${titles.map((film) =>
      html`<title-link .film=${film} .rating=${library.entry(film)?.rating ?? null}></title-link>`)}></poster-row>`
  }

  private themes() {
    const { genres, keywords, mediaType } = this.film
    if (genres.length + keywords.length === 0) return nothing
    const numbers = new Map(this.genres.reply.answer?.[mediaType].map(({ id, name }) => [name, id] as const))
    const chip = (name: string, filter: string | undefined, className = '') => filter === undefined ? html`<span class="chip ${className}">${name}</span>`
      : html`<a class="chip ${className}" href="/discover?kind=${mediaType}&${filter}">${name}</a>`
    return html`<section class="part"><h2>${t('title.themes')}</h2><div class="chips">
      ${genres.map((name) => chip(genreName(name), numbers.has(name) ? `genres=${numbers.get(name)}` : undefined, 'genre'))}${keywords.map(({ id, name }) => chip(name, `keywords=${id}`))}</div></section>`
  }

  private facts() {
    return html`<section class="part"><h2>${t('title.facts')}</h2><dl class="facts">${factsOf(this.film).map(({ name, value, links }) => html`<div><dt>${name}</dt><dd class="figures">${value}${links?.map((link) =>
      html`<a href=${link.href} target="_blank" rel="noreferrer">${link.name}</a>`)}</dd></div>`)}</dl></section>`
  }
}

customElements.define('title-more', TitleMore)
declare global { interface HTMLElementTagNameMap { 'title-more': TitleMore } }
