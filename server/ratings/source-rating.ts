/** What one upstream says that a source says of a title. */

import type { OthersRating, RatingSource } from '../../projections/wire-catalogue.ts'

export type SourceRating = Omit<OthersRating, 'fetchedAt'>

/** What an upstream told, and when. */
export interface Told { readonly ratings: readonly SourceRating[]; readonly fetchedAt: string }

const ROTTEN: readonly RatingSource[] = ['rottenTomatoes', 'rottenTomatoesAudience']
/** https://www.rottentomatoes.com/about: fresh from 60 % on, for critics as for the audience. */
const FRESH_FROM = 60

/** What is not known is not there. */
export function sourceRating(source: RatingSource, score: number | null, { votes = null, link = null, certified = false }: { readonly votes?: number | null; readonly link?: string | null; readonly certified?: boolean } = {}): readonly SourceRating[] {
  if (score === null) return []
  return [{
    source, score,
    ...votes === null ? {} : { votes },
    ...link === null ? {} : { link },
    ...certified ? { certified } : {},
    ...ROTTEN.includes(source) ? { sentiment: score >= FRESH_FROM ? 'POSITIVE' : 'NEGATIVE' } as const : {},
  }]
}

export function imdbLink(imdbId: string): string {
  return `https://www.imdb.com/title/${imdbId}/`
}
