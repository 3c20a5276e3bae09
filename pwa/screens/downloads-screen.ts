/** Downloads: what is on its way, what has arrived, what ended; each with its story. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { JobRow } from '../../projections/jobs.ts'
import type { MessageKey } from '../strings/t.ts'
import { icon } from '../elements/icon.ts'
import { intertitle } from '../elements/notices.ts'
import '../elements/job-progress.ts'
import '../elements/poster.ts'
import { acts } from '../acts.ts'
import { Live } from '../house.ts'
import { isUnderWay, library } from '../library.ts'
import { playPath, titlePath } from '../routes.ts'
import { ago, bytes } from '../strings/format.ts'
import { t } from '../strings/t.ts'
import { controls, screenFrame } from '../styles/controls.ts'

export class DownloadsScreen extends LitElement {
  protected live = new Live(this)

  static override styles = [controls, screenFrame, css`
    section { margin-block-end: var(--space-6); max-inline-size: 60rem; }
    section h2 { margin-block-end: var(--space-4); }
    ul { display: grid; gap: var(--space-3); }
    article { position: relative; display: grid; grid-template-columns: 4.5rem minmax(0, 1fr); gap: var(--space-3) var(--space-4); padding: var(--space-4); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); }
    .main { display: grid; gap: var(--space-3); align-content: center; min-inline-size: 0; }
    h3 a { text-decoration: none; font: 400 var(--size-4) / 1.2 var(--display); }
    h3 a:hover { text-decoration: underline; text-decoration-thickness: 1px; }
    .acts { display: flex; flex-wrap: wrap; gap: var(--space-2); }
    .error { color: var(--bad); font-size: var(--size-2); overflow-wrap: anywhere; }
    details { grid-column: 1 / -1; font-size: var(--size-2); }
    summary { min-block-size: 2rem; display: inline-flex; align-items: center; gap: var(--space-2); color: var(--ink-soft); cursor: pointer; }
    summary::-webkit-details-marker { display: none; }
    summary svg { transition: transform var(--quick); }
    details[open] summary svg { transform: rotate(180deg); }
    details ol { display: grid; gap: var(--space-2); margin-block-start: var(--space-2); padding-inline-start: var(--space-4); border-inline-start: 2px solid var(--then); overflow-wrap: anywhere; }
    @media (width >= 44rem) { .main.split { grid-template-columns: minmax(0, 1fr) auto; align-items: center; } .main.split > :is(h3, .error) { grid-column: 1; } .main.split .acts { grid-row: 1 / span 2; grid-column: 2; } }
  `]

  override render() {
    const jobs = library.jobs()
    const groups: readonly (readonly [MessageKey & `downloads.${string}`, readonly JobRow[]])[] = [
      ['downloads.now', jobs.filter((job) => isUnderWay(job) || job.status === 'error')],
      ['downloads.ready', jobs.filter((job) => job.status === 'ready')],
      ['downloads.ended', jobs.filter((job) => job.status === 'cancelled' || job.status === 'deleted')],
    ]
    return html`<div class="head"><h1 tabindex="-1">${t('nav.downloads')}</h1></div>
      ${jobs.length === 0 ? intertitle(t('downloads.empty'), t('downloads.empty.lead'), html`<a class="button now" href="/search">${t('home.empty.search')}</a>`) : nothing}
      ${groups.map(([label, group]) => group.length === 0 ? nothing : html`<section><h2>${t(label)}</h2><ul>${repeat(group, (job) => job.key, (job) => html`<li>${this.job(job)}</li>`)}</ul></section>`)}`
  }

  private job(job: JobRow) {
    const film = library.film({ mediaType: 'movie', tmdbId: job.movieId })
    return html`<article aria-label=${film.title}>
      <rewind-poster .path=${film.posterPath} .name=${film.title} .year=${film.year} sizes="4.5rem"></rewind-poster>
      <div class="main split"><h3><a href=${titlePath(film)}>${film.title}</a></h3>
        ${isUnderWay(job) ? html`<job-progress .job=${job} name=${film.title}></job-progress>` : nothing}
        ${job.status === 'error' ? html`<p class="error">${t('job.failed', { message: job.errorMessage ?? job.errorCode ?? '' })}</p>` : nothing}
        ${job.status === 'ready' && job.readyAt ? html`<p class="soft small figures">${t('job.stored', { when: ago(job.readyAt, Date.now()), size: bytes(job.sizeBytes ?? 0) })}</p>` : nothing}
        <div class="acts">${this.buttons(job)}</div></div>
      ${this.story(job)}</article>`
  }

  private buttons(job: JobRow) {
    switch (job.status) {
      case 'awaiting_approval': return html`${library.mayApprove() ? html`<button class="button now" @click=${() => acts.approve(job)}>${icon('check', 18)}${t('job.approve')}</button>
        <button class="button" @click=${() => acts.decline(job)}>${t('job.decline')}</button>` : html`<button class="button" @click=${() => acts.cancel(job)}>${t('title.request.cancel')}</button>`}`
      case 'queued': case 'downloading': case 'preparing': return html`${job.watchable === 'now' ? html`<a class="button now" href=${playPath(job.movieId)}>${icon('play', 18)}${t('title.watchNow')}</a>` : nothing}<button class="button" @click=${() => acts.cancel(job)}>${t('title.request.cancel')}</button>`
      case 'error': return job.retryable === false ? nothing : html`<button class="button" @click=${() => acts.retry(job)}>${icon('retry', 18)}${t('act.retry')}</button>`
      case 'ready': return html`<a class="button now" href=${playPath(job.movieId)}>${icon('play', 18)}${t('title.play')}</a>`
      case 'cancelled': case 'binned': case 'deleting': case 'deleted': return nothing
    }
  }

  private story(job: JobRow) {
    const who = library.isMe(job.requestedBy) ? t('job.you') : t('job.someone')
    const lines = [
      t('job.requested', { when: ago(job.requestedAt, Date.now()), who }),
      t('job.quality', { quality: job.quality }),
      job.releaseTitle ? t('job.chosen', { release: job.releaseTitle, indexer: job.indexer ?? '' }) : '',
      job.reason ? `${t('job.why')}: ${job.reason}` : '',
      job.articles > 0 ? t('job.articles', { count: job.articles }) : '',
      job.missing > 0 ? t('job.missing', { count: job.missing }) : '',
      job.readyAt ? t('job.stored', { when: ago(job.readyAt, Date.now()), size: bytes(job.sizeBytes ?? 0) }) : '',
      job.errorMessage ? t('job.failed', { message: job.errorMessage }) : '',
    ].filter(Boolean)
    return html`<details><summary>${icon('chevronDown', 16)}${t('job.story')}</summary><ol>${lines.map((line) => html`<li>${line}</li>`)}</ol></details>`
  }
}

customElements.define('downloads-screen', DownloadsScreen)
declare global { interface HTMLElementTagNameMap { 'downloads-screen': DownloadsScreen } }
