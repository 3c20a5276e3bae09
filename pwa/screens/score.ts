/** Ratings in the scale and the words that people know them by. Pure. */

import type { HouseholdRating, OthersRating, RatingSource } from '../../projections/wire-catalogue.ts'

export type Scale = 10 | 5 | 100 | 'percent'
const scales: Readonly<Record<RatingSource, Scale>> = {
  tmdb: 10, imdb: 10, rottenTomatoes: 'percent', rottenTomatoesAudience: 'percent', metacritic: 100, metacriticUser: 10, letterboxd: 5, trakt: 'percent',
}

/** A score from 0 to 100 as its source writes it: 74 is 7.4 of 10, 3.7 of 5 or 74 %. */
export function scoreOf({ source, score }: Pick<OthersRating, 'source' | 'score'>): { readonly value: number; readonly scale: Scale } {
  const scale = scales[source]
  return { scale, value: scale === 100 || scale === 'percent' ? Math.round(score) : Math.round(score * scale / 10) / 10 }
}

export type Verdict = 'loved' | 'liked' | 'mixed' | 'disliked'

/** The mean of a household in a word; its weights are −1 for dislike, 0 for OK, 1 for like and 2 for love. */
export function verdictOf({ mean }: Pick<HouseholdRating, 'mean'>): Verdict | undefined {
  if (mean === null) return undefined
  return mean >= 1.5 ? 'loved' : mean >= 0.5 ? 'liked' : mean > -0.5 ? 'mixed' : 'disliked'
}
