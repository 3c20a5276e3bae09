/** Settings: bringing in one's own library from elsewhere. The import that is under way, or a place to drop one; and the earlier ones, each to be removed. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { LibraryImport, LibraryImportsAnswer } from '../../projections/wire-import.ts'
import { bring, uploadBytesMax } from '../bring.ts'
import { CatalogueFailure } from '../catalogue.ts'
import { Live } from '../house.ts'
import { batchOf, takingBackOf, undoOf } from '../begun-batches.ts'
import { library } from '../library.ts'
import { t } from '../strings/bring.ts'
import { ago, bytes, listed } from '../strings/format.ts'
import { tellRefusal } from '../strings/refusal.ts'
import { controls, progressBar } from '../styles/controls.ts'
import { fileButton } from '../styles/file-button.ts'
import { sectionStyles } from '../screens/settings-styles.ts'
import { icon } from './icon.ts'
import './import-review.ts'
import { broughtIn } from './import-words.ts'
import { LiveFeed } from './live-feed.ts'
import { failureNotice } from './notices.ts'
import { showToast } from './show-toast.ts'

const SOURCES = ['letterboxd', 'trakt', 'imdb', 'tmdb', 'yamtrack', 'others', 'rewind'] as const

export class LibraryImportPart extends LitElement {
  static override properties = { sending: { state: true }, problem: { state: true }, taking: { state: true } }
  /** Bytes on their way. */
  declare sending: number | undefined
  declare problem: string | undefined
  /** Of an import that is being removed or brought back: the batch that is taken back, and what took it back last before. */
  declare taking: { readonly importId: string; readonly batchId: string; readonly before: string | undefined; readonly redo: boolean } | undefined
  protected live = new Live(this)
  protected feed = new LiveFeed<LibraryImportsAnswer>(this, { ask: bring.all, follow: bring.follow })

  static override styles = [controls, progressBar, sectionStyles, fileButton, css`
    .drop { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-3); justify-items: start; padding: var(--space-5); border: 2px dashed var(--line); border-radius: var(--round-3); }
    .drop.over { border-color: var(--now); background: var(--now-tint); }
    import-review:focus { outline: none; }
    .bone { block-size: 9rem; }
    summary { min-block-size: var(--target); display: flex; align-items: center; gap: var(--space-2); cursor: pointer; font-size: var(--size-2); font-weight: 600; }
    summary svg { transition: transform var(--quick); } details[open] summary svg { transform: rotate(180deg); }
    details ul { display: grid; gap: var(--space-2); padding-inline-start: var(--space-5); list-style: disc; font-size: var(--size-2); color: var(--ink-soft); }
    .past li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--space-2) var(--space-4); align-items: center; padding-block: var(--space-3); }
    .past li + li { border-block-start: 1px solid var(--line); }
    .past b { overflow-wrap: anywhere; font-weight: 600; }
    .past .gone b { color: var(--ink-soft); text-decoration: line-through; }
    .past .far { grid-column: 1 / -1; display: grid; gap: var(--space-1); }
    .acts { display: flex; flex-wrap: wrap; gap: var(--space-2); justify-content: end; }
    @media (width < 44rem) { .past li { grid-template-columns: minmax(0, 1fr); } .acts { justify-content: start; } }
  `]

  private get open(): LibraryImport | undefined {
    return this.feed.answer?.imports.find(({ endedAt }) => endedAt === null)
  }

  private show(changed: LibraryImport): void {
    this.feed.change(({ imports }) => ({ imports: imports.some(({ importId }) => importId === changed.importId) ? imports.map((one) => one.importId === changed.importId ? changed : one) : [changed, ...imports] }))
  }

  private async send(list: FileList | null | undefined): Promise<void> {
    const files = [...list ?? []]
    if (files.length === 0 || this.sending !== undefined) return
    const size = files.reduce((sum, file) => sum + file.size, 0)
    this.problem = size > uploadBytesMax ? t('bring.large', { size: bytes(uploadBytesMax) }) : undefined
    if (this.problem !== undefined) return
    this.sending = size
    try {
      this.show(await bring.send(files))
      await this.updateComplete
      this.renderRoot.querySelector('import-review')?.focus()
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      this.problem = error.kind === 'offline' ? t('bring.offline') : error.message
    } finally {
      this.sending = undefined
    }
  }

  override render() {
    const { answer, failure, lost } = this.feed
    const offline = failure?.kind === 'offline' || lost && !library.link().online
    return html`<section class="part" aria-labelledby="bring"><div><h3 id="bring">${t('bring.title')}</h3><p class="lead">${t('bring.lead')}</p></div>
        ${offline ? html`<div class="notice" role="status">${icon('offline')}<p>${t('bring.offline')}</p></div>` : failure ? failureNotice(failure, () => void this.feed.load()) : nothing}
        ${answer === undefined ? failure ? nothing : html`<div class="bone" role="status" aria-label=${t('bring.loading')}></div>` : this.open
          ? html`<import-review tabindex="-1" .run=${this.open} @moved=${(event: CustomEvent<LibraryImport | undefined>) => event.detail ? this.show(event.detail) : void this.feed.load()}></import-review>` : this.drop(offline)}</section>
      ${answer === undefined ? nothing : this.past(answer.imports.filter(({ endedAt }) => endedAt !== null))}`
  }

  private drop(offline: boolean) {
    const over = (event: DragEvent, on: boolean) => {
      event.preventDefault()
      ;(event.currentTarget as Element).classList.toggle('over', on)
    }
    return html`<div class="drop" @dragover=${(event: DragEvent) => over(event, true)} @dragleave=${(event: DragEvent) => over(event, false)} @drop=${(event: DragEvent) => { over(event, false); void this.send(event.dataTransfer?.files) }}>
        <p class="soft small">${t('bring.drop')}</p>
        <label class="button file">${t('bring.choose')}<input type="file" multiple accept=".zip,.csv,.tsv,.json,.ndjson,.txt" ?disabled=${offline || this.sending !== undefined} @change=${({ target }: Event) => void this.send((target as HTMLInputElement).files)}></label>
        ${this.sending === undefined ? nothing : html`<p role="status" class="soft small">${t('bring.sending', { size: bytes(this.sending) })}</p><progress aria-label=${t('bring.sending', { size: bytes(this.sending) })}></progress>`}</div>
      ${this.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${this.problem}</p></div>` : nothing}
      <details><summary>${icon('chevronDown', 18)}${t('bring.where')}</summary><ul>${SOURCES.map((source) => html`<li>${t(`bring.where.${source}`)}</li>`)}</ul></details>`
  }

  private past(imports: readonly LibraryImport[]) {
    const inForce = new Set(library.acts().flatMap(({ batchId, undone }) => batchId !== null && !undone ? batchId : []))
    return html`<section class="part past" aria-labelledby="past"><h3 id="past">${t('bring.past')}</h3>
      ${imports.length === 0 ? html`<p class="soft small">${t('bring.past.empty')}</p>` : html`<ul>${repeat(imports, ({ importId }) => importId, (run) => this.pastRow(run, inForce.has(run.importId)))}</ul>`}</section>`
  }

  private pastRow(run: LibraryImport, inForce: boolean) {
    const { importId, phase, endedAt, error, leftOut } = run
    const name = run.name ?? run.fileName
    const undoing = inForce ? undefined : undoOf(importId)
    // What is half done is still what was pressed.
    const taking = this.taking?.importId === importId ? this.taking : undefined
    const redo = taking?.redo ?? undoing !== undefined
    const when = ago(endedAt!, Date.now())
    const what = error ? `${t('bring.phase.failed')}: ${tellRefusal(error.code, error.message)}` : listed([phase === 'cancelled' ? t('bring.phase.cancelled') : null, broughtIn(run) || t('bring.past.nothing')])
    return html`<li class=${undoing ? 'gone' : ''}><div><p><b>${name}</b>${undoing ? html` <span class="soft small">${t('bring.removed')}</span>` : nothing}</p><p class="soft small">${t('bring.past.what', { what, when })}</p>
        ${leftOut.length === 0 ? nothing : html`<details><summary>${icon('chevronDown', 18)}${t('bring.refused', { count: leftOut.length })}</summary><ul>${leftOut.slice(0, shownMax).map(({ code, message, file, line }) => html`<li>${tellRefusal(code, message)} ${t('bring.from', { file, line })}</li>`)}</ul></details>`}</div>
      ${error || !batchOf(importId) ? nothing : html`<div class="acts"><a class="button plain" href="/history?batch=${importId}" aria-label=${t('bring.see.of', { name })}>${icon('history', 18)}${t('bring.see')}</a>
        <button class="button then" aria-disabled=${this.taking !== undefined} aria-label=${t(redo ? 'bring.redo.of' : 'bring.remove.of', { name })} @click=${() => void this.takeBack(importId, undoing?.commandId)}>${icon(redo ? 'redo' : 'undo', 18)}${t(redo ? 'bring.redo' : 'bring.remove')}</button></div>`}
      ${taking ? this.howFar(taking) : nothing}</li>`
  }

  private howFar({ batchId, before, redo }: NonNullable<typeof this.taking>) {
    const begun = takingBackOf(batchId, before)
    if (!begun) return nothing
    const { done, size } = begun
    const label = t(redo ? 'bring.redoing' : 'bring.removing', { done, size })
    return html`<div class="far"><p class="soft small figures">${label}</p><progress max=${size} value=${done} aria-label=${label}></progress></div>`
  }

  private async takeBack(importId: string, undoing: string | undefined): Promise<void> {
    if (this.taking) return
    const batchId = undoing ?? importId
    this.taking = { importId, batchId, before: takingBackOf(batchId)?.batchId, redo: undoing !== undefined }
    try {
      const { takeBackBatch } = await import('../batches.ts')
      await takeBackBatch(batchId)
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      showToast({ text: error.kind === 'offline' ? t('bring.offline') : error.message, tone: 'bad' })
    } finally {
      this.taking = undefined
    }
  }
}

const shownMax = 100

customElements.define('library-import', LibraryImportPart)
declare global { interface HTMLElementTagNameMap { 'library-import': LibraryImportPart } }
