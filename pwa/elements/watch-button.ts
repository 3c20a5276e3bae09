/** The one thing to do next with a film: play it, also while it lands, resume it, see it arrive, or request it. */

import type { TemplateResult } from 'lit'
import { html } from 'lit'
import { acts } from '../acts.ts'
import { library } from '../library.ts'
import { playPath } from '../routes.ts'
import { percent } from '../strings/format.ts'
import { t } from '../strings/shell.ts'
import { icon } from './icon.ts'
import type { Film } from './title-link.ts'

/** Undefined for series: what is fetched is films. */
export function watchButton(film: Film): TemplateResult | undefined {
  if (film.mediaType !== 'movie') return undefined
  const job = library.jobOf(film.tmdbId)
  switch (job?.status) {
    case 'ready': {
      const started = library.isUnfinished(film)
      return html`<a class="button now" href=${playPath(film.tmdbId)}>${icon('play', 20)}${t(started ? 'title.resume' : 'title.play')}</a>`
    }
    case 'downloading': case 'preparing':
      if (job.watchable === 'now') return html`<a class="button now" href=${playPath(film.tmdbId)}>${icon('play', 20)}${t('title.watchNow')}</a>`
      return html`<a class="button on figures" href="/downloads">${icon('downloads', 20)}${t(`job.${job.status}`)} ${job.status === 'downloading' && job.totalBytes ? percent(job.bytes / job.totalBytes) : ''}</a>`
    case 'awaiting_approval': case 'queued':
      return html`<a class="button on" href="/downloads">${icon('ticket', 20)}${t(`job.${job.status}`)}</a>`
    case 'error': case 'cancelled': case 'binned': case 'deleting': case 'deleted': case undefined:
      return html`<button class="button now" @click=${() => acts.request(film)}>${icon('ticket', 20)}${t('title.request')}</button>`
  }
}
