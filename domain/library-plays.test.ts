import t from '../test/support/tap.ts'
import { ada, after, bob, commandId, given as tell, NOON } from '../test/support/given.ts'
import { eventIdOf } from './event.ts'
import { libraryDecider } from './library-entry.ts'

const title = { mediaType: 'movie', tmdbId: 653 } as const
const carol = '0c0c0c0c-0000-4000-8000-000000000003'
const given = (t: Parameters<typeof tell>[0]) => tell(t, libraryDecider)
const playId = commandId(77)
const word = { userId: ada, title, playId, from: bob } as const
const received = { type: 'PlayReceived', data: { playId, watchedAt: NOON, from: bob } } as const
const byBob = { by: bob, as: 'worker' } as const

t.test('a viewing is given to whose it was, or to nobody', async (t) => {
  const watched = given(t).done('MarkWatched', { title })
  watched.when('GivePlayAway', { title, playId: commandId(1), to: bob }).then({ type: 'PlayGivenAway', data: { playId: commandId(1), to: bob } })
  watched.when('GivePlayAway', { title, playId: commandId(1) }).then({ type: 'PlayGivenAway', data: { playId: commandId(1), to: null } })
  watched.when('GivePlayAway', { title, playId: commandId(1), to: ada }).thenRefused('SAME_PERSON')
  watched.when('GivePlayAway', { title, playId: commandId(9), to: bob }).thenRefused('NOT_FOUND')
  watched.done('GivePlayAway', { title, playId: commandId(1), to: bob }).when('GivePlayAway', { title, playId: commandId(1), to: bob }).thenNothing()
})

t.test('what was given away is taken back as it was, and given again', async (t) => {
  const given1 = given(t).done('MarkWatched', { title }).done('GivePlayAway', { title, playId: commandId(1), to: bob })
  given1.when('Undo', { title, commandId: commandId(2) }).then({ type: 'TitleWatched', data: { playId: commandId(1), watchedAt: NOON }, undoes: eventIdOf(commandId(2), 0) })
  given1.done('Undo', { title, commandId: commandId(2) }).when('Redo', { title })
    .then({ type: 'WatchRemoved', data: { playId: commandId(1) }, undoes: eventIdOf(commandId(3), 0), redoes: eventIdOf(commandId(2), 0) })
})

t.test('a viewing that was received counts like one\'s own', async (t) => {
  const listed = given(t).done('AddToWatchlist', { title })
  listed.when('ReceivePlay', { ...word, watchedAt: NOON }, byBob).then(received, { type: 'RemovedFromWatchlist', data: {} })
  const had = listed.done('ReceivePlay', { ...word, watchedAt: NOON }, byBob)
  had.when('ReceivePlay', { ...word, watchedAt: NOON }, byBob).thenNothing()
  had.when('UnmarkWatched', { title, playId }).then({ type: 'WatchRemoved', data: { playId } })
  had.when('GivePlayAway', { title, playId, to: carol }).then({ type: 'PlayGivenAway', data: { playId, to: carol } })
  had.when('Undo', { title, commandId: commandId(2) }).then(
    { type: 'AddedToWatchlist', data: { priority: 'MEDIUM', note: null, addedAt: NOON }, undoes: eventIdOf(commandId(2), 1) }, { type: 'WatchRemoved', data: { playId }, undoes: eventIdOf(commandId(2), 0) })
})

t.test('who gave it takes it back; what was changed since stays', async (t) => {
  const had = given(t).done('AddToWatchlist', { title }).done('ReceivePlay', { ...word, watchedAt: NOON }, byBob)
  had.when('ReturnPlay', word, byBob).then(
    { type: 'AddedToWatchlist', data: { priority: 'MEDIUM', note: null, addedAt: NOON }, undoes: eventIdOf(commandId(2), 1) }, { type: 'WatchRemoved', data: { playId }, undoes: eventIdOf(commandId(2), 0) })
  had.when('ReturnPlay', { ...word, from: carol }, { by: carol as never, as: 'worker' }).thenNothing()
  had.done('RateMovie', { title, rating: 'LIKE' }).when('ReturnPlay', word, byBob).then({ type: 'WatchRemoved', data: { playId } })
  had.done('UnmarkWatched', { title, playId }).when('ReturnPlay', word, byBob).thenNothing()
  given(t).when('ReturnPlay', word, byBob).thenNothing()
})

t.test('watched together: each of the others once, and taken back with the viewing', async (t) => {
  const both = { playId: commandId(1), userId: bob }
  given(t).when('MarkWatched', { title, together: [bob, ada, carol] }).then(
    { type: 'TitleWatched', data: { playId: commandId(1), watchedAt: NOON } }, { type: 'WatchedTogether', data: both }, { type: 'WatchedTogether', data: { playId: commandId(1), userId: carol } })
  const done = given(t).done('MarkWatched', { title, together: [bob] })
  done.when('Undo', { title, commandId: commandId(1) }).then(
    { type: 'WatchedApart', data: both, undoes: eventIdOf(commandId(1), 1) }, { type: 'WatchRemoved', data: { playId: commandId(1) }, undoes: eventIdOf(commandId(1), 0) })
  done.done('Undo', { title, commandId: commandId(1) }).when('Redo', { title }, { at: after(9) }).then(
    { type: 'TitleWatched', data: { playId: commandId(1), watchedAt: NOON }, undoes: eventIdOf(commandId(2), 1), redoes: eventIdOf(commandId(1), 0) },
    { type: 'WatchedTogether', data: both, undoes: eventIdOf(commandId(2), 0), redoes: eventIdOf(commandId(1), 1) })
})

t.test('a season or an episode is unmarked with all its viewings, and comes back with one undo', async (t) => {
  const series = { mediaType: 'tv', tmdbId: 1396 } as const
  const seen = given(t).done('MarkWatched', { title: series, season: 1, episode: 1 }).done('MarkWatched', { title: series, season: 1, episode: 1 })
    .done('MarkWatched', { title: series, season: 1 }).done('MarkWatched', { title: series, season: 2, episode: 1 })
  const removed = (step: number) => ({ type: 'WatchRemoved', data: { playId: commandId(step) } }) as const
  seen.when('UnmarkWatched', { title: series, season: 1, episode: 1 }).then(removed(1), removed(2))
  seen.when('UnmarkWatched', { title: series, season: 1 }).then(removed(1), removed(2), removed(3))
  seen.when('UnmarkWatched', { title: series, season: 3 }).thenNothing()
  seen.when('UnmarkWatched', { title: series, season: 0, episode: 1 }).thenNothing()
  seen.when('UnmarkWatched', { title: series }).thenRefused('INVALID_UNMARK')
  seen.when('UnmarkWatched', { title: series, playId: commandId(1), season: 1 }).thenRefused('INVALID_UNMARK')
  seen.when('UnmarkWatched', { title: series, playId: commandId(1), episode: 1 }).thenRefused('INVALID_UNMARK')
  const undone = seen.done('UnmarkWatched', { title: series, season: 1 }).done('Undo', { title: series, commandId: commandId(5) })
  t.same(Object.keys(undone.state.facts).sort(), Object.keys(seen.state.facts).sort())
})
