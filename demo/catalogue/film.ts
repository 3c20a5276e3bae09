/**
 * The starter catalogue: films whose copyright has ended or lapsed in the United States. Ids are TMDB's and IMDb's own;
 * overviews and taglines are written for this project.
 */

/** TMDB's genre numbers (genre/movie/list). */
export const GENRE_IDS = {
  Action: 28, Adventure: 12, Animation: 16, Comedy: 35, Crime: 80, Documentary: 99, Drama: 18, Family: 10751, Fantasy: 14, History: 36,
  Horror: 27, Music: 10402, Mystery: 9648, Romance: 10749, 'Science Fiction': 878, 'TV Movie': 10770, Thriller: 53, War: 10752, Western: 37,
} as const
export type Genre = keyof typeof GENRE_IDS

export interface Film {
  readonly tmdbId: number
  readonly imdbId: `tt${string}`
  readonly title: string
  /** Where it differs from `title`. */
  readonly originalTitle?: string
  /** ISO 639-1, of the original title and cards; 'xx' where there are no words. */
  readonly language: string
  /** ISO 3166-1. */
  readonly countries: readonly string[]
  readonly releaseDate: `${number}-${string}-${string}`
  readonly runtimeMinutes: number
  readonly directors: readonly string[]
  /** Actor and part. */
  readonly cast: readonly (readonly [string, string])[]
  readonly genres: readonly Genre[]
  readonly tagline: string
  readonly overview: string
  /** Of 10, roughly how audiences place it; for sorting only. */
  readonly score: number
}

export function yearOf(film: Pick<Film, 'releaseDate'>): number {
  return Number(film.releaseDate.slice(0, 4))
}
