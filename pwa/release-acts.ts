/** Asking for one release of a film, or for another one than the job under way has. */

import { jobIdOf } from '../domain/ids.ts'
import { actOn } from './acts.ts'
import type { Film } from './elements/title-link.ts'
import { titleKey } from '../domain/title.ts'
import { library } from './library.ts'

/** Of a job that is under way or has failed, another release is chosen; else the film is asked for anew. */
export async function takeRelease(film: Film, releaseId: string): Promise<boolean> {
  const job = library.jobOf(film.tmdbId)
  switch (job?.status) {
    case 'awaiting_approval': case 'queued': case 'downloading': case 'preparing': case 'error':
      return await actOn(titleKey(film), 'ChooseRelease', { movieId: film.tmdbId, jobId: job.key, releaseId }, film)
    case 'ready': case 'cancelled': case 'binned': case 'deleting': case 'deleted': case undefined:
      return await actOn(titleKey(film), 'RequestFetch', { movieId: film.tmdbId, jobId: jobIdOf(crypto.getRandomValues(new Uint8Array(26))), mode: 'manual', releaseId }, film)
  }
}
