/** Serials in the shapes of TMDB's v3 API for series (developer.themoviedb.org/reference). */

import type { Serial, SerialEpisode, SerialSeason, SeriesGenre } from '../catalogue/serial.ts'
import { SERIES_GENRE_IDS } from '../catalogue/serial.ts'
import { serials } from '../catalogue/serials.ts'
import { page } from './movie.ts'
import { credit } from './people.ts'
import { seriesItem } from './series-item.ts'

export function seriesGenreItem(genre: SeriesGenre): { id: number; name: SeriesGenre } {
  return { id: SERIES_GENRE_IDS[genre], name: genre }
}

export function seriesDetails(serial: Serial): Record<string, unknown> {
  const { genre_ids: _, ...common } = seriesItem(serial)
  const regular = serial.seasons.filter(({ number }) => number > 0)
  const last = regular.at(-1)!
  return {
    ...common,
    created_by: serial.directors.map((name) => ({ ...credit(name), credit_id: `${serial.tmdbId}b` })),
    episode_run_time: [],
    genres: serial.genres.map(seriesGenreItem),
    homepage: '',
    in_production: false,
    languages: [serial.language],
    last_air_date: regular.flatMap(({ episodes }) => episodes.flatMap(({ shown }) => shown ?? [])).at(-1) ?? serial.firstShown,
    last_episode_to_air: episodeItem(serial, last, last.episodes.length),
    networks: [],
    next_episode_to_air: null,
    number_of_episodes: regular.reduce((sum, { episodes }) => sum + episodes.length, 0),
    number_of_seasons: regular.length,
    production_companies: [{ id: serial.tmdbId, logo_path: null, name: serial.studio, origin_country: serial.countries[0] }],
    production_countries: serial.countries.map((code) => ({ iso_3166_1: code, name: code })),
    seasons: serial.seasons.map((season) => seasonItem(serial, season)),
    spoken_languages: [{ english_name: serial.language, iso_639_1: serial.language, name: serial.language }],
    status: 'Ended',
    tagline: serial.tagline,
    type: 'Scripted',
  }
}

function creditsOf(serial: Serial): Record<string, unknown> {
  return {
    cast: serial.cast.map(([name, character], order) => ({ ...credit(name), character, credit_id: `${serial.tmdbId}c${order}`, order })),
    crew: serial.directors.map((name, order) => ({ ...credit(name), credit_id: `${serial.tmdbId}d${order}`, department: 'Directing', job: 'Director' })),
  }
}

export const seriesParts: Record<string, (serial: Serial) => Record<string, unknown>> = {
  credits: creditsOf,
  external_ids: (serial) => ({ imdb_id: serial.imdbId ?? null, tvdb_id: null, wikidata_id: null }),
  similar: (serial) => page(others(serial).map(seriesItem), 1),
  recommendations: (serial) => page(others(serial).map((other) => ({ ...seriesItem(other), media_type: 'tv' })), 1),
  images: (serial) => ({ backdrops: [image(`/backdrop${serial.tmdbId}.png`, 1920, 1080)], logos: [], posters: [image(`/poster${serial.tmdbId}.png`, 1000, 1500)] }),
  videos: () => ({ results: [] }),
  keywords: () => ({ results: [{ id: 900_000_001, name: 'public domain' }] }),
  content_ratings: () => ({ results: [] }),
  'watch/providers': () => ({ results: {} }),
}

/** The same genres first, then those of the same years. */
function others(serial: Serial): Serial[] {
  const likeness = (other: Serial): number => other.genres.filter((genre) => serial.genres.includes(genre)).length * 10 - Math.abs(Number(other.firstShown.slice(0, 4)) - Number(serial.firstShown.slice(0, 4)))
  return serials.filter((other) => other !== serial).toSorted((a, b) => likeness(b) - likeness(a))
}

function seasonItem(serial: Serial, { number, name, overview, episodes }: SerialSeason): Record<string, unknown> {
  return {
    air_date: episodes[0]!.shown ?? null, episode_count: episodes.length, id: seasonId(serial, number), name, overview,
    poster_path: `/season${serial.tmdbId}-${number}.png`, season_number: number, vote_average: serial.score,
  }
}

/** Beyond any number that TMDB gives, like those of the serials. */
function seasonId({ tmdbId }: Serial, number: number): number {
  return 1_810_000_000 + tmdbId % 1_000 * 10_000 + number * 100
}

function episodeItem(serial: Serial, season: SerialSeason, number: number): Record<string, unknown> {
  const { name, shown, minutes } = season.episodes[number - 1]!
  return {
    air_date: shown ?? null, episode_number: number, episode_type: number === season.episodes.length ? 'finale' : 'standard', id: seasonId(serial, season.number) + number, name,
    overview: '', production_code: '', runtime: minutes ?? null, season_number: season.number, show_id: serial.tmdbId, still_path: `/still${serial.tmdbId}-${season.number}-${number}.png`,
    vote_average: 0, vote_count: 0,
  }
}

export interface SeasonOf { readonly serial: Serial; readonly season: SerialSeason }
export interface EpisodeOf extends SeasonOf { readonly episode: SerialEpisode; readonly number: number }

export function seasonDetails({ serial, season }: SeasonOf): Record<string, unknown> {
  const { episode_count: _, ...common } = seasonItem(serial, season)
  return { ...common, _id: String(common.id), episodes: season.episodes.map((_, i) => ({ ...episodeItem(serial, season, i + 1), crew: [], guest_stars: [] })) }
}

export const seasonParts: Record<string, (of: SeasonOf) => Record<string, unknown>> = {
  credits: ({ serial }) => creditsOf(serial),
  external_ids: () => ({ tvdb_id: null, wikidata_id: null }),
  images: ({ serial, season }) => ({ posters: [image(`/season${serial.tmdbId}-${season.number}.png`, 1000, 1500)] }),
  videos: () => ({ results: [] }),
}

export function episodeDetails({ serial, season, number }: EpisodeOf): Record<string, unknown> {
  return { ...episodeItem(serial, season, number), crew: [], guest_stars: [] }
}

export const episodeParts: Record<string, (of: EpisodeOf) => Record<string, unknown>> = {
  credits: ({ serial }) => ({ ...creditsOf(serial), guest_stars: [] }),
  external_ids: () => ({ imdb_id: null, tvdb_id: null, wikidata_id: null }),
  images: ({ serial, season, number }) => ({ stills: [image(`/still${serial.tmdbId}-${season.number}-${number}.png`, 1280, 720)] }),
  videos: () => ({ results: [] }),
}

function image(path: string, width: number, height: number): Record<string, unknown> {
  return { aspect_ratio: Number((width / height).toFixed(3)), height, iso_639_1: null, file_path: path, vote_average: 0, vote_count: 0, width }
}

/** `/discover/tv`: what the few there are can answer. */
export function discoverSeries(query: URLSearchParams): Serial[] {
  const wanted = (name: string) => (query.get(name) ?? '').split(/[,|]/).filter(Boolean)
  const genres = wanted('with_genres').map(Number)
  const has = (serial: Serial) => (id: number) => serial.genres.some((genre) => SERIES_GENRE_IDS[genre] === id)
  const [language, country] = [wanted('with_original_language'), wanted('with_origin_country')]
  const from = query.get('first_air_date.gte') ?? ''
  const to = query.get('first_air_date.lte') ?? '9999'
  const [field = '', direction] = (query.get('sort_by') ?? 'popularity.desc').split('.')
  const key = field === 'first_air_date' ? (serial: Serial) => Date.parse(serial.firstShown) : (serial: Serial) => serial.score
  return serials.filter((serial) =>
    (genres.length === 0 || (query.get('with_genres')!.includes('|') ? genres.some(has(serial)) : genres.every(has(serial))))
    && !wanted('without_genres').map(Number).some(has(serial))
    && (language.length === 0 || language.includes(serial.language))
    && (country.length === 0 || serial.countries.some((code) => country.includes(code)))
    && serial.firstShown >= from && serial.firstShown <= to
    && serial.score >= Number(query.get('vote_average.gte') ?? 0) && serial.score <= Number(query.get('vote_average.lte') ?? 10)
    // Nobody offers them, and words and people of theirs are in no filter.
    && !['with_watch_providers', 'with_keywords', 'with_people'].some((name) => query.get(name))
  ).toSorted((a, b) => (direction === 'asc' ? 1 : -1) * (key(a) - key(b)))
}
