/** TMDB's own lists of titles. */

import type { MediaType, TitleRef } from '../../domain/title.ts'
import type { SearchPage, TitlePage } from '../../projections/wire-catalogue.ts'
import type { CatalogueSource } from './catalogue-source.ts'
import { asSearched } from './catalogue-source.ts'
import { FRESHNESS } from './freshness.ts'
import { readSearchPage } from './tmdb-list.ts'

export type Kind = MediaType | 'all'
export type SearchKind = Kind | 'person'

/** Pages count from 1. */
export interface CatalogueLists {
  search(query: string, kind: SearchKind, page: number): Promise<SearchPage>
  trending(kind: Kind, page: number): Promise<TitlePage>
  popular(kind: MediaType, page: number): Promise<TitlePage>
  topRated(kind: MediaType, page: number): Promise<TitlePage>
  /** Films in cinemas, of a country where one is named; series with an episode today. */
  nowPlaying(kind: MediaType, page: number, region?: string): Promise<TitlePage>
  /** Films that come to cinemas; series with an episode within a week. */
  upcoming(kind: MediaType, page: number, region?: string): Promise<TitlePage>
  similar(title: TitleRef, page: number): Promise<TitlePage>
}

export function catalogueLists(source: CatalogueSource): CatalogueLists {
  function listed(name: string): (kind: MediaType, page: number) => Promise<TitlePage> {
    return (kind, number) => source.page(`/${kind}/${name}`, kind, { page: number }, FRESHNESS.lists)
  }
  function playing(films: string, series: string): CatalogueLists['nowPlaying'] {
    return (kind, number, region) =>
      source.page(
        `/${kind}/${kind === 'movie' ? films : series}`,
        kind,
        { page: number, ...kind === 'movie' && region ? { region } : {} },
        FRESHNESS.lists,
      )
  }
  return {
    async search(words, kind, number) {
      const of = kind === 'all' ? null : kind
      const query = { query: asSearched(words), include_adult: 'false', page: number }
      const [{ value, stale }, show] = await Promise.all([
        source.read(`/search/${of ?? 'multi'}`, query, FRESHNESS.search, (json) => readSearchPage(json, of)),
        source.show(),
      ])
      return { ...value, results: show(value.results), stale }
    },
    trending: (kind, number) => source.page(`/trending/${kind}/week`, kind === 'all' ? null : kind, { page: number }, FRESHNESS.trending),
    popular: listed('popular'),
    topRated: listed('top_rated'),
    nowPlaying: playing('now_playing', 'airing_today'),
    upcoming: playing('upcoming', 'on_the_air'),
    similar: ({ mediaType, tmdbId }, number) =>
      source.page(`/${mediaType}/${tmdbId}/similar`, mediaType, { page: number }, FRESHNESS.lists),
  }
}
