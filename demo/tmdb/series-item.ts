/** A serial as TMDB lists series. */

import type { Serial } from '../catalogue/serial.ts'
import { SERIES_GENRE_IDS } from '../catalogue/serial.ts'

/** As in search results and lists. */
export function seriesItem(serial: Serial): Record<string, unknown> {
  return {
    adult: false,
    backdrop_path: `/backdrop${serial.tmdbId}.png`,
    first_air_date: serial.firstShown,
    genre_ids: serial.genres.map((genre) => SERIES_GENRE_IDS[genre]),
    id: serial.tmdbId,
    name: serial.title,
    origin_country: serial.countries,
    original_language: serial.language,
    original_name: serial.originalTitle ?? serial.title,
    overview: serial.overview,
    popularity: seriesPopularity(serial),
    poster_path: `/poster${serial.tmdbId}.png`,
    vote_average: serial.score,
    vote_count: Math.round(serial.score ** 3),
  }
}

export function seriesPopularity(serial: Serial): number {
  return Number((serial.score ** 2 / 2).toFixed(3))
}
