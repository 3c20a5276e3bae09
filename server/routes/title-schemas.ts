/** Titles as the API answers them, in JSON Schema (draft 2020-12, as OpenAPI 3.1 takes it). */

import { OFFER_KINDS, RATING_SOURCES } from '../../projections/wire-catalogue.ts'
import { libraryRow } from './schemas.ts'

export const text = { type: 'string' } as const
export const integer = { type: 'integer' } as const
export const texts = { type: 'array', items: text } as const
export const stale = { type: 'boolean', description: 'The catalogue could not be asked: this is an older answer.' } as const

export function maybe<Type extends string>(type: Type) {
  return { type: [type, 'null'] } as const
}

/** All of `properties` are there, and nothing else. */
export function object(properties: Readonly<Record<string, object>>) {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false } as const
}

export function array(items: object) {
  return { type: 'array', items } as const
}

function orNull(schema: object) {
  return { anyOf: [{ type: 'null' }, schema] } as const
}

export function byCode(values: object) {
  return { type: 'object', additionalProperties: values } as const
}

export const summaryFields = {
  mediaType: { type: 'string', enum: ['movie', 'tv'] },
  tmdbId: integer,
  title: text,
  year: maybe('integer'),
  overview: text,
  posterPath: { ...maybe('string'), description: 'Served under /images/{width}' },
  posterColour: { ...maybe('string'), description: '#rrggbb' },
  backdropPath: maybe('string'),
  genres: texts,
  voteAverage: { ...maybe('number'), description: '0 to 10' },
} as const
export const summaries = array(object(summaryFields))
export const pageFields = { page: integer, totalPages: integer, totalResults: integer, results: summaries, stale } as const
export const titlePageSchema = object(pageFields)

export const personFields = { personId: integer, name: text, profilePath: maybe('string') } as const
export const people = array(object(personFields))
export const credits = array(object({ ...personFields, role: text }))
export const videos = array(object({
  key: text, site: { type: 'string', enum: ['YouTube', 'Vimeo'] }, kind: { type: 'string', enum: ['trailer', 'teaser', 'clip', 'featurette', 'other'] }, name: text, publishedAt: maybe('string'),
}))
export const collectionFields = { collectionId: integer, name: text, posterPath: maybe('string'), backdropPath: maybe('string') } as const
export const seasonFields = { seasonNumber: integer, name: text, overview: text, posterPath: maybe('string'), airDate: maybe('string'), episodeCount: integer } as const
export const episodeFields = {
  seasonNumber: integer, episodeNumber: integer, name: text, overview: text, stillPath: maybe('string'), airDate: maybe('string'), runtimeMinutes: maybe('integer'), voteAverage: maybe('number'),
} as const
export const provider = object({ providerId: integer, name: text, logoPath: maybe('string') })

const series = object({
  seasons: array(object(seasonFields)), episodeCount: integer, lastEpisode: orNull(object(episodeFields)), nextEpisode: orNull(object(episodeFields)), lastAirDate: maybe('string'), networks: texts,
})
const rating = {
  type: 'object',
  properties: {
    source: { type: 'string', enum: RATING_SOURCES }, score: { type: 'number', description: '0 to 100' }, votes: integer, link: text, certified: { type: 'boolean' },
    sentiment: { type: 'string', enum: ['POSITIVE', 'NEGATIVE'] }, fetchedAt: text,
  },
  required: ['source', 'score', 'fetchedAt'],
  additionalProperties: false,
} as const
const offers = object({ ...Object.fromEntries(OFFER_KINDS.map((kind) => [kind, array(provider)])), link: maybe('string') })

export const titleDetailSchema = object({
  ...summaryFields,
  originalTitle: text,
  tagline: text,
  releaseDate: maybe('string'),
  runtimeMinutes: maybe('integer'),
  status: text,
  originalLanguage: text,
  spokenLanguages: texts,
  countries: texts,
  studios: texts,
  homepage: maybe('string'),
  imdbId: maybe('string'),
  tvdbId: maybe('integer'),
  budgetUsd: maybe('integer'),
  revenueUsd: maybe('integer'),
  directors: people,
  crew: credits,
  cast: credits,
  videos,
  images: object({ backdrops: texts, posters: texts, logo: maybe('string') }),
  keywords: array(object({ id: integer, name: text })),
  collection: orNull(object(collectionFields)),
  certifications: { ...byCode(text), description: 'Age ratings by country' },
  recommended: summaries,
  similar: summaries,
  series: orNull(series),
  stale,
  ratings: array(rating),
  household: object({ counts: object({ DISLIKE: integer, OK: integer, LIKE: integer, SUPER_LIKE: integer }), mean: maybe('number') }),
  whereToWatch: object({ country: text, offers: byCode(offers) }),
  entry: orNull(libraryRow),
  jobStatus: orNull(object({ jobId: text, status: text, progress: { type: 'number', description: '0 to 1' }, errorMessage: maybe('string') })),
})
