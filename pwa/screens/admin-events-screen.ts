/** History as it was recorded, for admins: filters in the address, newest first, followed live, one event in full beside the list. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { RecordedEvent } from '../../domain/event.ts'
import type { EventFilterName } from '../admin.ts'
import { EVENT_FILTERS, admin } from '../admin.ts'
import type { CatalogueFailure } from '../catalogue.ts'
import '../elements/chain-verdict.ts'
import '../elements/event-panel.ts'
import { icon } from '../elements/icon.ts'
import { failureNotice, intertitle } from '../elements/notices.ts'
import { goTo } from '../routes.ts'
import { ago } from '../strings/format.ts'
import { t } from '../strings/t.ts'
import { controls, screenFrame } from '../styles/controls.ts'

const followMs = 2_000
/** What the server answers at once. */
const pageEvents = 20
const usual: readonly EventFilterName[] = ['type', 'category', 'stream', 'actor']

export class AdminEventsScreen extends LitElement {
  static override properties = { query: { attribute: false }, events: { state: true }, further: { state: true }, failure: { state: true }, following: { state: true }, busy: { state: true } }
  declare query: URLSearchParams
  declare events: readonly RecordedEvent[] | undefined
  declare further: string | null
  declare failure: CatalogueFailure | undefined
  declare following: boolean
  declare busy: boolean
  #asked: string | undefined
  #asking = new AbortController()
  #timer: ReturnType<typeof setTimeout> | undefined
  #open: string | null = null

  constructor() {
    super()
    this.further = null
    this.following = false
    this.busy = false
  }

  static override styles = [controls, screenFrame, css`
    .bone { block-size: 3rem; margin-block-end: var(--space-2); }
    form { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(9rem, 45%), 1fr)); gap: var(--space-3); align-items: end; margin-block-end: var(--space-4); }
    details { grid-column: 1 / -1; }
    details > div { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 16rem), 1fr)); gap: var(--space-3); padding-block-start: var(--space-3); }
    summary { min-block-size: var(--target); align-content: center; color: var(--ink-soft); font-size: var(--size-2); cursor: pointer; }
    form .acts { grid-column: span 2; }
    .acts { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); }
    .acts label { display: flex; align-items: center; gap: var(--space-2); min-block-size: var(--target); padding-inline: var(--space-2); font-size: var(--size-2); cursor: pointer; }
    .acts input { inline-size: 1.2rem; block-size: 1.2rem; accent-color: var(--now); }
    .acts.all { align-items: start; }
    .acts chain-verdict { margin: 0; }
    .notice { margin-block-start: var(--space-4); }
    .sides { margin-block-start: var(--space-4); display: grid; gap: var(--space-5); align-items: start; }
    .list a { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 var(--space-4); padding: var(--space-2) var(--space-3); border-block-end: 1px solid var(--line); text-decoration: none; font-size: var(--size-2); }
    .list a:hover, .list [aria-current] { background: var(--raise); }
    .list .soft { overflow-wrap: anywhere; }
    .list span:nth-child(3) { grid-column: 1 / -1; }
    .looking { padding: var(--space-3); font-size: var(--size-2); color: var(--ink-soft); }
    aside { padding: var(--space-4); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); }
    aside header { float: inline-end; margin-block-start: calc(-1 * var(--space-2)); margin-inline-end: calc(-1 * var(--space-2)); }
    @media (width < 60rem) { .open .list { display: none; } }
    @media (width >= 60rem) { .sides.open { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } aside { position: sticky; inset-block-start: var(--space-4); max-block-size: calc(100dvh - 2 * var(--space-4)); overflow: auto; } }
  `]

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('keydown', this.#key)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('keydown', this.#key)
    clearTimeout(this.#timer)
    this.#asking.abort()
    this.#asked = undefined
  }

  override willUpdate(): void {
    const filter = this.filter().toString()
    if (filter === this.#asked) return
    this.#asked = filter
    this.events = undefined
    void this.#load('newest')
  }

  override updated(): void {
    const [before, open] = [this.#open, this.query.get('event')]
    this.#open = open
    if (open === before) return
    // On a narrow screen the event stands in the place of the list; the focus goes along, and back to its row.
    if (open === null) this.renderRoot.querySelector<HTMLElement>(`.list [href="${this.hrefOf(before)}"]`)?.focus()
    else if (!this.renderRoot.querySelector('.list')!.checkVisibility()) this.renderRoot.querySelector<HTMLElement>('aside header a')?.focus()
  }

  /** The address without the event that is open, and without empty fields. */
  private filter(): URLSearchParams {
    return new URLSearchParams([...this.query].filter(([name, value]) => (EVENT_FILTERS as readonly string[]).includes(name) && value !== ''))
  }

  private hrefOf = (id: string | null): string => {
    const address = this.filter()
    if (id !== null) address.set('event', id)
    return `/admin/events${address.size > 0 ? `?${address}` : ''}`
  }

  async #load(what: 'newest' | 'older' | 'follow'): Promise<void> {
    this.#asking.abort()
    const { signal } = this.#asking = new AbortController()
    this.failure = undefined
    this.busy = what !== 'follow'
    try {
      if (what === 'follow') await this.#lookForNew(signal)
      else await this.#lookBack(what, signal)
    } catch (error) {
      if (signal.aborted) return
      this.failure = error as CatalogueFailure
    }
    if (signal.aborted) return
    this.busy = false
    this.#followOn()
  }

  async #lookForNew(signal: AbortSignal): Promise<void> {
    const page = await admin.events(this.filter(), null, signal)
    if (signal.aborted) return
    const known = new Set(this.events?.map(({ id }) => id))
    // More has come than one page shows: what is between is a page away.
    if (page.events.length > 0 && !page.events.some(({ id }) => known.has(id))) [this.events, this.further] = [page.events, page.before]
    else this.events = [...page.events.filter(({ id }) => !known.has(id)), ...this.events ?? []]
  }

  /** One answer looks at a bounded part of history: for what is rare it goes on, seen and to be stopped, until there is a page of it. */
  async #lookBack(what: 'newest' | 'older', signal: AbortSignal): Promise<void> {
    let [found, before] = [0, what === 'older' ? this.further : null]
    do {
      const page = await admin.events(this.filter(), before, signal)
      if (signal.aborted) return
      this.events = [...found === 0 && what === 'newest' ? [] : this.events ?? [], ...page.events]
      this.further = before = page.before
      found += page.events.length
    } while (before !== null && found < pageEvents)
  }

  private stopLooking(): void {
    this.#asking.abort()
    this.busy = false
  }

  #followOn(): void {
    clearTimeout(this.#timer)
    if (!this.following || !this.isConnected) return
    this.#timer = setTimeout(() => {
      if (document.hidden || this.busy) this.#followOn()
      else void this.#load('follow')
    }, followMs)
  }

  #key = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.query.has('event')) {
      goTo(this.hrefOf(null))
      return
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('.list a')]
    const at = rows.indexOf((this.renderRoot as ShadowRoot).activeElement as HTMLElement)
    if (step === 0 || at < 0) return
    event.preventDefault()
    rows[at + step]?.focus()
  }

  private submitted(event: SubmitEvent): void {
    event.preventDefault()
    const given = [...new FormData(event.target as HTMLFormElement)].map(([name, value]) => [name, String(value).trim()] as [string, string]).filter(([, value]) => value !== '')
    goTo(`/admin/events?${new URLSearchParams(given)}`, 'replace')
  }

  override render() {
    const open = this.query.get('event')
    return html`<div class="head"><h1 tabindex="-1">${t('nav.events')}</h1></div>
      <form role="search" aria-label=${t('events.filters')} @submit=${this.submitted}>
        ${usual.map((name) => this.field(name))}
        <div class="acts"><button class="button now">${t('events.filter')}</button>${this.query.size > 0 ? html`<a class="button" href="/admin/events">${t('events.all')}</a>` : nothing}</div>
        <details ?open=${EVENT_FILTERS.some((name) => !usual.includes(name) && this.query.get(name))}><summary>${t('events.moreFilters')}</summary>
          <div>${EVENT_FILTERS.filter((name) => !usual.includes(name)).map((name) => this.field(name))}</div></details>
      </form>
      <div class="acts all"><a class="button" href=${admin.exportPath(this.filter())} download>${icon('downloads', 18)}${t('events.export')}</a>
        <label><input type="checkbox" .checked=${this.following} @change=${(event: Event) => { this.following = (event.target as HTMLInputElement).checked; this.#followOn() }}>${t('events.follow')}</label><chain-verdict></chain-verdict></div>
      ${this.failure ? failureNotice(this.failure, () => void this.#load('newest'), { offline: t('events.offline') }) : nothing}
      <div class="sides ${open ? 'open' : ''}"><section class="list" aria-label=${t('nav.events')} aria-busy=${this.busy ? 'true' : 'false'}>${this.list(open)}</section>
        ${open ? html`<aside aria-label=${t('events.one')}><header><a class="button round plain" href=${this.hrefOf(null)} aria-label=${t('events.close')}>${icon('close', 20)}</a></header>
          <event-panel .eventId=${open} .hrefOf=${this.hrefOf}></event-panel></aside>` : nothing}</div>`
  }

  private field(name: EventFilterName) {
    const shown = name === 'from' || name === 'to' ? '2026-01-31T12:00:00Z' : ''
    return html`<label class="field"><span>${t(`events.${name}`)}</span><input class="input" name=${name} placeholder=${shown} .value=${this.query.get(name) ?? ''} maxlength="200" autocomplete="off" spellcheck="false"></label>`
  }

  private list(open: string | null) {
    if (!this.events) return this.failure ? nothing : Array.from({ length: 8 }, () => html`<div class="bone"></div>`)
    return html`${this.events.length === 0 && this.further === null ? intertitle(t('events.none'), t('events.none.lead')) : nothing}
      <ul>${repeat(this.events, ({ id }) => id, (event) => html`<li><a href=${this.hrefOf(event.id)} aria-current=${event.id === open ? 'true' : nothing}>
        <span>${event.type}</span><span class="soft figures" title=${event.recordedAt}>${ago(event.recordedAt, Date.now())}</span><span class="soft small">${event.stream}</span></a></li>`)}</ul>
      ${this.further === null ? nothing : this.busy ? html`<p class="acts looking" role="status">${t('events.looking', { position: Number(this.further) })}
        <button class="button" @click=${this.stopLooking}>${icon('close', 18)}${t('events.stop')}</button></p>` : html`<p><button class="button" @click=${() => void this.#load('older')}>${t('events.older')}</button></p>`}`
  }
}

customElements.define('admin-events-screen', AdminEventsScreen)
declare global { interface HTMLElementTagNameMap { 'admin-events-screen': AdminEventsScreen } }
