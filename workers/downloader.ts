/**
 * The role `downloader`: finds jobs that nobody works on, claims them, and brings each to an end.
 *
 * Events wake it at once; a look at the read model every few seconds finds what events cannot tell: leases that ran out. Whether a
 * job is really free is decided by the claim, never by what was read.
 */

import type { JobPriority } from '../domain/acquisition-events.ts'
import type { AcquisitionEvent } from '../domain/acquisition.ts'
import { acquisitionDecider } from '../domain/acquisition.ts'
import type { RecordedEvent } from '../domain/event.ts'
import type { PlayableRef } from '../domain/playable.ts'
import { acquisitionStream, parseAcquisitionStream, playableKey, playableOf, playableRef } from '../domain/playable.ts'
import type { JobRow } from '../projections/jobs.ts'
import { jobs as jobsProjection } from '../projections/jobs.ts'
import { foldInto } from '../projections/projection.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import { EventStoreError } from '../server/event-store/event-store.ts'
import type { CommandHandler } from '../server/handle.ts'
import { limits } from '../server/limits.ts'
import type { Log } from '../server/log.ts'
import type { ObjectStore } from '../server/object-store/object-store.ts'
import { ObjectStoreError } from '../server/object-store/object-store.ts'
import { deleteFilesOf } from '../server/storage/orphans.ts'
import type { System } from '../server/system.ts'
import { acquireMovie } from './acquire-movie.ts'
import { asRecorded } from './as-recorded.ts'
import { POOL_PRIORITY } from './download-release.ts'
import type { ReleaseSources } from './find-release.ts'
import { failureOf, UNFORESEEN } from './job-failure.ts'
import type { JobRef } from './job-folder.ts'
import { jobFolders, openJobFolder } from './job-folder.ts'
import type { JobLease } from './job-lease.ts'
import { claimJob, JobOver } from './job-lease.ts'
import type { DownloadStatistics } from './usenet/download.ts'
import type { NewsPool } from './usenet/news-pool.ts'
import type { ServerStatistics } from './usenet/news-server.ts'
import type { LandingFigures, LandingFilmsHost } from './streaming/landing-films-host.ts'
import { runWorker } from './worker.ts'

export interface Downloader extends ReleaseSources {
  readonly store: EventStore
  readonly handler: CommandHandler
  readonly objects: ObjectStore
  /** Jobs that are queued, or under way without a valid lease of another worker; may be a little behind. */
  claimableJobs(): Promise<readonly JobRef[]>
  readonly pool: NewsPool
  readonly folder: string
  /** Stays the same over restarts, so that a job goes on at once. No two workers may share one. */
  readonly workerId: string
  readonly leaseMs: number
  readonly jobsMax: number
  readonly system: System
  readonly log: Log
  readonly metrics: DownloaderMetrics
  /** Those that can be watched while they land. */
  readonly landingFilms: LandingFilmsHost
}

export interface DownloaderMetrics {
  jobsRunning: number
  jobsClaimed: number
  jobsFinished: number
  jobsFailed: number
  articlesLanded: number
  articlesDamaged: number
  bytesLanded: number
  /** Films that are watched while they land. */
  landing: LandingFigures
  /** Of each news server, since it was set as it is. */
  servers: readonly Readonly<ServerStatistics>[]
}

export const noMetrics = (): DownloaderMetrics => ({ jobsRunning: 0, jobsClaimed: 0, jobsFinished: 0, jobsFailed: 0, articlesLanded: 0, articlesDamaged: 0, bytesLanded: 0, landing: { films: 0, readers: 0, bytes: 0, failures: { MISSING: 0, LATE: 0, GONE: 0, BUSY: 0 } }, servers: [] })

/** Runs until the signal aborts, and resolves when all work has stopped. */
export async function runDownloader(downloader: Downloader, signal: AbortSignal): Promise<void> {
  const running = new Map<string, { readonly job: JobRef; readonly stop: AbortController; readonly end: Promise<void> }>()
  const waiting = new Map<string, JobRef>()

  function offer(job: JobRef): void {
    if (!running.has(job.jobId)) waiting.set(job.jobId, job)
    startNext()
  }

  function startNext(): void {
    for (const job of waiting.values()) {
      if (signal.aborted || running.size >= downloader.jobsMax) return
      // What is being stopped goes on when it has stopped.
      if (running.has(job.jobId)) continue
      waiting.delete(job.jobId)
      const stop = new AbortController()
      const withOthers = () => [...waiting.values(), ...[...running.values()].map((each) => each.job)].some((other) => other.jobId !== job.jobId && areOfOneSeason(job, other))
      const end = runJob(downloader, job, withOthers, AbortSignal.any([signal, stop.signal])).catch((error: unknown) => {
        if (!signal.aborted) downloader.log.error({ err: error, jobId: job.jobId }, 'a job broke off; it will be taken up again')
      }).finally(() => {
        running.delete(job.jobId)
        downloader.metrics.jobsRunning = running.size
        startNext()
      })
      running.set(job.jobId, { job, stop, end })
      downloader.metrics.jobsRunning = running.size
    }
  }

  function heed(event: RecordedEvent<AcquisitionEvent['type'], { readonly jobId: string; readonly needsApproval?: boolean; readonly priority?: JobPriority }>): void {
    const { jobId } = event.data
    const playable = parseAcquisitionStream(event.stream)
    if (!playable) return
    const ref: JobRef = { jobId, ...playableRef(playable) }
    switch (event.type) {
      case 'FetchPrioritized':
        downloader.pool.prioritize(jobId, POOL_PRIORITY[event.data.priority!])
        break
      case 'FetchCancelled': case 'FetchReconsidered':
        waiting.delete(jobId)
        running.get(jobId)?.stop.abort(new JobOver('CANCELLED', 'The job was called off'))
        break
      case 'ReleaseChosen':
        running.get(jobId)?.stop.abort(new JobOver('RELEASE_CHOSEN', 'Another release was chosen'))
        waiting.set(jobId, ref)
        startNext()
        break
      default: if (event.data.needsApproval !== true) offer(ref)
    }
  }

  async function listen(): Promise<number> {
    const types = ['FetchRequested', 'FetchApproved', 'FetchReconsidered', 'FetchRetried', 'FetchCancelled', 'FetchPrioritized', 'ReleaseChosen']
    for await (const { events } of downloader.store.subscribe(await downloader.store.lastPosition(), { categories: ['acquisition'], types, signal })) {
      for (const event of events) heed(event as Parameters<typeof heed>[0])
    }
    return 0
  }

  async function look(): Promise<number> {
    for (const job of await downloader.claimableJobs()) {
      // In the order of today: somebody may have moved one.
      waiting.delete(job.jobId)
      if (!running.has(job.jobId)) waiting.set(job.jobId, job)
    }
    startNext()
    return limits.downloaderScanMs
  }

  await removeLeftovers(downloader)
  await Promise.all([
    runWorker({ name: 'downloader, by events', step: listen }, { ...downloader, signal }),
    runWorker({ name: 'downloader, by looking', step: look }, { ...downloader, signal }),
  ])
  await Promise.all([...running.values()].map(({ end }) => end))
}

function areOfOneSeason(one: PlayableRef, other: PlayableRef): boolean {
  return one.seriesId != null && one.seriesId === other.seriesId && one.season === other.season
}

/** `withOthers`: whether other episodes of its season are known to wait or to be under way. */
async function runJob(downloader: Downloader, ref: JobRef, withOthers: () => boolean, signal: AbortSignal): Promise<void> {
  const { metrics, objects, pool, system, releases } = downloader
  const log = withFields(downloader.log, { jobId: ref.jobId, of: playableKey(playableOf(ref)) })
  let lease: JobLease
  try {
    lease = await claimJob(ref, { ...downloader, signal })
  } catch (error) {
    if (error instanceof JobOver) return log.debug({ code: error.code }, 'the job is not to be had')
    throw error
  }
  metrics.jobsClaimed++
  const folder = await openJobFolder(downloader.folder, ref)
  try {
    const { job, tried, queued } = await loadJob(downloader.store, ref)
    // Asked for at once with others, it is the first of them to be heard of.
    const waits = { since: queued?.recordedAt ?? job.requestedAt, withOthers: withOthers() || queued?.meta.batchId !== undefined }
    log.info({ status: job.status }, 'the job is claimed')
    const onStatistics = countInto(metrics)
    await acquireMovie({ job, tried, waits, lease, folder, pool, objects, releases, system, log, onStatistics, landingFilms: downloader.landingFilms })
    metrics.jobsFinished++
    log.info({}, 'the film is ready')
  } catch (error) {
    await giveUp(lease, error, log, metrics)
  } finally {
    lease.letGo()
    await removeIfOver(downloader, ref)
  }
}

/** Tells of a failure, unless the job is not ours to fail. */
async function giveUp(lease: JobLease, error: unknown, log: Log, metrics: DownloaderMetrics): Promise<void> {
  if (lease.signal.aborted || error instanceof JobOver) {
    log.info({ reason: String((lease.signal.reason as Error | undefined)?.message ?? error) }, 'the work on the job stops')
    return
  }
  // A store that is away is no fault of the job: it is taken up again when the store is back.
  if (error instanceof EventStoreError) throw error
  const failure = failureOf(error)
  if (!failure) log.error({ err: error }, 'the job failed in a way nobody foresaw')
  const { code, said, retryable } = failure ?? UNFORESEEN
  metrics.jobsFailed++
  log.warn({ code, retryable }, said.message)
  await lease.send('FailJob', { code, ...asRecorded(said), retryable }).catch((refusal: unknown) => {
    if (!(refusal instanceof JobOver)) throw refusal
  })
}

/** The job as its own events tell it, which no read model can be behind of. */
async function loadJob(store: EventStore, ref: JobRef): Promise<{ job: JobRow; tried: ReadonlySet<string>; queued: RecordedEvent | undefined }> {
  const rows = new Map<string, JobRow>()
  let queued: RecordedEvent | undefined
  let state = acquisitionDecider.initial
  for await (const event of store.readStream(acquisitionStream(ref))) {
    foldInto(jobsProjection, rows, event)
    state = acquisitionDecider.evolve(state, event as Parameters<typeof acquisitionDecider.evolve>[1])
    if (QUEUED_BY.has(event.type) && (event.data as JobRef).jobId === ref.jobId) queued = event
  }
  const job = rows.get(ref.jobId)
  if (!job) throw new JobOver('NOT_FOUND', 'There is no such job')
  return { job, tried: new Set(state.blocked), queued }
}

const QUEUED_BY: ReadonlySet<string> = new Set<AcquisitionEvent['type']>(['FetchRequested', 'FetchApproved', 'FetchRetried'])

const KEEPS_ITS_FOLDER: ReadonlySet<JobRow['status']> = new Set(['queued', 'downloading', 'preparing'])

/** A retry of a job that failed for a passing reason goes on with what has landed; everything else is done with. */
async function removeIfOver(downloader: Downloader, ref: JobRef): Promise<void> {
  const row = await loadJob(downloader.store, ref).then(({ job }) => job, (error: unknown) => {
    if (error instanceof JobOver) return undefined
    throw error
  })
  if (row && (KEEPS_ITS_FOLDER.has(row.status) || row.status === 'error' && row.retryable)) return
  try {
    // Whatever of a film was in the object store by then: called off while it was being stored, it is nobody's.
    if (row?.status === 'cancelled' || row?.status === 'error') await deleteFilesOf(ref.jobId, downloader.objects)
  } catch (error) {
    if (!(error instanceof ObjectStoreError)) throw error
    return downloader.log.warn({ err: error, jobId: ref.jobId }, 'what was stored of a job that is over could not be removed; it is tried again at the next start')
  }
  await (await openJobFolder(downloader.folder, ref)).remove()
}

async function removeLeftovers(downloader: Downloader): Promise<void> {
  for (const ref of await jobFolders(downloader.folder)) await removeIfOver(downloader, ref)
}

/** Adds what a job's numbers have grown by; what landed in former runs counts once more, as it is in the file. */
function countInto(metrics: DownloaderMetrics): (statistics: Readonly<DownloadStatistics>) => void {
  let before = { articles: 0, bytes: 0, damaged: 0 }
  return ({ articles, bytes, damaged }) => {
    metrics.articlesLanded += articles - before.articles
    metrics.bytesLanded += bytes - before.bytes
    metrics.articlesDamaged += damaged - before.damaged
    before = { articles, bytes, damaged }
  }
}

function withFields(log: Log, fields: object): Log {
  return {
    debug: (more, message) => log.debug({ ...fields, ...more }, message),
    info: (more, message) => log.info({ ...fields, ...more }, message),
    warn: (more, message) => log.warn({ ...fields, ...more }, message),
    error: (more, message) => log.error({ ...fields, ...more }, message),
  }
}
