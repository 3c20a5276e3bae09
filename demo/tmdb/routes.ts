/** TMDB's paths below /3 and what they answer. */

import type { Film } from '../catalogue/index.ts'
import { filmByImdbId, filmByTmdbId, films, GENRE_IDS } from '../catalogue/index.ts'
import type { Genre } from '../catalogue/index.ts'
import type { Serial, SeriesGenre } from '../catalogue/serial.ts'
import { SERIES_GENRE_IDS } from '../catalogue/serial.ts'
import { serialByTmdbId, serials } from '../catalogue/serials.ts'
import { seedOf } from '../seed.ts'
import { certificationList } from './certifications.ts'
import { collectionDetails, collectionOf } from './collections.ts'
import { discover } from './discover.ts'
import { keywordById, keywordsNamed } from './keywords.ts'
import { movieParts } from './movie-parts.ts'
import { COUNTRIES, details, genreItem, LANGUAGES, listItem, page, popularityOf } from './movie.ts'
import { offeredBy, providerItem, PROVIDERS, REGIONS } from './offers.ts'
import { people, personById, personDetails, personItem, personParts } from './people.ts'
import { searchFilms, searchPeople, searchSeries } from './search.ts'
import { seriesItem, seriesPopularity } from './series-item.ts'
import { discoverSeries, episodeDetails, episodeParts, seasonDetails, seasonParts, seriesDetails, seriesGenreItem, seriesParts } from './series.ts'

export interface TmdbAnswer {
  readonly status: number
  readonly body: unknown
}

const PAGE_MAX = 500
const APPEND_MAX = 20
const DAY_MS = 86_400_000
export const NOT_FOUND: TmdbAnswer = failure(404, 34, 'The resource you requested could not be found.')
export const UNAUTHORIZED: TmdbAnswer = failure(401, 7, 'Invalid API key: You must be granted a valid key.')

export function tmdbAnswer(path: string, query: URLSearchParams, nowMs: number, imageBaseUrl: string): TmdbAnswer {
  const number = Number(query.get('page') ?? 1)
  if (!Number.isInteger(number) || number < 1 || number > PAGE_MAX) {
    return failure(
      400,
      22,
      `Invalid page: Pages start at 1 and max at ${PAGE_MAX}. They are expected to be an integer.`,
    )
  }
  const paged = (results: readonly unknown[]): TmdbAnswer => ok(page(results, number))
  const [area, first = '', ...rest] = path.split('/').slice(1)
  const sub = rest.join('/')
  switch (area) {
    case 'search':
      return search(first, query, paged)
    case 'trending':
      return trending(first, sub, nowMs, paged)
    case 'discover':
      if (first === 'tv') return paged(discoverSeries(query).map(seriesItem))
      return first === 'movie' ? paged(discover(query).map(listItem)) : NOT_FOUND
    case 'movie':
      return movie(first, sub, query, nowMs, paged)
    case 'tv':
      return series(first, sub, query, paged)
    case 'person':
      return person(first, sub, query, paged)
    case 'find':
      return find(first, query)
    case 'genre':
      if (first === 'tv' && sub === 'list') return ok({ genres: (Object.keys(SERIES_GENRE_IDS) as SeriesGenre[]).map(seriesGenreItem) })
      return sub === 'list' ? ok({ genres: (Object.keys(GENRE_IDS) as Genre[]).map(genreItem) }) : NOT_FOUND
    case 'collection': {
      const collection = collectionDetails(Number(first))
      return collection && sub === '' ? ok(collection) : NOT_FOUND
    }
    case 'keyword': {
      const keyword = keywordById(Number(first))
      return keyword && sub === '' ? ok(keyword) : NOT_FOUND
    }
    case 'certification':
      return first === 'movie' && sub === 'list' ? ok(certificationList()) : first === 'tv' && sub === 'list' ? ok({ certifications: {} }) : NOT_FOUND
    case 'watch':
      return watchProviders(sub, query)
    case 'configuration':
      return configuration(first, imageBaseUrl)
    default:
      return NOT_FOUND
  }
}

function search(kind: string, query: URLSearchParams, paged: (results: readonly unknown[]) => TmdbAnswer): TmdbAnswer {
  const words = query.get('query')
  if (words === null) return { status: 422, body: { errors: ['query must be provided'] } }
  const year = query.get('primary_release_year') ?? query.get('year')
  const found = (): Film[] => searchFilms(words, year ? Number(year) : undefined)
  switch (kind) {
    case 'movie':
      return paged(found().map(listItem))
    case 'person':
      return paged(searchPeople(words).map(personItem))
    case 'multi':
      return paged([
        ...found().map((film) => ({ ...listItem(film), media_type: 'movie' })),
        ...searchSeries(words).map((serial) => ({ ...seriesItem(serial), media_type: 'tv' })),
        ...searchPeople(words).map((one) => ({ ...personItem(one), media_type: 'person' })),
      ])
    case 'tv': {
      const began = query.get('first_air_date_year') ?? query.get('year')
      return paged(searchSeries(words, began ? Number(began) : undefined).map(seriesItem))
    }
    case 'keyword':
      return paged(keywordsNamed(words))
    case 'collection':
    case 'company':
      return paged([]) // The catalogue holds films and serials only.
    default:
      return NOT_FOUND
  }
}

/** A new order every day or week, the same all through it. */
function trending(
  kind: string,
  span: string,
  nowMs: number,
  paged: (results: readonly unknown[]) => TmdbAnswer,
): TmdbAnswer {
  if (span !== 'day' && span !== 'week') return NOT_FOUND
  if (kind !== 'all' && kind !== 'movie' && kind !== 'tv') {
    return kind === 'person' ? paged(people.map((one) => ({ ...personItem(one), media_type: 'person' }))) : NOT_FOUND
  }
  const turn = Math.floor(nowMs / (span === 'day' ? DAY_MS : 7 * DAY_MS))
  const heat = (id: number, popularity: number): number => popularity + seedOf(`${span} ${turn} ${id}`) % 20
  const hot = [
    ...kind === 'tv' ? [] : films.map((film) => ({ heat: heat(film.tmdbId, popularityOf(film)), item: { ...listItem(film), media_type: 'movie' } })),
    ...kind === 'movie' ? [] : serials.map((serial) => ({ heat: heat(serial.tmdbId, seriesPopularity(serial)), item: { ...seriesItem(serial), media_type: 'tv' } })),
  ]
  return paged(hot.toSorted((a, b) => b.heat - a.heat).map(({ item }) => item))
}

function movie(
  id: string,
  sub: string,
  query: URLSearchParams,
  nowMs: number,
  paged: (results: readonly unknown[]) => TmdbAnswer,
): TmdbAnswer {
  switch (id) {
    case 'popular':
      return paged(films.toSorted((a, b) => popularityOf(b) - popularityOf(a)).map(listItem))
    case 'top_rated':
      return paged(films.toSorted((a, b) => b.score - a.score).map(listItem))
    case 'now_playing':
      return paged(anniversaries(-SEASON_DAYS, 0, nowMs).map(listItem))
    case 'upcoming':
      return paged(anniversaries(1, SEASON_DAYS, nowMs).map(listItem))
  }
  const film = filmByTmdbId(Number(id))
  if (!film) return NOT_FOUND
  const part = movieParts[sub]
  if (sub !== '') return part ? ok({ id: film.tmdbId, ...part(film) }) : NOT_FOUND
  return withParts({ ...details(film), belongs_to_collection: collectionOf(film) }, film, movieParts, query)
}

const SEASON_DAYS = 30

/** They all had their première long ago: what plays are those whose day of the year it is, so many days from today. */
function anniversaries(fromDays: number, toDays: number, nowMs: number): Film[] {
  const today = dayOfYear(nowMs)
  const awayOf = (film: Film): number => {
    const away = (dayOfYear(Date.parse(film.releaseDate)) - today + YEAR_DAYS) % YEAR_DAYS
    return fromDays < 0 && away > 0 ? away - YEAR_DAYS : away
  }
  return films.filter((film) => awayOf(film) >= fromDays && awayOf(film) <= toDays).sort((a, b) => awayOf(a) - awayOf(b))
}

const YEAR_DAYS = 366

function dayOfYear(ms: number): number {
  return Math.floor((ms - Date.UTC(new Date(ms).getUTCFullYear(), 0)) / DAY_MS)
}

function series(id: string, sub: string, query: URLSearchParams, paged: (results: readonly unknown[]) => TmdbAnswer): TmdbAnswer {
  switch (id) {
    case 'popular':
      return paged(serials.toSorted((a, b) => seriesPopularity(b) - seriesPopularity(a)).map(seriesItem))
    case 'top_rated':
      return paged(serials.toSorted((a, b) => b.score - a.score).map(seriesItem))
    case 'airing_today':
    case 'on_the_air':
      return paged([]) // They have all come to their end.
  }
  const serial = serialByTmdbId(Number(id))
  if (!serial) return NOT_FOUND
  const place = /^season\/(\d+)(?:\/episode\/(\d+))?$/.exec(sub)
  if (place) return seasonOrEpisode(serial, Number(place[1]), place[2], query)
  const part = seriesParts[sub]
  if (sub !== '') return part ? ok({ id: serial.tmdbId, ...part(serial) }) : NOT_FOUND
  return withParts(seriesDetails(serial), serial, seriesParts, query)
}

function seasonOrEpisode(serial: Serial, number: number, episode: string | undefined, query: URLSearchParams): TmdbAnswer {
  const season = serial.seasons.find((one) => one.number === number)
  if (!season) return NOT_FOUND
  if (episode === undefined) return withParts(seasonDetails({ serial, season }), { serial, season }, seasonParts, query)
  const found = season.episodes[Number(episode) - 1]
  if (!found) return NOT_FOUND
  const of = { serial, season, episode: found, number: Number(episode) }
  return withParts(episodeDetails(of), of, episodeParts, query)
}

function person(
  id: string,
  sub: string,
  query: URLSearchParams,
  paged: (results: readonly unknown[]) => TmdbAnswer,
): TmdbAnswer {
  if (id === 'popular') return paged(people.map(personItem))
  const found = personById(Number(id))
  if (!found) return NOT_FOUND
  const part = personParts[sub]
  if (sub !== '') return part ? ok({ id: found.id, ...part(found) }) : NOT_FOUND
  return withParts(personDetails(found), found, personParts, query)
}

function withParts<T>(
  body: Record<string, unknown>,
  subject: T,
  parts: Record<string, (subject: T) => unknown>,
  query: URLSearchParams,
): TmdbAnswer {
  const wanted = (query.get('append_to_response') ?? '').split(',').filter(Boolean)
  if (wanted.length > APPEND_MAX) {
    return failure(406, 27, `Too many append to response objects: The maximum number of remote calls is ${APPEND_MAX}.`)
  }
  // TMDB leaves out a part that it does not know, without a word.
  return ok({
    ...body,
    ...Object.fromEntries(wanted.flatMap((name) => parts[name] ? [[name, parts[name](subject)]] : [])),
  })
}

function find(id: string, query: URLSearchParams): TmdbAnswer {
  const film = query.get('external_source') === 'imdb_id' ? filmByImdbId(id) : undefined
  return ok({
    movie_results: film ? [{ ...listItem(film), media_type: 'movie' }] : [],
    person_results: [],
    tv_results: [],
    tv_episode_results: [],
    tv_season_results: [],
  })
}

export const POSTER_SIZES = ['w92', 'w154', 'w185', 'w342', 'w500', 'w780', 'original']
export const BACKDROP_SIZES = ['w300', 'w780', 'w1280', 'original']
export const STILL_SIZES = ['w92', 'w185', 'w300', 'original']

function configuration(what: string, imageBaseUrl: string): TmdbAnswer {
  switch (what) {
    case '':
      return ok({
        change_keys: [],
        images: {
          base_url: `${imageBaseUrl}/`,
          secure_base_url: `${imageBaseUrl}/`,
          backdrop_sizes: BACKDROP_SIZES,
          logo_sizes: ['original'],
          poster_sizes: POSTER_SIZES,
          profile_sizes: ['original'],
          still_sizes: STILL_SIZES,
        },
      })
    case 'languages':
      return ok(Object.entries(LANGUAGES).map(([code, { english, own }]) => ({ iso_639_1: code, english_name: english, name: own })))
    case 'countries':
      return ok(Object.entries(COUNTRIES).map(([code, name]) => ({ iso_3166_1: code, english_name: name, native_name: name })))
    default:
      return NOT_FOUND
  }
}

function watchProviders(what: string, query: URLSearchParams): TmdbAnswer {
  if (what === 'regions') return ok({ results: Object.entries(REGIONS).map(([code, name]) => ({ iso_3166_1: code, english_name: name, native_name: name })) })
  if (what === 'tv') return ok({ results: [] })
  if (what !== 'movie') return NOT_FOUND
  const region = query.get('watch_region')
  const there = PROVIDERS.filter((provider) => region === null || (region in REGIONS && films.some((film) => offeredBy(film, region).includes(provider))))
  return ok({ results: there.map(providerItem) })
}

function ok(body: unknown): TmdbAnswer {
  return { status: 200, body }
}

function failure(status: number, code: number, message: string): TmdbAnswer {
  return { status, body: { success: false, status_code: code, status_message: message } }
}
