/** Addresses of what can be played, apart from the screens there: the service worker needs them too. */

import type { Playable } from '../domain/playable.ts'

export const seasonPath = (seriesId: number, season: number): string => `/tv/${seriesId}/season/${season}`
export const episodePath = (seriesId: number, { season, episode }: { readonly season: number; readonly episode: number }): string => `${seasonPath(seriesId, season)}/episode/${episode}`
/** Where a film or an episode is shown. */
export const playablePath = (playable: Playable): string => playable.mediaType === 'movie' ? `/movie/${playable.tmdbId}` : episodePath(playable.tmdbId, playable)
export const playPath = (playable: Playable): string => playable.mediaType === 'movie' ? `/play/${playable.tmdbId}` : `/play/tv/${playable.tmdbId}/${playable.season}/${playable.episode}`
