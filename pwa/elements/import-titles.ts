/** Titles of an import, as many as there are: what each would bring, which it is, and what is to be settled by hand. Says `fixed` after each change. */

import { LitElement, css, html, nothing } from 'lit'
import type { ImportCandidate, ImportConflict, ImportShown, ImportTake, ImportTitle } from '../../projections/wire-import.ts'
import type { Rating } from '../../domain/library-entry.ts'
import type { TitleFix } from '../bring.ts'
import { bring } from '../bring.ts'
import { CatalogueFailure } from '../catalogue.ts'
import { t } from '../strings/bring.ts'
import { t as shared } from '../strings/shell.ts'
import { tellRefusal } from '../strings/refusal.ts'
import { controls } from '../styles/controls.ts'
import { FocusKept } from './focus-kept.ts'
import { icon } from './icon.ts'
import './import-match-dialog.ts'
import { freshIn } from './import-words.ts'
import { failureNotice } from './notices.ts'
import './poster.ts'
import { showToast } from './show-toast.ts'
import { virtualItems } from './virtual-items.ts'

export class ImportTitles extends LitElement {
  static override properties = { importId: {}, shown: {}, take: {}, titles: { state: true }, next: { state: true }, loading: { state: true }, failure: { state: true }, asking: { state: true } }
  declare importId: string
  declare shown: ImportShown
  declare take: ImportTake
  declare titles: readonly ImportTitle[]
  declare next: number | null
  declare loading: boolean
  declare failure: CatalogueFailure | undefined
  /** Whose title is being looked for. */
  declare asking: ImportTitle | undefined
  protected focusKept = new FocusKept(this, '.rows')
  #asked = new AbortController()

  constructor() {
    super()
    this.titles = []
    this.next = null
    this.loading = false
  }

  static override styles = [controls, css`
    .rows { min-block-size: 4.5rem; } .rows:focus { outline: none; }
    .item { inline-size: 100%; display: grid; grid-template-columns: 2.75rem minmax(0, 1fr); gap: var(--space-2) var(--space-3); padding-block: var(--space-3); border-block-end: 1px solid var(--line); }
    .words { display: grid; gap: var(--space-1); min-inline-size: 0; overflow-wrap: anywhere; }
    .words b { font-weight: 600; }
    .acts { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: var(--space-2); padding-inline-start: calc(2.75rem + var(--space-3)); }
    .bone { block-size: 4.5rem; margin-block-end: var(--space-2); }
    .empty { padding-block: var(--space-4); }
    @media (width < 44rem) { .acts { padding-inline-start: 0; } }
  `]

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('importId') || changed.has('shown')) void this.load(0)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#asked.abort()
  }

  private async load(after: number): Promise<void> {
    this.#asked.abort()
    const { signal } = this.#asked = new AbortController()
    if (after === 0) this.titles = []
    this.loading = true
    this.failure = undefined
    try {
      const { titles, next } = await bring.titles(this.importId, this.shown, after, signal)
      if (signal.aborted) return
      this.titles = [...this.titles, ...titles]
      this.next = next
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof CatalogueFailure)) throw error
      this.failure = error
    }
    this.loading = false
  }

  private async fix(title: ImportTitle, fix: TitleFix, said?: { readonly text: string; readonly undo: TitleFix }): Promise<void> {
    try {
      const fixed = await bring.fix(this.importId, title.place, fix)
      this.titles = 'take' in fix || this.shown === 'fresh' ? this.titles.map((one) => one.place === title.place ? fixed : one) : this.titles.filter(({ place }) => place !== title.place)
      this.dispatchEvent(new CustomEvent('fixed'))
      if (said) showToast({ text: said.text, action: { label: t('bring.undo'), icon: 'undo', run: () => void this.fix(fixed, said.undo).then(() => this.load(0)) } })
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      showToast({ text: error.kind === 'offline' ? t('bring.offline') : error.message, tone: 'bad' })
    }
  }

  private pick(title: ImportTitle, match: ImportCandidate): void {
    void this.fix(title, { match }, { text: t('bring.picked', { title: nameOf(title) }), undo: formerOf(title) })
  }

  private leave(title: ImportTitle): void {
    void this.fix(title, { leaveOut: true }, { text: t('bring.left', { title: nameOf(title) }), undo: formerOf(title) })
  }

  override render() {
    const { titles, loading, failure, next } = this
    return html`<div class="rows" role="list" tabindex="-1" aria-label=${t('bring.shown')} aria-busy=${loading ? 'true' : 'false'}>${titles.length === 0 ? nothing : this.drawn(titles)}</div>
      ${failure ? failureNotice(failure, () => void this.load(titles.at(-1)?.place ?? 0), { offline: t('bring.offline') }) : nothing}
      ${loading && titles.length === 0 ? [0, 1, 2].map(() => html`<div class="bone"></div>`) : nothing}
      ${!loading && !failure && titles.length === 0 && this.shown !== 'all' ? html`<p class="soft empty" role="status">${t(`bring.none.${this.shown}`)}</p>` : nothing}
      ${next === null ? nothing : html`<p class="empty"><button class="button" aria-disabled=${loading ? 'true' : 'false'} @click=${() => { if (!loading) void this.load(titles.at(-1)!.place) }}>${t('bring.more')}</button></p>`}
      ${this.asking ? html`<import-match-dialog .wanted=${this.asking} @chosen=${(event: CustomEvent<ImportCandidate>) => this.pick(this.asking!, event.detail)} @close=${() => { this.asking = undefined }}></import-match-dialog>` : nothing}`
  }

  /** In an element that goes with it: a virtualizer whose host stays goes on hearing what the next one tells there. */
  private drawn(titles: readonly ImportTitle[]) {
    return html`<div role="none">${virtualItems({ items: titles, keyFunction: ({ place }) => place, renderItem: (title) => this.row(title) })}</div>`
  }

  private row(title: ImportTitle) {
    const name = nameOf(title)
    const { match, given, file, line, state } = title
    return html`<div role="listitem" class="item"><rewind-poster .path=${match?.posterPath ?? null} .name=${name} .year=${match?.year ?? given.year} sizes="2.75rem" aria-hidden="true"></rewind-poster>
      <div class="words"><p><b>${name}</b> <span class="faint figures">${match?.year ?? given.year}</span></p>${this.said(title)}<p class="faint small">${t('bring.from', { file, line })}</p></div>
      <div class="acts">${state === 'unmatched' ? title.candidates.map((one) => html`<button class="button" @click=${() => this.pick(title, one)}>${icon('check', 18)}${t('bring.pick', { title: one.year === null ? one.title : `${one.title} (${one.year})` })}</button>`) : nothing}
        ${state === 'matched' && this.shown === 'differing' ? this.word(title) : nothing}
        ${state === 'unmatched' ? html`<button class="button" aria-label=${t('bring.search.of', { title: name })} @click=${() => { this.asking = title }}>${icon('search', 18)}${t('bring.search')}</button>` : nothing}
        ${state === 'matched' && this.shown === 'fresh' ? html`<button class="button plain" aria-label=${t('bring.other.of', { title: name })} @click=${() => { this.asking = title }}>${t('bring.other')}</button>` : nothing}
        ${state === 'left_out' ? html`<button class="button" aria-label=${t('bring.bringBack.of', { title: name })} @click=${() => { this.asking = title }}>${icon('search', 18)}${t('bring.bringBack')}</button>`
          : this.shown === 'left-out' ? nothing : html`<button class="button plain" aria-label=${t('bring.leave.of', { title: name })} @click=${() => this.leave(title)}>${t('bring.leave')}</button>`}</div></div>`
  }

  private said(title: ImportTitle) {
    if (title.state === 'unmatched') return html`<p class="soft small">${title.code ? t(`bring.why.${title.code}`) : nothing}</p>`
    if (this.shown === 'differing') return title.conflicts.map((conflict) => html`<p class="soft small">${conflictSaid(conflict)}</p>`)
    if (this.shown === 'left-out') return title.leftOut.map(({ code, message, file, line }) => html`<p class="soft small">${tellRefusal(code, message)} ${t('bring.from', { file, line })}</p>`)
    return html`<p class="soft small">${freshIn(title.counts)}</p>`
  }

  private word(title: ImportTitle) {
    const counts = title.take ?? this.take
    return (['mine', 'theirs'] as const).map((take) => html`<button class="button ${counts === take ? 'on' : ''}" aria-pressed=${counts === take ? 'true' : 'false'} aria-label=${t('bring.take.of', { what: t(`bring.take.${take}`), title: nameOf(title) })}
      @click=${() => void this.fix(title, { take })}>${t(`bring.take.${take}`)}</button>`)
  }
}

function nameOf({ given, match }: ImportTitle): string {
  return match?.title || given.title || given.imdb || t('bring.unnamed')
}

/** What puts it back as it was. */
function formerOf({ match }: ImportTitle): TitleFix {
  return match ? { match } : { open: true }
}

function conflictSaid({ kind, mine, theirs }: ImportConflict): string {
  if (mine === null) return t('bring.conflict.gone', { what: t(`bring.kind.${kind}`) })
  if (kind === 'rating') return t('bring.conflict.rating', { mine: shared(`rating.${mine as Rating}`), theirs: shared(`rating.${theirs as Rating}`) })
  return t('bring.conflict.review', { mine, theirs })
}

customElements.define('import-titles', ImportTitles)
declare global { interface HTMLElementTagNameMap { 'import-titles': ImportTitles } }
