/** The one thing to do next with a film or an episode: play it, also while it lands, resume it, see it arrive, or request it. */

import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import type { Playable } from '../../domain/playable.ts'
import { acts } from '../acts.ts'
import { library } from '../library.ts'
import { playPath } from '../paths.ts'
import { percent } from '../strings/format.ts'
import { t } from '../strings/shell.ts'
import { icon } from './icon.ts'
import type { Film } from './title-link.ts'

/** Undefined for a series: what is fetched is one of its episodes. */
export function watchButton(film: Film): TemplateResult | undefined {
  return film.mediaType === 'movie' ? playButton({ mediaType: 'movie', tmdbId: film.tmdbId }, () => acts.request(film)) : undefined
}

/** `among`: what it is for, where there is one for each of a list; asking is not the first thing to do there. */
export function playButton(playable: Playable, request: () => void, among?: string): TemplateResult {
  const job = library.jobOf(playable)
  switch (job?.status) {
    case 'ready': {
      const started = library.isUnfinished(playable)
      return html`<a class="button now" href=${playPath(playable)}>${icon('play', 20)}${t(started ? 'title.resume' : 'title.play')}</a>`
    }
    case 'downloading': case 'preparing':
      if (job.watchable === 'now') return html`<a class="button now" href=${playPath(playable)}>${icon('play', 20)}${t('title.watchNow')}</a>`
      return html`<a class="button on figures" href="/downloads">${icon('downloads', 20)}${t(`job.${job.status}`)} ${job.status === 'downloading' && job.totalBytes ? percent(job.bytes / job.totalBytes) : ''}</a>`
    case 'awaiting_approval': case 'queued':
      return html`<a class="button on" href="/downloads">${icon('ticket', 20)}${t(`job.${job.status}`)}</a>`
    case 'error': case 'cancelled': case 'binned': case 'deleting': case 'deleted': case undefined:
      return html`<button class="button ${among === undefined ? 'now' : ''}" aria-label=${among === undefined ? nothing : `${t('title.request')}: ${among}`} @click=${request}>${icon('ticket', 20)}${t('title.request')}</button>`
  }
}
