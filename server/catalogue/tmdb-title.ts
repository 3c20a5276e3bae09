/**
 * TMDB's JSON (API v3, https://developer.themoviedb.org/reference) as our own titles. Pure and forgiving, as all that reads
 * it: a field that is missing, blank, null or of the wrong type is absent; an item without id or name is left out; lists are
 * cut to what a page shows; only an answer that is not of the expected kind at all is an error.
 */

import type { MediaType } from '../../domain/title.ts'
import type { CollectionBrief, TitleFacts, TitleStatus } from '../../projections/wire-catalogue.ts'
import { limits } from '../limits.ts'
import type { Fields } from './json-fields.ts'
import { fields, list, positive, text, texts, whole } from './json-fields.ts'
import type { ListedTitle } from './tmdb-list.ts'
import { listedTitle, listedTitles } from './tmdb-list.ts'
import type { KeptOffers } from './tmdb-offers.ts'
import { readOffers } from './tmdb-offers.ts'
import {
  address, answered, cast, country, crew, imagePath, imagePaths, imdbId, keywords, NAME_CHARACTERS, names, people, releaseDate, unreadable,
  videos,
} from './tmdb-fields.ts'
import { readSeriesParts } from './tmdb-season.ts'

/** What is kept of a title: its facts, how many voted, and where it is offered. */
export type ReadTitle = Omit<TitleFacts, 'similar' | 'recommended' | 'stale' | 'posterColour'> & {
  readonly similar: readonly ListedTitle[]
  readonly recommended: readonly ListedTitle[]
  readonly votes: number
  readonly offers: KeptOffers
}

const SHARED_PARTS = 'external_ids,videos,images,keywords,recommendations,similar,watch/providers'
/** The query that brings all of a title in one answer. Pictures with words on them come in every language unless some are named. */
export const TITLE_QUERY: Readonly<Record<MediaType, Readonly<Record<string, string>>>> = {
  movie: { append_to_response: `credits,release_dates,${SHARED_PARTS}`, include_image_language: 'en,null' },
  tv: { append_to_response: `credits,aggregate_credits,content_ratings,${SHARED_PARTS}`, include_image_language: 'en,null' },
}

const CREW_JOBS = [
  'Screenplay', 'Writer', 'Story', 'Novel', 'Book', 'Characters', 'Original Music Composer', 'Music', 'Director of Photography',
  'Cinematography', 'Editor',
] as const

export function readTitle(json: unknown, kind: MediaType): ReadTitle {
  const title = answered(json)
  const summary = listedTitle({ ...title, media_type: kind }, kind)
  if (!summary) throw unreadable('has no id or no name')
  const { genreIds: _, ...shared } = summary
  const external = fields(title.external_ids)
  const credits = fields(title.credits)
  const aggregate = fields(title.aggregate_credits)
  const everyone = list(aggregate.cast).length > 0 ? aggregate : credits
  return {
    ...shared,
    genres: names(title.genres, limits.catalogueGenresMax),
    originalTitle: text(kind === 'movie' ? title.original_title : title.original_name, NAME_CHARACTERS) || shared.title,
    tagline: text(title.tagline, NAME_CHARACTERS),
    releaseDate: releaseDate(title, kind),
    runtimeMinutes: runtimeOf(title, kind),
    status: STATUSES.get(text(title.status, NAME_CHARACTERS)) ?? 'unknown',
    originalLanguage: text(title.original_language, 20),
    spokenLanguages: unique(
      list(title.spoken_languages).map((language) => text(language.iso_639_1, 2)).filter((code) => /^[a-z]{2}$/.test(code)),
    ),
    countries: countriesOf(title),
    studios: names(title.production_companies, limits.catalogueStudiosMax),
    homepage: address(title.homepage),
    imdbId: imdbId(title.imdb_id) ?? imdbId(external.imdb_id),
    tvdbId: positive(external.tvdb_id),
    budgetUsd: whole(title.budget) || null,
    revenueUsd: whole(title.revenue) || null,
    directors: people(
      kind === 'movie' ? list(credits.crew).filter((member) => member.job === 'Director') : list(title.created_by),
      limits.catalogueCrewMax,
    ),
    crew: crew(everyone.crew, CREW_JOBS, limits.catalogueCrewMax),
    cast: cast(everyone.cast, limits.catalogueCastMax),
    videos: videos(title.videos),
    images: imagesOf(fields(title.images)),
    keywords: keywords(title.keywords),
    collection: kind === 'movie' ? readCollectionBrief(fields(title.belongs_to_collection)) : null,
    certifications: kind === 'movie' ? certificationsOfFilm(title.release_dates) : certificationsOfSeries(title.content_ratings),
    similar: listedTitles(fields(title.similar).results, kind),
    recommended: listedTitles(fields(title.recommendations).results, kind),
    series: kind === 'movie' ? null : readSeriesParts(title),
    votes: whole(title.vote_count) ?? 0,
    offers: readOffers(title['watch/providers']),
  }
}

/** Null without id or name. */
export function readCollectionBrief(collection: Fields): CollectionBrief | null {
  const collectionId = positive(collection.id)
  const name = text(collection.name, NAME_CHARACTERS)
  return collectionId !== null && name
    ? { collectionId, name, posterPath: imagePath(collection.poster_path), backdropPath: imagePath(collection.backdrop_path) }
    : null
}

/** TMDB's words of both kinds. */
const STATUSES: ReadonlyMap<string, TitleStatus> = new Map([
  ['Rumored', 'rumoured'], ['Planned', 'planned'], ['Pilot', 'planned'], ['In Production', 'inProduction'], ['Post Production', 'postProduction'],
  ['Released', 'released'], ['Returning Series', 'returning'], ['Ended', 'ended'], ['Canceled', 'cancelled'], ['Cancelled', 'cancelled'],
])

/** Series have the length of an episode, today mostly in the last one only. */
function runtimeOf(title: Fields, kind: MediaType): number | null {
  if (kind === 'movie') return positive(title.runtime)
  const usual = Array.isArray(title.episode_run_time) ? positive(title.episode_run_time[0]) : null
  return usual ?? positive(fields(title.last_episode_to_air).runtime)
}

function countriesOf(title: Fields): readonly string[] {
  const origin = texts(title.origin_country, 2)
  return unique(
    (origin.length > 0 ? origin : list(title.production_countries).map((production) => text(production.iso_3166_1, 2))).filter((code) =>
      country(code) !== null
    ),
  )
}

function imagesOf({ backdrops, posters, logos }: Fields): TitleFacts['images'] {
  return {
    backdrops: imagePaths(backdrops, limits.catalogueImagesMax),
    posters: imagePaths(posters, limits.catalogueImagesMax),
    logo: imagePaths(logos, 1)[0] ?? null,
  }
}

const THEATRICAL = 3

/** Of a country's releases the one in cinemas tells, else the first that says anything. */
function certificationsOfFilm(answer: unknown): Readonly<Record<string, string>> {
  return byCountry(
    list(fields(answer).results).map((there) => {
      const rated = list(there.release_dates).filter(({ certification }) => text(certification, NAME_CHARACTERS) !== '')
      return [there.iso_3166_1, (rated.find(({ type }) => type === THEATRICAL) ?? rated[0])?.certification]
    }),
  )
}

function certificationsOfSeries(answer: unknown): Readonly<Record<string, string>> {
  return byCountry(list(fields(answer).results).map(({ iso_3166_1, rating }) => [iso_3166_1, rating]))
}

const CERTIFICATION_CHARACTERS = 40

function byCountry(pairs: readonly (readonly [unknown, unknown])[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.slice(0, limits.catalogueCountriesMax).flatMap(([code, value]) => {
      const where = country(code)
      const certification = text(value, CERTIFICATION_CHARACTERS)
      return where !== null && certification ? [[where, certification] as const] : []
    }),
  )
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)].filter(Boolean).slice(0, limits.catalogueCountriesMax)
}
