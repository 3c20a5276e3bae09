/** What an import makes of one title: its row, that the catalogue does not have it, or why there is no answer. */

import type { TitleRef } from '../../domain/title.ts'
import type { OthersRating } from '../../projections/wire-catalogue.ts'
import { CatalogueError } from '../catalogue/catalogue-error.ts'
import type { Urgency } from '../catalogue/pace.ts'
import type { TmdbClient } from '../catalogue/tmdb-client.ts'
import type { ReadTitle } from '../catalogue/tmdb-title.ts'
import { TITLE_QUERY } from '../catalogue/tmdb-title.ts'
import type { System } from '../system.ts'
import { instantOf } from '../system.ts'
import type { ImportedRow } from './imported-row.ts'
import { importedRow, withRatings } from './imported-row.ts'

export interface Failure { readonly code: string; readonly message: string; readonly retryable: boolean }
export type Fetched =
  | { readonly outcome: 'row'; readonly title: TitleRef; readonly row: ImportedRow }
  | { readonly outcome: 'gone'; readonly title: TitleRef }
  /** The catalogue is not asked for anything just now. */
  | { readonly outcome: 'unasked'; readonly title: TitleRef; readonly message: string }
  | { readonly outcome: 'failed'; readonly title: TitleRef; readonly failure: Failure }

export interface FetchTitlePorts {
  readonly tmdb: Pick<TmdbClient, 'get'>
  /** What others think of it, as far as they say so in time; absent without a key of theirs. */
  readonly ratings?: ((row: ImportedRow) => Promise<readonly OthersRating[]>) | undefined
  /** Told of every title that TMDB has described. */
  readonly onTitleRead?: ((title: ReadTitle) => void) | undefined
  readonly system: Pick<System, 'now'>
}

export async function fetchTitle(title: TitleRef, { tmdb, ratings, onTitleRead, system }: FetchTitlePorts, urgency: Urgency): Promise<Fetched> {
  let json: unknown
  try {
    json = await tmdb.get(`/${title.mediaType}/${title.tmdbId}`, TITLE_QUERY[title.mediaType], urgency)
  } catch (error) {
    return unfetched(title, error, true)
  }
  try {
    const row = importedRow(json, title.mediaType, instantOf(system))
    // TMDB has merged two titles, or speaks of another one: what was asked for is not there.
    if (row.tmdbId !== title.tmdbId) return { outcome: 'gone', title }
    onTitleRead?.(row.answer)
    return { outcome: 'row', title, row: ratings ? withRatings(row, await ratings(row)) : row }
  } catch (error) {
    // It would read the same answer again.
    return unfetched(title, error, false)
  }
}

function unfetched(title: TitleRef, error: unknown, retryable: boolean): Fetched {
  if (!(error instanceof CatalogueError)) throw error
  if (error.untried) return { outcome: 'unasked', title, message: error.message }
  if (error.code === 'NOT_FOUND') return { outcome: 'gone', title }
  return { outcome: 'failed', title, failure: { code: retryable ? error.code : 'UNREADABLE', message: error.message, retryable } }
}
