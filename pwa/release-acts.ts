/** Asking for one release of a film or an episode, or for another one than the job under way has. */

import type { Playable } from '../domain/playable.ts'
import { playableRef } from '../domain/playable.ts'
import { actOn, jobRef, newJobId } from './acts.ts'
import type { Film } from './elements/title-link.ts'
import { titleKey } from '../domain/title.ts'
import { library } from './library.ts'

/** Of a job that is under way or has failed, another release is chosen; else it is asked for anew. */
export async function takeRelease(film: Film, playable: Playable, releaseId: string): Promise<boolean> {
  const job = library.jobOf(playable)
  switch (job?.status) {
    case 'awaiting_approval': case 'queued': case 'downloading': case 'preparing': case 'error':
      return await actOn(titleKey(film), 'ChooseRelease', { ...jobRef(job), releaseId }, film)
    case 'ready': case 'cancelled': case 'binned': case 'deleting': case 'deleted': case undefined:
      return await actOn(titleKey(film), 'RequestFetch', { ...playableRef(playable), jobId: newJobId(), mode: 'manual', releaseId }, film)
  }
}
