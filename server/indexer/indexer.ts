/**
 * Port: an indexer, that is whoever knows which releases there are and has their NZBs.
 *
 * 1. What it supports decides how it is asked: by a number it knows before words; words when it knows no number or finds nothing by it.
 * 2. Each call is counted before it is made (`IndexerMeter`), a page as much as a search, and refused with `LIMIT` when the day's are used up.
 * 3. While it has asked to be left alone it is not called: `LIMIT` at once, with how long.
 * 4. Pages are asked for up to `limits.indexerPagesMax`, of a whole season up to `limits.indexerSeasonPagesMax`. A page that fails leaves those before it, and is told beside them.
 * 5. Nothing but its own host is called, redirects included; answers are bounded in bytes, items and time.
 * 6. Its key is in no error, and in no item but `nzbUrl`.
 * 7. What it answers wrongly is `BAD_ANSWER`, never a crash; an item without a title is left out, and so is a torrent.
 */

import type { IndexerSettings } from '../upstreams.ts'
import type { IndexerErrorCode } from './fetch-limited.ts'
import type { IndexerLimits, IndexerItem } from './newznab-answer.ts'

/** What must be known to ask it. `url`: its API's address, for example `https://api.nzbgeek.info/api`; `/api` is added to a bare host. */
export type IndexerConfig = Pick<IndexerSettings, 'name' | 'kind' | 'url' | 'apiKey' | 'categories' | 'apiPerDay' | 'grabsPerDay'>

export interface MovieQuery {
  /** `tt0013442`; null where the catalogue knows none. */
  readonly imdbId: string | null
  readonly tmdbId?: number
  readonly title: string
  readonly year: number | null
}

export interface EpisodeQuery {
  readonly tvdbId: number | null
  readonly imdbId: string | null
  readonly tmdbId?: number
  readonly title: string
  readonly season: number
  /** Null: the whole season. */
  readonly episode: number | null
}

export type SearchQuery = { readonly movie: MovieQuery } | { readonly episode: EpisodeQuery }

/** What went wrong at one indexer, told beside what the others know. */
export interface IndexerFailure { readonly indexer: string; readonly code: IndexerErrorCode; readonly message: string; /** For everybody. */ readonly plain: string; readonly retryAfterMs: number | null }

export interface SearchAnswer {
  readonly items: readonly IndexerItem[]
  readonly failures: readonly IndexerFailure[]
}

/** What it says that it can do, in so far as it matters here. */
export interface Abilities {
  /** Name of the software, or of the place. */
  readonly software: string | null
  readonly movieBy: readonly string[]
  readonly episodeBy: readonly string[]
  readonly pageSize: number
  readonly categories: number
  /** Names of the indexers behind it, where it speaks for others. */
  readonly behind: readonly string[]
}

export interface Indexer {
  readonly name: string
  abilities(signal: AbortSignal): Promise<Abilities>
  search(query: SearchQuery, signal: AbortSignal): Promise<SearchAnswer>
  /** Throws `IndexerError`. Counted as a grab. */
  fetchNzb(item: Pick<IndexerItem, 'guid' | 'nzbUrl' | 'via'>, signal: AbortSignal): Promise<{ readonly bytes: Uint8Array; readonly fileName: string }>
  /** What it last said that is left of its limits; null where it has not said. */
  limitsTold(): IndexerLimits | null
}
