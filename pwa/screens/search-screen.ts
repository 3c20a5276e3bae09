/**
 * Search: the library answers as you type, offline too; the catalogue follows below it when the typing rests, and moves nothing that is
 * there already. By keys: down into what was found, Enter opens, Escape comes back.
 */

import { LitElement, html, nothing } from 'lit'
import { titleKey } from '../../domain/title.ts'
import type { SearchPage, TitleSummary } from '../../projections/wire-catalogue.ts'
import { isArrow, stepTo } from '../elements/arrow-step.ts'
import { EndlessTitles } from '../elements/endless-titles.ts'
import { filmLink } from '../elements/film-link.ts'
import { icon } from '../elements/icon.ts'
import { failureNotice, intertitle, posterBones, staleNotice } from '../elements/notices.ts'
import '../elements/person-link.ts'
import '../elements/poster-grid.ts'
import { posterColumns } from '../elements/poster-layout.ts'
import { findTitles } from '../find-titles.ts'
import { Live } from '../house.ts'
import { goTo } from '../routes.ts'
import { t } from '../strings/browse.ts'
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

  constructor() {
    super()
    this.query = this.text = ''
    this.kind = null
  }

  static override styles = [controls, screenFrame, posterColumns, searchStyles]

  private get asked(): Kind {
    return KINDS.find((each) => each === this.kind) ?? 'all'
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('query')) {
      // What the person types is never overwritten by an address that only follows it.
      if (this.query.trim() !== this.text.trim()) this.text = this.query
      rememberSearch(this.query)
    }
    if (this.query.trim() === '') return
    this.found.about(`search ${this.asked} ${this.query.trim()}`)
    if (this.found.list) this.#found = { text: `${this.asked} ${this.query.trim()}`, films: this.found.list.films, people: this.people() }
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
    const inBox = event.composedPath()[0] === this.box
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
        <div class="kinds" role="group" aria-label=${t('search.kinds')}>${KINDS.map((kind) => html`
          <button class="button ${kind === asked ? 'on' : ''}" aria-pressed=${kind === asked ? 'true' : 'false'} @click=${() => this.settle(this.text.trim(), kind)}>${t(`search.kind.${kind}`)}</button>`)}</div>
        <div class="found" @click=${{ handleEvent: (event: Event) => this.opened(event), capture: true }}>${this.answers()}</div>`}</div>`
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
    const asked = this.asked
    const own = asked === 'person' ? [] : findTitles(this.text, ownMax, asked === 'all' ? undefined : asked)
    return html`${own.length === 0 ? nothing : html`<section aria-label=${t('search.library')}><h2>${t('search.library')}</h2>
      <ul class="posters">${own.map((film) => html`<li>${filmLink(film)}</li>`)}</ul></section>`}
      ${this.catalogue(new Set(own.map(titleKey)))}`
  }

  /** Without what the library has answered already. */
  private catalogue(shown: ReadonlySet<string>) {
    const { list, failure, state } = this.found
    if (!list && failure) return this.failed(shown.size > 0)
    const current = this.#found.text === `${this.asked} ${this.query.trim()}`
    // Grey shapes alone, until it is known what stands where.
    if (this.query.trim() === '' || (!list && this.#found.text === '')) return html`<div class="posters bones" aria-hidden="true">${posterBones(ownMax)}</div>`
    const films = this.#found.films.filter((film) => !shown.has(titleKey(film)))
    const { people } = this.#found
    const settled = current && this.query.trim() === this.text.trim()
    if (settled && state === 'ended' && films.length + people.length === 0) {
      return shown.size > 0 ? html`<p class="soft" role="status">${t('search.none.else')}</p>` : intertitle(t('search.none', { query: this.query.trim() }), t('search.none.lead'))
    }
    return html`${list?.stale ? staleNotice() : nothing}<div class=${settled ? '' : 'former'} aria-busy=${settled ? 'false' : 'true'}>
      ${people.length === 0 ? nothing : html`<section aria-label=${t('search.kind.person')}><h2>${t('search.kind.person')}</h2><ul class="people">${people.map((person) => html`<li><person-link .person=${person}></person-link></li>`)}</ul></section>`}
      ${settled && state === 'ended' && films.length === 0 ? nothing : this.titles(films, settled ? list?.totalResults : undefined)}</div>`
  }

  private titles(films: readonly TitleSummary[], count?: number) {
    // What came before an answer stands in its place.
    return html`<section aria-label=${t('search.catalogue')}>${this.asked === 'person' ? nothing : html`<h2>${t('search.catalogue')}${count ? html`<small class="figures" role="status">${t('search.count', { count })}</small>` : nothing}</h2>`}
      <poster-grid label=${t('search.catalogue')} .films=${films} .source=${this.found} ?quiet=${!this.found.list || this.asked === 'person'}></poster-grid></section>`
  }

  private failed(hasOwn: boolean) {
    const failure = this.found.failure!
    return failureNotice(failure, () => this.found.more(), failure.kind === 'offline' ? { offline: t(hasOwn ? 'search.offline' : 'search.offline.none') } : {})
  }
}

customElements.define('search-screen', SearchScreen)
declare global { interface HTMLElementTagNameMap { 'search-screen': SearchScreen } }
