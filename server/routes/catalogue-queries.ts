/** How routes of the catalogue are asked. */

import { MEDIA_TYPES } from '../../domain/title.ts'
import { PRIVATE } from '../http.ts'
import { limits } from '../limits.ts'

/** Who may ask, and how answers are kept: ETags make asking again cheap. */
export const forGuests = { least: 'guest', cacheControl: PRIVATE } as const

/** Text, because what is no page number is page 1. */
export const page = { type: 'string', maxLength: 20, description: 'From 1; 1 when it is no page number.' } as const
export const kind = { type: 'string', enum: MEDIA_TYPES } as const
export const anyKind = { type: 'string', enum: [...MEDIA_TYPES, 'all'] } as const
export const searchKind = { type: 'string', enum: [...MEDIA_TYPES, 'person', 'all'] } as const
/** What is looked for. */
export const searchText = { type: 'string', maxLength: limits.catalogueQueryCharactersMax } as const
export const region = { type: 'string', pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2' } as const
const id = { type: 'integer', minimum: 1, maximum: 2 ** 31 - 1 } as const
/** Of a season, where 0 are the specials, or of an episode. */
const number = { type: 'integer', minimum: 0, maximum: 100_000 } as const

export const idParams = params({ id })
export const seasonParams = params({ id, season: number })
export const episodeParams = params({ id, season: number, episode: number })

function params(properties: Readonly<Record<string, object>>) {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false } as const
}

export function asking(properties: object, required: readonly string[] = []) {
  return { type: 'object', properties, required, additionalProperties: false } as const
}

/** TMDB has no page beyond the last one it serves. */
export function pageOf(text: string | undefined): number {
  const page = /^\d{1,6}$/.test(text ?? '') ? Number(text) : 1
  return Math.min(Math.max(page, 1), limits.cataloguePageMax)
}
