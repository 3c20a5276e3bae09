/**
 * Ways into the catalogue that somebody thought of: filters of `/api/discover` with a name. Numbers are TMDB's: genres as in
 * genre/movie/list and genre/tv/list, keywords as in `keyword/{id}`.
 */

import type { MediaType } from '../../domain/title.ts'
import type { DiscoverQuery, Topic } from '../../projections/wire-catalogue.ts'
import type { DiscoverFilters } from './discover.ts'

type Preset = readonly [slug: string, name: string, filters: DiscoverFilters]

const FILM_GENRES: readonly (readonly [slug: string, name: string, id: number])[] = [
  ['action', 'Action', 28], ['adventure', 'Adventure', 12], ['animation', 'Animation', 16], ['comedy', 'Comedy', 35],
  ['crime', 'Crime', 80], ['documentary', 'Documentary', 99],
  ['drama', 'Drama', 18], ['family', 'Family', 10751], ['fantasy', 'Fantasy', 14], ['history', 'History', 36], ['horror', 'Horror', 27],
  ['music', 'Music', 10402],
  ['mystery', 'Mystery', 9648], ['romance', 'Romance', 10749], ['science-fiction', 'Science fiction', 878], ['thriller', 'Thriller', 53],
  ['war', 'War', 10752], ['western', 'Western', 37],
]
const SERIES_GENRES: readonly (readonly [slug: string, name: string, id: number])[] = [
  ['action-adventure', 'Action and adventure', 10759], ['animation', 'Animation', 16], ['comedy', 'Comedy', 35], ['crime', 'Crime', 80],
  ['documentary', 'Documentary', 99], ['drama', 'Drama', 18],
  ['family', 'Family', 10751], ['kids', 'For children', 10762], ['mystery', 'Mystery', 9648], ['reality', 'Reality', 10764],
  ['sci-fi-fantasy', 'Science fiction and fantasy', 10765], ['war-politics', 'War and politics', 10768],
]
const THEMES: readonly Preset[] = [
  ['christmas', 'Christmas', { keywords: '207317' }],
  ['heist', 'Heists', { keywords: '10051' }],
  ['spy', 'Spies', { keywords: '470' }],
  ['superhero', 'Superheroes', { keywords: '9715' }],
  ['time-travel', 'Time travel', { keywords: '4379' }],
  ['space', 'Out in space', { keywords: '161176|9951' }],
  ['robot', 'Robots and thinking machines', { keywords: '14544|310' }],
  ['vampire', 'Vampires', { keywords: '3133' }],
  ['ghost', 'Ghosts', { keywords: '162846|10224' }],
  ['monster', 'Monsters', { keywords: '1299' }],
  ['fairy-tale', 'Fairy tales', { keywords: '3205' }],
  ['gangster', 'Gangsters', { keywords: '3149|10391' }],
  ['film-noir', 'Film noir', { keywords: '9807|207268' }],
  ['whodunit', 'Whodunits', { keywords: '12570|207046' }],
  ['true-story', 'True stories', { keywords: '9672' }],
  ['musical', 'Musicals', { keywords: '4344' }],
  ['stop-motion', 'Stop motion', { keywords: '10121' }],
  ['road-trip', 'On the road', { keywords: '7312' }],
]
const MOODS: readonly Preset[] = [
  ['light-hearted', 'Light-hearted', { genres: '35|10751', withoutGenres: '27,53,80,10752', minVote: '6.5', minVotes: '200' }],
  ['romantic', 'In love', { genres: '10749', withoutGenres: '27,53,80', minVote: '6.5', minVotes: '200' }],
  ['slapstick', 'Falling over laughing', { keywords: '9253' }],
  ['dark-humour', 'Darkly funny', { keywords: '10123|8201' }],
  ['tense', 'On the edge of the seat', { genres: '53', minVote: '6.8', minVotes: '300' }],
  ['thoughtful', 'To think about', { genres: '18', withoutGenres: '28,35,27', sort: 'best', minVotes: '500' }],
  ['short', 'Under an hour and a half', { maxRuntime: '90', minRuntime: '40', minVote: '6.5', minVotes: '200' }],
  ['epic', 'A whole evening', { minRuntime: '160', minVote: '7', minVotes: '300' }],
]
const FIRST_DECADE = 1920
const LAST_DECADE = 2020
const LANGUAGES: readonly (readonly [code: string, name: string])[] = [
  ['da', 'Danish'], ['de', 'German'], ['es', 'Spanish'], ['fr', 'French'], ['hi', 'Hindi'], ['it', 'Italian'], ['ja', 'Japanese'],
  ['ko', 'Korean'], ['ru', 'Russian'], ['sv', 'Swedish'], ['zh', 'Chinese'],
]

/** In the order in which they are shown. */
export const TOPICS: readonly Topic[] = [
  ...FILM_GENRES.map(([slug, name, id]) => topic('genre', 'movie', [slug, name, { genres: String(id) }])),
  ...SERIES_GENRES.map(([slug, name, id]) => topic('genre', 'tv', [slug, name, { genres: String(id) }])),
  ...THEMES.map((preset) => topic('theme', 'movie', preset)),
  ...MOODS.map((preset) => topic('mood', 'movie', preset)),
  ...decades().map((year) => topic('decade', 'movie', [`${year}s`, `The ${year}s`, { from: `${year}-01-01`, to: `${year + 9}-12-31` }])),
  ...LANGUAGES.map(([code, name]) => topic('language', 'movie', [code, name, { language: code }])),
]
const byKey: ReadonlyMap<string, Topic> = new Map(TOPICS.map((one) => [one.key, one]))

export function topicByKey(key: string): Topic | undefined {
  return byKey.get(key)
}

/** A topic's query without what is not a filter. */
export function filtersOf({ query }: Topic): DiscoverFilters {
  const { kind: _, page: __, ...filters } = query as DiscoverQuery
  return filters
}

function topic(group: Topic['group'], mediaType: MediaType, [slug, name, filters]: Preset): Topic {
  return { key: `${group}-${slug}-${mediaType}`, group, mediaType, name, query: { kind: mediaType, ...filters } }
}

function decades(): readonly number[] {
  return Array.from({ length: (LAST_DECADE - FIRST_DECADE) / 10 + 1 }, (_, index) => LAST_DECADE - 10 * index)
}
