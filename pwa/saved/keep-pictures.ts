/** Poster and backdrop of a saved film, among the pictures that are kept for browsing without a network. */

import { limits } from '../sync/limits.ts'
import { AHEAD_CACHE, AS_PICTURE, BACKDROP_WIDTHS, IN_ANY_FORM, posterAddress } from '../sync/poster-cache.ts'
import type { SavedFilm } from './saved-film.ts'

export async function keepPictures({ posterPath, backdropPath }: SavedFilm, signal: AbortSignal): Promise<void> {
  const wanted = [...posterPath === null ? [] : [posterAddress(posterPath)], ...backdropPath === null ? [] : [`/images/${BACKDROP_WIDTHS.large}${backdropPath}`]]
  for (const address of wanted) {
    if (await caches.match(address, IN_ANY_FORM).catch(() => undefined)) continue
    const answer = await fetch(address, { ...AS_PICTURE, signal: AbortSignal.any([signal, AbortSignal.timeout(limits.requestTimeoutMs)]) }).catch(() => undefined)
    // A film without its poster is a film.
    if (answer?.ok) await (await caches.open(AHEAD_CACHE)).put(address, answer).catch(() => undefined)
  }
}
