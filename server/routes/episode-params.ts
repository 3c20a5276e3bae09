/** How addresses name one episode of a series. */

import { placeInSeries } from '../../domain/playable-fields.ts'
import { tmdbId } from '../../domain/title.ts'

export const EPISODE = '/api/series/:seriesId/seasons/:season/episodes/:episode'
export const episodeParams = { type: 'object', properties: { seriesId: tmdbId, ...placeInSeries }, required: ['seriesId', 'season', 'episode'], additionalProperties: false } as const
/** Reads as a `PlayableRef`. */
export interface EpisodeParams { readonly seriesId: number; readonly season: number; readonly episode: number }
