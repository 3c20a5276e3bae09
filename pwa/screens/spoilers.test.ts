import type { SeriesOutline } from '../../domain/title-card.ts'
import { followSeries } from '../../projections/series-progress.ts'
import t from '../../test/support/tap.ts'
import { isCovered } from './spoilers.ts'

const outline: SeriesOutline = { seasons: [{ season: 0, episodes: 1 }, { season: 1, episodes: 4 }], aired: null, next: null, ended: true }
const after = (...episodes: number[]) => followSeries(episodes.map((episode, i) => ({ playId: String(i), watchedAt: `2026-01-0${i + 1}T00:00:00.000Z`, season: 1, episode })), outline, '2026-03-01')
const covered = (following: ReturnType<typeof after> | undefined, shown = false) => [1, 2, 3, 4].filter((episode) => isCovered({ season: 1, episode }, following, shown))

t.test('what was not watched is covered, but for the next one; nothing before somebody has begun', async (t) => {
  t.strictSame(covered(after(1)), [3, 4])
  t.strictSame(covered(after(1, 2, 3, 4, 1)), [], 'who has seen it all knows it all, also the second time')
  t.strictSame(covered(after()), [])
  t.strictSame(covered(undefined), [])
  t.strictSame(covered(after(1), true), [], 'unless they want to see')
  t.notOk(isCovered({ season: 0, episode: 1 }, after(1), false), 'specials are no part of the story')
})
