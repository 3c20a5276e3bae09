/** The catalogue as routes and policies ask it: cached answers of TMDB in our own words. */

import type { TitleCard } from '../../domain/title-card.ts'
import type { MediaType, TitleRef } from '../../domain/title.ts'
import type { GenresAnswer, SearchPage, TitleFacts, TitlePage } from '../../projections/wire-catalogue.ts'
import { outlineOf } from '../../projections/series-progress.ts'
import type { CatalogueCache } from './catalogue-cache.ts'
import type { ColourOf } from './catalogue-source.ts'
import { catalogueSource } from './catalogue-source.ts'
import { FRESHNESS } from './freshness.ts'
import type { TmdbClient } from './tmdb-client.ts'
import { readSearchPage } from './tmdb-list.ts'
import type { KeptOffers } from './tmdb-offers.ts'
import type { ReadTitle } from './tmdb-title.ts'
import { readTitle, TITLE_QUERY } from './tmdb-title.ts'

export type Kind = MediaType | 'all'
export type SearchKind = Kind | 'person'
/** What is known of a title, and what is made into its ratings and where to watch it. */
export interface CatalogueTitle {
  readonly facts: TitleFacts
  readonly votes: number
  readonly offers: KeptOffers
  readonly fetchedAt: string
}

/** Everything throws `CatalogueError`; pages count from 1. */
export interface Catalogue {
  search(query: string, kind: SearchKind, page: number): Promise<SearchPage>
  trending(kind: Kind, page: number): Promise<TitlePage>
  popular(kind: MediaType, page: number): Promise<TitlePage>
  topRated(kind: MediaType, page: number): Promise<TitlePage>
  similar(title: TitleRef, page: number): Promise<TitlePage>
  title(title: TitleRef): Promise<CatalogueTitle>
  genres(): Promise<GenresAnswer>
}

export interface CatalogueDeps {
  readonly tmdb: TmdbClient
  readonly cache: CatalogueCache
  readonly colourOf: ColourOf
  /** Told of every title that TMDB has just described, not of what comes from the cache. */
  readonly onTitleRead?: (title: ReadTitle) => void
}

export function createCatalogue({ tmdb, cache, colourOf, onTitleRead }: CatalogueDeps): Catalogue {
  const source = catalogueSource(tmdb, cache, colourOf)
  return {
    async search(words, kind, number) {
      const of = kind === 'all' ? null : kind
      const query = { query: words.trim().replace(/\s+/g, ' ').toLowerCase(), include_adult: 'false', page: number }
      const [{ value, stale }, show] = await Promise.all([
        source.read(`/search/${of ?? 'multi'}`, query, FRESHNESS.search, (json) => readSearchPage(json, of)),
        source.show(),
      ])
      return { ...value, results: show(value.results), stale }
    },
    trending: (kind, number) => source.page(`/trending/${kind}/week`, kind === 'all' ? null : kind, { page: number }, FRESHNESS.trending),
    popular: (kind, number) => source.page(`/${kind}/popular`, kind, { page: number }, FRESHNESS.lists),
    topRated: (kind, number) => source.page(`/${kind}/top_rated`, kind, { page: number }, FRESHNESS.lists),
    similar: ({ mediaType, tmdbId }, number) => source.page(`/${mediaType}/${tmdbId}/similar`, mediaType, { page: number }, FRESHNESS.lists),
    async title({ mediaType, tmdbId }) {
      const [{ value: { votes, offers, ...kept }, stale, fetchedAt }, show] = await Promise.all([
        source.read<ReadTitle>(`/${mediaType}/${tmdbId}`, TITLE_QUERY[mediaType], FRESHNESS.title, (json) => {
          const title = readTitle(json, mediaType)
          onTitleRead?.(title)
          return title
        }),
        source.show(),
      ])
      return { facts: { ...kept, posterColour: source.colourOf(kept.posterPath), similar: show(kept.similar), recommended: show(kept.recommended), stale }, votes, offers, fetchedAt }
    },
    async genres() {
      const [movie, tv] = await Promise.all([source.genres('movie'), source.genres('tv')])
      return { movie, tv }
    },
  }
}

/** What is recorded of a title that someone keeps. */
export function cardOf({ mediaType, tmdbId, title, year, posterPath, backdropPath, runtimeMinutes, genres, overview, ...about }: Omit<TitleCard, 'outline'> & Pick<TitleFacts, 'series' | 'status'>): TitleCard {
  return { mediaType, tmdbId, title, year, posterPath, backdropPath, runtimeMinutes, genres, overview, outline: outlineOf(about) }
}
