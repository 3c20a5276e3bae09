import { filmsBefore1920 } from './before-1920.ts'
import type { Film } from './film.ts'
import { filmsFrom1920 } from './from-1920.ts'
import { filmsFrom1924 } from './from-1924.ts'
import { filmsFrom1926 } from './from-1926.ts'
import { filmsFrom1930 } from './from-1930.ts'
import { filmsFrom1940 } from './from-1940.ts'
import { filmsFrom1950 } from './from-1950.ts'

export type { Film, Genre } from './film.ts'
export { GENRE_IDS, yearOf } from './film.ts'

/** In order of release. */
export const films: readonly Film[] = [
  ...filmsBefore1920, ...filmsFrom1920, ...filmsFrom1924, ...filmsFrom1926, ...filmsFrom1930, ...filmsFrom1940, ...filmsFrom1950,
].sort((a, b) => a.releaseDate.localeCompare(b.releaseDate))

const byTmdbId = new Map(films.map((film) => [film.tmdbId, film]))
const byImdbId = new Map(films.map((film) => [film.imdbId as string, film]))

export function filmByTmdbId(tmdbId: number): Film | undefined {
  return byTmdbId.get(tmdbId)
}

export function filmByImdbId(imdbId: string): Film | undefined {
  return byImdbId.get(imdbId)
}
