/** Recommendations as screens ask for them: kept on this device, and at once without what has been rated, watched, listed or dismissed on it since. */

import type { Recommendation, RecommendationsAnswer } from '../projections/wire-catalogue.ts'
import type { Early } from './catalogue.ts'
import { askKept } from './catalogue.ts'
import { library } from './library.ts'

/** All that one answer can hold. */
const LIMIT = 100

/** `company`: the ids of those who watch too. */
export function askRecommendations(company: readonly string[], signal: AbortSignal, early: Early<RecommendationsAnswer>): Promise<RecommendationsAnswer> {
  const query = new URLSearchParams({ limit: String(LIMIT), ...company.length === 0 ? {} : { with: [...company].sort().join() } })
  return askKept<RecommendationsAnswer>(`/api/recommendations?${query}`, signal, early)
}

export function stillOpen(recommended: Recommendation): boolean {
  const entry = library.entry(recommended)
  return !entry || (entry.rating === null && entry.plays.length === 0 && entry.dismissedAt === null && entry.watchlistAddedAt === null)
}
