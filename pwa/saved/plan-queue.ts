/** Which film is copied next, whether it may be now, and whether it fits. Pure. */

import { limits } from '../sync/limits.ts'
import type { SavedFilm, Why } from './saved-film.ts'
import { isToCopy } from './saved-film.ts'

/** How things stand outside. `wifi`: undefined where the browser does not say what its network is. */
export interface Conditions { readonly online: boolean; readonly manual: boolean; readonly wifi: boolean | undefined; readonly wifiOnly: boolean }

/** Why nothing is copied at all, or undefined. */
export function heldBy({ online, manual, wifi, wifiOnly }: Conditions): Why | undefined {
  if (!online || manual) return 'offline'
  return wifiOnly && wifi === false ? 'wifi' : undefined
}

/** What was asked for first, of those that are not resting; one that was begun is gone on with. */
export function nextFilm(films: readonly SavedFilm[], restingUntil: ReadonlyMap<string, number>, nowMs: number): SavedFilm | undefined {
  return films.filter((film) => isToCopy(film) && (restingUntil.get(film.jobId) ?? 0) <= nowMs)
    .sort((a, b) => Number(b.state !== 'waiting') - Number(a.state !== 'waiting') || a.addedAt - b.addedAt)[0]
}

/** How long until one of those that rest can be tried again; undefined where none does. */
export function restMs(films: readonly SavedFilm[], restingUntil: ReadonlyMap<string, number>, nowMs: number): number | undefined {
  const ends = films.filter(isToCopy).map(({ jobId }) => restingUntil.get(jobId) ?? nowMs)
  return ends.length === 0 ? undefined : Math.max(0, Math.min(...ends) - nowMs)
}

/** How many bytes are lacking for so many more; 0 where they fit, or nobody knows. The browser itself, and the library, need some too. */
export function lackingBytes(wantedBytes: number, { usage, quota }: { readonly usage?: number | undefined; readonly quota?: number | undefined }): number {
  if (usage === undefined || quota === undefined) return 0
  return Math.max(0, Math.ceil(wantedBytes + limits.savedReserveBytes - (quota - usage)))
}
