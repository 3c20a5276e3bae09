import type { LibraryRow } from '../../projections/library.ts'
import t from '../../test/support/tap.ts'
import { shelfThen } from './shelf-then.ts'
import { titleFacts } from './title-facts.ts'

const blank: LibraryRow = {
  key: '', userId: 'u', mediaType: 'movie', tmdbId: 1, rating: null, ratedAt: null, watchlistPriority: null, watchlistNote: null, watchlistAddedAt: null,
  favouriteAt: null, plays: [], lastWatchedAt: null, progressSeconds: null, durationSeconds: null, progressAt: null, review: null, tags: [], elsewhere: null,
  viewedAt: null, dismissedAt: null, changedAt: '2026-01-01T00:00:00.000Z',
}
const at = '2026-01-02T12:00:00.000Z'
const listed = (priority: 'LOW' | 'HIGH', note: string | null = null) => ({ watchlistPriority: priority, watchlistNote: note, watchlistAddedAt: at })
const play = (playId: string) => ({ playId, watchedAt: at })
const rows = (entries: Record<string, Partial<LibraryRow>>) => new Map(Object.entries(entries).map(([key, entry]) => [key, { ...blank, key, ...entry }]))

t.test('a shelf as it was tells of each title what became of it', async (t) => {
  const then = rows({ a: listed('HIGH'), b: listed('HIGH'), c: listed('LOW'), d: { rating: 'OK', ratedAt: at } })
  const now = rows({ a: listed('HIGH'), b: listed('LOW'), c: {}, d: { ...listed('LOW') }, e: { rating: 'LIKE', ratedAt: at } })
  const told = (shelf: 'watchlist' | 'rated') => shelfThen(then, now, shelf).map(({ entry, since, fields }) => [entry.key, since, fields.join(' '), entry.watchlistPriority])
  t.same(told('watchlist'), [['a', 'same', '', 'HIGH'], ['b', 'changed', 'watchlist', 'HIGH'], ['c', 'gone', 'watchlist', 'LOW'], ['d', 'added', 'watchlist', 'LOW']], 'with what it was then, but for what came later')
  t.same(told('rated').map((each) => each.slice(0, 2)), [['d', 'gone'], ['e', 'added']])
})

t.test('a film watched twice comes back with both viewings', async (t) => {
  const [found] = shelfThen(rows({ a: { plays: [play('1'), play('2')] } }), rows({ a: {} }), 'watched')
  t.match(found, { since: 'gone', fields: ['play:1', 'play:2'] })
})

t.test('a title tells then and now, thing by thing, in the order of its page', async (t) => {
  const then = { ...blank, ...listed('HIGH', 'with Bob'), plays: [play('1')], tags: ['noir'], review: { score: 7.5, text: 'Good', visibility: 'private', spoiler: false, writtenAt: at } as const }
  const now = { ...blank, rating: 'LIKE' as const, ratedAt: at, plays: [play('1'), play('2')], tags: ['noir'], favouriteAt: at }
  t.same(titleFacts(then, now).map(({ field, since, then, now }) => [field, since, then, now]), [
    ['rating', 'added', 'Not rated', 'Rated Like'],
    ['watchlist', 'gone', 'On the watchlist, high priority: with Bob', 'Not on the watchlist'],
    ['favourite', 'added', 'Not a favourite', 'A favourite'],
    ['play:1', 'same', 'Watched on Jan 2, 2026', 'Watched on Jan 2, 2026'],
    ['play:2', 'added', 'Not watched on Jan 2, 2026', 'Watched on Jan 2, 2026'],
    ['review', 'gone', 'Reviewed, 7.5 of 10: Good', 'Not reviewed'],
    ['tag:noir', 'same', 'Tagged “noir”', 'Tagged “noir”'],
  ])
  t.same(titleFacts(undefined, blank), [])
})
