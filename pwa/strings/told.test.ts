import t from '../../test/support/tap.ts'
import type { TimelineRow } from '../../projections/timeline.ts'
import type { StreamName } from '../../domain/event.ts'
import { actsOf, stretchesOf } from '../act.ts'
import { tell } from './told.ts'

const names = { title: () => 'a film', person: () => 'somebody', part: (playId: string) => playId === 'p2x4' ? { season: 2, episode: 4 } : playId === 'p3' ? { season: 3 } : undefined }

const minute = (n: number) => `2026-11-21T10:${String(n).padStart(2, '0')}:00.000Z`
let serial = 0
function row(commandId: string, at: number, type: string, data: TimelineRow['data'] = {}, more: Partial<TimelineRow> = {}): TimelineRow {
  serial++
  return {
    key: `${commandId}-${String(serial).padStart(4, '0')}`, userId: 'u', stream: 'library-u_movie_653' as StreamName, subject: 'movie_653', mediaType: 'movie', tmdbId: 653, type, data, commandId, batchId: null, actor: 'u',
    deviceId: 'd', issuedAt: minute(at), recordedAt: minute(at), undoes: null, undoneBy: null, ...more,
  }
}
function told(rows: readonly TimelineRow[]): string[] {
  const find = (id: string) => rows.find((one) => one.key === id)
  return actsOf(rows).map((act) => tell(act, find, names))
}

t.test('what one command did is one row, newest first', async (t) => {
  const rows = [
    row('a', 1, 'AddedToWatchlist', { priority: 'HIGH' }),
    row('b', 2, 'TitleRated', { rating: 'LIKE' }),
    row('b', 2, 'TitleWatched', { watchedAt: minute(2) }),
    row('b', 2, 'RemovedFromWatchlist'),
  ]
  t.same(told(rows), ['Rated it Like, counted as watched, and took it off the watchlist', 'Added it to the watchlist, high priority'])
})

t.test('the same command on two titles is two rows', async (t) => {
  t.equal(actsOf([row('a', 1, 'FavouriteAdded'), row('a', 1, 'FavouriteAdded', {}, { stream: 'library-u_movie_19' as StreamName })]).length, 2)
})

t.test('an undo says what it took back, a redo what it did again', async (t) => {
  const rated = row('a', 1, 'TitleRated', { rating: 'SUPER_LIKE' }, { undoneBy: null })
  const undo = row('b', 2, 'RatingCleared', {}, { undoes: rated.key })
  const redo = row('c', 3, 'TitleRated', { rating: 'SUPER_LIKE' }, { undoes: undo.key })
  t.same(told([rated, undo, redo]), ['Did again: rated it Love', 'Took back: rated it Love', 'Rated it Love'])
  t.same(actsOf([rated, undo, redo]).map((act) => act.kind), ['redo', 'undo', 'plain'])
  const again = row('e', 5, 'RatingCleared', {}, { undoes: redo.key })
  t.same(actsOf([rated, undo, redo, again]).map(({ kind }) => kind), ['undo', 'redo', 'undo', 'plain'], 'to take back what was done again is an undo')
})

t.test('an act is taken back when all of it is', async (t) => {
  const partly = [row('a', 1, 'TitleRated', { rating: 'OK' }, { undoneBy: 'x' }), row('a', 1, 'TitleWatched', { watchedAt: minute(1) })]
  t.equal(actsOf(partly)[0]?.undone, false)
  t.equal(actsOf(partly.map((one) => ({ ...one, undoneBy: 'x' })))[0]?.undone, true)
})

t.test('a viewing on another day says which, an episode says where', async (t) => {
  t.match(told([row('a', 1, 'TitleWatched', { watchedAt: '2026-03-04T12:00:00.000Z' })])[0], /^Watched it on .*2026/)
  t.same(told([row('b', 1, 'TitleWatched', { watchedAt: minute(1), season: 2, episode: 5 })]), ['Watched season 2, episode 5'])
})

t.test('an event of a newer version is not passed over in silence', async (t) => {
  t.match(told([row('a', 1, 'TitleLentOut')])[0], /TitleLentOut/)
})

t.test('the acts of a batch are one stretch where its newest stands; a batch of one is an act like any other', async (t) => {
  const acts = actsOf([
    row('a', 1, 'FavouriteAdded', {}, { batchId: 'x' }), row('b', 2, 'FavouriteAdded', {}, { stream: 'library-u_movie_19' as StreamName }), row('c', 3, 'FavouriteAdded', {}, { batchId: 'x' }),
    row('d', 4, 'FavouriteRemoved', {}, { batchId: 'y' }), row('x', 0, 'BatchBegun', { name: 'Two favourites' }, { stream: 'batch-u_x' as StreamName }),
  ])
  t.same(stretchesOf(acts).map(({ batchId, acts }) => [batchId, acts.map(({ commandId }) => commandId)]), [[null, ['d']], ['x', ['c', 'a']], [null, ['b']]])
})

t.test('whose a viewing was is said with their names', async (t) => {
  const person = { ...names, person: (userId: string) => userId === 'u2' ? 'Bob' : 'Ada' }
  const rows = [
    row('a', 1, 'PlayGivenAway', { playId: 'p', to: 'u2' }), row('b', 2, 'PlayGivenAway', { playId: 'p', to: null }), row('c', 3, 'PlayReceived', { playId: 'p', from: 'u1', watchedAt: '2026-11-20T20:00:00.000Z' }),
    row('d', 4, 'TitleWatched', { playId: 'q', watchedAt: minute(4) }), row('d', 4, 'WatchedTogether', { playId: 'q', userId: 'u2' }), row('e', 5, 'WatchedApart', { playId: 'q', userId: 'u2' }),
  ]
  t.same(actsOf(rows).map((act) => tell(act, () => undefined, person)),
    ['Watched it without Bob', 'Watched it with Bob', 'Watched it on Nov 20, 2026, says Ada', 'Took a viewing off: it was nobody here', 'Gave a viewing to Bob'])
})

t.test('viewings of a part of a series are named, also when they go', async (t) => {
  t.same(told([row('h', 1, 'TitleWatched', { playId: 'p2x4', season: 2, episode: 4 }), row('i', 2, 'WatchRemoved', { playId: 'p2x4' }), row('j', 3, 'WatchRemoved', { playId: 'p3' }), row('k', 4, 'WatchRemoved', { playId: 'p' })]),
    ['Removed a viewing', 'Removed a viewing of season 3', 'Removed a viewing of season 2, episode 4', 'Watched season 2, episode 4'])
  const two = [row('l', 1, 'WatchRemoved', { playId: 'p2x4' }), row('l', 1, 'WatchRemoved', { playId: 'p3' })]
  t.same(told(two), ['Removed 2 viewings'])
  const undone = row('m', 1, 'TitleWatched', { playId: 'p2x4', season: 2, episode: 4 })
  t.same(told([undone, row('n', 2, 'WatchRemoved', { playId: 'p2x4' }, { undoes: undone.key })])[0], 'Took back: watched season 2, episode 4')
})
