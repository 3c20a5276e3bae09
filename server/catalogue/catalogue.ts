/** The catalogue as routes and policies ask it: cached answers of TMDB in our own words. */

import type { TitleCard } from '../../domain/title-card.ts'
import type { MediaType, TitleRef } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import type { TitleDetail, TitlePage, TitleSummary } from '../../projections/wire.ts'
import type { CatalogueCache } from './catalogue-cache.ts'
import type { Ages } from './freshness.ts'
import { FRESHNESS } from './freshness.ts'
import type { TmdbClient } from './tmdb-client.ts'
import type { Genre, ListedPage, ListedTitle, ReadTitle } from './tmdb-titles.ts'
import { readGenres, readTitle, readTitlePage } from './tmdb-titles.ts'

export type Kind = MediaType | 'all'
/** A title in full, but for what is not the catalogue's to know. */
export type CatalogueTitle = Omit<TitleDetail, 'jobStatus'>

/** Everything throws `CatalogueError`; pages count from 1. */
export interface Catalogue {
  search(query: string, kind: Kind, page: number): Promise<TitlePage>
  trending(kind: Kind, page: number): Promise<TitlePage>
  popular(kind: MediaType, page: number): Promise<TitlePage>
  topRated(kind: MediaType, page: number): Promise<TitlePage>
  similar(title: TitleRef, page: number): Promise<TitlePage>
  title(title: TitleRef): Promise<CatalogueTitle>
  genres(): Promise<{ readonly movie: readonly Genre[]; readonly tv: readonly Genre[] }>
}

export interface CatalogueDeps {
  readonly tmdb: TmdbClient
  readonly cache: CatalogueCache
  /** Told of every title that TMDB has just described, not of what comes from the cache. */
  readonly onTitleRead?: (card: TitleCard) => void
}

/** Part of every key: raised when the shape of what is kept changes, so that old entries are not misread. */
const SHAPE = 1

export function createCatalogue({ tmdb, cache, onTitleRead }: CatalogueDeps): Catalogue {
  function genresOf(kind: MediaType): Promise<{ value: readonly Genre[] }> {
    return cache.read(`${SHAPE}/genres/${kind}`, FRESHNESS.genres, async () => readGenres(await tmdb.get(`/genre/${kind}/list`)))
  }

  /** Titles are worth showing without the names of their genres, so a failure here is none. */
  async function genreNames(): Promise<ReadonlyMap<number, string>> {
    const lists = await Promise.allSettled([genresOf('movie'), genresOf('tv')])
    return new Map(lists.flatMap((list) => list.status === 'fulfilled' ? list.value.value.map(({ id, name }) => [id, name] as const) : []))
  }

  async function page(path: string, kind: MediaType | null, query: Record<string, string | number>, ages: Ages): Promise<TitlePage> {
    const key = `${SHAPE}${path}?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}`
    const [{ value, stale }, names] = await Promise.all([
      cache.read<ListedPage>(key, ages, async () => readTitlePage(await tmdb.get(path, query), kind)),
      genreNames(),
    ])
    return { ...value, results: value.results.map((title) => named(title, names)), stale }
  }

  return {
    search: (query, kind, number) => page(`/search/${kind === 'all' ? 'multi' : kind}`, kind === 'all' ? null : kind,
      { query: query.trim().replace(/\s+/g, ' ').toLowerCase(), include_adult: 'false', page: number }, FRESHNESS.search),
    trending: (kind, number) => page(`/trending/${kind}/week`, kind === 'all' ? null : kind, { page: number }, FRESHNESS.trending),
    popular: (kind, number) => page(`/${kind}/popular`, kind, { page: number }, FRESHNESS.lists),
    topRated: (kind, number) => page(`/${kind}/top_rated`, kind, { page: number }, FRESHNESS.lists),
    similar: ({ mediaType, tmdbId }, number) => page(`/${mediaType}/${tmdbId}/similar`, mediaType, { page: number }, FRESHNESS.lists),
    async title(ref) {
      const [{ value, stale }, names] = await Promise.all([
        cache.read<ReadTitle>(`${SHAPE}/title/${titleKey(ref)}`, FRESHNESS.title, async () => {
          const title = readTitle(await tmdb.get(`/${ref.mediaType}/${ref.tmdbId}`, { append_to_response: 'credits,external_ids,similar' }), ref.mediaType)
          onTitleRead?.(cardOf(title))
          return title
        }),
        genreNames(),
      ])
      return { ...value, similar: value.similar.map((title) => named(title, names)), stale }
    },
    async genres() {
      const [movie, tv] = await Promise.all([genresOf('movie'), genresOf('tv')])
      return { movie: movie.value, tv: tv.value }
    },
  }
}

function named({ genreIds, ...title }: ListedTitle, names: ReadonlyMap<number, string>): TitleSummary {
  return { ...title, genres: genreIds.flatMap((id) => names.get(id) ?? []) }
}

/** What is recorded of a title that someone keeps. */
export function cardOf({ mediaType, tmdbId, title, year, posterPath, backdropPath, runtimeMinutes, genres, overview }: Omit<TitleDetail, 'similar' | 'stale' | 'jobStatus'>): TitleCard {
  return { mediaType, tmdbId, title, year, posterPath, backdropPath, runtimeMinutes, genres, overview }
}
