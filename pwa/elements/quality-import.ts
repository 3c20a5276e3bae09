/** Files with quality profiles, formats and sizes: looked into first, what they would change is shown, and made only then. */

import { LitElement, css, html, nothing } from 'lit'
import type { Said } from '../../projections/said.ts'
import type { QualityChange, QualityImportAnswer } from '../../projections/wire-quality.ts'
import type { QualityFile } from '../admin.ts'
import { admin } from '../admin.ts'
import { CatalogueFailure } from '../catalogue.ts'
import { tellBrought } from '../strings/brought.ts'
import { bytes } from '../strings/format.ts'
import { t } from '../strings/quality.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'

/** As the server allows, with room for what JSON adds to the texts. */
const filesBytesMax = 3_500_000

export class QualityBroughtEvent extends Event {
  readonly answer: QualityImportAnswer
  constructor(answer: QualityImportAnswer) {
    super('quality-brought')
    this.answer = answer
  }
}

export class QualityImport extends LitElement {
  static override properties = { version: { type: Number }, files: { state: true }, tried: { state: true }, busy: { state: true }, problem: { state: true } }
  declare version: number
  declare files: readonly QualityFile[]
  declare tried: QualityImportAnswer | undefined
  declare busy: boolean
  declare problem: string | undefined

  constructor() {
    super()
    this.version = 0
    this.files = []
    this.busy = false
  }

  static override styles = [controls, css`
    :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); max-inline-size: 52rem; }
    .drop { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-3); justify-items: start; padding: var(--space-5); border: 2px dashed var(--line); border-radius: var(--round-3); }
    .drop.over { border-color: var(--now); background: var(--now-tint); }
    .drop > * { max-inline-size: 100%; } .drop input { inline-size: 100%; min-inline-size: 0; font-size: var(--size-2); }
    .drop input::file-selector-button { min-block-size: var(--target); margin-inline-end: var(--space-3); padding: 0 var(--space-4); border: 1px solid var(--edge); border-radius: var(--pill); background: transparent; color: inherit; font: 600 var(--size-2) / 1 var(--text); cursor: pointer; }
    .drop input::file-selector-button:hover { border-color: var(--ink); }
    .result { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); padding: var(--space-4) var(--space-5); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); }
    .result:focus { outline: none; }
    li { padding-block: var(--space-2); border-block-end: 1px solid var(--line); font-size: var(--size-2); overflow-wrap: anywhere; }
    li b { margin-inline-end: var(--space-2); }
    li p { color: var(--ink-soft); font-size: var(--size-1); }
    .tag { display: inline-block; min-inline-size: 5.5em; color: var(--ink-soft); font-size: var(--size-1); }
    .acts { display: flex; flex-wrap: wrap; gap: var(--space-3); }
    .bad { color: var(--bad); }
  `]

  private async brought(list: FileList | null | undefined): Promise<void> {
    const chosen = [...list ?? []]
    if (chosen.length === 0 || this.busy) return
    if (chosen.reduce((sum, { size }) => sum + size, 0) > filesBytesMax) {
      this.problem = t('quality.import.large', { size: bytes(filesBytesMax) })
      return
    }
    this.files = await Promise.all(chosen.map(async (file) => ({ name: file.name, text: await file.text() })))
    await this.#ask(true)
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('.result')?.focus()
  }

  async #ask(dryRun: boolean): Promise<void> {
    this.busy = true
    this.problem = undefined
    try {
      const answer = await admin.importQuality({ version: this.version, files: this.files, dryRun })
      if (answer.applied) this.dispatchEvent(new QualityBroughtEvent(answer))
      this.tried = answer.applied ? undefined : answer
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      this.problem = error.kind === 'offline' ? t('quality.offline') : error.message
    } finally {
      this.busy = false
    }
  }

  override render() {
    const over = (event: DragEvent, on: boolean) => {
      event.preventDefault()
      ;(event.currentTarget as Element).classList.toggle('over', on)
    }
    return html`<div class="drop" @dragover=${(event: DragEvent) => over(event, true)} @dragleave=${(event: DragEvent) => over(event, false)} @drop=${(event: DragEvent) => { over(event, false); void this.brought(event.dataTransfer?.files) }}>
        <p class="soft">${t('quality.import.lead')}</p>
        <label class="field"><span>${t('quality.import.choose')}</span><input type="file" multiple accept=".json,application/json" @change=${({ target }: Event) => void this.brought((target as HTMLInputElement).files)}></label>
        ${this.busy ? html`<p role="status" class="soft small">${t('quality.import.trying')}</p>` : nothing}</div>
      ${this.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${this.problem}</p></div>` : nothing}
      ${this.tried ? this.result(this.tried) : nothing}`
  }

  private result({ changes, problems }: QualityImportAnswer) {
    const isChange = changes.some(({ change }) => change !== 'same')
    const formats = changes.filter(({ kind, change }) => kind === 'format' && change !== 'same').length
    return html`<div class="result" role="group" aria-labelledby="tried" tabindex="-1"><h3 id="tried">${t('quality.import.tried')}</h3>
      ${isChange ? html`<ul>${changes.filter(({ kind }) => kind !== 'format').map(row)}${formats > 0 ? html`<li>${t('quality.import.formats', { count: formats })}</li>` : nothing}</ul>`
        : html`<p>${t(changes.length > 0 ? 'quality.import.nothing' : 'quality.import.useless')}</p>`}
      ${problems.length > 0 ? html`<div><h3 class="bad">${t('quality.import.problems')}</h3><ul>${problems.map(({ file, ...said }) => html`<li>${file === '' ? nothing : html`<b><bdi>${file}</bdi></b> `}${sentence(said)}</li>`)}</ul></div>` : nothing}
      <div class="acts">${isChange ? html`<button class="button now" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => { if (!this.busy) void this.#ask(false) }}>${t('quality.import.make')}</button>` : nothing}
        <button class="button" @click=${() => { this.tried = undefined }}>${t('quality.import.leave')}</button></div></div>`
  }
}

function row({ kind, name, change, details }: QualityChange) {
  return html`<li><span class="tag">${t(`quality.import.${change}`)}</span><b>${t(`quality.import.${kind}`)}${kind === 'sizes' ? '' : ` ${name}`}</b>${details.map((detail) => html`<p>${sentence(detail)}</p>`)}</li>`
}

function sentence(said: Said): string {
  const text = tellBrought(said).replace(/\.$/, '')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

customElements.define('quality-import', QualityImport)
declare global { interface HTMLElementTagNameMap { 'quality-import': QualityImport } }
