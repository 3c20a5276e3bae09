/** How much room films take, of how much: by what becomes of them. */

import { LitElement, css, html } from 'lit'
import type { JobRow } from '../../projections/jobs.ts'
import { t } from '../strings/downloads.ts'
import { bytes } from '../strings/format.ts'
import { controls } from '../styles/controls.ts'

const PARTS = ['kept', 'ready', 'coming', 'bin'] as const
type Part = (typeof PARTS)[number]

export class StorageBar extends LitElement {
  static override properties = { jobs: { attribute: false }, quota: { type: Number } }
  declare jobs: readonly JobRow[]
  /** Bytes; null where there is no bound. */
  declare quota: number | null

  static override styles = [controls, css`
    figure { display: grid; gap: var(--space-2); min-inline-size: 0; }
    figcaption { font: 600 var(--size-2) / 1.3 var(--text); }
    .bar { display: flex; gap: 2px; block-size: 0.75rem; border-radius: var(--pill); background: var(--raise-2); overflow: hidden; }
    .bar span { min-inline-size: 2px; }
    .kept { background: var(--then); }
    .ready { background: var(--now); }
    .coming { background: repeating-linear-gradient(135deg, var(--now) 0 3px, var(--now-tint) 3px 7px); }
    .bin { background: var(--ink-faint); }
    ul { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-4); color: var(--ink-soft); font-size: var(--size-1); }
    li { display: flex; align-items: center; gap: var(--space-2); }
    li::before { content: ''; inline-size: 0.75rem; block-size: 0.75rem; border-radius: var(--round-1); background: inherit; }
    li.kept, li.ready, li.coming, li.bin { background: none; }
    li.kept::before { background: var(--then); } li.ready::before { background: var(--now); } li.bin::before { background: var(--ink-faint); }
    li.coming::before { background: repeating-linear-gradient(135deg, var(--now) 0 3px, var(--now-tint) 3px 7px); }
    @media (forced-colors: active) { .bar, .bar span, li::before { forced-color-adjust: none; } }
  `]

  override render() {
    const sizes = new Map<Part, number>(PARTS.map((part) => [part, 0]))
    for (const job of this.jobs) {
      const part = partOf(job)
      if (part) sizes.set(part, sizes.get(part)! + (job.sizeBytes ?? job.totalBytes ?? 0))
    }
    const used = sizes.get('kept')! + sizes.get('ready')! + sizes.get('bin')!
    const whole = Math.max(this.quota ?? 0, used + sizes.get('coming')!, 1)
    const shown = PARTS.filter((part) => sizes.get(part)! > 0)
    return html`<figure aria-label=${t('storage.bar')}><figcaption class="figures">${this.quota === null ? t('storage.used', { used: bytes(used) }) : t('storage.used.of', { used: bytes(used), quota: bytes(this.quota) })}</figcaption>
      <div class="bar" aria-hidden="true">${shown.map((part) => html`<span class=${part} .style=${`inline-size: ${100 * sizes.get(part)! / whole}%`}></span>`)}</div>
      <ul class="figures">${shown.map((part) => html`<li class=${part}>${t(`storage.part.${part}`, { size: bytes(sizes.get(part)!) })}</li>`)}</ul></figure>`
  }
}

function partOf({ status, kept }: JobRow): Part | undefined {
  switch (status) {
    case 'ready': return kept ? 'kept' : 'ready'
    case 'downloading': case 'preparing': return 'coming'
    case 'binned': case 'deleting': return 'bin'
    case 'awaiting_approval': case 'queued': case 'deleted': case 'error': case 'cancelled': return undefined
  }
}

customElements.define('storage-bar', StorageBar)
declare global { interface HTMLElementTagNameMap { 'storage-bar': StorageBar } }
