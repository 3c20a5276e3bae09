/**
 * One job from claim to playable film. Every step may be the last before a kill: each begins by looking at what is there already.
 *
 *   release chosen ─ ReleaseSelected ▶ NZB saved ─ DownloadStarted ▶ articles land ▶ repaired.json ─ DownloadCompleted ▶
 *   PreparationStarted ▶ unpacked ▶ made playable ▶ prepared.json ▶ in the object store ─ MovieStored, MovieReady ▶ folder removed
 *
 * A release that turns out to be no good is rejected, and the next best is tried: ReleaseRejected, and from the beginning.
 */

import { sayOfJob as say } from '../projections/said-of-jobs.ts'
import { downloadRelease } from './download-release.ts'
import { asRecorded } from './as-recorded.ts'
import { findRelease } from './find-release.ts'
import type { Prepared, SavedNzb } from './job-folder.ts'
import type { Failure } from './job-failure.ts'
import { failureOf, JobFailure } from './job-failure.ts'
import type { JobLease } from './job-lease.ts'
import { prepareFilm } from './prepare-film.ts'
import type { AcquireOptions, ReleaseWork } from './release-work.ts'
import { storeFilm } from './store-film.ts'

/** Resolves when the film is ready. Throws `JobOver`, or what `failureOf` knows how to tell. */
export async function acquireMovie(options: AcquireOptions): Promise<void> {
  const { job, lease } = options
  const stored = await alreadyStored(options)
  if (stored) return finish(lease, stored)
  const tried = new Set(options.tried)
  let rejected: Failure | undefined
  for (let preparing = job.status === 'preparing'; ; preparing = false) {
    const { releaseId, readNzb } = await releaseOf({ ...options, tried }, preparing).catch((error: unknown) => { throw afterRejection(error, rejected) })
    try {
      return finish(lease, await acquireRelease({ ...options, nzb: await readNzb(), preparing }))
    } catch (error) {
      const failure = lease.signal.aborted ? undefined : failureOf(error)
      if (!failure || failure.retryable) throw error
      await rejectRelease(options, releaseId, failure)
      tried.add(releaseId)
      rejected = failure
    }
  }
}

/** Why the last one was no good tells more than that there is no other. */
function afterRejection(error: unknown, rejected: Failure | undefined): unknown {
  if (!rejected || failureOf(error)?.code !== 'NOT_FOUND') return error
  return new JobFailure(rejected.code, say('JOB_NO_OTHER', { told: rejected.said }), { retryable: true, cause: error })
}

async function acquireRelease(work: ReleaseWork): Promise<Prepared> {
  const { lease, preparing } = work
  const { downloaded, watched } = await downloadRelease(work)
  try {
    const { bytes, missing, repaired } = downloaded
    if (!preparing) await lease.send('FinishDownload', { bytes, missing, repaired })
    await lease.send('BeginPreparing', {})
    const film = await prepareFilm(work, downloaded)
    const prepared = await storeFilm(work, film)
    await watched?.stored({ key: prepared.key, sizeBytes: prepared.sizeBytes, rewritten: film.rewritten })
    return prepared
  } finally {
    await watched?.close()
  }
}

/** The job's third that is no good ends it: then the next step finds that it is over. */
async function rejectRelease({ lease, folder, log }: AcquireOptions, releaseId: string, { code, said }: Failure): Promise<void> {
  log.warn({ releaseId, code }, `the release is no good: ${said.message}`)
  await lease.send('RejectRelease', { releaseId, code, ...asRecorded(said) })
  await folder.clear()
}

/** A worker that was killed between storing and saying so has left the film in place. */
async function alreadyStored({ job, folder, objects }: AcquireOptions): Promise<Prepared | undefined> {
  const prepared = job.status === 'preparing' ? await folder.readPrepared() : undefined
  const object = prepared && await objects.head(prepared.key)
  return object && object.sizeBytes === prepared.sizeBytes ? prepared : undefined
}

async function finish(lease: JobLease, { key, sizeBytes, contentType, sha256 }: Prepared): Promise<void> {
  await lease.send('FinishPreparing', { key, sizeBytes, contentType, sha256 })
}

interface Chosen { readonly releaseId: string; readNzb(): Promise<SavedNzb> }

async function releaseOf(options: AcquireOptions, preparing: boolean): Promise<Chosen> {
  const { job, lease, folder, log } = options
  const saved = await folder.readNzb()
  if (saved && saved.releaseId === job.releaseId && !options.tried.has(saved.releaseId)) return { releaseId: saved.releaseId, readNzb: async () => saved }
  if (preparing) throw new JobFailure('STORAGE_ERROR', say('JOB_NOT_HERE'), { retryable: true })
  // What another release left, or this one under a choice that was taken back.
  await folder.clear()
  const found = await findRelease(job, options, { releases: options.releases, log, signal: lease.signal })
  const { releaseId, reason } = found.release
  await lease.send('SelectRelease', found.release)
  log.info({ releaseId, reason }, 'a release is chosen')
  return {
    releaseId,
    async readNzb() {
      const nzb = await found.fetchNzb()
      await folder.saveNzb(nzb)
      return nzb
    },
  }
}
