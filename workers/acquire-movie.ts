/**
 * One job from claim to playable film. Every step may be the last before a kill: each begins by looking at what is there already.
 *
 *   release chosen ─ ReleaseSelected ▶ NZB saved ─ DownloadStarted ▶ articles land ─ DownloadCompleted ▶
 *   measured ─ PreparationStarted ▶ described in prepared.json ▶ in the object store ─ MovieStored, MovieReady ▶ folder removed
 */

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { JobRow } from '../projections/jobs.ts'
import type { Log } from '../server/log.ts'
import type { ObjectStore } from '../server/object-store/object-store.ts'
import type { System } from '../server/system.ts'
import type { ReleaseSources } from './find-release.ts'
import { findRelease } from './find-release.ts'
import type { JobFolder, Prepared, SavedNzb } from './job-folder.ts'
import { JobFailure } from './job-failure.ts'
import type { JobLease } from './job-lease.ts'
import type { Media } from './media-type.ts'
import { sniff, SNIFF_BYTES } from './media-type.ts'
import { reportProgress } from './report-progress.ts'
import type { OpenLandingFilm } from './streaming/landing-film.ts'
import type { LandingFilmsHost } from './streaming/landing-films-host.ts'
import { landedAlready, offerWhileLanding } from './streaming/offer-while-landing.ts'
import type { DownloadStatistics } from './usenet/download.ts'
import { startDownload } from './usenet/download.ts'
import { Landing } from './usenet/landing.ts'
import type { LandedFile } from './usenet/landing.ts'
import type { NewsPool } from './usenet/news-pool.ts'
import { parseNzb } from './usenet/nzb.ts'
import type { DownloadPlan } from './usenet/plan-download.ts'
import { landingPlanOf, planDownload } from './usenet/plan-download.ts'

export interface AcquireOptions extends ReleaseSources {
  readonly job: JobRow
  /** Of releases that turned out to be no good, in this job. */
  readonly tried: ReadonlySet<string>
  readonly lease: JobLease
  readonly folder: JobFolder
  readonly pool: NewsPool
  readonly objects: ObjectStore
  readonly system: Pick<System, 'dial' | 'files' | 'now' | 'sleep'>
  readonly log: Log
  /** Where it can be watched meanwhile. */
  readonly landingFilms: LandingFilmsHost
  /** Told after each article; the numbers are of this job. */
  readonly onStatistics: (statistics: Readonly<DownloadStatistics>) => void
}

/** Resolves when the film is ready. Throws `JobOver`, or what `failureOf` knows how to tell. */
export async function acquireMovie(options: AcquireOptions): Promise<void> {
  const { job, lease, folder, log } = options
  const stored = await alreadyStored(options)
  if (stored) return finish(lease, stored)
  const nzb = await releaseOf(options)
  const posted = parseNzb(nzb.bytes, nzb.fileName)
  const plan = planDownload(posted)
  if (plan.files.some(({ name, kind }) => kind === 'content' && /\.(rar|r\d\d|7z|zip|\d{3})$/i.test(name ?? ''))) throw new JobFailure('JOB_ERROR', 'This release is packed in an archive, which cannot be unpacked yet.', { retryable: false })
  let film: OpenLandingFilm | undefined
  const offer: Offer = (landing, download) => {
    film = offerWhileLanding({ jobId: job.key, releaseId: nzb.releaseId, passwords: posted.password === null ? [] : [posted.password], plan, landing, download, lease, host: options.landingFilms, system: options.system, log })
  }
  try {
    const file = await downloadPlan(options, nzb, plan, offer)
    if (job.status !== 'preparing') await lease.send('FinishDownload', { bytes: file.sizeBytes, missing: 0, repaired: 0 })
    const media = await mediaOf(file)
    await lease.send('BeginPreparing', {})
    const prepared: Prepared = { key: `movies/${job.key}/movie.${media.extension}`, sizeBytes: file.sizeBytes, contentType: media.contentType, sha256: await sha256Of(file.path, lease.signal) }
    await folder.savePrepared(prepared)
    await options.objects.putFile(prepared.key, file.path, prepared)
    log.info({ sizeBytes: prepared.sizeBytes, contentType: prepared.contentType }, 'the film is stored')
    await film?.stored({ key: prepared.key, sizeBytes: prepared.sizeBytes, rewritten: false })
    await finish(lease, prepared)
  } finally {
    await film?.close()
  }
}

type Offer = (landing: Landing, download: Parameters<typeof offerWhileLanding>[0]['download']) => void

/** A worker that was killed between storing and saying so has left the film in place. */
async function alreadyStored({ job, folder, objects }: AcquireOptions): Promise<Prepared | undefined> {
  const prepared = job.status === 'preparing' ? await folder.readPrepared() : undefined
  const object = prepared && await objects.head(prepared.key)
  return object && object.sizeBytes === prepared.sizeBytes ? prepared : undefined
}

async function finish(lease: JobLease, { key, sizeBytes, contentType, sha256 }: Prepared): Promise<void> {
  await lease.send('FinishPreparing', { key, sizeBytes, contentType, sha256 })
}

async function releaseOf(options: AcquireOptions): Promise<SavedNzb> {
  const { job, tried, lease, folder, log } = options
  const saved = await folder.readNzb()
  if (saved && saved.releaseId === job.releaseId && !tried.has(saved.releaseId)) return saved
  if (job.status === 'preparing') throw new JobFailure('STORAGE_ERROR', 'What was downloaded is not there any more.', { retryable: true })
  const found = await findRelease(job, tried, options, lease.signal)
  const { releaseId, title, indexer, sizeBytes, reason } = found.release
  await lease.send('SelectRelease', { releaseId, title, indexer, sizeBytes, reason })
  log.info({ releaseId, reason }, 'a release is chosen')
  const nzb = await found.fetchNzb()
  await folder.saveNzb(nzb)
  return nzb
}

async function downloadPlan(options: AcquireOptions, nzb: SavedNzb, plan: DownloadPlan, offer: Offer): Promise<LandedFile> {
  const { job, lease, folder, pool, system, log, onStatistics } = options
  const fingerprint = createHash('sha256').update(nzb.bytes).digest()
  const landing = await Landing.open(join(folder.path, 'files'), landingPlanOf(plan, fingerprint), lease.signal, system.files)
  try {
    const content = plan.files.filter(({ kind }) => kind !== 'par2-volume')
    const articles = content.reduce((sum, file) => sum + file.articles, 0)
    const lacking = articles - landing.articles
    if (job.status === 'preparing' && lacking > 0) throw new JobFailure('STORAGE_ERROR', 'What was downloaded is not there any more.', { retryable: true })
    if (job.status !== 'preparing') await lease.send('StartDownload', { totalBytes: plan.totalBytes, articles })
    if (lacking > 0) {
      log.info({ articles, landed: landing.articles }, 'the download begins')
      const report = reportProgress({ lease, totalBytes: plan.totalBytes, articles, system })
      const running = startDownload({
        plan, landing, pool, since: Date.parse(job.requestedAt), system, signal: AbortSignal.any([lease.signal, report.failed]),
        onProgress: (statistics) => {
          report.noted(statistics)
          onStatistics(statistics)
        },
      })
      offer(landing, running)
      try {
        await report.during(running.done)
      } finally {
        running.close()
      }
    } else offer(landing, landedAlready(landing))
    return filmOf(plan, await landing.finish())
  } finally {
    landing.close()
  }
}

/** The largest of the content. */
function filmOf(plan: DownloadPlan, landed: readonly LandedFile[]): LandedFile {
  const content = landed.filter((_, file) => plan.files[file]!.kind === 'content')
  const film = content.reduce((best, file) => file.sizeBytes > best.sizeBytes ? file : best)
  if (film.damaged) throw new JobFailure('USENET_ERROR', 'The release is damaged, and cannot be repaired yet.', { retryable: false })
  return film
}

async function mediaOf({ path }: LandedFile): Promise<Media> {
  const file = await open(path, 'r')
  try {
    const head = new Uint8Array(SNIFF_BYTES)
    const { bytesRead } = await file.read(head, 0, SNIFF_BYTES, 0)
    const found = sniff(head.subarray(0, bytesRead))
    switch (found.kind) {
      case 'video': return found.media
      case 'archive': throw new JobFailure('JOB_ERROR', 'This release is packed in an archive, which cannot be unpacked yet.', { retryable: false })
      case 'other': throw new JobFailure('JOB_ERROR', 'What was downloaded is no film that a browser can play.', { retryable: false })
    }
  } finally {
    await file.close()
  }
}

/** Of the file as it lies on disk: what landed correctly and was then damaged would show in the player, not here. */
async function sha256Of(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  const { size } = await stat(path)
  let read = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576, signal })) {
    hash.update(chunk as Uint8Array)
    read += (chunk as Uint8Array).length
  }
  if (read !== size) throw new JobFailure('STORAGE_ERROR', 'The downloaded file changed while it was measured.', { retryable: true })
  return hash.digest('hex')
}
