/** From a film or an episode to the NZB that will be downloaded: which one, and why. */

import type { Told } from '../domain/said.ts'
import type { Playable } from '../domain/playable.ts'
import { playableOf } from '../domain/playable.ts'
import type { Said } from '../projections/said.ts'
import { sayOfJob as say } from '../projections/said-of-jobs.ts'
import type { ReleaseRow } from '../projections/wire-releases.ts'
import type { Release } from '../domain/acquisition.ts'
import type { JobRow } from '../projections/jobs.ts'
import { FindError } from '../server/releases/find-error.ts'
import type { Found as FoundReleases, ReleaseFinder, Waits } from '../server/releases/release-finder.ts'
import { limits } from '../server/limits.ts'
import type { Log } from '../server/log.ts'
import { asRecorded } from './as-recorded.ts'
import { JobFailure } from './job-failure.ts'
import type { SavedNzb } from './job-folder.ts'
import { partOfPack } from './part-of-pack.ts'
import { NzbError, parseNzb } from './usenet/nzb.ts'

export interface ReleaseSources { readonly releases: Pick<ReleaseFinder, 'find' | 'fetchNzb'> }

/** As the command takes it. */
export type ChosenRelease = Omit<Release, 'told'> & { readonly told?: Told }

export interface Found { readonly release: ChosenRelease; fetchNzb(): Promise<SavedNzb> }

/** Since when the job has waited, and whether with others; `tried` are releases that turned out to be no good. */
export interface FindHow { readonly waits: Waits; readonly tried: ReadonlySet<string> }

interface FindPorts extends ReleaseSources { readonly log: Pick<Log, 'info'>; readonly signal: AbortSignal }

/** Of a whole season a release is taken only where it lets itself be taken apart. Throws `JobFailure` or `FindError`. */
export async function findRelease({ quality, ...job }: JobRow, { waits, tried }: FindHow, { releases, log, signal }: FindPorts): Promise<Found> {
  const about = playableOf(job)
  const nzbOf = async (releaseId: string): Promise<SavedNzb> => {
    const { bytes, fileName } = await releases.fetchNzb(about, releaseId, signal)
    return { releaseId, bytes, fileName }
  }
  const wanted = job.releaseId !== null && !tried.has(job.releaseId) ? job.releaseId : undefined
  const inOnePiece = new Set<string>()
  for (;;) {
    // What a person chose was in the list that was asked for by itself.
    const found = await releases.find(about, { quality, tried: [...tried], inOnePiece: [...inOnePiece], ...job.mode === 'manual' ? {} : { waits }, ...wanted === undefined ? {} : { releaseId: wanted } })
    const release = choose({ ...job, wanted }, found, tried)
    const isPart = found.releases.some(({ releaseId, wholeSeason }) => wholeSeason && releaseId === release.releaseId)
    if (!isPart || release.releaseId === wanted) return { release, fetchNzb: () => nzbOf(release.releaseId) }
    const nzb = await nzbOf(release.releaseId).catch((error: unknown) => {
      if (error instanceof FindError && !error.retryable) return error
      throw error
    })
    // Nobody gives it: that speaks against it as it does against any that is chosen.
    if (nzb instanceof FindError) return { release, fetchNzb: () => Promise.reject(nzb) }
    if (isApart(nzb, about)) return { release, fetchNzb: async () => nzb }
    log.info({ releaseId: release.releaseId }, 'the files of a whole season do not say which episode they are: another release is looked for')
    inOnePiece.add(release.releaseId)
    // Each look costs a download of the indexer's day.
    if (inOnePiece.size >= limits.seasonNzbsLookedAt) for (const row of found.releases) if (row.wholeSeason) inOnePiece.add(row.releaseId)
  }
}

/** What is no NZB is found out where all are read. */
function isApart({ bytes, fileName }: SavedNzb, about: Playable): boolean {
  try {
    return partOfPack(parseNzb(bytes, fileName).files, about) !== undefined
  } catch (error) {
    if (error instanceof NzbError) return false
    throw error
  }
}

function choose({ wanted, mode, reason, reasonTold, releaseTitle }: Pick<JobRow, 'mode' | 'reason' | 'reasonTold' | 'releaseTitle'> & { readonly wanted: string | undefined }, found: FoundReleases, tried: ReadonlySet<string>): ChosenRelease {
  // Chosen before: by a person, or by a worker that was killed before it had the NZB.
  if (wanted !== undefined && found.wanted) {
    const release = releaseOf({ ...found.wanted, releaseId: wanted }, mode === 'manual' ? say('JOB_CHOSEN_BY_HAND') : say('JOB_CHOSEN_AGAIN'))
    if (reason === null) return release
    const { told: _told, ...rest } = release
    return { ...rest, reason, ...reasonTold === null ? {} : { told: reasonTold } }
  }
  if (mode === 'manual' && wanted !== undefined && releaseTitle === null) throw new JobFailure('NOT_FOUND', say('JOB_CHOICE_GONE'), { retryable: false })
  const [best] = found.releases
  if (best) return releaseOf(best, reasonFor(best, found))
  throw new JobFailure('NOT_FOUND', searchedIn(found, noneOf(found, tried)), { retryable: true })
}

function releaseOf({ releaseId, title, indexers, sizeBytes }: ReleaseRow, said: Said): ChosenRelease {
  const { message: reason, ...told } = asRecorded(said)
  return { releaseId, title, indexer: indexers.join(', ').slice(0, 200), sizeBytes: sizeBytes ?? 0, reason, ...told }
}

function reasonFor({ reasons }: ReleaseRow, found: FoundReleases): Said {
  const { releases, refused } = found.total
  const faults = faultsIn(found)
  const passed = refused === 0 ? [] : [faults.length === 0 ? say('JOB_PASSED', { count: refused }) : say('JOB_PASSED_FOR', { count: refused, faults })]
  const parts = [...reasons, releases === 1 ? say('JOB_ONLY') : say('JOB_BEST', { count: releases }), ...passed]
  return searchedIn(found, say('JOB_CHOSEN', { why: parts.reduce((one, other) => say('JOB_BOTH', { one, other })) }))
}

function noneOf(found: FoundReleases, tried: ReadonlySet<string>): Said {
  const { total: { refused: count } } = found
  const faults = faultsIn(found)
  if (count === 0) return say('JOB_NONE')
  if (faults.length === 0) return say('JOB_NONE_WILL_DO', { count })
  return tried.size > 0 ? say('JOB_NONE_LEFT', { count, faults, tried: tried.size }) : say('JOB_NONE_WILL_DO_FOR', { count, faults })
}

function searchedIn({ searched }: FoundReleases, told: Said): Said {
  switch (searched) {
    case 'alone': return told
    case 'season': return say('JOB_BY_SEASON', { told })
    case 'both': return say('JOB_BY_BOTH', { told })
  }
}

/** The first thing that speaks against each of those refused, the most frequent first. */
function faultsIn({ refused }: FoundReleases): readonly Said[] {
  const counts = new Map<string, { readonly fault: Said; count: number }>()
  for (const { refusals: [fault] } of refused) {
    if (fault === undefined) continue
    const known = counts.get(fault.message)
    if (known) known.count++
    else counts.set(fault.message, { fault, count: 1 })
  }
  const most = [...counts.values()].toSorted((a, b) => b.count - a.count).slice(0, 3)
  return most.map(({ fault, count }) => count === 1 ? fault : say('JOB_FAULT', { count, fault }))
}
