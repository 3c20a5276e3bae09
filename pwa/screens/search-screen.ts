/** Search: the library answers as you type, offline too; the catalogue follows when the typing rests. */

import { LitElement, css, html, nothing } from 'lit'
import { catalogue } from '../catalogue.ts'
import { icon } from '../elements/icon.ts'
import { failureNotice, intertitle, posterBones, staleNotice } from '../elements/notices.ts'
import { Question } from '../elements/question.ts'
import type { Film } from '../elements/title-link.ts'
import '../elements/title-link.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { goTo } from '../routes.ts'
import { t } from '../strings/t.ts'
import { controls, posterGrid, screenFrame } from '../styles/controls.ts'
import { forgetSearches, recentSearches, rememberSearch } from './recent-searches.ts'

const restMs = 250
const ownMax = 12

export class SearchScreen extends LitElement {
  static override properties = { query: {}, text: { state: true }, page: { state: true } }
  /** What the address asks for. */
  declare query: string
  declare text: string
  declare page: number
  protected live = new Live(this)
  #rest: ReturnType<typeof setTimeout> | undefined
  private found = new Question(this, (signal) => this.query.trim() === '' ? undefined : catalogue.search(this.query.trim(), this.page, signal))

  constructor() {
    super()
    this.query = this.text = ''
    this.page = 1
  }

  static override styles = [controls, screenFrame, posterGrid, css`
    .box { position: sticky; inset-block-start: var(--top); z-index: 5; margin-inline: calc(-1 * var(--gutter)); padding: var(--space-2) var(--gutter) var(--space-4); background: linear-gradient(var(--ground) 82%, transparent); }
    .box div { position: relative; display: grid; align-items: center; max-inline-size: 46rem; }
    .box svg { position: absolute; inset-inline-start: var(--space-4); color: var(--ink-faint); pointer-events: none; }
    .box input { inline-size: 100%; min-block-size: 3.5rem; padding-inline: 3.25rem var(--space-4); border: 1px solid var(--edge); border-radius: var(--pill); background: var(--raise); font-size: var(--size-3); }
    .box input::placeholder { color: var(--ink-faint); opacity: 1; }
    .box input:focus-visible { border-radius: var(--pill); outline-offset: 0; }
    @media (width >= 44rem) { .box { padding-inline-end: calc(var(--gutter) + 12rem); } }
    section { margin-block: var(--space-5) var(--space-6); }
    section h2 { display: flex; align-items: baseline; gap: var(--space-3); margin-block-end: var(--space-4); }
    section h2 small { font: 400 var(--size-2) / 1 var(--text); color: var(--ink-faint); letter-spacing: 0; }
    .recent { display: flex; flex-wrap: wrap; gap: var(--space-2); }
    .poster-bone { aspect-ratio: 2 / 3; }
    .more { display: grid; justify-content: center; margin-block-start: var(--space-5); }
  `]

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('query')) {
      this.page = 1
      // What the person types is never overwritten by an address that only follows it.
      if (this.query.trim() !== this.text.trim()) this.text = this.query
      rememberSearch(this.query)
    }
    this.found.about(`${this.query.trim()} ${this.page}`, true)
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector('input')?.focus()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#rest)
  }

  private typed(text: string): void {
    this.text = text
    clearTimeout(this.#rest)
    this.#rest = setTimeout(() => this.settle(), restMs)
  }

  private settle(): void {
    const text = this.text.trim()
    goTo(text === '' ? '/search' : `/search?${new URLSearchParams({ q: text })}`, 'replace')
  }

  override render() {
    return html`<h1 class="hidden-text" tabindex="-1">${t('nav.search')}</h1>
      <search class="box"><div>${icon('search')}<input type="search" aria-label=${t('search.label')} placeholder=${t('search.label')} autocomplete="off" spellcheck="false" enterkeyhint="search"
        .value=${this.text} @input=${(event: InputEvent) => this.typed((event.target as HTMLInputElement).value)} @keydown=${(event: KeyboardEvent) => { if (event.key === 'Enter') this.settle() }}></div></search>
      ${this.text.trim() === '' ? this.start() : html`${this.ownResults()}${this.catalogueResults()}`}`
  }

  private start() {
    const recent = recentSearches()
    return html`${recent.length === 0 ? nothing : html`<section><h2>${t('search.recent')}</h2><div class="recent">
        ${recent.map((text) => html`<button class="button" @click=${() => this.typed(text)}>${icon('clock', 18)}${text}</button>`)}
        <button class="button plain" @click=${() => { forgetSearches(); this.requestUpdate() }}>${t('search.forget')}</button></div></section>`}
      ${intertitle(t('search.start'), t('search.start.lead'))}`
  }

  private ownResults() {
    const own = library.find(this.text, ownMax)
    return own.length === 0 ? nothing : html`<section aria-label=${t('search.library')}><h2>${t('search.library')}</h2>${this.posters(own)}</section>`
  }

  private catalogueResults() {
    const { reply } = this.found
    const results = reply.answer?.results ?? []
    const settled = reply.state === 'answered' && this.query.trim() === this.text.trim()
    return html`<section aria-label=${t('search.catalogue')} aria-busy=${reply.state === 'waiting' ? 'true' : 'false'}>
      <h2>${t('search.catalogue')}${settled && results.length ? html`<small class="figures" role="status">${t('search.count', { count: reply.answer.totalResults })}</small>` : nothing}</h2>
      ${reply.state === 'failed' ? failureNotice(reply.failure, () => this.found.again()) : nothing}
      ${reply.answer?.stale ? staleNotice() : nothing}
      ${reply.state === 'waiting' && !reply.answer ? html`<div class="posters" aria-hidden="true">${posterBones(12)}</div>` : nothing}
      ${settled && results.length === 0 ? intertitle(t('search.none', { query: this.query }), t('search.none.lead')) : this.posters(results)}
      ${settled ? this.pages(reply.answer.totalPages) : nothing}</section>`
  }

  private pages(totalPages: number) {
    const turn = (by: number) => { this.page += by; scrollTo({ top: 0 }) }
    return totalPages < 2 ? nothing : html`<nav class="more" aria-label=${t('search.pages')}><div class="recent">
      <button class="button" ?disabled=${this.page === 1} @click=${() => turn(-1)}>${t('search.previous')}</button>
      <button class="button" ?disabled=${this.page >= totalPages} @click=${() => turn(1)}>${t('search.more')}</button></div></nav>`
  }

  private posters(films: readonly Film[]) {
    return html`<ul class="posters">${films.map((film) => html`<li><title-link .film=${film} .rating=${library.entry(film)?.rating ?? null} ?unsent=${library.isUnsent(film)}></title-link></li>`)}</ul>`
  }
}

customElements.define('search-screen', SearchScreen)
declare global { interface HTMLElementTagNameMap { 'search-screen': SearchScreen } }
