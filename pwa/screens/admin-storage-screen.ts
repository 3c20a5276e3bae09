/** Storage and retention, for admins: how long films stay, what people may ask for, what housekeeping did and what waits for a word. */

import type { TemplateResult } from 'lit'
import { LitElement, css, html, nothing } from 'lit'
import type { StorageAnswer } from '../../projections/wire-storage.ts'
import { admin } from '../admin.ts'
import { CatalogueFailure } from '../catalogue.ts'
import { icon } from '../elements/icon.ts'
import { failureNotice } from '../elements/notices.ts'
import '../elements/orphan-list.ts'
import { Question } from '../elements/question.ts'
import type { RequestsSaveEvent } from '../elements/requests-form.ts'
import '../elements/requests-form.ts'
import type { RetentionSaveEvent } from '../elements/retention-form.ts'
import '../elements/retention-form.ts'
import '../elements/storage-bar.ts'
import { showToast } from '../elements/show-toast.ts'
import { Live } from '../house.ts'
import { doToJobs } from '../job-acts.ts'
import { library } from '../library.ts'
import { t } from '../strings/downloads.ts'
import { ago, bytes } from '../strings/format.ts'
import { tellHouseFailure } from '../strings/house-failure.ts'
import { controls, screenFrame } from '../styles/controls.ts'

export class AdminStorageScreen extends LitElement {
  static override properties = { busy: { state: true } }
  declare busy: boolean
  protected live = new Live(this)
  private storage = new Question<StorageAnswer>(this, (signal) => admin.storage(signal))

  constructor() {
    super()
    this.busy = false
  }

  static override styles = [controls, screenFrame, css`
    .head { display: grid; gap: var(--space-3); }
    .lead { max-inline-size: 44rem; color: var(--ink-soft); }
    .parts { display: grid; gap: var(--space-4); max-inline-size: 72rem; }
    .part { display: grid; gap: var(--space-4); padding: var(--space-4) var(--space-5) var(--space-5); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); min-inline-size: 0; }
    .row { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3); }
    .row p { flex: 1 1 18rem; }
    .notice { background: var(--ground); }
    .bone { block-size: 14rem; }
    @media (width >= 72rem) { .parts { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); align-items: start; } .wide { grid-column: 1 / -1; } .aside { display: grid; gap: var(--space-4); } }
    @media (width < 72rem) { .aside { display: contents; } }
  `]

  override willUpdate(): void {
    this.storage.about('storage')
  }

  async #do(act: () => Promise<StorageAnswer>, done: string): Promise<void> {
    this.busy = true
    try {
      await act()
      showToast({ text: done })
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      showToast({ text: error.kind === 'offline' ? t('admin.storage.offline') : error.message, tone: 'bad' })
    } finally {
      this.busy = false
      // Also after a conflict: somebody else has set it meanwhile.
      this.storage.again()
    }
  }

  override render() {
    const { reply } = this.storage
    return html`<div class="head"><h1 tabindex="-1">${t('nav.storage')}</h1><p class="lead">${t('admin.storage.lead')}</p></div>
      ${reply.state === 'failed' ? failureNotice(reply.failure, () => this.storage.again(), { offline: t('admin.storage.offline') }) : nothing}
      ${reply.answer ? this.cards(reply.answer) : reply.state === 'waiting' ? html`<div class="parts" role="status" aria-label=${t('admin.storage.loading')}><div class="bone"></div><div class="bone"></div></div>` : nothing}`
  }

  private cards(answer: StorageAnswer) {
    const { retention, requests } = answer
    return html`<div class="parts">
      ${this.card(t('house.title'), html`<storage-bar .jobs=${library.jobs()} .quota=${retention.value.quotaBytes}></storage-bar>${this.house(answer)}`, true)}
      ${this.card(t('rules.title'), html`<retention-form .rules=${retention.value} ?busy=${this.busy} @retention-save=${({ rules }: RetentionSaveEvent) => void this.#do(() => admin.setRetention({ from: retention.version, value: rules }), t('admin.storage.saved'))}></retention-form>`)}
      <div class="aside">
      ${this.card(t('requests.title'), html`<requests-form .rules=${requests.value} ?busy=${this.busy} @requests-save=${({ rules }: RequestsSaveEvent) => void this.#do(() => admin.setRequests({ from: requests.version, value: rules }), t('admin.storage.saved'))}></requests-form>`)}
      ${this.card(t('bin.title'), this.bin())}
      ${this.card(t('orphans.title'), html`<p class="soft small">${t('orphans.lead')}</p><orphan-list></orphan-list>`)}</div></div>`
  }

  private card(title: string, inside: TemplateResult, wide = false) {
    return html`<section class="part ${wide ? 'wide' : ''}" aria-label=${title}><h2>${title}</h2>${inside}</section>`
  }

  private house({ report }: StorageAnswer) {
    const waiting = library.jobs().filter(({ key, status }) => report?.wantsConsent.includes(key) === true && (status === 'ready' || status === 'binned'))
    return html`<div class="row"><p class="soft small figures">${report ? t('house.ran', { when: ago(report.at, Date.now()), warned: report.warned, binned: report.binned, deleted: report.deleted }) : t('house.never')}</p>
        <button class="button" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => { if (!this.busy) void this.#do(() => admin.keepHouse(), t('house.running')) }}>${icon('sync', 18)}${t('house.run')}</button></div>
      ${report?.held ? html`<div class="notice bad" role="status">${icon('clock')}<p>${t(`house.held.${report.held}`)}</p></div>` : nothing}
      ${waiting.length === 0 ? nothing : html`<div class="notice" role="status">${icon('alert')}<p>${t('house.consent', { count: waiting.length })}</p>
        <a class="button" href="/downloads?show=leaving">${t('house.consent.show')}</a><button class="button now" @click=${() => this.letGo(waiting)}>${t('house.consent.bin')}</button></div>`}
      ${report && report.failures.length > 0 ? html`<div class="notice bad">${icon('alert')}<p>${t('house.failures', { count: report.failures.length, message: tellHouseFailure(report.failures[0]!.code, report.failures[0]!.message) })}</p></div>` : nothing}`
  }

  /** Those that are stored go into the bin, where they can be brought back from; those in the bin for good. */
  private letGo(waiting: readonly ReturnType<typeof library.jobs>[number][]): void {
    const [ready, binned] = [waiting.filter(({ status }) => status === 'ready'), waiting.filter(({ status }) => status === 'binned')]
    void (async () => {
      if (ready.length > 0) await doToJobs('bin', ready)
      if (binned.length > 0) await doToJobs('delete', binned)
    })()
  }

  private bin() {
    const binned = library.jobs().filter(({ status }) => status === 'binned')
    if (binned.length === 0) return html`<p class="soft small">${t('bin.none')}</p>`
    return html`<div class="row"><p class="small figures">${t('bin.some', { count: binned.length, size: bytes(binned.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0)) })}</p>
      <a class="button" href="/downloads?show=bin">${t('bin.show')}</a><button class="button" @click=${() => void doToJobs('delete', binned)}>${icon('bin', 18)}${t('bin.empty')}</button></div>`
  }
}

customElements.define('admin-storage-screen', AdminStorageScreen)
declare global { interface HTMLElementTagNameMap { 'admin-storage-screen': AdminStorageScreen } }
