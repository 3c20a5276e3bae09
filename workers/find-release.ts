/** From a film or an episode to the NZB that will be downloaded: which one, and why. */

import type { Playable } from '../domain/playable.ts'
import { playableOf } from '../domain/playable.ts'
import type { ReleaseRow } from '../projections/wire-releases.ts'
import type { Release } from '../domain/acquisition.ts'
import type { JobRow } from '../projections/jobs.ts'
import { FindError } from '../server/releases/find-error.ts'
import type { Found as FoundReleases, ReleaseFinder, Waits } from '../server/releases/release-finder.ts'
import { limits } from '../server/limits.ts'
import type { Log } from '../server/log.ts'
import { JobFailure } from './job-failure.ts'
import type { SavedNzb } from './job-folder.ts'
import { partOfPack } from './part-of-pack.ts'
import { NzbError, parseNzb } from './usenet/nzb.ts'

export interface ReleaseSources { readonly releases: Pick<ReleaseFinder, 'find' | 'fetchNzb'> }

export interface Found { readonly release: Release; fetchNzb(): Promise<SavedNzb> }

const REASON_CHARACTERS_MAX = 1_000

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

function choose({ wanted, mode, reason, releaseTitle }: Pick<JobRow, 'mode' | 'reason' | 'releaseTitle'> & { readonly wanted: string | undefined }, found: FoundReleases, tried: ReadonlySet<string>): Release {
  // Chosen before: by a person, or by a worker that was killed before it had the NZB.
  if (wanted !== undefined && found.wanted) return releaseOf({ ...found.wanted, releaseId: wanted }, reason ?? (mode === 'manual' ? 'Chosen by hand.' : 'The same as before.'))
  if (mode === 'manual' && wanted !== undefined && releaseTitle === null) throw new JobFailure('NOT_FOUND', 'The release that was chosen is not there any more.', { retryable: false })
  const [best] = found.releases
  if (best) return releaseOf(best, reasonOf(best, found))
  const { total: { refused } } = found
  const none = refused === 0 ? 'No indexer has a release of it.' : `None of the ${refused} releases found will do${faultsIn(found)}${tried.size > 0 ? `; ${tried.size} were tried` : ''}.`
  throw new JobFailure('NOT_FOUND', `${none}${searchedIn(found)}`, { retryable: true })
}

function releaseOf({ releaseId, title, indexers, sizeBytes }: ReleaseRow, reason: string): Release {
  return { releaseId, title, indexer: indexers.join(', ').slice(0, 200), sizeBytes: sizeBytes ?? 0, reason: reason.slice(0, REASON_CHARACTERS_MAX) }
}

function reasonOf({ reasons }: ReleaseRow, found: FoundReleases): string {
  const { releases, refused } = found.total
  return `${[...reasons.map(({ message }) => message), releases === 1 ? 'the only one that will do' : `the best of ${releases}`].join('; ')}${refused > 0 ? `; ${refused} passed over${faultsIn(found)}` : ''}.${searchedIn(found)}`
}

/** As a sentence of its own, where there is something to say. */
function searchedIn({ searched }: FoundReleases): string {
  switch (searched) {
    case 'alone': return ''
    case 'season': return ' Found by one search of the whole season.'
    case 'both': return ' The whole season was searched once, and this episode by itself, since that had nothing for it.'
  }
}

/** The first thing that speaks against each of those refused, the most frequent first. */
function faultsIn({ refused }: FoundReleases): string {
  const counts = new Map<string, number>()
  for (const { refusals: [fault] } of refused) if (fault !== undefined) counts.set(fault.message, (counts.get(fault.message) ?? 0) + 1)
  const most = [...counts].toSorted(([, a], [, b]) => b - a).slice(0, 3)
  return most.length === 0 ? '' : ` (${most.map(([fault, count]) => count === 1 ? fault : `${count}: ${fault}`).join(', ')})`
}
