/** Titles as the API answers them, in JSON Schema (draft 2020-12, as OpenAPI 3.1 takes it). */

const text = { type: 'string' } as const
const integer = { type: 'integer' } as const
const texts = { type: 'array', items: text } as const
const maybe = <Type extends string>(type: Type) => ({ type: [type, 'null'] }) as const

function object(properties: Readonly<Record<string, object>>) {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false } as const
}

const summaryFields = {
  mediaType: { type: 'string', enum: ['movie', 'tv'] },
  tmdbId: integer,
  title: text,
  year: maybe('integer'),
  overview: text,
  posterPath: { ...maybe('string'), description: 'Served under /images/{width}' },
  backdropPath: maybe('string'),
  genres: texts,
  voteAverage: { ...maybe('number'), description: '0 to 10' },
} as const
const summaries = { type: 'array', items: object(summaryFields) } as const
const stale = { type: 'boolean', description: 'The catalogue could not be asked: this is an older answer.' } as const

export const titlePageSchema = object({ page: integer, totalPages: integer, totalResults: integer, results: summaries, stale })

export const titleDetailSchema = object({
  ...summaryFields,
  originalTitle: text,
  tagline: text,
  releaseDate: maybe('string'),
  runtimeMinutes: maybe('integer'),
  originalLanguage: text,
  countries: texts,
  imdbId: maybe('string'),
  tvdbId: maybe('integer'),
  directors: texts,
  cast: { type: 'array', items: object({ personId: integer, name: text, role: text, profilePath: maybe('string') }) },
  similar: summaries,
  stale,
  jobStatus: { anyOf: [{ type: 'null' }, object({ jobId: text, status: text, progress: { type: 'number', description: '0 to 1' }, errorMessage: maybe('string') })] },
})

const genres = { type: 'array', items: object({ id: integer, name: text }) } as const
export const genresSchema = object({ movie: genres, tv: genres })
