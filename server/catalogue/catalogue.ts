/** The catalogue as routes and policies ask it: cached answers of TMDB in our own words. */

import type { TitleCard } from '../../domain/title-card.ts'
import type { MediaType, TitleRef } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import { outlineOf } from '../../projections/series-outline.ts'
import type { EpisodeDetail, SeasonDetail, TitleFacts, TitlePage, TitleSummary } from '../../projections/wire-catalogue.ts'
import type { ImportedTitles } from '../catalogue-import/imported-titles.ts'
import type { Cached, CatalogueCache } from './catalogue-cache.ts'
import { CatalogueError } from './catalogue-error.ts'
import type { CataloguePeople } from './catalogue-people.ts'
import { cataloguePeople } from './catalogue-people.ts'
import type { CatalogueLists } from './catalogue-lists.ts'
import { catalogueLists } from './catalogue-lists.ts'
import type { ColourOf, Show } from './catalogue-source.ts'
import { catalogueSource } from './catalogue-source.ts'
import type { CatalogueWords } from './catalogue-words.ts'
import { catalogueWords } from './catalogue-words.ts'
import type { DiscoverFilters } from './discover.ts'
import { isCertified, tmdbQuery } from './discover.ts'
import { FRESHNESS } from './freshness.ts'
import { limits } from '../limits.ts'
import type { Lru } from './lru.ts'
import { lru } from './lru.ts'
import type { TmdbClient } from './tmdb-client.ts'
import type { KeptOffers } from './tmdb-offers.ts'
import { EPISODE_PARTS, readEpisode, readSeason, SEASON_PARTS } from './tmdb-season.ts'
import type { ReadTitle } from './tmdb-title.ts'
import { readTitle, TITLE_QUERY } from './tmdb-title.ts'

export interface TitleBrief { readonly imdbId: string | null; readonly voteAverage: number | null; readonly votes: number }

/** What is known of a title, and what is made into its ratings and where to watch it. */
export interface CatalogueTitle {
  /** Tells all that is said here from what was said before; reading no more than it costs little. */
  readonly tag: string
  readonly facts: TitleFacts
  /** What others are asked by, and told beside; costs as little as the tag. */
  readonly brief: TitleBrief
  readonly offers: KeptOffers
  readonly fetchedAt: string
}

/** Everything throws `CatalogueError`; pages count from 1. */
export interface Catalogue extends CatalogueLists, CataloguePeople, CatalogueWords {
  /** Of filters that `unfit` finds nothing against. */
  discover(kind: MediaType, filters: DiscoverFilters, page: number): Promise<TitlePage>
  title(title: TitleRef): Promise<CatalogueTitle>
  season(seriesId: number, seasonNumber: number): Promise<SeasonDetail>
  episode(seriesId: number, seasonNumber: number, episodeNumber: number): Promise<EpisodeDetail>
}

export interface CatalogueDeps {
  readonly tmdb: TmdbClient
  readonly cache: CatalogueCache
  /** Stands in where TMDB gives no answer and the cache has none; absent where nothing can be imported. */
  readonly imported?: Pick<ImportedTitles, 'find' | 'search'>
  readonly colourOf: ColourOf
  /** Told of every title that TMDB has just described, not of what comes from the cache. */
  readonly onTitleRead?: (title: ReadTitle) => void
}

export function createCatalogue({ tmdb, cache, imported, colourOf, onTitleRead }: CatalogueDeps): Catalogue {
  const source = catalogueSource(tmdb, cache, colourOf)
  const briefs = lru<TitleBrief>(limits.catalogueBriefsBytes)
  async function title({ mediaType, tmdbId }: TitleRef): Promise<CatalogueTitle> {
    const [kept, show] = await Promise.all([
      orImported(source.read<ReadTitle>(`/${mediaType}/${tmdbId}`, TITLE_QUERY[mediaType], FRESHNESS.title, (json) => {
        const title = readTitle(json, mediaType)
        onTitleRead?.(title)
        return title
      }), async () => {
        const found = await imported?.find({ mediaType, tmdbId })
        return found && { value: found.answer, stale: true, fetchedAt: found.fetchedAt, tag: `imported ${titleKey({ mediaType, tmdbId })} ${found.fetchedAt}` }
      }),
      source.show(),
    ])
    return shownTitle(kept, { show, colourOf, briefs })
  }
  const lists = catalogueLists(source)
  return {
    ...catalogueWords(source),
    ...cataloguePeople(source),
    ...lists,
    title,
    search: (words, kind, page) => orImported(lists.search(words, kind, page), async () => {
      const found = kind === 'person' ? undefined : await imported?.search(words, kind === 'all' ? null : kind, page)
      return found && found.totalResults > 0 ? { ...found, people: [], stale: true } : undefined
    }),
    async discover(kind, filters, number) {
      const page = await source.page(`/discover/${kind}`, kind, { ...tmdbQuery(kind, filters), page: number }, FRESHNESS.discover)
      return filters.certification === undefined ? page : { ...page, results: await certified(page.results, filters, title) }
    },
    async season(seriesId, seasonNumber) {
      const [{ value, stale }, series] = await Promise.all([
        source.read(`/tv/${seriesId}/season/${seasonNumber}`, { append_to_response: SEASON_PARTS }, FRESHNESS.title, readSeason), title({ mediaType: 'tv', tmdbId: seriesId }),
      ])
      return { ...value, seriesId, seriesTitle: series.facts.title, backdropPath: series.facts.backdropPath, stale: stale || series.facts.stale }
    },
    async episode(seriesId, seasonNumber, episodeNumber) {
      const [{ value, stale }, series] = await Promise.all([
        source.read(`/tv/${seriesId}/season/${seasonNumber}/episode/${episodeNumber}`, { append_to_response: EPISODE_PARTS }, FRESHNESS.title, readEpisode),
        title({ mediaType: 'tv', tmdbId: seriesId }),
      ])
      return { ...value, seriesId, seriesTitle: series.facts.title, stale: stale || series.facts.stale }
    },
  }
}

async function orImported<T>(asked: Promise<T>, imported: () => Promise<T | undefined>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    const found = error instanceof CatalogueError && error.code !== 'NOT_FOUND' ? await imported() : undefined
    if (found === undefined) throw error
    return found
  }
}

interface Shown { readonly show: Show; readonly colourOf: ColourOf; readonly briefs: Lru<TitleBrief> }

/** Read only as far as it is looked at. */
function shownTitle(kept: Cached<ReadTitle>, { show, colourOf, briefs }: Shown): CatalogueTitle {
  const { stale, fetchedAt } = kept
  const tag = `${kept.tag} ${fetchedAt} ${stale} ${show.tag}`
  let facts: TitleFacts | undefined
  const shown = (): TitleFacts => {
    const { votes: _, offers: __, ...title } = kept.value
    return { ...title, posterColour: colourOf(title.posterPath), similar: show(title.similar), recommended: show(title.recommended), stale }
  }
  const brief = (): TitleBrief => {
    const { imdbId, voteAverage, votes } = kept.value
    briefs.set(kept.tag, { imdbId, voteAverage, votes }, 100)
    return { imdbId, voteAverage, votes }
  }
  return {
    tag, fetchedAt,
    get facts() { return facts ??= shown() },
    get brief() { return briefs.get(kept.tag) ?? brief() },
    get offers() { return kept.value.offers },
  }
}

/**
 * TMDB's filter lets through what has other certifications too, and does nothing for series: each title is looked at. One that
 * cannot be is left out, since the filter is there to keep things from children.
 */
async function certified(titles: readonly TitleSummary[], filters: DiscoverFilters, read: Catalogue['title']): Promise<readonly TitleSummary[]> {
  const looks = await Promise.allSettled(titles.map(read))
  return titles.filter((_, index) => {
    const look = looks[index]!
    return look.status === 'fulfilled' && isCertified(look.value.facts.certifications, filters)
  })
}

/** What is recorded of a title that someone keeps. */
export function cardOf({ mediaType, tmdbId, title, year, posterPath, backdropPath, runtimeMinutes, genres, overview, ...about }: Omit<TitleCard, 'outline'> & Pick<TitleFacts, 'series' | 'status'>): TitleCard {
  return { mediaType, tmdbId, title, year, posterPath, backdropPath, runtimeMinutes, genres, overview, outline: outlineOf(about) }
}
