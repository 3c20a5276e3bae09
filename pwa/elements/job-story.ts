/** The story of one fetch, asked for when somebody opens it, kept for when there is no network; without it, what this device knows of the job. */

import { LitElement, css, html, nothing } from 'lit'
import type { BlockedRelease } from '../../projections/job-story.ts'
import type { JobRow } from '../../projections/jobs.ts'
import type { JobStory } from '../../projections/wire-storage.ts'
import { askKept } from '../catalogue.ts'
import { Live } from '../house.ts'
import { allowReleases, chooseRelease } from '../job-acts.ts'
import { library } from '../library.ts'
import { t } from '../strings/downloads.ts'
import { ago, bytes } from '../strings/format.ts'
import { tellFailure } from '../strings/job-failure.ts'
import { tellLine } from '../strings/job-told.ts'
import { tellJob } from '../strings/jobs.ts'
import { momentOf } from '../strings/moment-of.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { keptNotice } from './kept-notice.ts'
import { failureNotice } from './notices.ts'
import { Question } from './question.ts'

export class JobStoryElement extends LitElement {
  static override properties = { job: { attribute: false }, may: { type: Boolean } }
  declare job: JobRow
  /** Whoever looks may choose releases. */
  declare may: boolean
  protected live = new Live(this)
  private story = new Question<JobStory>(this, (signal, early) => askKept<JobStory>(`/api/jobs/${this.job.key}/story`, signal, early))

  static override styles = [controls, css`
    ol { display: grid; gap: var(--space-3); padding-inline-start: var(--space-4); border-inline-start: 2px solid var(--then); overflow-wrap: anywhere; font-size: var(--size-2); }
    li { display: grid; gap: 0.1rem; }
    .blocked { display: grid; gap: var(--space-2); margin-block-start: var(--space-4); font-size: var(--size-2); }
    .blocked header { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-2); }
    .blocked ul { display: grid; gap: var(--space-2); }
    .blocked li { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; gap: 0 var(--space-3); padding: var(--space-2) var(--space-3); border: 1px solid var(--line); border-radius: var(--round-2); overflow-wrap: anywhere; }
    .bone { block-size: 8rem; }
    .notice { margin-block-end: var(--space-3); background: var(--ground); }
  `]

  override willUpdate(): void {
    // Steps of the job are new lines; how far a download is can be seen above.
    const { key, status, releaseId, priority, kept, tried, lastStreamedAt, leaving, approval } = this.job
    this.story.about(JSON.stringify([key, status, releaseId, priority, kept, tried, lastStreamedAt, leaving, approval]), true)
  }

  override render() {
    const { reply } = this.story
    const again = () => this.story.again()
    const notice = reply.state !== 'failed' ? nothing : reply.answer && reply.keptAtMs !== undefined ? keptNotice(reply.failure, reply.keptAtMs, again) : failureNotice(reply.failure, again)
    if (!reply.answer) return reply.state === 'waiting' ? html`<div class="bone" role="status" aria-label=${t('story.loading')}></div>` : html`${notice}${this.known()}`
    const { lines, blocked } = reply.answer
    return html`${notice}<ol>${lines.map((line) => html`<li><span>${tellLine(line, personName)}</span><time class="soft small figures" datetime=${line.at} title=${momentOf(line.at)}>${ago(line.at, Date.now())}</time></li>`)}</ol>
      ${blocked.length === 0 ? nothing : this.blocked(blocked)}`
  }

  /** From the job's own row. */
  private known() {
    const { requestedAt, requestedBy, quality, releaseTitle, indexer, reason, reasonTold, articles, readyAt, sizeBytes, errorMessage } = this.job
    const lines = [
      t('job.requested', { when: ago(requestedAt, Date.now()), who: personName(requestedBy) }), t('job.quality', { quality }),
      releaseTitle ? t('job.chosen', { release: releaseTitle, indexer: indexer ?? '' }) : '', reason ? `${t('job.why')}: ${tellJob(reasonTold, reason)}` : '',
      articles > 0 ? t('job.articles', { count: articles }) : '', readyAt ? t('job.stored', { when: ago(readyAt, Date.now()), size: bytes(sizeBytes ?? 0) }) : '', errorMessage ? t('job.failed', { message: tellFailure(this.job) }) : '',
    ].filter(Boolean)
    return html`<ol>${lines.map((line) => html`<li>${line}</li>`)}</ol>`
  }

  private blocked(releases: readonly BlockedRelease[]) {
    const again = this.may && (this.job.status === 'error' || this.job.status === 'queued' || this.job.status === 'downloading')
    return html`<section class="blocked"><header><h3>${t('story.blocked')}</h3>${library.mayApprove() ? html`<button class="button" @click=${() => void allowReleases(this.job).then(() => this.story.again())}>${t('story.blocked.allow')}</button>` : nothing}</header>
      <ul>${releases.map(({ releaseId, title, message, told }) => html`<li><span>${title ?? releaseId}<br><span class="soft small">${tellJob(told, message)}</span></span>
        ${again ? html`<button class="button" aria-label=${t('story.again.named', { title: title ?? releaseId })} @click=${() => void chooseRelease(this.job, releaseId)}>${icon('retry', 18)}${t('story.again')}</button>` : nothing}</li>`)}</ul></section>`
  }
}

function personName(userId: string): string {
  return library.isMe(userId) ? t('job.you') : library.personName(userId)
}

customElements.define('job-story', JobStoryElement)
declare global { interface HTMLElementTagNameMap { 'job-story': JobStoryElement } }
