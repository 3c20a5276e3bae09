/** A release's files on disk, whole: fetched, checked and repaired, under the names they were made with. */

import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { JobPriority } from '../domain/acquisition-events.ts'
import { playableOf } from '../domain/playable.ts'
import { sayOfJob as say } from '../projections/said-of-jobs.ts'
import { isBeside } from './is-beside.ts'
import type { Downloaded, NamedFile } from './job-folder.ts'
import { JobFailure } from './job-failure.ts'
import type { RepairedFile } from './par2/repair-release.ts'
import { repairRelease } from './par2/repair-release.ts'
import type { ReleaseWork } from './release-work.ts'
import { reportProgress } from './report-progress.ts'
import type { OpenLandingFilm } from './streaming/landing-film.ts'
import { offerWhileLanding } from './streaming/offer-while-landing.ts'
import type { RunningDownload } from './usenet/download.ts'
import { startDownload } from './usenet/download.ts'
import type { LandedFile } from './usenet/landing.ts'
import { Landing } from './usenet/landing.ts'
import { partOfPack } from './part-of-pack.ts'
import { parseNzb } from './usenet/nzb.ts'
import type { DownloadPlan, PlannedFile } from './usenet/plan-download.ts'
import { landingPlanOf, planDownload } from './usenet/plan-download.ts'

/** As the pool of connections counts. */
export const POOL_PRIORITY = { HIGH: 1, NORMAL: 0, LOW: -1 } as const satisfies Record<JobPriority, number>

export interface DownloadedRelease {
  readonly downloaded: Downloaded
  /** Open still, for who watches meanwhile; none where this process did not see it land. The caller's to close. */
  readonly watched: OpenLandingFilm | undefined
}

/** Once it is done, what it made is told without a question to any news server. */
export async function downloadRelease(work: ReleaseWork): Promise<DownloadedRelease> {
  const { nzb, preparing, folder, lease, system, log } = work
  const known = await folder.readDownloaded()
  if (preparing && known) return { downloaded: known, watched: undefined }
  if (preparing) throw new JobFailure('STORAGE_ERROR', say('JOB_NOT_HERE'), { retryable: true })
  const parsed = parseNzb(nzb.bytes, nzb.fileName)
  const part = partOfPack(parsed.files, playableOf(work.job))
  if (part) log.info({ files: part.length, of: parsed.files.length }, 'of a release that holds more, only what is of this episode is fetched')
  const plan = planDownload(part ? { ...parsed, files: part } : parsed)
  const articles = plan.files.reduce((sum, { kind, articles }) => sum + (kind === 'par2-volume' ? 0 : articles), 0)
  // Also where all has landed: a job that failed later and is tried again begins with its steps anew.
  await lease.send('StartDownload', { totalBytes: plan.totalBytes, articles })
  if (known) return { downloaded: known, watched: undefined }
  const landing = await Landing.open(join(folder.path, 'files'), landingPlanOf(plan, fingerprintOf(nzb.bytes, part?.length)), lease.signal, system.files)
  try {
    log.info({ articles, landed: landing.articles }, 'the download begins')
    return await fetchAndRepair(work, plan, landing, { articles, passwords: parsed.passwords })
  } finally {
    landing.close()
  }
}

async function fetchAndRepair(work: ReleaseWork, plan: DownloadPlan, landing: Landing, { articles, passwords }: { readonly articles: number; readonly passwords: readonly string[] }): Promise<DownloadedRelease> {
  const { job, nzb, pool, lease, folder, landingFilms, system, log, onStatistics } = work
  const report = reportProgress({ lease, totalBytes: plan.totalBytes, articles, system })
  const running = startDownload({
    plan, landing, pool, id: job.key, priority: POOL_PRIORITY[job.priority], since: Date.parse(job.requestedAt), system, signal: AbortSignal.any([lease.signal, report.failed]),
    onProgress: (statistics) => {
      report.noted(statistics)
      onStatistics(statistics)
    },
  })
  const watched = offerWhileLanding({ jobId: job.key, releaseId: nzb.releaseId, wanted: playableOf(job), passwords, plan, landing, download: running, lease, host: landingFilms, system, log })
  try {
    await report.during(running.done)
    const { files, repaired, rebuilt } = await repair(work, plan, landing, running)
    watched.repaired(rebuilt)
    const downloaded = { files, bytes: landing.bytes, missing: running.statistics.missing, repaired, passwords }
    await folder.saveDownloaded(downloaded)
    return { downloaded, watched }
  } catch (error) {
    await watched.close()
    throw error
  } finally {
    running.close()
  }
}

/** What has landed of all of a release is no use where a part of it is wanted. */
function fingerprintOf(nzb: Uint8Array, partFiles: number | undefined): Uint8Array {
  const hash = createHash('sha256').update(nzb)
  return (partFiles === undefined ? hash : hash.update(`part of ${partFiles} files`)).digest()
}

interface Repaired {
  readonly files: readonly NamedFile[]
  /** Blocks. */
  readonly repaired: number
  /** Where files are whole now that landed damaged, by their place among the plan's. */
  readonly rebuilt: ReadonlyMap<number, string>
}

async function repair({ lease, folder, log }: ReleaseWork, plan: DownloadPlan, landing: Landing, running: RunningDownload): Promise<Repaired> {
  const landed = (await landing.finish()).flatMap((file, index) => file.articles === 0 ? [] : [{ ...file, index, name: nameOf(file, plan.files[index]!) }])
  const { files, blocksUsed } = await repairRelease({
    files: landed.map(({ path, name, damaged, verified }) => ({ path, name, damaged: damaged || !verified })),
    into: join(folder.path, 'named'), needBlocks: recoveryFrom(plan, landing, running), signal: lease.signal, onProgress: () => {}, log,
  })
  // Complete, and without checksums to say that it is right: it is taken as it is.
  const complete = new Set(landed.filter(({ damaged }) => !damaged).map(({ path }) => path))
  const lost = files.filter(({ path, state, name }) => state === 'lost' && !complete.has(path ?? '') && !isBeside(name))
  if (lost.length > 0) throw new JobFailure('USENET_ERROR', lost.length === 1 ? say('USENET_DAMAGED_FILE') : say('USENET_DAMAGED_FILES', { count: lost.length }), { retryable: false })
  return { files: files.flatMap(({ path, name, state }) => path === null || state === 'lost' && !complete.has(path) ? [] : [{ path, name }]), repaired: blocksUsed, rebuilt: rebuiltAmong(landed.filter(({ damaged }) => damaged), files) }
}

/** A name tells which is which; under hidden names, that there is only one of each. */
function rebuiltAmong(damaged: readonly { readonly index: number; readonly name: string | null }[], files: readonly RepairedFile[]): ReadonlyMap<number, string> {
  const rebuilt = files.flatMap(({ path, name, state }) => state === 'repaired' && path !== null ? [{ path, name }] : [])
  const only = damaged.length === 1 && rebuilt.length === 1 ? rebuilt[0] : undefined
  return new Map(damaged.flatMap(({ index, name }) => {
    const found = rebuilt.find((each) => each.name === name) ?? only
    return found ? [[index, found.path] as const] : []
  }))
}

/** The real name is the one with an ending; articles and the NZB both may hide it. */
function nameOf({ name: told }: LandedFile, { name: listed }: PlannedFile): string | null {
  const ends = (name: string | null) => name !== null && /\.[a-z0-9]{2,4}$/i.test(name)
  return ends(listed) || !ends(told) ? listed ?? told : told
}

/** Fetches recovery volumes with so many blocks: the smallest that has enough; where none has, the largest, until there are enough. */
function recoveryFrom({ files }: DownloadPlan, landing: Landing, running: RunningDownload): (blocks: number) => Promise<readonly string[]> {
  const left = [...files.entries()].filter(([, { kind }]) => kind === 'par2-volume').map(([index, file]) => ({ index, file, blocks: file.recoveryBlocks ?? 1 })).sort((a, b) => a.blocks - b.blocks)
  return async (blocks) => {
    const paths: string[] = []
    for (let needed = blocks; needed > 0 && left.length > 0;) {
      const at = left.findIndex((each) => each.blocks >= needed)
      const [volume] = left.splice(at < 0 ? left.length - 1 : at, 1)
      const { index, file } = volume!
      const wanted = Array.from({ length: file.articles }, (_, step) => file.firstArticle + step)
      running.want(wanted, 'bulk')
      const outcomes = await Promise.all(wanted.map((article) => running.landed(article)))
      if (outcomes.includes('landed')) paths.push(landing.pathOf(index))
      needed -= Math.floor(volume!.blocks * outcomes.filter((outcome) => outcome === 'landed').length / outcomes.length)
    }
    return paths
  }
}
