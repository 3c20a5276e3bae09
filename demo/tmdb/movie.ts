/** Films in the shapes of TMDB's v3 API (developer.themoviedb.org/reference). */

import type { Film, Genre } from '../catalogue/index.ts'
import { GENRE_IDS } from '../catalogue/index.ts'

export const LANGUAGES: Record<string, { english: string; own: string }> = {
  en: { english: 'English', own: 'English' },
  de: { english: 'German', own: 'Deutsch' },
  fr: { english: 'French', own: 'Français' },
  sv: { english: 'Swedish', own: 'svenska' },
  ru: { english: 'Russian', own: 'Pусский' },
}
export const COUNTRIES: Record<string, string> = {
  US: 'United States of America',
  DE: 'Germany',
  FR: 'France',
  SE: 'Sweden',
  DK: 'Denmark',
  GB: 'United Kingdom',
  IT: 'Italy',
  SU: 'Soviet Union',
}
const PAGE_SIZE = 20

export function posterPath(film: Film): string {
  return `/poster${film.tmdbId}.png`
}

export function backdropPath(film: Film): string {
  return `/backdrop${film.tmdbId}.png`
}

/** As in search results and lists. */
export function listItem(film: Film): Record<string, unknown> {
  return {
    adult: false,
    backdrop_path: backdropPath(film),
    genre_ids: film.genres.map((genre) => GENRE_IDS[genre]),
    id: film.tmdbId,
    original_language: film.language,
    original_title: film.originalTitle ?? film.title,
    overview: film.overview,
    popularity: popularityOf(film),
    poster_path: posterPath(film),
    release_date: film.releaseDate,
    title: film.title,
    video: false,
    vote_average: film.score,
    vote_count: voteCountOf(film),
  }
}

export function voteCountOf(film: Film): number {
  return Math.round(film.score ** 3 * 4)
}

export function popularityOf(film: Film): number {
  return Number((film.score ** 2 / 2).toFixed(3))
}

export function details(film: Film): Record<string, unknown> {
  const { genre_ids: _, ...common } = listItem(film)
  return {
    ...common,
    budget: 0,
    genres: film.genres.map(genreItem),
    homepage: '',
    imdb_id: film.imdbId,
    origin_country: film.countries,
    production_companies: [],
    production_countries: film.countries.map((code) => ({ iso_3166_1: code, name: COUNTRIES[code] ?? code })),
    revenue: 0,
    runtime: film.runtimeMinutes,
    spoken_languages: [{
      english_name: LANGUAGES[film.language]?.english,
      iso_639_1: film.language,
      name: LANGUAGES[film.language]?.own,
    }],
    status: 'Released',
    tagline: film.tagline,
  }
}

export function genreItem(genre: Genre): { id: number; name: Genre } {
  return { id: GENRE_IDS[genre], name: genre }
}

export function page(results: readonly unknown[], number: number): Record<string, unknown> {
  return {
    page: number,
    results: results.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE),
    total_pages: Math.max(1, Math.ceil(results.length / PAGE_SIZE)),
    total_results: results.length,
  }
}
