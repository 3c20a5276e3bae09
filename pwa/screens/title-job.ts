/** The fetch of this film, while there is one worth telling of: live progress, or what went wrong and what to do. */

import { LitElement, css, html, nothing } from 'lit'
import { icon } from '../elements/icon.ts'
import '../elements/job-progress.ts'
import type { Film } from '../elements/title-link.ts'
import { acts } from '../acts.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'

export class TitleJob extends LitElement {
  static override properties = { film: { attribute: false } }
  declare film: Film
  protected live = new Live(this)

  static override styles = [controls, css`
    :host([hidden]) { display: none; }
    .ticket { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3) var(--space-5); max-inline-size: 52rem; padding: var(--space-4) var(--space-5); border-radius: var(--round-3); background: var(--raise); border: 1px solid var(--line); }
    job-progress, p { flex: 1 1 18rem; }
  `]

  override updated(): void {
    // Else the empty element would keep its place in the page's grid.
    this.hidden = this.renderRoot.firstElementChild === null
  }

  override render() {
    const job = this.film.mediaType === 'movie' ? library.jobOf(this.film.tmdbId) : undefined
    switch (job?.status) {
      case 'awaiting_approval': case 'queued': case 'downloading': case 'preparing':
        return html`<div class="ticket"><job-progress .job=${job} name=${this.film.title}></job-progress>
          <button class="button" @click=${() => acts.cancel(job)}>${t('title.request.cancel')}</button></div>`
      case 'error':
        return html`<div class="ticket" role="alert">${icon('alert')}<p>${t('job.failed', { message: job.errorMessage ?? job.errorCode ?? '' })}</p>
          ${job.retryable === false ? nothing : html`<button class="button" @click=${() => acts.retry(job)}>${icon('retry', 18)}${t('act.retry')}</button>`}</div>`
      case 'ready': case 'cancelled': case 'binned': case 'deleting': case 'deleted': case undefined:
        return nothing
    }
  }
}

customElements.define('title-job', TitleJob)
declare global { interface HTMLElementTagNameMap { 'title-job': TitleJob } }
