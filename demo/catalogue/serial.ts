/**
 * Serials of the starter catalogue: films shown in parts, week by week, which is what series were before there was television. As with
 * the films, overviews and taglines are written for this project. TMDB's numbers for them are not known here, and many it knows
 * as films: they have their own, beyond any that TMDB gives. What is not known for sure is left out.
 */

/** TMDB's genre numbers for series (genre/tv/list). */
export const SERIES_GENRE_IDS = {
  'Action & Adventure': 10759, Animation: 16, Comedy: 35, Crime: 80, Documentary: 99, Drama: 18, Family: 10751, Kids: 10762, Mystery: 9648, News: 10763,
  Reality: 10764, 'Sci-Fi & Fantasy': 10765, Soap: 10766, Talk: 10767, 'War & Politics': 10768, Western: 37,
} as const
export type SeriesGenre = keyof typeof SERIES_GENRE_IDS

/** The day it was first shown, and how long it is, where that is known. */
export interface SerialEpisode { readonly name: string; readonly shown?: `${number}-${string}-${string}`; readonly minutes?: number }

export interface SerialSeason {
  /** 0 for what stands apart. */
  readonly number: number
  readonly name: string
  readonly overview: string
  /** Where it is not the serial's first. */
  readonly year?: number
  readonly episodes: readonly SerialEpisode[]
}

export interface Serial {
  readonly tmdbId: number
  readonly imdbId?: `tt${string}`
  readonly title: string
  readonly originalTitle?: string
  readonly language: string
  readonly countries: readonly string[]
  readonly firstShown: `${number}-${string}-${string}`
  readonly directors: readonly string[]
  readonly cast: readonly (readonly [string, string])[]
  readonly genres: readonly SeriesGenre[]
  readonly studio: string
  readonly tagline: string
  readonly overview: string
  readonly score: number
  /** In order; what stands apart first. */
  readonly seasons: readonly SerialSeason[]
}
