/** The imported catalogue, for admins: its imports, live, and single titles of it. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { MediaType, TitleRef } from '../../domain/title.ts'
import type { ImportedTitle, SyncInfo } from '../../projections/wire-syncs.ts'
import { admin } from '../admin.ts'
import { CatalogueFailure } from '../catalogue.ts'
import { icon } from '../elements/icon.ts'
import type { ImportActEvent } from '../elements/import-card.ts'
import '../elements/import-card.ts'
import type { ImportStartedEvent } from '../elements/import-form-dialog.ts'
import '../elements/import-form-dialog.ts'
import { imageUrl } from '../elements/image.ts'
import { LiveFeed } from '../elements/live-feed.ts'
import { failureNotice, intertitle } from '../elements/notices.ts'
import { showToast } from '../elements/show-toast.ts'
import { titlePath } from '../routes.ts'
import { ago, bytes } from '../strings/format.ts'
import { t } from '../strings/imports.ts'
import { controls, screenFrame } from '../styles/controls.ts'

export class AdminCatalogueScreen extends LitElement {
  static override properties = { busy: { state: true }, found: { state: true }, looking: { state: true } }
  /** Ids of the runs of which an answer is waited for. */
  declare busy: ReadonlySet<string>
  /** The title that was looked for; `imported` undefined where it is not there. */
  declare found: { readonly title: TitleRef; readonly imported: ImportedTitle | undefined } | undefined
  declare looking: boolean
  protected feed = new LiveFeed(this, { ask: admin.imports, follow: admin.followImports })

  constructor() {
    super()
    this.busy = new Set()
    this.looking = false
  }

  static override styles = [controls, screenFrame, css`
    .bone { block-size: 13rem; }
    .lead { max-inline-size: 44rem; color: var(--ink-soft); }
    .head { display: grid; gap: var(--space-3); justify-content: start; }
    .top { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3) var(--space-5); margin-block-end: var(--space-5); }
    .size { font-size: var(--size-2); color: var(--ink-soft); }
    .notice { margin-block-end: var(--space-4); }
    .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 30rem), 1fr)); gap: var(--space-4); align-items: start; }
    section { margin-block-start: var(--space-6); max-inline-size: 44rem; display: grid; gap: var(--space-4); }
    form { display: flex; flex-wrap: wrap; align-items: end; gap: var(--space-3); }
    .field { flex: 0 1 10rem; }
    .field select { inline-size: 100%; }
    .title { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3) var(--space-4); padding: var(--space-4) var(--space-5); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); }
    .title img { inline-size: 3.25rem; block-size: auto; border-radius: var(--round-1); }
    .title div { flex: 1 1 12rem; min-inline-size: 0; overflow-wrap: anywhere; }
    .acts { display: flex; flex-wrap: wrap; gap: var(--space-2); }
  `]

  private started({ run }: ImportStartedEvent): void {
    this.feed.change(({ runs, imported }) => ({ imported, runs: [run, ...runs.filter(({ runId }) => runId !== run.runId)] }))
    showToast({ text: t('imports.started') })
  }

  private async acted({ act, run: { runId } }: ImportActEvent): Promise<void> {
    this.busy = new Set([...this.busy, runId])
    await this.#told(async () => {
      const info: SyncInfo = await admin.importAct(runId, act)
      this.feed.change(({ runs, imported }) => ({ imported, runs: runs.map((one) => one.runId === runId ? info : one) }))
    })
    this.busy = new Set([...this.busy].filter((other) => other !== runId))
  }

  private async look(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const fields = new FormData(event.target as HTMLFormElement)
    await this.#lookAt({ mediaType: fields.get('mediaType') as MediaType, tmdbId: Number(fields.get('tmdbId')) })
  }

  async #lookAt(title: TitleRef): Promise<void> {
    await this.#title(title, async () => {
      try {
        return await admin.importedTitle(title)
      } catch (error) {
        if (error instanceof CatalogueFailure && error.kind === 'not-found') return undefined
        throw error
      }
    })
  }

  async #title(title: TitleRef, ask: () => Promise<ImportedTitle | undefined>): Promise<void> {
    if (this.looking) return
    this.looking = true
    await this.#told(async () => { this.found = { title, imported: await ask() } })
    this.looking = false
  }

  private async deleted(title: TitleRef): Promise<void> {
    await this.#title(title, async () => {
      await admin.deleteImported(title)
      showToast({ text: t('imports.deleted') })
      return undefined
    })
  }

  async #told(act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      showToast({ text: error.kind === 'offline' ? t('imports.offline') : error.message, tone: 'bad' })
    }
  }

  override render() {
    const { answer, failure, lost } = this.feed
    return html`<div class="head"><h1 tabindex="-1">${t('nav.catalogue')}</h1><p class="lead">${t('imports.lead')}</p></div>
      ${failure ? failureNotice(failure, () => void this.feed.load(), { offline: t('imports.offline') }) : nothing}
      ${lost && !failure ? html`<div class="notice" role="status"><p>${t('imports.lost')}</p></div>` : nothing}
      ${answer ? html`<div class="top"><button class="button now" @click=${() => this.renderRoot.querySelector('import-form-dialog')?.show()}>${icon('plus', 18)}${t('imports.start')}</button>
        <p class="size figures">${t(answer.imported.titlesEstimated ? 'imports.size.about' : 'imports.size', { count: answer.imported.titles, size: bytes(answer.imported.bytes) })}</p></div>` : nothing}
      ${this.cards()}${answer ? this.single() : nothing}<import-form-dialog @import-started=${this.started}></import-form-dialog>`
  }

  private cards() {
    const { answer, failure } = this.feed
    if (!answer) return failure ? nothing : html`<div class="cards" role="status" aria-label=${t('imports.loading')}>${Array.from({ length: 2 }, () => html`<div class="bone"></div>`)}</div>`
    if (answer.runs.length === 0) return intertitle(t('imports.none'), t('imports.none.lead'))
    return html`<div class="cards" @import-act=${this.acted}>${repeat(answer.runs, ({ runId }) => runId, (run) => html`<import-card .run=${run} ?busy=${this.busy.has(run.runId)}></import-card>`)}</div>`
  }

  private single() {
    return html`<section aria-labelledby="single"><h2 id="single">${t('imports.single')}</h2><p class="soft small">${t('imports.single.lead')}</p>
      <form @submit=${this.look}><label class="field"><span>${t('imports.kind')}</span><select name="mediaType"><option value="movie">${t('imports.kind.movie')}</option><option value="tv">${t('imports.kind.tv')}</option></select></label>
        <label class="field"><span>${t('imports.id')}</span><input class="input" name="tmdbId" inputmode="numeric" required pattern="[1-9][0-9]{0,9}" autocomplete="off"></label>
        <button class="button" aria-disabled=${this.looking ? 'true' : 'false'}>${icon('search', 18)}${t('imports.look')}</button></form>
      <div aria-live="polite">${this.found ? this.looked(this.found) : nothing}</div></section>`
  }

  private looked({ title, imported }: NonNullable<AdminCatalogueScreen['found']>) {
    const off = this.looking ? 'true' : 'false'
    const name = imported ? `${imported.title}${imported.year === null ? '' : ` (${imported.year})`}` : t(`imports.title.${title.mediaType}`, { id: title.tmdbId })
    return html`<div class="title">${imported?.posterPath ? html`<img src=${imageUrl(92, imported.posterPath)} alt="" width="92" height="138">` : nothing}
      <div><p><b>${imported ? html`<a href=${titlePath(title)}>${name}</a>` : name}</b></p>
        <p class="soft small">${imported ? [t('imports.kept', { when: ago(imported.fetchedAt, Date.now()) }), imported.imdbId ?? '', imported.tvdbId === null ? '' : `TVDB ${imported.tvdbId}`].filter(Boolean).join(' · ') : t('imports.absent')}</p></div>
      <div class="acts"><button class="button" aria-disabled=${off} @click=${() => void this.#title(title, () => admin.importTitle(title))}>${icon(imported ? 'sync' : 'plus', 18)}${t(imported ? 'imports.refresh' : 'imports.create')}</button>
        ${imported ? html`<button class="button" aria-disabled=${off} @click=${() => void this.deleted(title)}>${icon('bin', 18)}${t('imports.delete')}</button>` : nothing}</div></div>`
  }
}

customElements.define('admin-catalogue-screen', AdminCatalogueScreen)
declare global { interface HTMLElementTagNameMap { 'admin-catalogue-screen': AdminCatalogueScreen } }
