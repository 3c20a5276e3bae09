/** The hero: one film at a time across the whole width, and the others as small posters to choose from. Nothing moves by itself. */

import { LitElement, css, html, nothing } from 'lit'
import type { TitleSummary } from '../../projections/wire-catalogue.ts'
import { titlePath } from '../routes.ts'
import { tenths } from '../strings/format.ts'
import { t } from '../strings/shell.ts'
import { controls } from '../styles/controls.ts'
import { backdropSet, imageUrl } from './image.ts'
import './quick-actions.ts'
import './poster.ts'

type Featured = Pick<TitleSummary, 'mediaType' | 'tmdbId' | 'title' | 'year' | 'overview' | 'posterPath' | 'backdropPath' | 'genres' | 'voteAverage'>

export class HomeHero extends LitElement {
  static override properties = { films: { attribute: false }, waiting: { type: Boolean }, at: { state: true } }
  declare films: readonly Featured[]
  declare waiting: boolean
  declare at: number

  constructor() {
    super()
    this.films = []
    this.waiting = false
    this.at = 0
  }

  static override styles = [controls, css`
    :host { color-scheme: dark; color: var(--ink); background: var(--scrim); }
    .stage { position: relative; display: grid; grid-template: 1fr auto / minmax(0, 1fr); align-items: end; min-block-size: clamp(29rem, 74svh, 46rem); overflow: hidden; isolation: isolate; }
    .backdrop { position: absolute; inset: 0; z-index: -2; inline-size: 100%; block-size: 100%; object-fit: cover; object-position: 50% 22%; animation: appear 500ms ease-out; }
    @keyframes appear { from { opacity: 0; } }
    .stage::before { content: ''; position: absolute; inset: 0; z-index: -1; background:
      linear-gradient(to top, var(--scrim), oklch(0.168 0.019 335 / 0.72) 26%, transparent 62%),
      linear-gradient(to right, oklch(0.168 0.019 335 / 0.88), oklch(0.168 0.019 335 / 0.45) 42%, transparent 70%); }
    .stage:dir(rtl)::before { background: linear-gradient(to top, var(--scrim), oklch(0.168 0.019 335 / 0.72) 26%, transparent 62%), linear-gradient(to left, oklch(0.168 0.019 335 / 0.88), transparent 70%); }
    .words { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); max-inline-size: 44rem; padding: calc(var(--top) + var(--space-7)) var(--gutter) var(--space-6); }
    h1, h2 { font-size: var(--size-6); line-height: 1.02; }
    .title { text-decoration: none; }
    .title:hover { text-decoration: underline; text-decoration-thickness: 2px; }
    .meta { display: flex; flex-wrap: wrap; gap: 0 var(--space-4); color: var(--ink-soft); font-size: var(--size-2); font-weight: 500; }
    .meta b { color: var(--now); font-weight: 600; }
    /* Comes after the first picture, into a place that is kept for it. */
    hero-facts { min-block-size: 1.75rem; }
    hero-facts:not(:defined) { display: block; }
    .overview { max-inline-size: 36rem; font-size: var(--size-3); display: -webkit-box; -webkit-line-clamp: 3; -webkit-box-orient: vertical; overflow: hidden; }
    .others { position: absolute; inset-inline-end: var(--gutter); inset-block-end: var(--space-6); display: flex; gap: var(--space-3); }
    .others button { inline-size: 4.5rem; padding: 0; border: 0; border-radius: var(--round-2); background: none; opacity: 0.62; cursor: pointer; transition: opacity var(--quick), transform var(--calm); }
    .others button:hover { opacity: 1; }
    .others button[aria-pressed='true'] { opacity: 1; transform: translateY(-8px); outline: 2px solid var(--now); outline-offset: 3px; }
    .others button:focus-visible { outline: 3px solid var(--then); outline-offset: 3px; }
    .bones { display: grid; gap: var(--space-4); }
    .bones .bone:nth-child(1) { inline-size: min(30rem, 80vw); block-size: 4rem; }
    .bones .bone:nth-child(2) { inline-size: min(18rem, 60vw); block-size: 1.2rem; }
    .bones .bone:nth-child(3) { inline-size: min(34rem, 84vw); block-size: 4.4rem; }
    @media (width < 64rem) { .others { position: static; padding: 0 var(--gutter) var(--space-5); } .others button { inline-size: 3.5rem; } }
    @media (width < 44rem) {
      .stage { min-block-size: 78svh; }
      .stage::before { background: linear-gradient(to top, var(--scrim) 12%, oklch(0.168 0.019 335 / 0.78) 44%, transparent 78%); }
      .words { padding-block-end: var(--space-5); }
      .overview { -webkit-line-clamp: 2; font-size: var(--size-2); }
      /* The name leads there too. */
      .more { display: none; }
    }
  `]

  override render() {
    const film = this.films[this.at] ?? this.films[0]
    if (!film) return this.waiting ? html`<div class="stage"><div class="words bones" aria-hidden="true"><div class="bone"></div><div class="bone"></div><div class="bone"></div></div><h1 class="hidden-text" tabindex="-1">${t('nav.home')}</h1></div>`
      : html`<h1 class="hidden-text" tabindex="-1">${t('nav.home')}</h1>`
    return html`<h1 class="hidden-text" tabindex="-1">${t('nav.home')}</h1><section class="stage" aria-label=${film.title}>
      ${film.backdropPath ? html`<img class="backdrop" alt="" src=${imageUrl(1280, film.backdropPath)} srcset=${backdropSet(film.backdropPath)} sizes="100vw" fetchpriority="high">` : nothing}
      <div class="words">
        <h2><a class="title" href=${titlePath(film)}>${film.title}</a></h2>
        <p class="meta figures">${film.voteAverage ? html`<b>${tenths(film.voteAverage)}</b>` : nothing}<span>${film.year}</span><genre-names .names=${film.genres}></genre-names></p>
        <hero-facts .film=${film}></hero-facts>
        <p class="overview">${film.overview}</p>
        <quick-actions .film=${film}><a class="button more" slot="more" href=${titlePath(film)}>${t('act.more')}</a></quick-actions>
      </div>
      ${this.films.length < 2 ? nothing : html`<div class="others" role="group" aria-label=${t('home.trending')}>${this.films.map((other, index) => html`
        <button aria-pressed=${other === film ? 'true' : 'false'} aria-label=${t('home.pick', { title: other.title })} @click=${() => { this.at = index }}>
          <rewind-poster .path=${other.posterPath} .name=${other.title} sizes="4.5rem"></rewind-poster></button>`)}</div>`}
    </section>`
  }
}

customElements.define('home-hero', HomeHero)
declare global { interface HTMLElementTagNameMap { 'home-hero': HomeHero } }
