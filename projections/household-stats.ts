/**
 * A household in numbers: of those who show their statistics, and of who asks. What was watched together is one viewing; ratings are each person's.
 * Numbers alone: which titles somebody watched is for their own statistics.
 */

import type { CardRow } from './cards.ts'
import type { LibraryRow } from './library.ts'
import type { Stats, StatsWish } from './stats.ts'
import { statsOf } from './stats.ts'

export function householdStats(libraries: readonly (readonly LibraryRow[])[], cards: ReadonlyMap<string, CardRow>, wish: StatsWish): Stats {
  const seen = new Set<string>()
  const rows = libraries.flat().map((row) => ({ ...row, plays: row.plays.filter(({ playId }) => !seen.has(playId) && seen.add(playId)) }))
  const stats = statsOf({ rows, cards, stays: [] }, wish)
  return { ...stats, busiest: stats.busiest && { ...stats.busiest, titles: [] }, first: null, last: null, rewatched: [], oldest: null, loved: [], company: [] }
}
