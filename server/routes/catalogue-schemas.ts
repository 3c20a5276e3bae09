/** What else the catalogue answers, beside titles: people, seasons, topics and words; and the filters it is asked with. */

import { MEDIA_TYPES } from '../../domain/title.ts'
import { DISCOVER_SORTS, TOPIC_GROUPS } from '../../projections/wire-catalogue.ts'
import { FILTER_PATTERNS } from '../catalogue/discover.ts'
import {
  array, byCode, collectionFields, credits, episodeFields, integer, maybe, object, pageFields, personFields, provider, seasonFields, stale,
  summaries, summaryFields, text, texts, videos,
} from './title-schemas.ts'

export const searchPageSchema = object({ ...pageFields, people: array(object({ ...personFields, department: text, titles: texts })) })
export const foundSchema = object({ results: summaries, stale })

export const seasonSchema = object({
  ...seasonFields,
  seriesId: integer,
  seriesTitle: text,
  backdropPath: maybe('string'),
  voteAverage: maybe('number'),
  episodes: array(object(episodeFields)),
  cast: credits,
  stale,
})
export const episodeSchema = object({
  ...episodeFields,
  seriesId: integer,
  seriesTitle: text,
  imdbId: maybe('string'),
  tvdbId: maybe('integer'),
  cast: credits,
  guests: credits,
  crew: credits,
  stills: texts,
  videos,
  stale,
})

export const personBriefSchema = object(personFields)
export const personSchema = object({
  ...personFields,
  department: text,
  biography: text,
  birthday: maybe('string'),
  deathday: maybe('string'),
  placeOfBirth: maybe('string'),
  alsoKnownAs: texts,
  homepage: maybe('string'),
  imdbId: maybe('string'),
  images: texts,
  tagged: texts,
  knownFor: summaries,
  credits: array(
    object({
      ...summaryFields,
      as: { type: 'string', enum: ['cast', 'crew'] },
      role: text,
      department: text,
      releaseDate: maybe('string'),
      episodes: maybe('integer'),
    }),
  ),
  stale,
})
export const collectionSchema = object({ ...collectionFields, overview: text, parts: summaries, stale })

const topic = object({
  key: text,
  group: { type: 'string', enum: TOPIC_GROUPS },
  mediaType: { type: 'string', enum: MEDIA_TYPES },
  name: text,
  query: { ...byCode(text), description: 'The filters of /api/discover' },
})
export const topicsSchema = object({ topics: array(topic) })
export const topicPageSchema = object({ ...pageFields, topic })

const genres = array(object({ id: integer, name: text }))
export const keywordSchema = object({ id: integer, name: text })
export const keywordsSchema = object({ keywords: { type: 'array', items: keywordSchema }, stale })
export const genresSchema = object({ movie: genres, tv: genres })
const named = array(object({ code: text, name: text }))
export const languagesSchema = object({ languages: named })
export const countriesSchema = object({ countries: named })
const certifications = { ...byCode(array(object({ name: text, meaning: text }))), description: 'By country, mildest first' } as const
export const certificationsSchema = object({ movie: certifications, tv: certifications })
export const providersSchema = object({ providers: array(provider) })
const sizes = array(integer)
export const configurationSchema = object({
  imageWidths: sizes,
  tmdbSizes: object({ poster: sizes, backdrop: sizes, profile: sizes, still: sizes, logo: sizes }),
  stale,
})

const FILTERS_SAY: Readonly<Record<keyof typeof FILTER_PATTERNS, string>> = {
  genres: 'Numbers of genres, parted by commas (all of them) or bars (any of them)',
  withoutGenres: 'None of these',
  keywords: "TMDB's numbers of keywords, parted as genres",
  withoutKeywords: 'None of these',
  people: 'Numbers of people on or behind the screen, parted as genres; films alone',
  minVote: 'Least average of votes, 0 to 10',
  maxVote: 'Greatest average of votes, 0 to 10',
  minVotes: 'So many votes at least',
  from: 'Released on this day or later, YYYY-MM-DD',
  to: 'Released on this day or before',
  minRuntime: 'Minutes at least',
  maxRuntime: 'Minutes at most',
  language: 'Original language, ISO 639-1; several parted by bars',
  country: 'Country of origin, ISO 3166-1; several parted by bars',
  providers: 'Numbers of providers in `region`, parted as genres',
  region: 'Country in which providers and certifications count',
  certification: 'Age rating in `region`; several parted by bars. Pages may have fewer titles than twenty, or none',
}
export const discoverFilters = {
  sort: { type: 'string', enum: DISCOVER_SORTS },
  ...Object.fromEntries(
    Object.entries(FILTER_PATTERNS).map((
      [name, pattern],
    ) => [name, { type: 'string', pattern, maxLength: 500, description: FILTERS_SAY[name as keyof typeof FILTER_PATTERNS] }]),
  ),
} as const
