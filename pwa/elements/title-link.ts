/** One title as a poster that leads to its page, with what the person did to it. */

import { LitElement, css, html, nothing } from 'lit'
import { library } from '../library.ts'
import type { Rating } from '../../domain/library-entry.ts'
import type { MediaType } from '../../domain/title.ts'
import { titlePath } from '../routes.ts'
import { t } from '../strings/shell.ts'
import { withCommas } from '../strings/with-commas.ts'
import { controls } from '../styles/controls.ts'
import { AddToListEvent } from './add-to-list-event.ts'
import { face } from './face.ts'
import { icon } from './icon.ts'
import './poster.ts'

/** What a poster needs to know of a title; rows, cards and the catalogue's answers all have it. */
export interface Film { readonly mediaType: MediaType; readonly tmdbId: number; readonly title: string; readonly year: number | null; readonly posterPath: string | null; readonly posterColour?: string | null }

export function nameOf(film: Pick<Film, 'title' | 'year'>): string {
  return film.year === null ? film.title : `${film.title} (${film.year})`
}

let followed: Film | undefined

/** What the link said that was followed last: its page begins with that. */
export const followedFilm = (): Film | undefined => followed

export class TitleLink extends LitElement {
  static override properties = {
    film: { attribute: false },
    rating: { attribute: false },
    progress: { attribute: false },
    note: {},
    href: {},
    unsent: { type: Boolean },
    here: { type: Boolean },
    seen: { type: Boolean },
    eager: { type: Boolean },
    bare: { type: Boolean },
    sizes: {},
    aside: { type: Boolean },
  }
  declare film: Film
  declare rating: Rating | null
  /** 0 to 1, how far it was watched or has arrived; undefined draws no bar. */
  declare progress: number | undefined
  /** A few words under the name instead of the year. */
  declare note: string
  /** Where it leads, if not to the title's page. */
  declare href: string
  /** A change of it has not reached the server yet. */
  declare unsent: boolean
  /** It is saved on this device. */
  declare here: boolean
  /** Watched, whatever they thought of it. */
  declare seen: boolean
  declare eager: boolean
  /** Only the poster, without words under it. */
  declare bare: boolean
  declare sizes: string
  /** Reached by arrow keys from its neighbours, not by Tab. */
  declare aside: boolean

  constructor() {
    super()
    this.rating = null
    this.progress = undefined
    this.note = ''
    this.href = ''
    this.unsent = this.seen = this.here = false
    this.eager = false
    this.bare = this.aside = false
    this.sizes = '(width < 44rem) 30vw, 11rem'
  }

  static override styles = [controls, css`
    :host { position: relative; }
    /* With a pointer only: by keys it is the letter A, by finger the film's page. */
    .add { position: absolute; inset-block-start: var(--space-2); inset-inline-start: var(--space-2); display: none; place-content: center; inline-size: 2.5rem; block-size: 2.5rem; padding: 0; border: 0; border-radius: 50%; background: oklch(0.16 0.02 335 / 0.88); color: oklch(0.955 0.012 70); opacity: 0; cursor: pointer; transition: opacity var(--quick), background var(--quick); }
    @media (hover: hover) { .add { display: grid; } :host(:hover) .add { opacity: 1; } .add:hover { background: oklch(0.34 0.05 335); } }
    a { display: block; text-decoration: none; border-radius: var(--round-2); }
    a:focus-visible { outline-offset: 4px; border-radius: var(--round-2); }
    a:focus-visible .frame { scale: var(--focus-scale); }
    .frame { position: relative; border-radius: var(--round-2); transition: transform var(--calm), box-shadow var(--calm); }
    @media (hover: hover) { a:hover .frame { transform: translateY(-4px); box-shadow: var(--shadow); } a:hover .name { color: var(--now); } }
    .words { display: grid; padding-block-start: var(--space-2); }
    .name { font-weight: 600; font-size: var(--size-2); line-height: 1.3; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; transition: color var(--quick); }
    .year { color: var(--ink-faint); font-size: var(--size-1); }
    .rated { color: var(--face, var(--ink)); position: absolute; inset-block-end: var(--space-2); inset-inline-end: var(--space-2); display: grid; place-content: center; inline-size: 2rem; block-size: 2rem; border-radius: 50%; background: oklch(0.16 0.02 335 / 0.88); color-scheme: dark; }
    .unsent { position: absolute; inset-block-start: var(--space-2); inset-inline-end: var(--space-2); display: grid; place-content: center; inline-size: 1.625rem; block-size: 1.625rem; border-radius: 50%; background: var(--then); color: var(--on-then); }
    .bar { position: absolute; inset-inline: var(--space-2); inset-block-end: var(--space-2); block-size: 4px; border-radius: var(--pill); background: oklch(0.16 0.02 335 / 0.75); overflow: hidden; }
    .bar i { display: block; block-size: 100%; inline-size: 100%; background: oklch(0.765 0.138 37); transform-origin: left; transform: scaleX(var(--done, 0)); }
    .bar:dir(rtl) i { transform-origin: right; }
  `]

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('a')?.focus(options)
  }

  override updated(): void {
    if (this.progress !== undefined) this.style.setProperty('--done', String(this.progress))
    if (this.rating) this.style.setProperty('--face', `var(--face-${this.rating})`)
    else this.style.removeProperty('--face')
  }

  override render() {
    const film = this.film
    return html`<a href=${this.href || titlePath(film)} aria-label=${this.label()} aria-keyshortcuts="a" tabindex=${this.aside ? -1 : nothing} @click=${() => { followed = film }}>
      <div class="frame">
        <rewind-poster .path=${film.posterPath} .colour=${film.posterColour} .name=${film.title} .year=${film.year} sizes=${this.sizes} ?eager=${this.eager}></rewind-poster>
        ${this.rating ? html`<span class="rated">${face(this.rating, 20)}</span>` : this.seen ? html`<span class="rated">${icon('eye', 18)}</span>` : nothing}
        ${this.unsent ? html`<span class="unsent">${icon('sync', 14)}</span>` : this.here ? html`<span class="unsent">${icon('downloads', 14)}</span>` : nothing}
        ${this.progress === undefined ? nothing : html`<span class="bar"><i></i></span>`}
      </div>
      ${this.bare ? nothing : html`<div class="words"><span class="name">${film.title}</span><span class="year figures">${this.note || film.year}</span></div>`}
    </a>
    ${library.isGuest() ? nothing : html`<button class="add" tabindex="-1" title=${t('addToList.open')} aria-label=${t('addToList.openFor', { title: nameOf(film) })} @click=${() => this.dispatchEvent(new AddToListEvent(film))}>${icon('listAdd', 20)}</button>`}`
  }

  private label(): string {
    return withCommas(nameOf(this.film), this.rating ? t(`rating.${this.rating}`) : this.seen && t('title.seen'), this.note, this.unsent ? t('unsent.mark') : this.here && t('save.here'))
  }
}

customElements.define('title-link', TitleLink)
declare global { interface HTMLElementTagNameMap { 'title-link': TitleLink } }
