/** TMDB's JSON of a collection of films as our own. */

import type { CollectionDetail } from '../../projections/wire-catalogue.ts'
import { list, text } from './json-fields.ts'
import { answered, OVERVIEW_CHARACTERS, releaseDate, unreadable } from './tmdb-fields.ts'
import type { ListedTitle } from './tmdb-list.ts'
import { listedTitles } from './tmdb-list.ts'
import { readCollectionBrief } from './tmdb-title.ts'

export type ReadCollection = Omit<CollectionDetail, 'parts' | 'stale'> & { readonly parts: readonly ListedTitle[] }

export function readCollection(json: unknown): ReadCollection {
  const collection = answered(json)
  const brief = readCollectionBrief(collection)
  if (!brief) throw unreadable('has no id or no name')
  // Films of a collection may have a name where they have a title everywhere else. What has no date yet comes last.
  const parts = list(collection.parts).map((part) => ({ title: part.name, ...part })).toSorted((a, b) =>
    (releaseDate(a, 'movie') ?? '9999').localeCompare(releaseDate(b, 'movie') ?? '9999')
  )
  return { ...brief, overview: text(collection.overview, OVERVIEW_CHARACTERS), parts: listedTitles(parts, 'movie') }
}
