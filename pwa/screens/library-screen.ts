/** The library: its shelves, as posters or as a table, sorted and filtered by the address; quick with a hundred thousand titles. */

import { LitElement, css, html, nothing } from 'lit'
import type { BulkEvent } from '../elements/bulk-bar.ts'
import { face } from '../elements/face.ts'
import { icon } from '../elements/icon.ts'
import { intertitle } from '../elements/notices.ts'
import { pickCell, pickStyles } from '../elements/pick-styles.ts'
import { Picking } from '../elements/picking.ts'
import '../elements/poster.ts'
import { CellSizes, posterLayout } from '../elements/poster-layout.ts'
import '../elements/title-link.ts'
import { virtualItems } from '../elements/virtual-items.ts'
import { Live, replica } from '../house.ts'
import { filmOf, library } from '../library.ts'
import type { Asked } from '../moments.ts'
import { askedOf } from '../moments.ts'
import { past } from '../past.ts'
import { goTo, titlePath } from '../routes.ts'
import { followSaved, isSavedHere } from '../saved/saved-marks.ts'
import { calendarDate, runtime } from '../strings/format.ts'
import { t } from '../strings/t.ts'
import { genreName } from '../strings/topic-name.ts'
import { controls, screenFrame } from '../styles/controls.ts'
import { watchedSoFar } from '../watching.ts'
import { libraryStyles } from './library-styles.ts'
import { reviewRow, reviewStyles } from './review-row.ts'
import type { ShelfView } from './shelf-index.ts'
import { createShelfIndex, openingView } from './shelf-index.ts'
import type { Shelved, Wish } from './shelf.ts'
import { KINDS, SHELVES, VIEWS, libraryPath, since, sortsOf, wishOf } from './shelf.ts'

const isHere = ({ mediaType, tmdbId }: Shelved['entry']) => mediaType === 'movie' && isSavedHere({ mediaType, tmdbId })
/** Posters in sight at first: fetched before the rest of the library is read. */
const IN_SIGHT = 12
const COLUMNS = ['title', 'year', 'length', 'rating', 'when'] as const

/** A list to choose one value from; each is a value and its name. */
function choice<Value extends string>(label: string, values: readonly (readonly [Value, string])[], chosen: Value, choose: (value: Value) => void) {
  return html`<label><span class="hidden-text">${label}</span>
    <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value as Value)}>
      ${values.map(([value, name]) => html`<option value=${value} .selected=${value === chosen}>${name}</option>`)}
    </select></label>`
}

export class LibraryScreen extends LitElement {
  static override properties = { query: { attribute: false } }
  declare query: URLSearchParams
  protected live = new Live(this)
  protected cells = new CellSizes(this)
  private picking = new Picking(this, () => library.isGuest() ? [] : this.#view.found.map(({ entry }) => entry.key), undefined, () => this.#opening === undefined)
  #index = createShelfIndex(isHere)
  #view!: ShelfView
  #items: readonly (Shelved | undefined)[] = []
  #unfollow = () => {}

  constructor() {
    super()
    this.query = new URLSearchParams()
  }

  static override styles = [controls, screenFrame, pickStyles, pickCell, libraryStyles, reviewStyles, css`:host { min-block-size: 100dvh; }`]

  override connectedCallback(): void {
    super.connectedCallback()
    this.#unfollow = followSaved(() => {
      this.#index = createShelfIndex(isHere)
      this.requestUpdate()
    })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#unfollow()
  }

  private go(change: Partial<Wish>): void {
    goTo(libraryPath({ ...wishOf(this.query), ...change }), 'replace')
  }

  private async act({ act }: BulkEvent): Promise<void> {
    const films = this.#view.found.filter(({ entry }) => this.picking.keys.has(entry.key)).map(({ entry, card }) => filmOf(entry, card))
    const { doToMany } = await import('../batches.ts')
    if (!await doToMany(act, films)) return
    this.picking.leave()
    // The bar is gone, and the focus with it.
    this.renderRoot.querySelector('h1')?.focus({ preventScroll: true })
  }

  override updated(): void {
    if (this.picking.active) void import('../elements/bulk-bar.ts')
  }

  /** What is there of the library before all of it is. */
  get #opening() {
    return this.live.ready ? undefined : replica()?.opening
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('query') && wishOf(changed.get('query') as URLSearchParams ?? this.query).shelf !== wishOf(this.query).shelf) this.picking.leave()
    const opening = this.#opening
    this.#view = opening ? openingView(opening, wishOf(this.query)) : this.#index(library.shelved(), wishOf(this.query))
    const { found, counts } = this.#view
    // Until the others are there as well, they have their places.
    this.#items = opening && found.length > 0 ? [...found, ...Array.from<undefined>({ length: counts[wishOf(this.query).shelf] - found.length })] : found
    this.picking.settle()
  }

  override render() {
    const wish = wishOf(this.query)
    const asked = askedOf(wish.at, Date.now())
    if (asked) return this.then(asked)
    const { counts } = this.#view
    const found = this.#items
    return html`<div class="head"><h1 tabindex="-1">${t('nav.library')}</h1>
        <div class="ways"><a class="button" href="/stats">${icon('chart', 20)}${t('nav.stats')}</a><a class="button then" href=${libraryPath({ ...wish, at: past.start(Date.now()) })}>${icon('clock', 20)}${t('then.open')}</a></div></div>
      <nav class="shelves" aria-label=${t('library.shelves')}>${SHELVES.map((shelf) => html`
        <a href=${libraryPath({ shelf, view: wish.view })} aria-current=${shelf === wish.shelf ? 'page' : 'false'}>
        ${t(`library.${shelf}`)}<span class="figures">${counts[shelf]}</span></a>`)}
        <a href="/lists">${t('nav.lists')}<span class="figures">${library.lists().length}</span></a></nav>
      ${counts[wish.shelf] > 0 ? html`${this.filters(wish)}
        <p class="count figures" role="status">${found.length === 0 && !this.live.ready ? nothing : t('library.count', { count: found.length })}</p>` : nothing}
      ${found.length === 0 ? this.empty(wish) : wish.view === 'table' ? this.table(found, wish) : wish.shelf === 'reviews' ? this.reviews(found) : this.grid(found, wish)}
      ${this.picking.keys.size === 0 ? nothing : html`<bulk-bar .count=${this.picking.keys.size} .shelf=${wish.shelf} @bulk=${(event: BulkEvent) => void this.act(event)} @clear=${this.picking.leave}></bulk-bar>`}`
  }

  private then(asked: NonNullable<Asked>) {
    void import('./library-then.ts')
    return html`<div class="head"><h1 tabindex="-1">${t('nav.library')}</h1></div><library-then .query=${this.query} .asked=${asked}></library-then>`
  }

  private filters(wish: Wish) {
    const genres = [['', t('library.genre.all')], ...this.#view.genres.map((genre) => [genre, genreName(genre)] as const)] as const
    return html`<div class="filters">
      <input class="input" type="search" aria-label=${t('library.filter')} placeholder=${t('library.filter')} .value=${wish.text}
        @input=${(event: InputEvent) => this.go({ text: (event.target as HTMLInputElement).value })}>
      <div class="views" role="group" aria-label=${t('library.view')}>${VIEWS.map((view) => this.viewButton(view, wish))}</div>
      ${choice(t('library.sort'), sortsOf(wish.shelf).map((sort) => [sort, t(`library.sort.${sort}`)] as const), wish.sort, (sort) => this.go({ sort }))}
      ${choice(t('library.type'), KINDS.map((kind) => [kind, t(`library.type.${kind}`)] as const), wish.kind, (kind) => this.go({ kind }))}
      ${choice(t('library.genre'), genres, wish.genre, (genre) => this.go({ genre }))}
      ${wish.here || this.#view.here > 0 ? html`<button class="button ${wish.here ? 'on' : ''}" aria-pressed=${wish.here ? 'true' : 'false'} @click=${() => this.go({ here: !wish.here })}>${icon('downloads', 18)}${t('library.here')}</button>` : nothing}
      ${library.isGuest() ? nothing : html`<button class="button ${this.picking.active ? 'on' : ''}" aria-pressed=${this.picking.active ? 'true' : 'false'} @click=${this.picking.turn}>${t('bulk.start')}</button>`}
    </div>`
  }

  private viewButton(view: Wish['view'], wish: Wish) {
    const on = view === wish.view
    const name = t(`library.${view}`)
    return html`<button class="button round ${on ? 'on' : 'plain'}" aria-pressed=${on ? 'true' : 'false'} aria-label=${name} title=${name}
      @click=${() => this.go({ view })}>${icon(view, 20)}</button>`
  }

  private empty(wish: Wish) {
    if (!this.live.ready || (library.shelved().length === 0 && !this.live.whole)) return nothing
    if (this.#view.counts[wish.shelf] > 0) {
      return intertitle(t('library.none'), '', html`<a class="button" href=${libraryPath({ shelf: wish.shelf, view: wish.view })}>${t('library.none.clear')}</a>`)
    }
    return intertitle(t(`library.empty.${wish.shelf}`), library.isGuest() ? '' : t(`library.empty.${wish.shelf}.lead`), html`<a class="button now" href="/search">${t('home.empty.search')}</a>`)
  }

  private grid(found: readonly (Shelved | undefined)[], { shelf }: Wish) {
    return html`<div class="grid" role="list">${virtualItems({
      items: found,
      keyFunction: ({ entry }) => entry.key,
      layout: posterLayout(),
      renderItem: ({ entry, card }, index) => html`<div role="listitem" class="cell ${this.picking.keys.has(entry.key) ? 'picked' : ''}" data-key=${entry.key}>${this.picking.box(entry.key, filmOf(entry, card).title)}<title-link .film=${filmOf(entry, card)} .rating=${shelf === 'watchlist' ? null : entry.rating} .progress=${watchedSoFar({ entry, card })?.share}
        note=${shelf === 'watchlist' && entry.watchlistPriority ? t('title.priority', { priority: t(`priority.${entry.watchlistPriority}`) }) : watchedSoFar({ entry, card })?.words ?? ''} ?unsent=${library.isUnsent(entry)} ?here=${isHere(entry)} ?eager=${index < IN_SIGHT}></title-link></div>`,
    })}</div>`
  }

  private reviews(found: readonly (Shelved | undefined)[]) {
    return html`<div role="list">${virtualItems({
      items: found,
      keyFunction: ({ entry }) => entry.key,
      renderItem: (shelved) => reviewRow(shelved, this.picking.keys.has(shelved.entry.key), this.picking.box(shelved.entry.key, filmOf(shelved.entry, shelved.card).title)),
    })}</div>`
  }

  private table(found: readonly (Shelved | undefined)[], { shelf }: Wish) {
    return html`<div class="table" role="table" aria-label=${t(`library.${shelf}`)} aria-rowcount=${found.length + 1}>
      <div role="row" class="line top" aria-rowindex="1"><span aria-hidden="true"></span>
        ${COLUMNS.map((column) => html`<span role="columnheader" class=${column}>${t(`library.col.${column}`)}</span>`)}</div>
      <div role="rowgroup">${virtualItems({
        items: found,
        keyFunction: ({ entry }) => entry.key,
        renderItem: ({ entry, card }, index) => {
          const film = filmOf(entry, card)
          return html`<div role="row" class="line ${this.picking.keys.has(entry.key) ? 'picked' : ''}" data-key=${entry.key} aria-rowindex=${index + 2}>
            ${this.picking.active ? html`<span role="cell">${this.picking.box(entry.key, film.title)}</span>` : html`<rewind-poster .path=${film.posterPath} .name=${film.title} sizes="2.5rem" aria-hidden="true"></rewind-poster>`}
            <span role="cell"><a href=${titlePath(film)}>${film.title}</a></span><span role="cell" class="year figures">${film.year}</span>
            <span role="cell" class="length figures">${card?.runtimeMinutes ? runtime(card.runtimeMinutes) : ''}</span>
            <span role="cell" class="rating ${entry.rating ?? ''}">${entry.rating ? html`${face(entry.rating, 20)}<span>${t(`rating.${entry.rating}`)}</span>` : nothing}</span>
            <span role="cell" class="when figures">${calendarDate(since(entry, shelf))}</span></div>`
        },
      })}</div></div>`
  }
}

customElements.define('library-screen', LibraryScreen)
declare global { interface HTMLElementTagNameMap { 'library-screen': LibraryScreen } }
