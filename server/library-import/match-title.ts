/**
 * Which title of the catalogue an export means: by TMDB's number as it is, by IMDb's or TheTVDB's, else by name and year. Whatever is not plainly
 * one title is left to the person, with why, and with what it may be.
 */

import type { MediaType, TitleRef } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import type { ImportCandidate, UnmatchedCode } from '../../projections/wire-import.ts'
import { limits } from '../limits.ts'
import type { GivenTitle } from './group-rows.ts'

export type Match =
  | { readonly state: 'matched'; readonly match: ImportCandidate }
  | { readonly state: 'unmatched'; readonly code: UnmatchedCode; readonly candidates: readonly ImportCandidate[] }

/** Everything throws `CatalogueError`. */
export interface AskedCatalogue {
  /** By IMDb's or TheTVDB's id. */
  byId(id: string, source: 'imdb_id' | 'tvdb_id', mediaType: MediaType | null): Promise<readonly ImportCandidate[]>
  /** Most likely first; `year` leaves out all others. */
  byName(name: string, mediaType: MediaType | null, year: number | null): Promise<readonly ImportCandidate[]>
}

export async function matchTitle(given: GivenTitle, catalogue: AskedCatalogue): Promise<Match> {
  const { ids: { tmdb, imdb, tvdb }, mediaType, title, year } = given
  if (tmdb !== undefined && mediaType !== null) return matched({ mediaType, tmdbId: tmdb, title: title ?? '', year, posterPath: null })
  for (const [id, source] of [[imdb, 'imdb_id'], [tvdb, 'tvdb_id']] as const) {
    if (id === undefined) continue
    const found = (await catalogue.byId(String(id), source, mediaType)).filter((one) => mediaType === null || one.mediaType === mediaType)
    if (found.length === 1) return matched(found[0]!)
  }
  if (title === null || title.trim() === '') return unmatched('NO_NAME', [])
  return await byName({ ...given, title }, catalogue)
}

async function byName({ ids: { tmdb }, mediaType, title, year }: GivenTitle & { readonly title: string }, catalogue: AskedCatalogue): Promise<Match> {
  const name = folded(title)
  const isNamed = (one: ImportCandidate) => folded(one.title) === name
  const inYear = year === null ? [] : (await catalogue.byName(title, mediaType, year)).filter((one) => one.year === year)
  const exact = inYear.filter(isNamed)
  if (exact.length === 1) return matched(exact[0]!)
  if (exact.length > 1) return unmatched('SEVERAL', exact)
  // The only one of its year that the catalogue finds by this name, which may be its name elsewhere.
  if (inYear.length === 1) return matched(inYear[0]!)
  const found = await catalogue.byName(title, mediaType, null)
  const numbered = tmdb === undefined ? [] : found.filter(({ tmdbId }) => tmdbId === tmdb)
  if (numbered.length === 1) return matched(numbered[0]!)
  const named = found.filter(isNamed)
  // Catalogues differ by a year: a festival is no cinema.
  const near = year === null ? named : named.filter((one) => one.year !== null && Math.abs(one.year - year) <= 1)
  if (near.length === 1) return matched(near[0]!)
  const likely = unique([...near, ...named, ...inYear, ...found])
  if (near.length > 1) return unmatched('SEVERAL', likely)
  return unmatched(named.length > 0 ? 'YEAR_DIFFERS' : likely.length > 0 ? 'NAME_DIFFERS' : 'NOT_FOUND', likely)
}

function matched(match: ImportCandidate): Match {
  return { state: 'matched', match }
}

function unmatched(code: UnmatchedCode, candidates: readonly ImportCandidate[]): Match {
  return { state: 'unmatched', code, candidates: candidates.slice(0, limits.libraryImportCandidatesMax) }
}

function unique(candidates: readonly ImportCandidate[]): readonly ImportCandidate[] {
  return [...new Map(candidates.map((one) => [titleKey(one as TitleRef), one])).values()]
}

/** Names as they are compared: without case, accents and signs; "&" is "and". */
export function folded(name: string): string {
  return name.normalize('NFKD').replace(/\p{Diacritic}/gu, '').replace(/&/g, ' and ').replace(/['’]/g, '').toLowerCase().replace(/[^\p{Letter}\p{Number}]+/gu, ' ').trim()
}
