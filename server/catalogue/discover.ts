/** The filters of discovering titles, and what TMDB calls them. */

import type { MediaType } from '../../domain/title.ts'
import type { DISCOVER_SORTS, DiscoverQuery } from '../../projections/wire-catalogue.ts'
import { limits } from '../limits.ts'
import { date } from './tmdb-fields.ts'

export type DiscoverFilters = Omit<DiscoverQuery, 'kind' | 'page'>
type Sort = (typeof DISCOVER_SORTS)[number]

/** One of a filter's values that cannot be: which, and what it has to be. */
export interface Unfit {
  readonly field: keyof DiscoverFilters
  readonly message: string
}

const ID_LIST = `^\\d{1,10}(?:(?:,\\d{1,10}){0,${limits.discoverValuesMax - 1}}|(?:\\|\\d{1,10}){0,${limits.discoverValuesMax - 1}})$`
const CODES = (code: string): string => `^${code}(?:\\|${code}){0,${limits.discoverValuesMax - 1}}$`
const WHOLE = '^\\d{1,7}$'
const VOTE = '^(?:10(?:\\.0)?|\\d(?:\\.\\d)?)$'
const DAY = '^\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])$'

/** What each filter's value looks like, as patterns of JSON Schema. `sort` is a word of its own. */
export const FILTER_PATTERNS: Readonly<Record<Exclude<keyof DiscoverFilters, 'sort'>, string>> = {
  genres: ID_LIST,
  withoutGenres: ID_LIST,
  keywords: ID_LIST,
  withoutKeywords: ID_LIST,
  people: ID_LIST,
  providers: ID_LIST,
  minVote: VOTE,
  maxVote: VOTE,
  minVotes: WHOLE,
  minRuntime: WHOLE,
  maxRuntime: WHOLE,
  from: DAY,
  to: DAY,
  language: CODES('[a-z]{2}'),
  country: CODES('[A-Z]{2}'),
  region: '^[A-Z]{2}$',
  certification: `^[^|,]{1,20}(?:\\|[^|,]{1,20}){0,${limits.discoverValuesMax - 1}}$`,
}

const SORTS: Readonly<Record<Sort, Readonly<Record<MediaType, string | null>>>> = {
  popular: { movie: 'popularity.desc', tv: 'popularity.desc' },
  newest: { movie: 'primary_release_date.desc', tv: 'first_air_date.desc' },
  oldest: { movie: 'primary_release_date.asc', tv: 'first_air_date.asc' },
  best: { movie: 'vote_average.desc', tv: 'vote_average.desc' },
  worst: { movie: 'vote_average.asc', tv: 'vote_average.asc' },
  'most-voted': { movie: 'vote_count.desc', tv: 'vote_count.desc' },
  title: { movie: 'title.asc', tv: 'name.asc' },
  revenue: { movie: 'revenue.desc', tv: null },
}

/** An order by score or date begins with what hardly anybody has seen: so many votes are wanted where nobody says how many. */
const VOTES_WANTED: Readonly<Partial<Record<Sort, number>>> = { best: 200, worst: 200, newest: 10, oldest: 10 }

/** What of these filters cannot be asked, though each looks right. TMDB ignores what it does not know, which would look like an answer. */
export function unfit(kind: MediaType, { sort, people, providers, certification, region, from, to }: DiscoverFilters): Unfit | undefined {
  if (from !== undefined && date(from) === null) return { field: 'from', message: 'must be a day that there is, as YYYY-MM-DD' }
  if (to !== undefined && date(to) === null) return { field: 'to', message: 'must be a day that there is, as YYYY-MM-DD' }
  if (kind === 'tv' && people !== undefined) {
    return { field: 'people', message: 'is for films alone: series cannot be discovered by people' }
  }
  if (kind === 'tv' && sort === 'revenue') return { field: 'sort', message: 'must be another for series, whose revenue nobody knows' }
  if (providers !== undefined && region === undefined) return { field: 'region', message: 'must say in which country the providers count' }
  if (certification !== undefined && region === undefined) {
    return { field: 'region', message: "must say which country's certification is meant" }
  }
  return undefined
}

/** TMDB's query (`discover/movie`, `discover/tv`), the same for filters that say the same. */
export function tmdbQuery(kind: MediaType, filters: DiscoverFilters): Readonly<Record<string, string>> {
  const { sort = 'popular' } = filters
  const released = kind === 'movie' ? 'primary_release_date' : 'first_air_date'
  const certified = kind === 'movie' && filters.certification !== undefined
  const query: Readonly<Record<string, string | undefined>> = {
    sort_by: SORTS[sort][kind] ?? 'popularity.desc',
    include_adult: 'false',
    with_genres: sorted(filters.genres),
    without_genres: sorted(filters.withoutGenres),
    with_keywords: sorted(filters.keywords),
    without_keywords: sorted(filters.withoutKeywords),
    with_people: sorted(filters.people),
    'vote_average.gte': filters.minVote,
    'vote_average.lte': filters.maxVote,
    'vote_count.gte': filters.minVotes ?? VOTES_WANTED[sort]?.toString(),
    [`${released}.gte`]: filters.from,
    [`${released}.lte`]: filters.to,
    'with_runtime.gte': filters.minRuntime,
    'with_runtime.lte': filters.maxRuntime,
    with_original_language: sorted(filters.language),
    with_origin_country: sorted(filters.country),
    with_watch_providers: sorted(filters.providers),
    watch_region: filters.providers === undefined ? undefined : filters.region,
    certification: certified ? filters.certification : undefined,
    certification_country: certified ? filters.region : undefined,
  }
  return Object.fromEntries(Object.entries(query).flatMap(([name, value]) => value === undefined ? [] : [[name, value] as const]))
}

function sorted(values: string | undefined): string | undefined {
  const separator = values?.includes('|') ? '|' : ','
  return values && [...new Set(values.split(separator))].sort().join(separator)
}

/** Whether a title has one of the certifications that were asked for. */
export function isCertified(certifications: Readonly<Record<string, string>>, { certification, region }: DiscoverFilters): boolean {
  const there = region !== undefined && Object.hasOwn(certifications, region) ? certifications[region] : undefined
  return there !== undefined && (certification ?? '').split('|').includes(there)
}
