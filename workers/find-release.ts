/** From a film or an episode to the NZB that will be downloaded: which one, and why. */

import { playableOf } from '../domain/playable.ts'
import type { ReleaseRow } from '../projections/wire-releases.ts'
import type { Release } from '../domain/acquisition.ts'
import type { JobRow } from '../projections/jobs.ts'
import type { Found as FoundReleases, ReleaseFinder, Waits } from '../server/releases/release-finder.ts'
import { JobFailure } from './job-failure.ts'
import type { SavedNzb } from './job-folder.ts'

export interface ReleaseSources { readonly releases: Pick<ReleaseFinder, 'find' | 'fetchNzb'> }

export interface Found { readonly release: Release; fetchNzb(): Promise<SavedNzb> }

const REASON_CHARACTERS_MAX = 1_000

/** Since when the job has waited, and whether with others; `tried` are releases that turned out to be no good. */
export interface FindHow { readonly waits: Waits; readonly tried: ReadonlySet<string> }

/** Throws `JobFailure` or `FindError`. */
export async function findRelease({ quality, ...job }: JobRow, { waits, tried }: FindHow, { releases }: ReleaseSources, signal: AbortSignal): Promise<Found> {
  const about = playableOf(job)
  const wanted = job.releaseId !== null && !tried.has(job.releaseId) ? job.releaseId : undefined
  // What a person chose was in the list that was asked for by itself.
  const found = await releases.find(about, { quality, tried: [...tried], ...job.mode === 'manual' ? {} : { waits }, ...wanted === undefined ? {} : { releaseId: wanted } })
  const release = choose({ ...job, wanted }, found, tried)
  return {
    release,
    async fetchNzb() {
      const { bytes, fileName } = await releases.fetchNzb(about, release.releaseId, signal)
      return { releaseId: release.releaseId, bytes, fileName }
    },
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
  return `${[...reasons, releases === 1 ? 'the only one that will do' : `the best of ${releases}`].join('; ')}${refused > 0 ? `; ${refused} passed over${faultsIn(found)}` : ''}.${searchedIn(found)}`
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
  for (const { refusals: [fault] } of refused) if (fault !== undefined) counts.set(fault, (counts.get(fault) ?? 0) + 1)
  const most = [...counts].toSorted(([, a], [, b]) => b - a).slice(0, 3)
  return most.length === 0 ? '' : ` (${most.map(([fault, count]) => count === 1 ? fault : `${count}: ${fault}`).join(', ')})`
}
