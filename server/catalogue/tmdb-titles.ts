/**
 * TMDB's JSON (API v3, https://developer.themoviedb.org/reference) as our own titles. Pure and forgiving: a field that is
 * missing, blank, null or of the wrong type is absent; an item without id or name is left out; only an answer that is
 * not of the expected kind at all is an error.
 */

import type { MediaType } from '../../domain/title.ts'
import type { Credit, TitleDetail, TitlePage, TitleSummary } from '../../projections/wire.ts'
import { limits } from '../limits.ts'
import { CatalogueError } from './catalogue-error.ts'
import type { Fields } from './json-fields.ts'
import { fields, list, number, positive, text, texts } from './json-fields.ts'

/** Lists carry the numbers of genres, not their names. */
export type ListedTitle = Omit<TitleSummary, 'genres'> & { readonly genreIds: readonly number[] }
export type ListedPage = Omit<TitlePage, 'results' | 'stale'> & { readonly results: readonly ListedTitle[] }
export type ReadTitle = Omit<TitleDetail, 'similar' | 'stale' | 'jobStatus'> & { readonly similar: readonly ListedTitle[] }
export interface Genre { readonly id: number; readonly name: string }

const NAME_CHARACTERS = 500
const OVERVIEW_CHARACTERS = 10_000

/** One page of titles. Items say their kind themselves (people and collections are left out), else all are of `kind`. */
export function readTitlePage(json: unknown, kind: MediaType | null): ListedPage {
  const page = answered(json)
  if (!Array.isArray(page.results)) throw unreadable('has no list of results')
  const results = listedTitles(page.results, kind)
  return {
    page: positive(page.page) ?? 1,
    totalPages: Math.min(positive(page.total_pages) ?? 1, limits.cataloguePageMax),
    totalResults: positive(page.total_results) ?? results.length,
    results,
  }
}

export function readTitle(json: unknown, kind: MediaType): ReadTitle {
  const title = answered(json)
  const summary = listedTitle(title, kind)
  if (!summary) throw unreadable('has no id or no name')
  const { genreIds: _, ...shared } = summary
  const credits = fields(title.credits)
  const external = fields(title.external_ids)
  const imdbId = text(title.imdb_id, 20) || text(external.imdb_id, 20)
  return {
    ...shared,
    genres: list(title.genres).map((genre) => text(genre.name, NAME_CHARACTERS)).filter(Boolean),
    originalTitle: text(kind === 'movie' ? title.original_title : title.original_name, NAME_CHARACTERS) || shared.title,
    tagline: text(title.tagline, NAME_CHARACTERS),
    releaseDate: dateOf(title, kind),
    runtimeMinutes: runtimeOf(title, kind),
    originalLanguage: text(title.original_language, 20),
    countries: countriesOf(title),
    imdbId: /^tt\d{7,}$/.test(imdbId) ? imdbId : null,
    tvdbId: positive(external.tvdb_id),
    directors: kind === 'movie' ? directorsOf(credits) : names(list(title.created_by)),
    cast: castOf(credits),
    similar: listedTitles(fields(title.similar).results, kind),
  }
}

export function readGenres(json: unknown): readonly Genre[] {
  const { genres } = answered(json)
  if (!Array.isArray(genres)) throw unreadable('has no list of genres')
  return list(genres).flatMap((genre) => {
    const id = positive(genre.id)
    const name = text(genre.name, NAME_CHARACTERS)
    return id !== null && name ? [{ id, name }] : []
  })
}

/** TMDB tells of errors in the body too: `{success: false, status_code, status_message}`. */
function answered(json: unknown): Fields {
  const body = fields(json)
  if (body.success !== false) return body
  throw new CatalogueError(body.status_code === 34 ? 'NOT_FOUND' : 'TMDB_ERROR', `TMDB says: ${text(body.status_message, NAME_CHARACTERS) || 'no'}`)
}

function unreadable(what: string): CatalogueError {
  return new CatalogueError('TMDB_ERROR', `TMDB's answer ${what}.`)
}

function listedTitles(items: unknown, kind: MediaType | null): readonly ListedTitle[] {
  const seen = new Map<string, ListedTitle>()
  for (const item of list(items)) {
    const title = listedTitle(item, kind)
    if (title && !seen.has(`${title.mediaType}_${title.tmdbId}`)) seen.set(`${title.mediaType}_${title.tmdbId}`, title)
  }
  return [...seen.values()]
}

function listedTitle(item: Fields, kind: MediaType | null): ListedTitle | undefined {
  const mediaType = item.media_type === undefined ? kind : item.media_type
  if (mediaType !== 'movie' && mediaType !== 'tv') return undefined
  const tmdbId = positive(item.id)
  const title = text(mediaType === 'movie' ? item.title : item.name, NAME_CHARACTERS)
  if (tmdbId === null || !title) return undefined
  const date = dateOf(item, mediaType)
  return {
    mediaType, tmdbId, title,
    year: date === null ? null : Number(date.slice(0, 4)),
    overview: text(item.overview, OVERVIEW_CHARACTERS),
    posterPath: imagePath(item.poster_path),
    backdropPath: imagePath(item.backdrop_path),
    genreIds: Array.isArray(item.genre_ids) ? item.genre_ids.filter((id) => positive(id) !== null) : [],
    voteAverage: voteOf(item),
  }
}

/** `YYYY-MM-DD`; null when blank or not a date. */
function dateOf(title: Fields, kind: MediaType): string | null {
  const date = text(kind === 'movie' ? title.release_date : title.first_air_date, 10)
  return /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date)) ? date : null
}

/** An average over no votes is TMDB's 0, which is not a score. */
function voteOf(title: Fields): number | null {
  const average = number(title.vote_average)
  if (average === null || average < 0 || average > 10 || title.vote_count === 0 || (title.vote_count === undefined && average === 0)) return null
  return Math.round(average * 10) / 10
}

/** A name that `/images` will serve. */
function imagePath(value: unknown): string | null {
  return typeof value === 'string' && /^\/[A-Za-z0-9_-]{1,100}\.(?:jpg|jpeg|png|webp|avif)$/.test(value) ? value : null
}

/** Series have the length of an episode, today mostly in the last one only. */
function runtimeOf(title: Fields, kind: MediaType): number | null {
  if (kind === 'movie') return positive(title.runtime)
  const usual = Array.isArray(title.episode_run_time) ? positive(title.episode_run_time[0]) : null
  return usual ?? positive(fields(title.last_episode_to_air).runtime)
}

/** ISO 3166-1 alpha-2. */
function countriesOf(title: Fields): readonly string[] {
  const origin = texts(title.origin_country, 2)
  return origin.length > 0 ? origin : list(title.production_countries).map((country) => text(country.iso_3166_1, 2)).filter(Boolean)
}

function directorsOf(credits: Fields): readonly string[] {
  return names(list(credits.crew).filter((member) => member.job === 'Director'))
}

function names(people: readonly Fields[]): readonly string[] {
  return [...new Set(people.map((person) => text(person.name, NAME_CHARACTERS)).filter(Boolean))]
}

/** In the order of billing. */
function castOf(credits: Fields): readonly Credit[] {
  return list(credits.cast)
    .toSorted((a, b) => (number(a.order) ?? Infinity) - (number(b.order) ?? Infinity) || 0)
    .flatMap((member) => {
      const personId = positive(member.id)
      const name = text(member.name, NAME_CHARACTERS)
      return personId !== null && name ? [{ personId, name, role: text(member.character, NAME_CHARACTERS), profilePath: imagePath(member.profile_path) }] : []
    })
    .slice(0, limits.catalogueCastMax)
}
