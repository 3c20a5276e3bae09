import { deepStrictEqual, ok } from 'node:assert/strict'
import fc from 'fast-check'
import type { SeriesOutline } from '../domain/title-card.ts'
import { after } from '../test/support/given.ts'
import { holds } from '../test/support/property.ts'
import t from '../test/support/tap.ts'
import type { Play } from './library.ts'
import type { EpisodeRef } from './series-progress.ts'
import { outlineOf } from './series-outline.ts'
import { episodeKey, followSeries, isSoon, numbersIn } from './series-progress.ts'

const today = '2026-03-01'
const over: SeriesOutline = { seasons: [{ season: 0, episodes: 2 }, { season: 1, episodes: 3 }, { season: 2, episodes: 2 }], aired: { season: 2, episode: 2, date: '2020-01-01' }, next: null, ended: true }
const running: SeriesOutline = { ...over, aired: { season: 2, episode: 1, date: '2026-02-26' }, next: { season: 2, episode: 2, date: '2026-03-05' }, ended: false }

/** In the order given, a minute apart: `2x4`, `s2` for a season, `all` for neither. */
function plays(...names: string[]): Play[] {
  return names.map((name, i) => {
    const [season, episode] = name.replace('s', '').split('x').map(Number)
    return { playId: `${name} ${i}`, watchedAt: after(i * 60), ...name === 'all' ? {} : { season: season! }, ...episode === undefined ? {} : { episode } }
  })
}
const following = (names: string, outline = over, day = today) => followSeries(plays(...names.split(' ').filter(Boolean)), outline, day)
const progress = (names: string, outline = over, day = today) => following(names, outline, day).progress
const next = (names: string, outline = over, day = today) => {
  const found = progress(names, outline, day).next
  return found && episodeKey(found)
}

t.test('a first way through: what comes after what was watched last', async (t) => {
  t.match(progress(''), { run: 1, watched: 0, aired: 5, state: 'unwatched', next: { season: 1, episode: 1 }, upcoming: null, lastWatchedAt: null })
  t.match(progress('1x1 1x2'), { run: 1, watched: 2, aired: 5, state: 'watching', next: { season: 1, episode: 3 } })
  t.equal(next('1x1 1x2 1x3'), '2x1', 'over the end of a season')
  t.equal(next('2x1 1x1'), '1x2', 'who went back goes on from there')
  t.equal(next('1x1 2x2'), '1x2', 'with nothing after it, what was left out')
  t.match(progress('1x1 1x2 1x3 2x1 2x2'), { run: 1, watched: 5, state: 'finished', next: null })
  t.strictSame(progress('1x1 2x1').seasons, [{ season: 0, episodes: 2, aired: 2, watched: 0 }, { season: 1, episodes: 3, aired: 3, watched: 1 }, { season: 2, episodes: 2, aired: 2, watched: 1 }])
})

t.test('what has not aired is not next, and not missing', async (t) => {
  t.match(progress('1x1 1x2 1x3 2x1', running), { watched: 4, aired: 4, state: 'caughtUp', next: null, upcoming: { season: 2, episode: 2, date: '2026-03-05' } })
  t.equal(next('1x1 1x2 1x3 2x1', running, '2026-03-05'), '2x2', 'on its day it has, also with no network')
  t.match(progress('1x1 1x2 1x3 2x1 2x2', running), { watched: 4, state: 'caughtUp' }, 'seen before its day: it does not count yet')
  t.strictSame(['2026-03-15', '2026-03-16', null].map((date) => isSoon(progress('', { ...running, next: { season: 2, episode: 2, date } }), today)), [true, false, false])
  t.notOk(isSoon(progress(''), today))
  t.match(progress('', { ...running, aired: null, next: null }), { aired: 0, watched: 0, state: 'unwatched', next: null }, 'nothing has aired, as far as is known')
})

t.test('a season\'s own list knows better: numbers, and days', async (t) => {
  const known = new Map([[2, [{ episodeNumber: 14, airDate: '2020-01-01' }, { episodeNumber: 15, airDate: null }, { episodeNumber: 16, airDate: '2030-01-01' }]]])
  const follow = (...names: string[]) => followSeries(plays(...names), over, today, known).progress
  t.match(follow('1x1', '1x2', '1x3'), { aired: 5, next: { season: 2, episode: 14 }, upcoming: { season: 2, episode: 16, date: '2030-01-01' } })
  t.match(follow('1x1', '1x2', '1x3', '2x14', '2x15'), { watched: 5, state: 'finished' })
})

t.test('numbers that go on from season to season are known by the newest', async (t) => {
  const long: SeriesOutline = { seasons: [{ season: 0, episodes: 2 }, { season: 1, episodes: 61 }, { season: 2, episodes: 16 }, { season: 3, episodes: 14 }], aired: { season: 3, episode: 90, date: null }, next: { season: 3, episode: 91, date: '2026-03-05' }, ended: false }
  t.strictSame([0, 1, 2, 3].map((season) => [numbersIn(long, season).at(0), numbersIn(long, season).at(-1)]), [[1, 2], [1, 61], [62, 77], [78, 91]])
  t.match(progress('s1 2x62 2x63', long), { watched: 63, aired: 90, next: { season: 2, episode: 64 }, upcoming: { season: 3, episode: 91 } })
  t.strictSame(numbersIn(over, 2), [1, 2])
  t.strictSame(numbersIn(over, 7), [])
})

t.test('a play of a season counts for all of it; one of no season for nothing', async (t) => {
  t.match(progress('s1'), { watched: 3, next: { season: 2, episode: 1 } })
  t.match(progress('s1 s2'), { watched: 5, state: 'finished' })
  t.match(progress('all'), { watched: 0, state: 'unwatched', next: { season: 1, episode: 1 } }, 'a rating is no episode')
  t.match(progress('0x1'), { watched: 0, state: 'unwatched', seasons: [{ season: 0, watched: 1 }] }, 'a special is none of the series')
})

t.test('watching it again', async (t) => {
  const once = '1x1 1x2 1x3 2x1 2x2 '
  t.match(progress(once + '1x1'), { run: 2, watched: 1, aired: 5, state: 'watching', next: { season: 1, episode: 2 } })
  t.match(progress(once + '2x1'), { run: 1, watched: 5, state: 'finished', next: null }, 'one favourite is no new run')
  t.match(progress(once + '2x1 2x2'), { run: 2, watched: 2, next: { season: 1, episode: 1 } })
  t.match(progress(once + once), { run: 2, watched: 5, state: 'finished' })
  t.match(progress('1x1 1x1 1x2'), { run: 1, watched: 2 }, 'twice within a run is once')
  const { current, ever } = following(once + '1x1')
  t.strictSame([[...current.keys()], ever.get('1x1')!.length, current.get('1x1')!.length], [['1x1'], 2, 1])
})

t.test('an outline is what the series\' answer says', async (t) => {
  const season = (seasonNumber: number, episodeCount: number) => ({ seasonNumber, episodeCount, name: '', overview: '', posterPath: null, airDate: null })
  const episode = { seasonNumber: 2, episodeNumber: 2, name: 'End', overview: '', stillPath: null, airDate: '2020-01-01', runtimeMinutes: null, voteAverage: null }
  const series = { seasons: [season(1, 3), season(0, 2), season(2, 2)], episodeCount: 5, lastEpisode: episode, nextEpisode: null, lastAirDate: null }
  t.strictSame(outlineOf({ series, status: 'ended' }), over)
  t.equal(outlineOf({ series: null, status: 'released' }), null)
})

// Properties.
const outlines: fc.Arbitrary<SeriesOutline> = fc.record({
  seasons: fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 5 }).map((counts) => counts.map((episodes, i) => ({ season: i, episodes }))),
  aired: fc.option(fc.record({ season: fc.integer({ min: 0, max: 5 }), episode: fc.integer({ min: 0, max: 7 }), date: fc.constant('2020-01-01') })),
  next: fc.option(fc.record({ season: fc.integer({ min: 0, max: 5 }), episode: fc.integer({ min: 0, max: 7 }), date: fc.option(fc.constantFrom('2025-01-01', '2027-01-01')) })),
  ended: fc.boolean(),
})
const watchings = fc.array(fc.record({ season: fc.integer({ min: 0, max: 6 }), episode: fc.integer({ min: 0, max: 7 }) }), { maxLength: 60 })
const asPlays = (refs: readonly EpisodeRef[]): Play[] => refs.map((ref, i) => ({ ...ref, playId: String(i), watchedAt: after(i) }))

t.test('whatever was watched', async (t) => {
  await holds(t, 'counts fit together, and next is an aired, unwatched episode: there is one exactly while something is left', 500, [outlines, watchings], (outline, refs) => {
    const { progress: found, current, aired } = followSeries(asPlays(refs), outline, today)
    const regular = aired.filter(({ season }) => season > 0)
    ok(found.watched <= found.aired && found.aired === regular.length)
    deepStrictEqual(found.watched, regular.filter((ref) => current.has(episodeKey(ref))).length)
    deepStrictEqual(found.watched, found.seasons.filter(({ season }) => season > 0).reduce((sum, { watched }) => sum + watched, 0))
    ok(found.next === null ? found.watched === found.aired : regular.some((ref) => episodeKey(ref) === episodeKey(found.next!)) && !current.has(episodeKey(found.next)))
    ok(found.upcoming === null || found.upcoming.date === null || found.upcoming.date > today)
  })
  await holds(t, 'watching what is next, again and again, comes to the end after as many as were left, and then begins no new run by itself', 300, [outlines, watchings], (outline, refs) => {
    let seen = [...refs]
    const { progress: start } = followSeries(asPlays(seen), outline, today)
    for (let left = start.aired - start.watched; left > 0; left--) seen = [...seen, followSeries(asPlays(seen), outline, today).progress.next!]
    const { progress: end } = followSeries(asPlays(seen), outline, today)
    deepStrictEqual({ next: end.next, watched: end.watched, run: end.run }, { next: null, watched: start.aired, run: start.run })
  })
  await holds(t, 'a play more of what is next raises what is watched by one; taking it away again changes nothing', 300, [outlines, watchings], (outline, refs) => {
    const { progress: before } = followSeries(asPlays(refs), outline, today)
    if (before.next === null) return
    const { progress: since } = followSeries(asPlays([...refs, before.next]), outline, today)
    ok(since.watched === before.watched + 1)
    deepStrictEqual(followSeries(asPlays([...refs, before.next]).slice(0, -1), outline, today).progress, before)
  })
})
