/** TMDB's lists of titles and people as our own. */

import type { MediaType } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import type { PersonSummary, TitlePage, TitleSummary } from '../../projections/wire-catalogue.ts'
import { limits } from '../limits.ts'
import type { Fields } from './json-fields.ts'
import { list, positive, text } from './json-fields.ts'
import { answered, imagePath, listIn, NAME_CHARACTERS, OVERVIEW_CHARACTERS, personBrief, releaseDate, voteAverage } from './tmdb-fields.ts'

/** Lists carry the numbers of genres, not their names; colours are what we see ourselves. */
export type ListedTitle = Omit<TitleSummary, 'genres' | 'posterColour'> & { readonly genreIds: readonly number[] }
export type ListedPage = Omit<TitlePage, 'results' | 'stale'> & { readonly results: readonly ListedTitle[] }
export type ListedSearch = ListedPage & { readonly people: readonly PersonSummary[] }

/** One page of titles. Items say their kind themselves (people and collections are left out), else all are of `kind`. */
export function readTitlePage(json: unknown, kind: MediaType | null): ListedPage {
  const page = answered(json)
  const results = listedTitles(listIn(page, 'results'), kind)
  return {
    page: positive(page.page) ?? 1,
    totalPages: Math.min(positive(page.total_pages) ?? 1, limits.cataloguePageMax),
    totalResults: positive(page.total_results) ?? results.length,
    results,
  }
}

/** As `readTitlePage`, with the people of a search for `person`, or for anything. */
export function readSearchPage(json: unknown, kind: MediaType | 'person' | null): ListedSearch {
  if (kind === 'movie' || kind === 'tv') return { ...readTitlePage(json, kind), people: [] }
  const found = listIn(answered(json), 'results').filter((item) => item.adult !== true && (item.media_type ?? kind) === 'person')
  return { ...readTitlePage(json, null), people: found.flatMap((item) => personSummary(item) ?? []).slice(0, limits.catalogueListMax) }
}

/** What `/find` knows under somebody else's id. */
export function readFound(json: unknown): { readonly results: readonly ListedTitle[] } {
  const found = answered(json)
  return { results: [...listedTitles(listIn(found, 'movie_results'), 'movie'), ...listedTitles(listIn(found, 'tv_results'), 'tv')] }
}

function personSummary(person: Fields): PersonSummary | null {
  const brief = personBrief(person)
  return brief && {
    ...brief,
    department: text(person.known_for_department, NAME_CHARACTERS),
    titles: list(person.known_for).map((title) => text(title.title ?? title.name, NAME_CHARACTERS)).filter(Boolean).slice(
      0,
      limits.cataloguePersonTitlesMax,
    ),
  }
}

/** Each once; what is for adults only is left out of lists. */
export function listedTitles(items: unknown, kind: MediaType | null): readonly ListedTitle[] {
  const seen = new Map<string, ListedTitle>()
  for (const item of list(items)) {
    const title = item.adult === true ? undefined : listedTitle(item, kind)
    if (title && !seen.has(titleKey(title))) seen.set(titleKey(title), title)
    if (seen.size === limits.catalogueListMax) break
  }
  return [...seen.values()]
}

export function listedTitle(item: Fields, kind: MediaType | null): ListedTitle | undefined {
  const mediaType = item.media_type === undefined ? kind : item.media_type
  if (mediaType !== 'movie' && mediaType !== 'tv') return undefined
  const tmdbId = positive(item.id)
  const title = text(mediaType === 'movie' ? item.title : item.name, NAME_CHARACTERS)
  if (tmdbId === null || !title) return undefined
  const date = releaseDate(item, mediaType)
  return {
    mediaType,
    tmdbId,
    title,
    year: date === null ? null : Number(date.slice(0, 4)),
    overview: text(item.overview, OVERVIEW_CHARACTERS),
    posterPath: imagePath(item.poster_path),
    backdropPath: imagePath(item.backdrop_path),
    genreIds: Array.isArray(item.genre_ids) ? item.genre_ids.filter((id) => positive(id) !== null).slice(0, limits.catalogueGenresMax) : [],
    voteAverage: voteAverage(item),
  }
}
