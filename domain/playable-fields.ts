/** How commands name a film or an episode: schemas, which only deciding and the server need. See playable.ts. */

import { integer, optional } from './schema.ts'
import { tmdbId } from './title.ts'

export const placeInSeries = { season: integer({ minimum: 0, maximum: 9_999 }), episode: integer({ minimum: 0, maximum: 99_999 }) }
export const playableFields = { movieId: optional(tmdbId), seriesId: optional(tmdbId), season: optional(placeInSeries.season), episode: optional(placeInSeries.episode) }
export const NOT_THERE = { not: {} }
/** For the schema of whatever has `playableFields`: which of them go together. */
export const ONE_PLAYABLE = [
  { required: ['movieId'], properties: { movieId: {}, seriesId: NOT_THERE, season: NOT_THERE, episode: NOT_THERE } },
  { required: ['seriesId', 'season', 'episode'], properties: { movieId: NOT_THERE, seriesId: {}, season: {}, episode: {} } },
] as const
