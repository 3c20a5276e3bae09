/** From a film to the NZB that will be downloaded: who has it, which one, and why. */

import type { Release } from '../domain/acquisition.ts'
import type { JobRow } from '../projections/jobs.ts'
import type { Log } from '../server/log.ts'
import type { Candidate, Choice } from '../server/indexer/choose-release.ts'
import { chooseRelease, releaseIdOf, releaseOf } from '../server/indexer/choose-release.ts'
import { IndexerError } from '../server/indexer/fetch-limited.ts'
import type { Indexer, MovieQuery } from '../server/indexer/indexer.ts'
import { JobFailure } from './job-failure.ts'
import type { SavedNzb } from './job-folder.ts'

export interface ReleaseSources {
  readonly indexers: readonly Indexer[]
  /** What the catalogue knows of a film; throws when it cannot be asked. */
  movieIdentity(movieId: number): Promise<MovieQuery>
  readonly log: Pick<Log, 'warn'>
}

export interface Found { readonly release: Release; fetchNzb(): Promise<SavedNzb> }

/** `tried` are releases that turned out to be no good. Throws `JobFailure` or `IndexerError`. */
export async function findRelease(job: JobRow, tried: ReadonlySet<string>, sources: ReleaseSources, signal: AbortSignal): Promise<Found> {
  const { indexers, log } = sources
  if (indexers.length === 0) throw new JobFailure('INDEXER_ERROR', 'No indexer is set up.', { retryable: true })
  const movie = await identityOf(job.movieId, sources)
  const candidates = await searchAll(indexers, movie, log, signal)
  const choice = choose(job, candidates, tried, movie)
  const indexer = indexers.find(({ name }) => name === choice.candidate.indexer)!
  return {
    release: choice.release,
    async fetchNzb() {
      return { releaseId: choice.release.releaseId, ...await indexer.fetchNzb(choice.candidate.item, signal) }
    },
  }
}

async function identityOf(movieId: number, sources: ReleaseSources): Promise<MovieQuery> {
  try {
    return await sources.movieIdentity(movieId)
  } catch (error) {
    throw new JobFailure('TMDB_ERROR', 'The catalogue could not say which film this is.', { retryable: true, cause: error })
  }
}

/** One failing indexer is told beside the others' results; only when all fail does the search. */
async function searchAll(indexers: readonly Indexer[], movie: MovieQuery, log: Pick<Log, 'warn'>, signal: AbortSignal): Promise<readonly Candidate[]> {
  const answers = await Promise.allSettled(indexers.map(async (indexer) => (await indexer.search({ movie }, signal)).items.map((item): Candidate => ({ indexer: indexer.name, item }))))
  const failures = answers.flatMap((answer) => answer.status === 'rejected' ? [answer.reason as unknown] : [])
  for (const failure of failures) {
    if (!(failure instanceof IndexerError)) throw failure
    log.warn({ code: failure.code }, failure.message)
  }
  if (failures.length === indexers.length) throw failures[0]
  return answers.flatMap((answer) => answer.status === 'fulfilled' ? answer.value : [])
}

function choose(job: JobRow, candidates: readonly Candidate[], tried: ReadonlySet<string>, movie: MovieQuery): Choice {
  // Chosen before: by a person, or by a worker that was killed before it had the NZB.
  const wanted = job.releaseId !== null && !tried.has(job.releaseId) ? candidates.find((candidate) => releaseIdOf(candidate) === job.releaseId) : undefined
  if (wanted) return { candidate: wanted, release: releaseOf(wanted, job.reason ?? (job.mode === 'manual' ? 'Chosen by hand.' : 'The same as before.')) }
  if (job.mode === 'manual' && job.releaseId !== null && job.releaseTitle === null && !tried.has(job.releaseId)) throw new JobFailure('NOT_FOUND', 'The release that was chosen is not there any more.', { retryable: false })
  const choice = chooseRelease(candidates.filter((candidate) => !tried.has(releaseIdOf(candidate))), job.quality, movie)
  if (choice) return choice
  const found = candidates.length === 0 ? 'No indexer has a release of this film.' : `None of the ${candidates.length} releases found will do${tried.size > 0 ? `; ${tried.size} were tried` : ''}.`
  throw new JobFailure('NOT_FOUND', found, { retryable: true })
}
