/** TMDB's paths below /3 and what they answer. */

import type { Film } from '../catalogue/index.ts'
import { filmByImdbId, filmByTmdbId, films, GENRE_IDS } from '../catalogue/index.ts'
import type { Genre } from '../catalogue/index.ts'
import { seedOf } from '../seed.ts'
import { discover } from './discover.ts'
import { movieParts } from './movie-parts.ts'
import { details, genreItem, listItem, page, popularityOf } from './movie.ts'
import { people, personById, personDetails, personItem, personParts } from './people.ts'
import { searchFilms, searchPeople } from './search.ts'

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
      return first === 'movie' ? paged(discover(query).map(listItem)) : first === 'tv' ? paged([]) : NOT_FOUND
    case 'movie':
      return movie(first, sub, query, paged)
    case 'tv':
      return ['popular', 'top_rated', 'airing_today', 'on_the_air'].includes(first) ? paged([]) : NOT_FOUND
    case 'person':
      return person(first, sub, query, paged)
    case 'find':
      return find(first, query)
    case 'genre':
      return sub === 'list' ? ok({ genres: (Object.keys(GENRE_IDS) as Genre[]).map(genreItem) }) : NOT_FOUND
    case 'configuration':
      return first === '' ? ok(configuration(imageBaseUrl)) : NOT_FOUND
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
        ...searchPeople(words).map((one) => ({ ...personItem(one), media_type: 'person' })),
      ])
    case 'tv':
    case 'collection':
    case 'keyword':
    case 'company':
      return paged([]) // The catalogue holds films only.
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
  if (kind === 'tv') return paged([])
  if (kind !== 'all' && kind !== 'movie') {
    return kind === 'person' ? paged(people.map((one) => ({ ...personItem(one), media_type: 'person' }))) : NOT_FOUND
  }
  const turn = Math.floor(nowMs / (span === 'day' ? DAY_MS : 7 * DAY_MS))
  const heat = (film: Film): number => popularityOf(film) + seedOf(`${span} ${turn} ${film.tmdbId}`) % 20
  return paged(films.toSorted((a, b) => heat(b) - heat(a)).map((film) => ({ ...listItem(film), media_type: 'movie' })))
}

function movie(
  id: string,
  sub: string,
  query: URLSearchParams,
  paged: (results: readonly unknown[]) => TmdbAnswer,
): TmdbAnswer {
  switch (id) {
    case 'popular':
      return paged(films.toSorted((a, b) => popularityOf(b) - popularityOf(a)).map(listItem))
    case 'top_rated':
      return paged(films.toSorted((a, b) => b.score - a.score).map(listItem))
    case 'now_playing':
    case 'upcoming':
      return paged([]) // They all had their première long ago.
  }
  const film = filmByTmdbId(Number(id))
  if (!film) return NOT_FOUND
  const part = movieParts[sub]
  if (sub !== '') return part ? ok({ id: film.tmdbId, ...part(film) }) : NOT_FOUND
  return withParts(details(film), film, movieParts, query)
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

function configuration(imageBaseUrl: string): unknown {
  return {
    change_keys: [],
    images: {
      base_url: `${imageBaseUrl}/`,
      secure_base_url: `${imageBaseUrl}/`,
      backdrop_sizes: BACKDROP_SIZES,
      logo_sizes: ['original'],
      poster_sizes: POSTER_SIZES,
      profile_sizes: ['original'],
      still_sizes: ['original'],
    },
  }
}

function ok(body: unknown): TmdbAnswer {
  return { status: 200, body }
}

function failure(status: number, code: number, message: string): TmdbAnswer {
  return { status, body: { success: false, status_code: code, status_message: message } }
}
