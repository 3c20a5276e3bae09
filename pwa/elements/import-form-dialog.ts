/** What to import: the source, what it needs, and the way. */

import { LitElement, css, html, nothing } from 'lit'
import type { SyncSourceKind } from '../../domain/catalogue-sync.ts'
import type { SyncInfo } from '../../projections/wire-syncs.ts'
import { admin } from '../admin.ts'
import { CatalogueFailure } from '../catalogue.ts'
import { t } from '../strings/imports.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import { icon } from './icon.ts'

/** Of one title there is a form of its own, on the screen. */
const sources = ['library', 'refresh', 'export', 'discover', 'ids'] as const satisfies readonly SyncSourceKind[]
type Source = (typeof sources)[number]
const exportReadyMs = 9 * 3_600_000

export class ImportFormDialog extends LitElement {
  static override properties = { source: { state: true }, busy: { state: true }, problem: { state: true } }
  declare source: Source
  declare busy: boolean
  declare problem: string | undefined

  constructor() {
    super()
    this.source = 'library'
    this.busy = false
  }

  static override styles = [controls, dialogFrame, css`
    form { display: grid; gap: var(--space-4); }
    h2 { margin: 0; }
    fieldset { display: grid; gap: var(--space-1); margin: 0; padding: 0; border: 0; min-inline-size: 0; }
    legend { padding: 0; margin-block-end: var(--space-2); font-size: var(--size-2); font-weight: 600; }
    .choice { display: grid; grid-template-columns: auto 1fr; align-items: center; gap: 0 var(--space-3); min-block-size: var(--target); padding: var(--space-2) var(--space-3); border: 1px solid var(--line); border-radius: var(--round-2); cursor: pointer; font-size: var(--size-2); }
    .choice:has(:checked) { border-color: var(--now); background: var(--now-tint); }
    .choice:has(:focus-visible) { outline: 3px solid var(--then); outline-offset: 1px; }
    .choice input { accent-color: var(--now); margin: 0; }
    .choice small { grid-column: 2; color: var(--ink-soft); font-size: var(--size-1); }
    .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 10rem), 1fr)); gap: var(--space-4); }
    .pair select { inline-size: 100%; }
    .check { display: flex; align-items: center; gap: var(--space-3); min-block-size: var(--target); font-size: var(--size-2); }
    .check input { accent-color: var(--now); inline-size: 1.1rem; block-size: 1.1rem; }
    textarea.input { min-block-size: 6rem; }
    .notice p { overflow-wrap: anywhere; }
    dialog { scroll-padding-block-end: 6rem; }
    /* Long as the form is, what ends it is always in sight. */
    .row { position: sticky; inset-block-end: calc(-1 * var(--space-5)); margin: 0 calc(-1 * var(--space-5)) calc(-1 * var(--space-5)); padding: var(--space-3) var(--space-5) var(--space-5); background: var(--raise); }
  `]

  show(): void {
    this.problem = undefined
    void this.updateComplete.then(() => this.renderRoot.querySelector('dialog')?.showModal())
  }

  private async start(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (this.busy) return
    const fields = new FormData(event.target as HTMLFormElement)
    const text = (name: string) => String(fields.get(name) ?? '').trim()
    const file = text('file')
    const source: Record<Source, object> = {
      library: {}, refresh: {},
      export: { mediaType: text('mediaType'), ...file ? { file } : { date: text('date') }, ...fields.has('adult') ? { adult: true } : {} },
      discover: { query: text('query').replace(/^.*\?/s, '') },
      ids: { mediaType: text('mediaType'), ids: text('ids') },
    }
    this.busy = true
    try {
      const run = await admin.startImport({ source: { kind: this.source, ...source[this.source] }, way: text('way') })
      this.dispatchEvent(new ImportStartedEvent(run))
      this.renderRoot.querySelector('dialog')?.close()
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      this.problem = error.kind === 'offline' ? t('imports.offline') : error.message
    } finally {
      this.busy = false
    }
  }

  private async filled({ target }: Event): Promise<void> {
    const [file] = (target as HTMLInputElement).files ?? []
    const ids = this.renderRoot.querySelector<HTMLTextAreaElement>('textarea[name=ids]')
    if (file && ids) ids.value = await file.text()
  }

  override render() {
    return html`<dialog aria-labelledby="start" closedby="any"><form method="dialog" @submit=${this.start}>
      <h2 id="start">${t('imports.start')}</h2>
      <fieldset><legend>${t('imports.what')}</legend>${sources.map((source) => html`<label class="choice"><input type="radio" name="source" value=${source} .checked=${this.source === source}
        ?autofocus=${this.source === source} @change=${() => { this.source = source; this.problem = undefined }}><span>${t(`imports.choose.${source}`)}</span><small>${t(`imports.choose.${source}.lead`)}</small></label>`)}</fieldset>
      ${this.needs()}
      <fieldset><legend>${t('imports.how')}</legend>${(['database', 'files'] as const).map((way, i) => html`<label class="choice"><input type="radio" name="way" value=${way} ?checked=${i === 0}>
        <span>${t(`imports.way.${way}.name`)}</span><small>${t(`imports.way.${way}.lead`)}</small></label>`)}</fieldset>
      ${this.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${this.problem}</p></div>` : nothing}
      <div class="row"><button type="button" class="button" @click=${() => this.renderRoot.querySelector('dialog')?.close()}>${t('imports.cancel')}</button>
        <button class="button now" aria-disabled=${this.busy ? 'true' : 'false'}>${t('imports.begin')}</button></div></form></dialog>`
  }

  private needs() {
    const kind = html`<label class="field"><span>${t('imports.kind')}</span><select name="mediaType"><option value="movie">${t('imports.kind.movie')}</option><option value="tv">${t('imports.kind.tv')}</option></select></label>`
    switch (this.source) {
      case 'library': case 'refresh': return nothing
      case 'export': return html`<div class="pair">${kind}<label class="field"><span>${t('imports.date')}</span><input class="input" type="date" name="date" value=${newestExport()} max=${newestExport()}></label></div>
        <label class="field"><span>${t('imports.file')}</span><input class="input" name="file" autocomplete="off" spellcheck="false" pattern="[A-Za-z0-9_\\-][A-Za-z0-9._\\-]*"><small>${t('imports.file.help')}</small></label>
        <label class="check"><input type="checkbox" name="adult">${t('imports.adult')}</label>`
      case 'discover': return html`<label class="field"><span>${t('imports.query')}</span><input class="input" name="query" required autocomplete="off" spellcheck="false" placeholder="kind=movie&amp;genres=27&amp;from=1920-01-01"><small>${t('imports.query.help')}</small></label>`
      case 'ids': return html`${kind}<label class="field"><span>${t('imports.ids')}</span><textarea class="input" name="ids" required spellcheck="false" placeholder="653, 19, 961"></textarea></label>
        <label class="field"><span>${t('imports.ids.file')}</span><input class="input" type="file" accept=".txt,.csv,text/plain" @change=${this.filled}></label>`
    }
  }
}

/** TMDB's are there from about 8:00 UTC. */
function newestExport(): string {
  return new Date(Date.now() - exportReadyMs).toISOString().slice(0, 10)
}

export class ImportStartedEvent extends Event {
  readonly run: SyncInfo
  constructor(run: SyncInfo) {
    super('import-started', { bubbles: true, composed: true })
    this.run = run
  }
}

customElements.define('import-form-dialog', ImportFormDialog)
declare global { interface HTMLElementTagNameMap { 'import-form-dialog': ImportFormDialog } interface HTMLElementEventMap { 'import-started': ImportStartedEvent } }
