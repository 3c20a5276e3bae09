/** Which films are on this device, for whoever draws a poster: known without what saves them. */

import type { SavedFilm } from './saved-film.ts'

const changes = new EventTarget()
let movies: ReadonlySet<number> = new Set()

/** All of it is here. */
export function isSavedHere(movieId: number): boolean {
  return movies.has(movieId)
}

export function showSaved(films: readonly Pick<SavedFilm, 'movieId' | 'state'>[]): void {
  const next = new Set(films.filter(({ state }) => state === 'saved').map(({ movieId }) => movieId))
  if (next.size === movies.size && [...next].every((movieId) => movies.has(movieId))) return
  movies = next
  changes.dispatchEvent(new Event('change'))
}

/** Returns what ends it. */
export function followSaved(changed: () => void): () => void {
  changes.addEventListener('change', changed)
  return () => changes.removeEventListener('change', changed)
}
