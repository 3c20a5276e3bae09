/** What can be fetched and played: a film, or one episode of a series. */

import type { StreamName } from './event.ts'

/** A title reference as well: of an episode, its series'. */
export type Playable =
  | { readonly mediaType: 'movie'; readonly tmdbId: number }
  | { readonly mediaType: 'tv'; readonly tmdbId: number; readonly season: number; readonly episode: number }
export type Episode = Extract<Playable, { mediaType: 'tv' }>

/** As commands, events and rows name it: a film by `movieId`, an episode by the other three. */
export interface PlayableRef { readonly movieId?: number | null; readonly seriesId?: number | null; readonly season?: number | null; readonly episode?: number | null }

/** Throws for what names neither, or both: schemas keep that out. */
export function playableOf({ movieId, seriesId, season, episode }: PlayableRef): Playable {
  if (movieId != null && seriesId == null) return { mediaType: 'movie', tmdbId: movieId }
  if (movieId == null && seriesId != null && season != null && episode != null) return { mediaType: 'tv', tmdbId: seriesId, season, episode }
  throw new RangeError('Names neither a film nor an episode')
}

/** One of the two, and nothing of the other. */
export type PlainRef = { readonly movieId: number } | { readonly seriesId: number; readonly season: number; readonly episode: number }

export function playableRef(playable: Playable): PlainRef {
  return playable.mediaType === 'movie' ? { movieId: playable.tmdbId } : { seriesId: playable.tmdbId, season: playable.season, episode: playable.episode }
}

/** As commands and events want it: without what rows say of the other kind. */
export function plainRef(ref: PlayableRef): PlainRef {
  return playableRef(playableOf(ref))
}

/** `movie_653` or `tv_1399_s1e2`: tells apart all that can be played. */
export function playableKey(playable: Playable): string {
  return playable.mediaType === 'movie' ? `movie_${playable.tmdbId}` : `tv_${playable.tmdbId}_s${playable.season}e${playable.episode}`
}

export function parsePlayableKey(key: string): Playable | undefined {
  const [, movieId, seriesId, season, episode] = /^(?:movie_([1-9]\d{0,9})|tv_([1-9]\d{0,9})_s(\d{1,4})e(\d{1,5}))$/.exec(key) ?? []
  if (movieId !== undefined) return { mediaType: 'movie', tmdbId: Number(movieId) }
  return seriesId === undefined ? undefined : { mediaType: 'tv', tmdbId: Number(seriesId), season: Number(season), episode: Number(episode) }
}

/** `S01E02`, as releases are named in every language. */
export function episodeCode({ season, episode }: Pick<Episode, 'season' | 'episode'>): string {
  return `S${String(season).padStart(2, '0')}E${String(episode).padStart(2, '0')}`
}

export function samePlayable(one: Playable, other: Playable): boolean {
  return playableKey(one) === playableKey(other)
}

const ACQUISITION = 'acquisition-'

export function acquisitionStream(ref: PlayableRef): StreamName {
  return `${ACQUISITION}${playableKey(playableOf(ref))}` as StreamName
}

/** Undefined for any other stream. */
export function parseAcquisitionStream(stream: string): Playable | undefined {
  return stream.startsWith(ACQUISITION) ? parsePlayableKey(stream.slice(ACQUISITION.length)) : undefined
}
