import { deepStrictEqual } from 'node:assert/strict'
import fc from 'fast-check'
import type { SeriesOutline } from '../domain/title-card.ts'
import { after, bob, commandId, given } from '../test/support/given.ts'
import { holds } from '../test/support/property.ts'
import t from '../test/support/tap.ts'
import type { Wish } from '../domain/take-back.ts'
import { libraryDecider } from '../domain/library-entry.ts'
import type { LibraryRow } from './library.ts'
import { library } from './library.ts'
import { foldInto } from './projection.ts'
import { isIn, isRegular, isUpTo, markEpisodes, toMark, unmarkEpisodes } from './series-marks.ts'
import { episodeKey, followSeries } from './series-progress.ts'

const title = { mediaType: 'tv', tmdbId: 1396 } as const
const outline: SeriesOutline = { seasons: [{ season: 0, episodes: 1 }, { season: 1, episodes: 3 }, { season: 2, episodes: 2 }], aired: { season: 2, episode: 1, date: null }, next: null, ended: false }

/** What the wishes lead to, by the decider and the library's own fold. */
function told(t: Parameters<typeof given>[0], wishes: readonly Wish[]) {
  const story = wishes.reduce((told, { type, data }, i) => told.done(type, data as never, { at: after(i) }), given(t, libraryDecider))
  const rows = new Map<string, LibraryRow>()
  for (const event of story.events) foldInto(library, rows, event)
  const plays = [...rows.values()][0]?.plays ?? []
  return { plays, following: followSeries(plays, outline, '2026-03-01') }
}
const names = (refs: Iterable<{ season: number; episode: number }>) => [...refs].map(episodeKey)

t.test('a series, a season, all up to an episode: what has aired of it and is not watched yet', async (t) => {
  const { following } = told(t, markEpisodes(title, [{ season: 1, episode: 2 }]))
  t.strictSame(names(toMark(following, isRegular)), ['1x1', '1x3', '2x1'])
  t.strictSame(names(toMark(following, isIn(1))), ['1x1', '1x3'])
  t.strictSame(names(toMark(following, isIn(0))), ['0x1'])
  t.strictSame(names(toMark(following, isUpTo({ season: 2, episode: 2 }))), ['1x1', '1x3', '2x1'])
  t.strictSame(names(toMark(following, isUpTo({ season: 1, episode: 1 }))), ['1x1'])
})

t.test('each episode is a play, with its own day where that is wanted', async (t) => {
  const { plays, following } = told(t, markEpisodes(title, [{ season: 1, episode: 1 }, { season: 1, episode: 2 }], { watchedAt: ({ episode }) => episode === 1 ? '2008-01-20T20:00:00Z' : undefined }))
  t.match(plays, [{ season: 1, episode: 1, watchedAt: '2008-01-20T20:00:00.000Z' }, { season: 1, episode: 2, watchedAt: after(1) }])
  t.equal(following.progress.watched, 2)
  t.strictSame(markEpisodes(title, [{ season: 1, episode: 1 }], { together: [bob] }), [{ type: 'MarkWatched', data: { title, season: 1, episode: 1, together: [bob] } }])
})

t.test('one episode of a season that was marked as a whole goes alone', async (t) => {
  const marked: Wish[] = [{ type: 'MarkWatched', data: { title, season: 1, watchedAt: '2008-03-09T20:00:00Z' } }]
  const { following } = told(t, marked)
  t.equal(following.progress.watched, 3)
  const { plays, following: since } = told(t, [...marked, ...unmarkEpisodes(title, [{ season: 1, episode: 2 }], following)])
  t.match(plays, [{ season: 1, episode: 1, watchedAt: '2008-03-09T20:00:00.000Z' }, { season: 1, episode: 3, watchedAt: '2008-03-09T20:00:00.000Z' }])
  t.strictSame([since.progress.watched, since.progress.next], [2, { season: 2, episode: 1 }])
  t.strictSame(unmarkEpisodes(title, [{ season: 1, episode: 1 }], told(t, []).following), [])
  const together: Wish[] = [{ type: 'MarkWatched', data: { title, season: 1, together: [bob] } }]
  const { following: both } = told(t, together)
  const alone = told(t, [...together, ...unmarkEpisodes(title, [{ season: 1, episode: 2 }], both)]).plays
  t.strictSame(alone.map(({ episode, together: others = [] }) => [episode, others]), [[1, []], [3, []]], 'nobody else is told of it a second time')
})

t.test('unmarking after a second time takes the second time away', async (t) => {
  const once = markEpisodes(title, told(t, []).following.aired.filter(isRegular))
  const again = [...once, ...markEpisodes(title, [{ season: 1, episode: 1 }])]
  const unmarked = unmarkEpisodes(title, [{ season: 1, episode: 1 }], told(t, again).following)
  t.strictSame(unmarked, [{ type: 'UnmarkWatched', data: { title, playId: commandId(again.length) } }])
  t.match(told(t, [...again, ...unmarked]).following.progress, { run: 1, watched: 4, state: 'caughtUp' })
})

const anyMark: fc.Arbitrary<Wish> = fc.record({ season: fc.integer({ min: 0, max: 2 }), episode: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }) })
  .map(({ season, episode }) => ({ type: 'MarkWatched', data: { title, season, ...episode === undefined ? {} : { episode } } }))
const chosen = fc.constantFrom(isRegular, isIn(0), isIn(1), isIn(2), isUpTo({ season: 1, episode: 2 }), isUpTo({ season: 2, episode: 1 }))

t.test('whatever was marked before', async (t) => {
  await holds(t, 'after marking, all of it is watched and nothing that was is lost', 200, [fc.array(anyMark, { maxLength: 8 }), chosen], (before, wanted) => {
    const { following } = told(t, before)
    const { following: since } = told(t, [...before, ...markEpisodes(title, toMark(following, wanted))])
    deepStrictEqual(since.progress.watched === since.progress.aired ? [] : toMark(since, wanted), [])
    deepStrictEqual([...following.ever.keys()].filter((key) => !since.ever.has(key)), [])
  })
  await holds(t, 'after unmarking the episodes of a first run none of them is watched, and the others are as they were', 200, [fc.array(anyMark, { maxLength: 4 }), chosen], (before, wanted) => {
    const { following } = told(t, before)
    if (following.progress.watched === following.progress.aired || following.progress.run > 1) return
    const { following: since } = told(t, [...before, ...unmarkEpisodes(title, following.aired.filter(wanted), following)])
    deepStrictEqual(new Set(since.ever.keys()), new Set([...following.ever.keys()].filter((key) => !following.aired.filter(wanted).map(episodeKey).includes(key))))
  })
})
