/** Which films are on this device, for whoever draws a poster: known without what saves them. */

import type { Playable, PlayableRef } from '../../domain/playable.ts'
import { playableKey, playableOf } from '../../domain/playable.ts'
import type { SavedFilm } from './saved-film.ts'

const changes = new EventTarget()
let saved: ReadonlySet<string> = new Set()

/** All of it is here. */
export function isSavedHere(playable: Playable): boolean {
  return saved.has(playableKey(playable))
}

export function showSaved(films: readonly (PlayableRef & Pick<SavedFilm, 'state'>)[]): void {
  const next = new Set(films.filter(({ state }) => state === 'saved').map((film) => playableKey(playableOf(film))))
  if (next.size === saved.size && [...next].every((key) => saved.has(key))) return
  saved = next
  changes.dispatchEvent(new Event('change'))
}

/** Returns what ends it. */
export function followSaved(changed: () => void): () => void {
  changes.addEventListener('change', changed)
  return () => changes.removeEventListener('change', changed)
}
