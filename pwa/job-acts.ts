/** What screens do with downloads: one, or many as one batch with one undo. What cannot be undone asks first. */

import { playableOf } from '../domain/playable.ts'
import type { Wish } from '../domain/take-back.ts'
import { titleKey } from '../domain/title.ts'
import type { JobRow } from '../projections/jobs.ts'
import { actOn, cardOf, jobRef, newJobId } from './acts.ts'
import { doAll } from './batches.ts'
import { askJob } from './elements/job-dialog.ts'
import { replica } from './house.ts'
import { library } from './library.ts'
import type { JobAct } from './screens/downloads-groups.ts'
import { t } from './strings/downloads.ts'

const SOONER = { LOW: 'NORMAL', NORMAL: 'HIGH', HIGH: 'HIGH' } as const
const LATER = { HIGH: 'NORMAL', NORMAL: 'LOW', LOW: 'LOW' } as const

/** Of a release to be chosen there is no command yet. */
function wishOf(act: Exclude<JobAct, 'choose'>, row: JobRow, reason = ''): Wish {
  const { priority, quality, releaseId } = row
  const job = jobRef(row)
  switch (act) {
    case 'approve': return { type: 'ApproveFetch', data: job }
    case 'decline': return { type: 'DeclineFetch', data: { ...job, ...reason === '' ? {} : { reason } } }
    case 'cancel': return { type: 'CancelFetch', data: job }
    case 'retry': return { type: 'RetryFetch', data: job }
    case 'sooner': return { type: 'PrioritizeFetch', data: { ...job, priority: SOONER[priority] } }
    case 'later': return { type: 'PrioritizeFetch', data: { ...job, priority: LATER[priority] } }
    case 'keep': return { type: 'KeepMovie', data: job }
    case 'letGo': return { type: 'ReleaseMovie', data: job }
    case 'bin': return { type: 'BinMovie', data: job }
    case 'restore': return { type: 'RestoreMovie', data: job }
    case 'delete': return { type: 'DeleteMovie', data: job }
    // The same release if it is still there, else the best like it.
    case 'bringBack': return { type: 'RequestFetch', data: { ...job, jobId: newJobId(), mode: 'auto', qualityPreference: quality, ...releaseId === null ? {} : { releaseId } } }
  }
}

/** `jobs`: one or more. Answers false when the person thought better of it, or nothing could be done. */
export async function doToJobs(act: Exclude<JobAct, 'choose'>, jobs: readonly JobRow[]): Promise<boolean> {
  const films = jobs.map((each) => library.film(playableOf(each)))
  const [job, film] = [jobs[0], films[0]]
  if (!job || !film || !replica()) return false
  const asked = act === 'decline' || act === 'delete' ? await askJob(act, jobs.length, library.called(playableOf(job))) : ''
  if (asked === undefined) return false
  if (jobs.length === 1) {
    const { type, data } = wishOf(act, job, asked)
    return await actOn(titleKey(film), type, data, film)
  }
  return await doAll(jobs.map((each, i) => ({ wish: wishOf(act, each, asked), card: cardOf(films[i]!) })), (count) => t(`downloads.many.${act}`, { count }))
}

/** Lets releases of it be tried again: all, or one. */
export async function allowReleases(job: JobRow, releaseId?: string): Promise<void> {
  const film = library.film(playableOf(job))
  await actOn(titleKey(film), 'AllowReleases', { ...jobRef(job), ...releaseId === undefined ? {} : { releaseIds: [releaseId] } }, film)
}

/** "Try it again": this one, now. */
export async function chooseRelease(job: JobRow, releaseId: string): Promise<void> {
  const film = library.film(playableOf(job))
  await actOn(titleKey(film), 'ChooseRelease', { ...jobRef(job), releaseId }, film)
}
