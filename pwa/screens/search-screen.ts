/**
 * Search: the library answers as you type, offline too; the catalogue follows below it when the typing rests, and moves nothing that is
 * there already. By keys: down into what was found, Enter opens, Escape comes back.
 */

import { LitElement, html, nothing } from 'lit'
import { library } from '../library.ts'
import { titleKey } from '../../domain/title.ts'
import type { SearchPage, TitleSummary } from '../../projections/wire-catalogue.ts'
import { isArrow, stepTo } from '../elements/arrow-step.ts'
import type { BulkEvent } from '../elements/bulk-bar.ts'
import { EndlessTitles } from '../elements/endless-titles.ts'
import { filmLink } from '../elements/film-link.ts'
import { icon } from '../elements/icon.ts'
import { failureNotice, intertitle, posterBones, staleNotice } from '../elements/notices.ts'
import '../elements/person-link.ts'
import { pickCell, pickStyles } from '../elements/pick-styles.ts'
import { Picking } from '../elements/picking.ts'
import '../elements/poster-grid.ts'
import { posterColumns } from '../elements/poster-layout.ts'
import type { Film } from '../elements/title-link.ts'
import { findTitles } from '../find-titles.ts'
import { Live } from '../house.ts'
import { goTo } from '../routes.ts'
import { t } from '../strings/browse.ts'
import { t as pickingText } from '../strings/picking.ts'
import { controls, screenFrame } from '../styles/controls.ts'
import { forgetSearch, forgetSearches, recentSearches, rememberSearch } from './recent-searches.ts'
import { searchStyles } from './search-styles.ts'

const restMs = 250
const ownMax = 12
/** Of people among titles; a search for people shows all. */
const peopleMax = 6
const KINDS = ['all', 'movie', 'tv', 'person'] as const
type Kind = (typeof KINDS)[number]

function searchPath(text: string, kind: Kind): string {
  const query = new URLSearchParams({ ...text === '' ? {} : { q: text }, ...kind === 'all' ? {} : { kind } })
  return query.size === 0 ? '/search' : `/search?${query}`
}

export class SearchScreen extends LitElement {
  static override properties = { query: {}, kind: {}, text: { state: true } }
  /** What the address asks for. */
  declare query: string
  declare kind: string | null
  declare text: string
  protected live = new Live(this)
  #rest: ReturnType<typeof setTimeout> | undefined
  /** What the catalogue said last: it stays in sight until the answer to the next text is there. */
  #found: { readonly text: string; readonly films: readonly TitleSummary[]; readonly people: SearchPage['people'] } = { text: '', films: [], people: [] }
  private found = new EndlessTitles<SearchPage>(this, (page) => `/api/search?${new URLSearchParams({ q: this.query.trim(), kind: this.asked, page: String(page) })}`, { keeps: false })

  /** What the library answers, and what of the catalogue's answer it has not said already. */
  #own: readonly Film[] = []
  #films: readonly TitleSummary[] = []
  get #shown(): readonly Film[] { return [...this.#own, ...this.#films] }
  private picking = new Picking(this, () => library.isGuest() ? [] : this.#shown.map(titleKey), () => [this.renderRoot, ...[...this.renderRoot.querySelectorAll('poster-grid')].map(({ renderRoot }) => renderRoot)])

  constructor() {
    super()
    this.query = this.text = ''
    this.kind = null
  }

  static override styles = [controls, screenFrame, posterColumns, pickStyles, pickCell, searchStyles]

  private get asked(): Kind {
    return KINDS.find((each) => each === this.kind) ?? 'all'
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('query')) {
      // What the person types is never overwritten by an address that only follows it.
      if (this.query.trim() !== this.text.trim()) this.text = this.query
      rememberSearch(this.query)
    }
    if (this.query.trim() !== '') this.askCatalogue()
    const { asked } = this
    this.#own = this.live.ready && asked !== 'person' ? findTitles(this.text, ownMax, asked === 'all' ? undefined : asked) : []
    const own = new Set(this.#own.map(titleKey))
    const unanswered = this.query.trim() === '' || (!this.found.list && this.found.failure !== undefined)
    this.#films = this.text.trim() === '' || unanswered ? [] : this.#found.films.filter((film) => !own.has(titleKey(film)))
    this.picking.settle()
    if (this.picking.active && this.#shown.length === 0) this.picking.leave()
  }

  private askCatalogue(): void {
    this.found.about(`search ${this.asked} ${this.query.trim()}`)
    if (this.found.list) this.#found = { text: `${this.asked} ${this.query.trim()}`, films: this.found.list.films, people: this.people() }
  }

  override updated(): void {
    if (this.picking.active) void import('../elements/bulk-bar.ts')
  }

  /** Among titles only those of the first page: people who come with a later one would push down what is there. */
  private people(): SearchPage['people'] {
    const { pages } = this.found
    return this.asked === 'person' ? pages.flatMap(({ people }) => people) : pages[0]?.people.slice(0, peopleMax) ?? []
  }

  override firstUpdated(): void {
    // On the way back to a list, the keyboard of a phone would cover it.
    if (this.query === '') this.box.focus()
    // So that the first letter does not wait for ten thousand names to be taken apart.
    setTimeout(() => findTitles(this.text, 1))
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#rest)
  }

  private get box(): HTMLInputElement {
    return this.renderRoot.querySelector('input')!
  }

  private typed(text: string): void {
    this.text = text
    clearTimeout(this.#rest)
    this.#rest = setTimeout(() => this.settle(), restMs)
  }

  /** Who opens a result before the typing has rested: the way back leads to what was typed, and no late address overtakes the way there. */
  private opened(event: Event): void {
    if (this.#rest !== undefined && event.composedPath().some((node) => node instanceof HTMLAnchorElement)) this.settle()
  }

  private settle(text = this.text.trim(), kind = this.asked): void {
    clearTimeout(this.#rest)
    this.#rest = undefined
    // Somebody has gone on, by a key or the way back, and the next screen is still being loaded.
    if (location.pathname !== '/search') return
    goTo(searchPath(text, kind), 'replace')
  }

  private pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    const [target] = event.composedPath()
    const inBox = target === this.box
    // Boxes, and the end of them, are Picking's.
    if (!inBox && this.picking.active && (event.key === 'Escape' || (target as Element).matches('.pick'))) return
    if (event.key === 'Enter' && inBox) this.settle()
    else if (event.key === 'Escape' && !inBox) this.box.focus()
    else if (inBox && event.key === 'ArrowDown') {
      const [first] = this.results()
      first?.focus()
      if (!first) return
    } else if (inBox || !isArrow(event.key)) return
    else if (!stepTo(this.results(), event.key)) {
      if (event.key !== 'ArrowUp') return
      this.box.focus()
    }
    event.preventDefault()
  }

  /** All that was found, in the order it is shown. */
  private results(): readonly HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.found title-link, .found person-link, poster-grid')].flatMap((each) =>
      each.localName === 'poster-grid' ? [...each.shadowRoot?.querySelectorAll<HTMLElement>('title-link') ?? []] : each)
  }

  override render() {
    const asked = this.asked
    return html`<h1 class="hidden-text" tabindex="-1">${t('nav.search')}</h1><div @keydown=${(event: KeyboardEvent) => this.pressed(event)}>
      <search class="box"><div>${icon('search')}<input type="search" aria-label=${t('search.label')} placeholder=${t('search.label')} autocomplete="off" spellcheck="false" enterkeyhint="search" maxlength="200"
        .value=${this.text} @input=${(event: InputEvent) => this.typed((event.target as HTMLInputElement).value)}></div></search>
      ${this.text.trim() === '' ? this.start() : html`
        <div class="over"><div class="kinds" role="group" aria-label=${t('search.kinds')}>${KINDS.map((kind) => html`
          <button class="button ${kind === asked ? 'on' : ''}" aria-pressed=${kind === asked ? 'true' : 'false'} @click=${() => this.settle(this.text.trim(), kind)}>${t(`search.kind.${kind}`)}</button>`)}</div>
          ${this.#shown.length === 0 || library.isGuest() ? nothing : html`<button class="button ${this.picking.active ? 'on' : ''}" aria-pressed=${this.picking.active ? 'true' : 'false'} @click=${this.picking.turn}>${pickingText('bulk.start')}</button>`}</div>
        <div class="found" @click=${{ handleEvent: (event: Event) => this.opened(event), capture: true }}>${this.answers()}</div>`}</div>
      ${this.picking.keys.size === 0 ? nothing : html`<bulk-bar .count=${this.picking.keys.size} @bulk=${(event: BulkEvent) => void this.act(event)} @clear=${this.picking.leave}></bulk-bar>`}`
  }

  private async act({ act }: BulkEvent): Promise<void> {
    const films = this.#shown.filter((film) => this.picking.keys.has(titleKey(film)))
    const { doToMany } = await import('../batches.ts')
    if (!await doToMany(act, films)) return
    this.picking.leave()
    // The bar is gone, and the focus with it.
    this.renderRoot.querySelector('h1')?.focus({ preventScroll: true })
  }

  private start() {
    const recent = recentSearches()
    const forget = (run: () => void) => { run(); this.requestUpdate(); this.box.focus() }
    return html`${recent.length === 0 ? nothing : html`<section aria-label=${t('search.recent')}><h2>${t('search.recent')}</h2><ul class="recent">
        ${recent.map((text) => html`<li class="duo"><button class="button" @click=${() => { this.text = text; this.settle(text) }}>${icon('clock', 18)}${text}</button><button class="button" aria-label=${t('search.forget.one', { query: text })} @click=${() => forget(() => forgetSearch(text))}>${icon('close', 16)}</button></li>`)}
        <li><button class="button plain" @click=${() => forget(forgetSearches)}>${t('search.forget')}</button></li></ul></section>`}
      ${intertitle(t('search.start'), t('search.start.lead'), html`<p>${t('search.browse')}</p><div class="recent"><a class="button" href="/discover">${icon('compass', 20)}${t('nav.discover')}</a><a class="button" href="/topics">${icon('grid', 20)}${t('nav.topics')}</a></div>`)}`
  }

  private answers() {
    // Shapes that go, not shapes that move: what the library has comes first, and would push down whatever stood there.
    if (!this.live.ready) return html`<div class="posters bones" aria-hidden="true">${posterBones(ownMax)}</div>`
    const own = this.#own
    return html`${own.length === 0 ? nothing : html`<section aria-label=${t('search.library')}><h2>${t('search.library')}</h2>
      <ul class="posters">${own.map((film) => html`<li class="cell ${this.picking.keys.has(titleKey(film)) ? 'picked' : ''}" data-key=${titleKey(film)}>${this.picking.box(titleKey(film), film.title)}${filmLink(film)}</li>`)}</ul></section>`}
      ${this.catalogue(own.length > 0)}`
  }

  private catalogue(hasOwn: boolean) {
    const { list, failure, state } = this.found
    if (!list && failure) return this.failed(hasOwn)
    const current = this.#found.text === `${this.asked} ${this.query.trim()}`
    // Grey shapes alone, until it is known what stands where.
    if (this.query.trim() === '' || (!list && this.#found.text === '')) return html`<div class="posters bones" aria-hidden="true">${posterBones(ownMax)}</div>`
    const films = this.#films
    const { people } = this.#found
    const settled = current && this.query.trim() === this.text.trim()
    if (settled && state === 'ended' && films.length + people.length === 0) {
      return hasOwn ? html`<p class="soft" role="status">${t('search.none.else')}</p>` : intertitle(t('search.none', { query: this.query.trim() }), t('search.none.lead'))
    }
    return html`${list?.stale ? staleNotice() : nothing}<div class=${settled ? '' : 'former'} aria-busy=${settled ? 'false' : 'true'}>
      ${people.length === 0 ? nothing : html`<section aria-label=${t('search.kind.person')}><h2>${t('search.kind.person')}</h2><ul class="people">${people.map((person) => html`<li><person-link .person=${person}></person-link></li>`)}</ul></section>`}
      ${settled && state === 'ended' && films.length === 0 ? nothing : this.titles(films, settled ? list?.totalResults : undefined)}</div>`
  }

  private titles(films: readonly TitleSummary[], count?: number) {
    // What came before an answer stands in its place.
    return html`<section aria-label=${t('search.catalogue')}>${this.asked === 'person' ? nothing : html`<h2>${t('search.catalogue')}${count ? html`<small class="figures" role="status">${t('search.count', { count })}</small>` : nothing}</h2>`}
      <poster-grid label=${t('search.catalogue')} .films=${films} .source=${this.found} .picking=${this.picking} ?quiet=${!this.found.list || this.asked === 'person'}></poster-grid></section>`
  }

  private failed(hasOwn: boolean) {
    const failure = this.found.failure!
    return failureNotice(failure, () => this.found.more(), failure.kind === 'offline' ? { offline: t(hasOwn ? 'search.offline' : 'search.offline.none') } : {})
  }
}

customElements.define('search-screen', SearchScreen)
declare global { interface HTMLElementTagNameMap { 'search-screen': SearchScreen } }
