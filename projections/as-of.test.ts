/** Looking back: the rows of any moment are those a plain fold of the log up to it gives, in whatever order the moments are asked for. */

import { deepStrictEqual } from 'node:assert/strict'
import fc from 'fast-check'
import { libraryDecider } from '../domain/library-entry.ts'
import type { RecordedEvent } from '../domain/event.ts'
import { positionOf } from '../domain/event.ts'
import type { CommandData, CommandType } from '../domain/index.ts'
import { ada, after, commandId, given, recorded } from '../test/support/given.ts'
import { holds } from '../test/support/property.ts'
import t from '../test/support/tap.ts'
import { countUntil, createPast } from './as-of.ts'
import { differencesOf } from './library-differences.ts'
import type { LibraryRow } from './library.ts'
import { library } from './library.ts'
import { foldInto } from './projection.ts'

const title = (tmdbId: number) => ({ mediaType: 'movie', tmdbId }) as const

/** One event each: a tag more or less on one of a few films. */
function logOf(films: readonly number[], { from = 0 } = {}): RecordedEvent[] {
  const events: RecordedEvent[] = []
  for (const [i, film] of films.entries()) {
    const tags = new Set(events.filter(({ stream }) => stream.endsWith(`_${film}`)).map(({ data }) => (data as { tag: string }).tag))
    const story = given(t, libraryDecider, [], from + i).done('TagTitle', { title: title(film), tag: `${from}.${tags.size}` }, { at: after(i) })
    const [event] = story.events
    events.push(...recorded([event!], event!.stream, { position: from + i + 1 }))
  }
  return events
}

function rowsAfter(log: readonly RecordedEvent[], count: number): Map<string, LibraryRow> {
  const rows = new Map<string, LibraryRow>()
  for (const event of log.slice(0, count)) foldInto(library, rows, event)
  return rows
}

t.test('a moment shows what the log up to it folds to', async (t) => {
  const films = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 40 })
  const looks = fc.array(fc.nat(), { minLength: 1, maxLength: 12 })
  const grain = fc.record({ checkpointEvents: fc.integer({ min: 1, max: 7 }), checkpointsMax: fc.integer({ min: 1, max: 4 }) })
  await holds(t, 'in whatever order moments are looked at, however few checkpoints are kept, and when guesses at the end of the log were replaced', 150, [films, films, fc.nat(), looks, grain], (one, other, kept, looks, grain) => {
    const past = createPast(library, grain)
    const first = logOf(one)
    const second = [...first.slice(0, kept % (first.length + 1)), ...logOf(other, { from: 100 })]
    for (const log of [first, second]) {
      for (const look of looks) deepStrictEqual(past.after(log, look % (log.length + 1)), rowsAfter(log, look % (log.length + 1)))
    }
  })
})

t.test('a moment ends before the first event that was recorded after it', async (t) => {
  const log = logOf([1, 1, 1, 1]).map((event, i) => ({ ...event, recordedAt: after([0, 10, 5, 20][i]!) }))
  t.same([-1, 0, 9, 10, 19, 20].map((seconds) => countUntil(log, { at: after(seconds) })), [0, 1, 1, 3, 3, 4], 'also where the clock was set back between')
  t.equal(countUntil(log, { at: '2026-03-01T13:00:10+01:00' }), 3, 'whatever zone it is told in')
  t.same([0, 2, 9].map((position) => countUntil(log, { position: positionOf(position) })), [0, 2, 4])
})

t.test('what is not as it was is told field by field', async (t) => {
  let story = given(t, libraryDecider)
  const rows: (LibraryRow | undefined)[] = [undefined]
  const next = <T extends CommandType>(type: T, data: Omit<CommandData[T], 'title'>) => {
    story = story.done(type, { title: title(1), ...data } as unknown as CommandData[T], { at: after(rows.length) })
    return rows.push(rowsAfter(story.events, story.events.length).get(`${ada}_movie_1`)) - 1
  }
  const listed = next('AddToWatchlist', { note: 'with Bob' })
  const higher = next('SetWatchlistPriority', { priority: 'HIGH' })
  const rated = next('RateMovie', { rating: 'LIKE' })
  const tagged = next('TagTitle', { tag: 'noir' })
  const loved = next('AddFavourite', {})
  const reviewed = next('WriteReview', { score: 7, text: 'Good', visibility: 'private' })
  const played = next('RecordProgress', { positionSeconds: 20, durationSeconds: 100 })
  const cleared = next('ClearRating', {})
  const again = next('RateMovie', { rating: 'LIKE', watched: false })
  const told = (then: number, now: number) => differencesOf(rows[then], rows[now]).map(({ field, since }) => `${field} ${since}`)
  t.same(told(0, 0), [])
  t.same(told(0, listed), ['watchlist added'])
  t.same(told(listed, higher), ['watchlist changed'])
  t.same(told(higher, rated), ['rating added', 'watchlist gone', `play:${commandId(3)} added`])
  t.same(told(rated, reviewed), ['favourite added', 'review added', 'tag:noir added'])
  t.same(told(loved, tagged), ['favourite gone'])
  t.same(told(reviewed, played), [], 'how far it was watched is no difference')
  t.same(told(played, cleared), ['rating gone'])
  t.same(told(rated, again).filter((each) => each.startsWith('rating')), [], 'nor is when it was rated')
})
