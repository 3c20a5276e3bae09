/** The fetch of this film or episode: live progress, what went wrong and what to do, that it leaves or left, and its story. */

import type { TemplateResult } from 'lit'
import { LitElement, css, html, nothing } from 'lit'
import type { Playable } from '../../domain/playable.ts'
import { playableOf } from '../../domain/playable.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { icon } from '../elements/icon.ts'
import '../elements/job-progress.ts'
import type { Film } from '../elements/title-link.ts'
import { acts } from '../acts.ts'
import { Live, replica } from '../house.ts'
import { library } from '../library.ts'
import { followSaved, isSavedHere } from '../saved/saved-marks.ts'
import { tellFailure } from '../strings/job-failure.ts'
import { t } from '../strings/t.ts'
import { until } from '../strings/until.ts'
import { controls } from '../styles/controls.ts'
import { chooseRelease } from './choose-release.ts'
import type { JobAct } from './downloads-groups.ts'
import { actsFor } from './downloads-groups.ts'

export class TitleJob extends LitElement {
  static override properties = { film: { attribute: false }, playable: { attribute: false }, told: { state: true } }
  declare film: Film
  /** An episode of it; else the film itself. */
  declare playable: Playable | undefined
  /** Its story is open. */
  declare told: boolean
  protected live = new Live(this)
  #unfollow = () => {}

  constructor() {
    super()
    this.told = false
  }

  static override styles = [controls, css`
    :host([hidden]) { display: none; }
    .ticket { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3) var(--space-5); max-inline-size: 52rem; padding: var(--space-4) var(--space-5); border-radius: var(--round-3); background: var(--raise); border: 1px solid var(--line); }
    job-progress, p { flex: 1 1 18rem; }
    details { flex: 1 1 12rem; }
    details[open] { flex-basis: 100%; }
    summary { min-block-size: var(--target); display: inline-flex; align-items: center; gap: var(--space-2); color: var(--ink-soft); font-size: var(--size-2); cursor: pointer; }
    summary::-webkit-details-marker { display: none; }
    details[open] summary svg { transform: rotate(180deg); }
    job-story { margin-block-start: var(--space-3); }
  `]

  override connectedCallback(): void {
    super.connectedCallback()
    this.#unfollow = followSaved(() => this.requestUpdate())
    void import('../elements/save-offline.ts')
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#unfollow()
  }

  override updated(): void {
    // Else the empty element would keep its place in the page's grid.
    this.hidden = this.renderRoot.firstElementChild === null
  }

  /** What downloads can do comes when it is needed. */
  private do(act: Exclude<JobAct, 'choose'>, job: JobRow): void {
    void import('../job-acts.ts').then(({ doToJobs }) => doToJobs(act, [job]))
  }

  private button(act: 'keep' | 'restore', job: JobRow, may: readonly JobAct[]) {
    return may.includes(act) ? html`<button class="button ${act === 'restore' ? 'now' : ''}" @click=${() => this.do(act, job)}>${icon(act === 'keep' ? 'lock' : 'undo', 18)}${t(`job.${act}`)}</button>` : nothing
  }

  override render() {
    const { mediaType, tmdbId } = this.film
    const playable = this.playable ?? (mediaType === 'movie' ? { mediaType, tmdbId } : undefined)
    const job = playable && library.jobOf(playable)
    if (job === undefined || job.status === 'cancelled' || job.status === 'deleted') return this.onlyHere(playable)
    const session = replica()?.session
    return html`<div class="ticket" role=${job.status === 'error' ? 'alert' : nothing}>${this.state(job, session ? actsFor(job, session) : [])}
      <save-offline .jobId=${job.key} .title=${library.called(playableOf(job))}></save-offline>
      <details @toggle=${this.toggled}><summary>${icon('chevronDown', 16)}${t('job.story')}</summary>${this.told ? html`<job-story .job=${job}></job-story>` : nothing}</details></div>`
  }

  /** Saved on this device, and nowhere else any more. */
  private onlyHere(playable: Playable | undefined) {
    if (!playable || !isSavedHere(playable)) return nothing
    void import('../elements/only-copy.ts')
    return html`<div class="ticket"><only-copy .film=${this.film} .playable=${playable}></only-copy></div>`
  }

  private toggled = async (event: Event) => {
    const { open } = event.target as HTMLDetailsElement
    if (open) await import('../elements/job-story.ts')
    this.told = open
  }

  private state(job: JobRow, may: readonly JobAct[]): TemplateResult | typeof nothing {
    switch (job.status) {
      case 'awaiting_approval': case 'queued': case 'downloading': case 'preparing':
        return html`<job-progress .job=${job} name=${library.called(playableOf(job))}></job-progress>
          ${may.includes('cancel') ? html`<button class="button" @click=${() => acts.cancel(job)}>${t('title.request.cancel')}</button>` : nothing}`
      case 'error':
        return html`${icon('alert')}<p>${t('job.failed', { message: tellFailure(job) })}</p>
          ${job.retryable === false ? nothing : html`<button class="button" @click=${() => acts.retry(job)}>${icon('retry', 18)}${t('act.retry')}</button>`}
          ${may.includes('choose') ? html`<button class="button" @click=${chooseRelease}>${t('title.releases.other')}</button>` : nothing}`
      case 'ready': return job.leaving === null ? nothing : html`${icon('clock')}<p>${t('job.leaves', { when: until(job.leaving.leavesAt, Date.now()) })}</p>${this.button('keep', job, may)}`
      case 'binned': return html`${icon('bin')}<p>${t('job.inBin', { when: until(job.bin?.until ?? '', Date.now()) })}</p>${this.button('restore', job, may)}`
      case 'deleting': return html`${icon('bin')}<p>${t('job.deleting')}</p>`
      case 'cancelled': case 'deleted': return nothing
    }
  }
}

customElements.define('title-job', TitleJob)
declare global { interface HTMLElementTagNameMap { 'title-job': TitleJob } }
