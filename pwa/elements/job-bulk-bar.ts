/** What can be done to the selected downloads: one batch each, with one undo where there is one. */

import { LitElement, css, html } from 'lit'
import type { JobRow } from '../../projections/jobs.ts'
import type { JobAct } from '../screens/downloads-groups.ts'
import { t } from '../strings/downloads.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { ToastRoom } from './toast-room.ts'

export type ManyAct = Exclude<JobAct, 'choose'>

/** The person has chosen what to do, and to which: those of the selected that it can be done to. */
export class JobBulkEvent extends Event {
  readonly act: ManyAct
  readonly jobs: readonly JobRow[]
  constructor(act: ManyAct, jobs: readonly JobRow[]) {
    super('job-bulk')
    this.act = act
    this.jobs = jobs
  }
}

export class JobBulkBar extends LitElement {
  static override properties = { picked: { attribute: false } }
  /** With what may be done with each. */
  declare picked: readonly { readonly job: JobRow; readonly acts: readonly JobAct[] }[]

  protected toastRoom = new ToastRoom(this, () => this.renderRoot.querySelector('.bar'))

  static override styles = [controls, css`
    :host { position: sticky; z-index: 6; inset-block-end: calc(var(--bar) + var(--space-3)); margin-block-start: var(--space-4); }
    .bar { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); inline-size: fit-content; max-inline-size: 100%; margin-inline: auto; padding: var(--space-2) var(--space-3); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); box-shadow: var(--shadow); }
    .picked { display: flex; align-items: center; margin-inline-end: var(--space-2); font-weight: 600; font-size: var(--size-2); white-space: nowrap; }
  `]

  override render() {
    const byAct = new Map<ManyAct, JobRow[]>()
    for (const { job, acts } of this.picked) for (const act of acts) if (act !== 'choose') byAct.set(act, [...byAct.get(act) ?? [], job])
    return html`<section class="bar" aria-label=${t('bulk.label')}><div class="picked"><button class="button round plain" aria-label=${t('bulk.clear')} title=${t('bulk.clear')} @click=${() => this.dispatchEvent(new Event('clear'))}>${icon('close', 18)}</button>
        <span class="figures" role="status">${t('bulk.count', { count: this.picked.length })}</span></div>
      ${[...byAct].map(([act, jobs]) => html`<button class="button" @click=${() => this.dispatchEvent(new JobBulkEvent(act, jobs))}>${t(`downloads.act.${act}`)}${jobs.length === this.picked.length ? '' : ` (${jobs.length})`}</button>`)}</section>`
  }
}

customElements.define('job-bulk-bar', JobBulkBar)
declare global { interface HTMLElementTagNameMap { 'job-bulk-bar': JobBulkBar } }
