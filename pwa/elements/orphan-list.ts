/** Files in the store that belong to no download, to be deleted one folder at a time or all. Asks itself, because looking takes a while. */

import { LitElement, css, html, nothing } from 'lit'
import type { Orphans } from '../../projections/wire-storage.ts'
import { admin } from '../admin.ts'
import { CatalogueFailure } from '../catalogue.ts'
import { t } from '../strings/downloads.ts'
import { ago, bytes } from '../strings/format.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { failureNotice } from './notices.ts'
import { Question } from './question.ts'
import { showToast } from './show-toast.ts'

export class OrphanList extends LitElement {
  static override properties = { asking: { state: true }, busy: { state: true } }
  /** Folders that are to go when the button is pressed once more. */
  declare asking: readonly string[]
  declare busy: boolean
  private orphans = new Question<Orphans>(this, (signal) => admin.orphans(signal))

  constructor() {
    super()
    this.asking = []
    this.busy = false
  }

  static override styles = [controls, css`
    ul { display: grid; gap: var(--space-2); margin-block: var(--space-3); }
    li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-2); padding: var(--space-2) var(--space-3); border: 1px solid var(--line); border-radius: var(--round-2); font-size: var(--size-2); overflow-wrap: anywhere; }
    .bone { block-size: 4rem; }
    .row { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3); }
  `]

  override willUpdate(): void {
    this.orphans.about('orphans')
  }

  private async delete(folders: readonly string[]): Promise<void> {
    if (this.asking.join() !== folders.join()) { this.asking = folders; return }
    this.asking = []
    this.busy = true
    try {
      await admin.removeOrphans(folders)
      showToast({ text: t('orphans.removed') })
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      showToast({ text: error.kind === 'offline' ? t('admin.storage.offline') : error.message, tone: 'bad' })
    } finally {
      this.busy = false
      this.orphans.again()
    }
  }

  override render() {
    const { reply } = this.orphans
    if (reply.state === 'failed') return failureNotice(reply.failure, () => this.orphans.again(), { offline: t('admin.storage.offline') })
    if (!reply.answer) return html`<div class="bone" role="status" aria-label=${t('admin.storage.loading')}></div>`
    const { folders, sizeBytes } = reply.answer
    if (folders.length === 0) return html`<p class="soft small">${t('orphans.none')}</p>`
    const all = folders.map(({ folder }) => folder)
    return html`<p class="small figures">${t('orphans.some', { count: folders.length, size: bytes(sizeBytes) })}</p>
      <ul>${folders.map(({ folder, objects, sizeBytes: size, modifiedAt }) => html`<li><span>${folder}<br><span class="soft small figures">${t('orphans.files', { count: objects, size: bytes(size), when: ago(modifiedAt, Date.now()) })}</span></span>
        <button class="button round" aria-label=${t('orphans.remove.one', { folder })} title=${t('orphans.remove.one', { folder })} aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => void this.delete([folder])}>${icon('bin', 18)}</button></li>`)}</ul>
      <div class="row"><button class="button" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => void this.delete(all)}>${icon('bin', 18)}${t('orphans.remove')}</button>
        <span class="small" role="status">${this.asking.length === 0 ? nothing : t('orphans.ask', { count: this.asking.length })}</span></div>`
  }
}

customElements.define('orphan-list', OrphanList)
declare global { interface HTMLElementTagNameMap { 'orphan-list': OrphanList } }
