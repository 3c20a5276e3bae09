/** One import that is not over: how far it is; or what it would change, what is to be mended by hand, and the way to begin. Says `moved` with how it stands then, or with nothing once it is gone. */

import { LitElement, css, html, nothing } from 'lit'
import type { ImportShown, ImportTake, LibraryImport } from '../../projections/wire-import.ts'
import { IMPORT_KINDS } from '../../projections/wire-import.ts'
import { bring } from '../bring.ts'
import { CatalogueFailure } from '../catalogue.ts'
import { t } from '../strings/bring.ts'
import { calendarDate, listed } from '../strings/format.ts'
import { locale } from '../strings/language.ts'
import { tellRefusal } from '../strings/refusal.ts'
import { controls, progressBar } from '../styles/controls.ts'
import { FocusKept } from './focus-kept.ts'
import { icon } from './icon.ts'
import './import-titles.ts'
import { showToast } from './show-toast.ts'

const SYSTEMS: Readonly<Record<string, string>> = { rewind: 'Rewind', letterboxd: 'Letterboxd', trakt: 'Trakt', imdb: 'IMDb', tmdb: 'TMDB', yamtrack: 'Yamtrack', movary: 'Movary', simkl: 'Simkl', watcharr: 'Watcharr' }
const TABS = ['unmatched', 'differing', 'fresh', 'left-out'] as const satisfies readonly ImportShown[]
const problemsShown = 100

export class ImportReview extends LitElement {
  static override properties = { run: { attribute: false }, busy: { state: true }, tab: { state: true }, agreed: { state: true } }
  declare run: LibraryImport
  declare busy: boolean
  /** Undefined until somebody chose one: the first that has something in it. */
  declare tab: ImportShown | undefined
  /** To much of one's own being replaced. */
  declare agreed: boolean
  protected focusKept = new FocusKept(this, 'article')

  constructor() {
    super()
    this.busy = this.agreed = false
  }

  static override styles = [controls, progressBar, css`
    :host(:focus), article:focus { outline: none; }
    article { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); min-inline-size: 0; }
    header { display: grid; gap: var(--space-1); }
    header b { overflow-wrap: anywhere; font-weight: 600; }
    table { inline-size: 100%; border-collapse: collapse; font-size: var(--size-2); }
    th, td { padding: var(--space-2) var(--space-2); text-align: end; vertical-align: bottom; border-block-end: 1px solid var(--line); }
    th:first-child { text-align: start; padding-inline-start: 0; font-weight: 400; }
    thead th { color: var(--ink-faint); font-size: var(--size-1); font-weight: 400; }
    td.some { font-weight: 600; } td.none { color: var(--ink-faint); }
    fieldset { display: grid; gap: var(--space-2); margin: 0; padding: 0; border: 0; min-inline-size: 0; }
    legend { padding: 0; font: 600 var(--size-2) / 1.3 var(--text); }
    .choices { display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-5); }
    .choice { display: inline-flex; align-items: center; gap: var(--space-2); min-block-size: var(--target); font-size: var(--size-2); font-weight: 600; cursor: pointer; }
    .choice input { inline-size: 1.25rem; block-size: 1.25rem; margin: 0; flex: none; accent-color: var(--now); }
    .tabs { display: flex; flex-wrap: wrap; gap: var(--space-2); }
    .acts { display: flex; flex-wrap: wrap; gap: var(--space-3); }
    summary { min-block-size: var(--target); display: flex; align-items: center; gap: var(--space-2); cursor: pointer; font-size: var(--size-2); font-weight: 600; }
    summary svg { transition: transform var(--quick); } details[open] summary svg { transform: rotate(180deg); }
    .problems { display: grid; gap: var(--space-1); max-block-size: 18rem; overflow-y: auto; font-size: var(--size-2); }
    .problems li { padding-block: var(--space-1); border-block-start: 1px solid var(--line); overflow-wrap: anywhere; }
    .notice { background: var(--ground); }
  `]

  private async act(work: () => Promise<LibraryImport | undefined>, said?: string): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      const run = await work()
      this.dispatchEvent(new CustomEvent('moved', { detail: run }))
      if (said !== undefined) showToast({ text: said })
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      showToast({ text: error.kind === 'offline' ? t('bring.offline') : error.message, tone: 'bad' })
      this.dispatchEvent(new CustomEvent('moved'))
    } finally {
      this.busy = false
    }
  }

  private get name(): string {
    const systems = [...new Set(this.run.files.flatMap(({ system }) => system === null ? [] : SYSTEMS[system] ?? system))]
    return t('bring.name', { systems: listed(systems) || this.run.fileName, date: calendarDate(this.run.createdAt) })
  }

  override render() {
    const { phase } = this.run
    return html`<article tabindex="-1" aria-label=${this.name}><header><b>${this.name}</b><span class="soft small">${this.run.fileName}${this.run.rows === 0 ? nothing : html` · ${t('bring.read', { count: this.run.rows, titles: this.run.titles.all.toLocaleString(locale) })}`}</span></header>
      ${phase === 'ready' ? this.review() : this.progress()}</article>`
  }

  private progress() {
    const { phase, titles: { all, waiting, done, matched }, note } = this.run
    const [moved, of] = phase === 'matching' ? [all - waiting, all] : phase === 'running' ? [done, matched] : [0, 0]
    const counts = { done: moved.toLocaleString(locale), all: of.toLocaleString(locale) }
    const what = phase === 'matching' || phase === 'running' ? t(`bring.phase.${phase}`, counts) : t(phase === 'reading' ? 'bring.phase.reading' : 'bring.phase.planning')
    return html`<p role="status" class="figures">${what}</p><progress max="1" value=${of === 0 ? nothing : moved / of} aria-label=${what}></progress>
      ${note ? html`<p class="soft small" role="status">${icon('clock', 16)} ${t('bring.waits', { why: note })}</p>` : nothing}
      <div class="acts"><button class="button" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => void this.act(() => bring.cancel(this.run.importId), t(phase === 'running' ? 'bring.stopped' : 'bring.discarded'))}>${icon('close', 18)}${t(phase === 'running' ? 'bring.stop' : 'bring.discard')}</button></div>`
  }

  private review() {
    const { size, mustBeConfirmed, replaces, titles, importId } = this.run
    const barred = size === 0 || mustBeConfirmed && !this.agreed || this.busy
    return html`<p>${t('bring.phase.ready')}</p>${this.counts()}
      ${titles.differing > 0 || Object.values(this.run.counts).some(({ differing }) => differing > 0) ? this.word() : nothing}
      ${this.problems()}
      ${mustBeConfirmed ? html`<div class="notice bad" role="status">${icon('alert')}<p>${t('bring.replaces.lead')}</p><label class="choice"><input type="checkbox" .checked=${this.agreed} @change=${(event: Event) => { this.agreed = (event.target as HTMLInputElement).checked }}>${t('bring.replaces', { count: replaces })}</label></div>` : nothing}
      ${size === 0 ? html`<p class="soft" role="status">${t('bring.nothing')}</p>` : nothing}
      <div class="acts">${size === 0 ? nothing : html`<button class="button now" aria-disabled=${barred ? 'true' : 'false'} @click=${() => { if (!barred) void this.act(() => bring.start(importId, { name: this.name, confirmed: this.agreed }), t('bring.started')) }}>${icon('check', 18)}${t('bring.start', { count: size })}</button>`}
        <button class="button" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => void this.act(() => bring.cancel(importId), t('bring.discarded'))}>${icon('close', 18)}${t('bring.discard')}</button></div>
      ${this.titles()}`
  }

  private counts() {
    const columns = ['fresh', 'same', 'differing', 'leftOut'] as const
    const kinds = IMPORT_KINDS.filter((kind) => this.run.counts[kind])
    if (kinds.length === 0) return nothing
    return html`<table class="figures"><thead><tr><th scope="col">${t('bring.what')}</th>${columns.map((column) => html`<th scope="col">${t(`bring.${column}`)}</th>`)}</tr></thead>
      <tbody>${kinds.map((kind) => html`<tr><th scope="row">${t(`bring.kind.${kind}`)}</th>${columns.map((column) => {
        const count = this.run.counts[kind]![column]
        return html`<td class=${count === 0 ? 'none' : column === 'fresh' ? 'some' : ''}>${count.toLocaleString(locale)}</td>`
      })}</tr>`)}</tbody></table>`
  }

  private word() {
    const choose = (take: ImportTake) => void this.act(() => bring.choose(this.run.importId, take))
    return html`<fieldset aria-describedby="word"><legend>${t('bring.take')}</legend><p class="soft small" id="word">${t('bring.take.lead')}</p>
      <div class="choices">${(['mine', 'theirs'] as const).map((take) => html`<label class="choice"><input type="radio" name="take" .checked=${this.run.take === take} @change=${() => choose(take)}>${t(`bring.take.${take}`)}</label>`)}</div></fieldset>`
  }

  private titles() {
    const { unmatched, differing } = this.run.titles
    const shown = this.tab ?? (unmatched > 0 ? 'unmatched' : differing > 0 ? 'differing' : 'fresh')
    const label = (tab: (typeof TABS)[number]) => tab === 'unmatched' ? t('bring.shown.unmatched', { count: unmatched.toLocaleString(locale) }) : tab === 'differing' ? t('bring.shown.differing', { count: differing.toLocaleString(locale) }) : t(`bring.shown.${tab}`)
    return html`<div class="tabs" role="group" aria-label=${t('bring.shown')}>${TABS.map((tab) => html`<button class="button ${tab === shown ? 'on' : ''}" aria-pressed=${tab === shown ? 'true' : 'false'} @click=${() => { this.tab = tab }}>${label(tab)}</button>`)}</div>
      <import-titles .importId=${this.run.importId} .shown=${shown} .take=${this.run.take} @fixed=${() => this.fixed(shown)}></import-titles>
      ${shown === 'unmatched' && unmatched > 0 ? html`<div><button class="button" @click=${() => void this.act(() => bring.again(this.run.importId))}>${icon('retry', 18)}${t('bring.again')}</button></div>` : nothing}`
  }

  /** Whoever mends the last of them stays where they are, and is told that it was the last. */
  private fixed(shown: ImportShown): void {
    this.tab = shown
    this.dispatchEvent(new CustomEvent('moved'))
  }

  private problems() {
    const { problems, problemsLeftOut } = this.run
    if (problems.length === 0) return nothing
    return html`<details><summary>${icon('chevronDown', 18)}${t('bring.problems', { count: problems.length + problemsLeftOut })}</summary>
      <ul class="problems" tabindex="0" aria-label=${t('bring.problems', { count: problems.length + problemsLeftOut })}>${problems.slice(0, problemsShown).map(({ code, file, line, message }) => html`<li>${tellRefusal(code, message)} <span class="soft small">${line === null ? file : t('bring.from', { file, line })}</span></li>`)}</ul>
      ${problems.length + problemsLeftOut > problemsShown ? html`<p class="soft small">${t('bring.problems.more', { count: problems.length + problemsLeftOut - problemsShown })}</p>` : nothing}</details>`
  }
}

customElements.define('import-review', ImportReview)
declare global { interface HTMLElementTagNameMap { 'import-review': ImportReview } }
