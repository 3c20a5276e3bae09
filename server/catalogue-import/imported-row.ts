/** One title of the imported catalogue, made from TMDB's answer. Pure. */

import type { MediaType } from '../../domain/title.ts'
import type { OthersRating, RatingSource } from '../../projections/wire-catalogue.ts'
import { SHAPE } from '../catalogue/catalogue-source.ts'
import { fields, list, number, positive } from '../catalogue/json-fields.ts'
import type { ReadTitle } from '../catalogue/tmdb-title.ts'
import { readTitle } from '../catalogue/tmdb-title.ts'
import { limits } from '../limits.ts'

export interface ImportedRow {
  readonly mediaType: MediaType
  readonly tmdbId: number
  readonly imdbId: string | null
  readonly tvdbId: number | null
  readonly title: string
  readonly originalTitle: string
  readonly releaseDate: string | null
  readonly posterPath: string | null
  readonly backdropPath: string | null
  readonly genreIds: readonly number[]
  readonly castIds: readonly number[]
  readonly crewIds: readonly number[]
  readonly directors: readonly string[]
  readonly runtimeMinutes: number | null
  readonly collectionId: number | null
  /** By country. */
  readonly certifications: Readonly<Record<string, string>>
  readonly originalLanguage: string
  readonly languages: readonly string[]
  readonly countries: readonly string[]
  readonly popularity: number
  /** From 0 to 100. */
  readonly ratingTmdb: number | null
  readonly ratingImdb: number | null
  readonly ratingLetterboxd: number | null
  readonly ratingMetacritic: number | null
  readonly ratingRottenTomatoes: number | null
  readonly shape: number
  readonly answer: ReadTitle
  readonly fetchedAt: string
}

/** With TMDB's own rating alone. Throws `CatalogueError` for an answer that is none of a title. */
export function importedRow(json: unknown, mediaType: MediaType, fetchedAt: string): ImportedRow {
  const answer = readTitle(json, mediaType)
  const raw = fields(json)
  const [credits, aggregate] = [fields(raw.credits), fields(raw.aggregate_credits)]
  return {
    mediaType, tmdbId: answer.tmdbId, imdbId: answer.imdbId, tvdbId: answer.tvdbId, title: answer.title, originalTitle: answer.originalTitle,
    releaseDate: answer.releaseDate, posterPath: answer.posterPath, backdropPath: answer.backdropPath,
    genreIds: idsIn(raw.genres), castIds: idsIn(credits.cast, aggregate.cast), crewIds: idsIn(credits.crew, aggregate.crew),
    directors: answer.directors.map(({ name }) => name), runtimeMinutes: answer.runtimeMinutes, collectionId: answer.collection?.collectionId ?? null,
    certifications: answer.certifications, originalLanguage: answer.originalLanguage, languages: answer.spokenLanguages, countries: answer.countries,
    popularity: Math.max(0, number(raw.popularity) ?? 0),
    ratingTmdb: answer.voteAverage === null ? null : Math.round(answer.voteAverage * 10),
    ratingImdb: null, ratingLetterboxd: null, ratingMetacritic: null, ratingRottenTomatoes: null,
    shape: SHAPE, answer, fetchedAt,
  }
}

export function withRatings(row: ImportedRow, ratings: readonly OthersRating[]): ImportedRow {
  const scoreOf = (source: RatingSource) => ratings.find((rating) => rating.source === source)?.score ?? null
  return {
    ...row, ratingTmdb: scoreOf('tmdb') ?? row.ratingTmdb,
    ratingImdb: scoreOf('imdb'), ratingLetterboxd: scoreOf('letterboxd'), ratingMetacritic: scoreOf('metacritic'), ratingRottenTomatoes: scoreOf('rottenTomatoes'),
  }
}

/** Each once, in their order. */
function idsIn(...lists: readonly unknown[]): readonly number[] {
  return [...new Set(lists.flatMap((items) => list(items).flatMap(({ id }) => positive(id) ?? [])))].slice(0, limits.syncPeopleMax)
}
