/** What a clip is drawn of: a film, or an episode of a serial. */

import type { Film } from './film.ts'
import type { Serial, SerialSeason } from './serial.ts'

/** `imdbId` tells clips apart; an episode has a made-up one, since most have none. */
export type Screened = Pick<Film, 'tmdbId' | 'title' | 'directors' | 'cast' | 'releaseDate' | 'tagline' | 'overview'> & { readonly imdbId: string; readonly season?: number }

/** Numbers count from 1. */
export function screenedEpisode(serial: Serial, season: SerialSeason, number: number): Screened {
  const { name, shown } = season.episodes[number - 1]!
  const { tmdbId, directors, cast, firstShown } = serial
  return {
    tmdbId, directors, cast, imdbId: `${serial.imdbId ?? tmdbId} ${season.number}x${number}`, title: `${serial.title}: ${name}`, releaseDate: shown ?? firstShown, season: season.number,
    tagline: name, overview: `Part ${number}. ${season.overview}`,
  }
}
