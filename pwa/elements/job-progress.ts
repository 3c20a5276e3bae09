/** How far a fetch is: state, bar, rate and time left, live. Rate is worked out from the rows as they come in. */

import { LitElement, css, html, nothing } from 'lit'
import type { JobRow } from '../../projections/jobs.ts'
import { bytes, percent, timeLeft } from '../strings/format.ts'
import { t } from '../strings/t.ts'
import { controls, progressBar } from '../styles/controls.ts'
import type { Sample } from './transfer-rate.ts'
import { rateOf, sampled } from './transfer-rate.ts'

export class JobProgress extends LitElement {
  static override properties = { job: { attribute: false }, name: {} }
  declare job: JobRow
  /** The film's title, for those who only hear the bar. */
  declare name: string
  private samples: readonly Sample[] = []

  static override styles = [controls, progressBar, css`
    :host { display: grid; gap: var(--space-2); min-inline-size: 0; }
    .state { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 var(--space-4); font-size: var(--size-2); }
    b { font-weight: 600; }
  `]

  override willUpdate(changed: Map<string, unknown>): void {
    const before = changed.get('job') as JobRow | undefined
    if (!changed.has('job')) return
    if (before && before.key !== this.job.key) this.samples = []
    this.samples = sampled(this.samples, { bytes: this.job.bytes, atMs: Date.parse(this.job.changedAt) })
  }

  override render() {
    const { status, bytes: done, totalBytes } = this.job
    const moving = status === 'downloading' && totalBytes !== null
    const rate = status === 'downloading' ? rateOf(this.samples) : undefined
    return html`<div class="state figures"><b>${t(`job.${status}`)}${moving ? html` ${percent(done / totalBytes)}` : nothing}</b>
      <span class="soft">${[
        moving ? t('job.of', { done: bytes(done), total: bytes(totalBytes) }) : '',
        rate ? t('job.rate', { rate: bytes(rate) }) : '',
        rate && moving ? t('job.left', { time: timeLeft((totalBytes - done) / rate) }) : '',
        this.job.watchable === 'unpacked' || this.job.watchable === 'never' ? t('job.watchLater') : '',
      ].filter(Boolean).join(' · ')}</span></div>
      <progress aria-label=${t('job.progress', { title: this.name, percent: moving ? percent(done / totalBytes) : t(`job.${status}`) })}
        max="1" value=${moving ? done / totalBytes : nothing}></progress>`
  }
}

customElements.define('job-progress', JobProgress)
declare global { interface HTMLElementTagNameMap { 'job-progress': JobProgress } }
