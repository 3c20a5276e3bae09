import t from '../test/support/tap.ts'
import { after, commandId, given as tell, NOON } from '../test/support/given.ts'
import { eventIdOf } from './event.ts'
import { libraryDecider } from './library-entry.ts'

const title = { mediaType: 'movie', tmdbId: 653 } as const
const given = (t: Parameters<typeof tell>[0]) => tell(t, libraryDecider)
const event = (step: number, index = 0) => eventIdOf(commandId(step), index)
const rated = (rating: 'DISLIKE' | 'OK' | 'LIKE', ratedAt = NOON) => ({ type: 'TitleRated', data: { rating, ratedAt } }) as const
const rate = (rating: 'DISLIKE' | 'OK' | 'LIKE') => ({ title, rating, watched: false }) as const
const undo = (step: number) => ({ title, commandId: commandId(step) })

t.test('undo', async (t) => {
  t.test('of a first rating clears it, of a later one brings the one before back with its own time', async (t) => {
    const once = given(t).done('RateMovie', rate('LIKE'))
    once.when('Undo', { title, eventId: event(1) }).then({ type: 'RatingCleared', data: {}, undoes: event(1) })
    once.done('RateMovie', rate('OK'), { at: after(60) }).when('Undo', { title, eventId: event(2) }, { at: after(90) }).then({ ...rated('LIKE'), undoes: event(2) })
  })
  t.test('of a command takes back all its events, last first', async (t) => {
    given(t).done('AddToWatchlist', { title, note: 'x' }).done('RateMovie', { title, rating: 'LIKE' }).when('Undo', undo(2)).then(
      { type: 'AddedToWatchlist', data: { priority: 'MEDIUM', note: 'x', addedAt: NOON }, undoes: event(2, 2) },
      { type: 'WatchRemoved', data: { playId: commandId(2) }, undoes: event(2, 1) },
      { type: 'RatingCleared', data: {}, undoes: event(2) },
    )
  })
  t.test('of a command takes back what of it is still in force', async (t) => {
    given(t).done('RateMovie', { title, rating: 'LIKE' }).done('Undo', { title, eventId: event(1, 1) }).when('Undo', undo(1)).then({ type: 'RatingCleared', data: {}, undoes: event(1) })
  })
  t.test('gives back every kind of thing as it was', async (t) => {
    const review = { score: 7, text: 'a', visibility: 'private', spoiler: false } as const
    given(t).done('WriteReview', { title, ...review }).done('WriteReview', { title, ...review, text: 'b' }).when('Undo', undo(2)).then({ type: 'ReviewWritten', data: { ...review, writtenAt: NOON }, undoes: event(2) })
    given(t).done('WriteReview', { title, ...review }).when('Undo', undo(1)).then({ type: 'ReviewDeleted', data: {}, undoes: event(1) })
    given(t).done('WriteReview', { title, ...review }).done('DeleteReview', { title }).when('Undo', undo(2)).then({ type: 'ReviewWritten', data: { ...review, writtenAt: NOON }, undoes: event(2) })
    given(t).done('AddToWatchlist', { title }).done('SetWatchlistPriority', { title, priority: 'HIGH' }).when('Undo', undo(2)).then({ type: 'AddedToWatchlist', data: { priority: 'MEDIUM', note: null, addedAt: NOON }, undoes: event(2) })
    given(t).done('AddToWatchlist', { title }).done('RemoveFromWatchlist', { title }).when('Undo', undo(2)).then({ type: 'AddedToWatchlist', data: { priority: 'MEDIUM', note: null, addedAt: NOON }, undoes: event(2) })
    given(t).done('AddFavourite', { title }).when('Undo', undo(1)).then({ type: 'FavouriteRemoved', data: {}, undoes: event(1) })
    given(t).done('AddFavourite', { title }).done('RemoveFavourite', { title }).when('Undo', undo(2)).then({ type: 'FavouriteAdded', data: { addedAt: NOON }, undoes: event(2) })
    given(t).done('DismissTitle', { title }).when('Undo', undo(1)).then({ type: 'InterestRestored', data: {}, undoes: event(1) })
    given(t).done('TagTitle', { title, tag: 'a:b' }).when('Undo', undo(1)).then({ type: 'TitleUntagged', data: { tag: 'a:b' }, undoes: event(1) })
    given(t).done('TagTitle', { title, tag: 'x' }).done('UntagTitle', { title, tag: 'x' }).when('Undo', undo(2)).then({ type: 'TitleTagged', data: { tag: 'x' }, undoes: event(2) })
    given(t).done('MarkWatched', { title }).done('UnmarkWatched', { title, playId: commandId(1) }).when('Undo', undo(2)).then({ type: 'TitleWatched', data: { playId: commandId(1), watchedAt: NOON }, undoes: event(2) })
    given(t).done('ViewTitle', { title }).when('Undo', undo(1)).then({ type: 'ViewForgotten', data: {}, undoes: event(1) })
    given(t).done('RecordProgress', { title, positionSeconds: 1, durationSeconds: 9 }).when('Undo', undo(1)).then({ type: 'ProgressCleared', data: {}, undoes: event(1) })
    given(t).done('ContinueOn', { title, watchLink: 'https://x.example', providerName: 'X' }).when('Undo', undo(1)).then({ type: 'WatchingElsewhereForgotten', data: {}, undoes: event(1) })
  })
  t.test('does not mind newer changes of other things', async (t) => {
    given(t).done('RateMovie', rate('LIKE')).done('AddFavourite', { title }).done('TagTitle', { title, tag: 'x' }).when('Undo', undo(1)).then({ type: 'RatingCleared', data: {}, undoes: event(1) })
  })
  t.test('steps back through one thing, change by change', async (t) => {
    const twice = given(t).done('RateMovie', rate('DISLIKE')).done('RateMovie', rate('OK')).done('RateMovie', rate('LIKE')).done('Undo', undo(3))
    twice.when('Undo', undo(2)).then({ ...rated('DISLIKE'), undoes: event(2) })
    twice.done('Undo', undo(2)).when('Undo', undo(1)).then({ type: 'RatingCleared', data: {}, undoes: event(1) })
  })
})

t.test('undo is refused', async (t) => {
  t.test('where something newer changed the same, naming it', async (t) => {
    const twice = given(t).done('RateMovie', rate('LIKE')).done('RateMovie', rate('OK'))
    const newer = { eventId: event(2), commandId: commandId(2), type: 'TitleRated', field: 'rating' }
    twice.when('Undo', { title, eventId: event(1) }).thenRefused('SUPERSEDED', newer)
    twice.when('Undo', undo(1)).thenRefused('SUPERSEDED', newer)
    twice.done('Undo', undo(2)).when('Undo', undo(1)).then({ type: 'RatingCleared', data: {}, undoes: event(1) })
  })
  t.test('as a whole where one of a command\'s events is superseded', async (t) => {
    given(t).done('RateMovie', { title, rating: 'LIKE' }).done('RateMovie', rate('OK')).when('Undo', undo(1)).thenRefused('SUPERSEDED')
  })
  t.test('the second time, naming what undid it', async (t) => {
    const undone = given(t).done('RateMovie', rate('LIKE')).done('Undo', undo(1))
    undone.when('Undo', undo(1)).thenRefused('ALREADY_UNDONE', { eventId: event(2), commandId: commandId(2) })
    undone.done('RateMovie', rate('OK')).when('Undo', { title, eventId: event(1) }).thenRefused('ALREADY_UNDONE', { eventId: event(2), commandId: commandId(2) })
  })
  t.test('for what is not there, and when it is not said what', async (t) => {
    given(t).when('Undo', undo(9)).thenRefused('NOT_FOUND')
    given(t).done('AddFavourite', { title }).when('Undo', { title, eventId: event(9) }).thenRefused('NOT_FOUND')
    given(t).when('Undo', { title }).thenRefused('INVALID_UNDO')
    given(t).when('Undo', { title, eventId: event(1), commandId: commandId(1) }).thenRefused('INVALID_UNDO')
  })
  t.test('where a title would be rated and on the watchlist at once', async (t) => {
    const given_ = given(t).done('AddToWatchlist', { title }).done('RateMovie', rate('LIKE'))
    given_.when('Undo', { title, eventId: event(2, 1) }).thenRefused('ALREADY_RATED', { eventId: event(2), commandId: commandId(2), type: 'TitleRated', field: 'rating' })
    const cleared = given(t).done('RateMovie', rate('LIKE')).done('ClearRating', { title }).done('AddToWatchlist', { title })
    cleared.when('Undo', undo(2)).thenRefused('ON_WATCHLIST', { eventId: event(3), commandId: commandId(3), type: 'AddedToWatchlist', field: 'watchlist' })
  })
  t.test('where an undo was overtaken: by a new change, by an older change undone', async (t) => {
    const changed = given(t).done('RateMovie', rate('LIKE')).done('Undo', undo(1)).done('RateMovie', rate('OK'))
    changed.when('Undo', undo(2)).thenRefused('SUPERSEDED', { eventId: event(3), commandId: commandId(3), type: 'TitleRated', field: 'rating' })
    changed.done('Undo', undo(3)).when('Undo', undo(2)).thenRefused('SUPERSEDED', { eventId: event(3), commandId: commandId(3), type: 'TitleRated', field: 'rating' })
    const further = given(t).done('RateMovie', rate('LIKE')).done('RateMovie', rate('OK')).done('Undo', undo(2)).done('Undo', undo(1))
    further.when('Undo', undo(3)).thenRefused('SUPERSEDED', { eventId: event(4), commandId: commandId(4), type: 'RatingCleared', field: 'rating' })
  })
})

t.test('redo', async (t) => {
  t.test('puts back what was last undone, step by step', async (t) => {
    const undone = given(t).done('RateMovie', rate('OK')).done('RateMovie', rate('LIKE')).done('Undo', undo(2)).done('Undo', undo(1))
    undone.when('Redo', { title }).then({ ...rated('OK'), undoes: event(4), redoes: event(1) })
    const once = undone.done('Redo', { title })
    once.when('Redo', { title }).then({ ...rated('LIKE'), undoes: event(3), redoes: event(2) })
    once.done('Redo', { title }).when('Redo', { title }).thenRefused('NOTHING_TO_REDO')
  })
  t.test('puts back a whole command', async (t) => {
    const undone = given(t).done('AddToWatchlist', { title }).done('RateMovie', rate('LIKE')).done('Undo', undo(2))
    undone.when('Redo', { title, commandId: commandId(3) }).then(
      { ...rated('LIKE'), undoes: event(3, 1), redoes: event(2) },
      { type: 'RemovedFromWatchlist', data: {}, undoes: event(3), redoes: event(2, 1) },
    )
  })
  t.test('is what undoing an undo is', async (t) => {
    const undone = given(t).done('AddFavourite', { title }).done('Undo', undo(1))
    undone.when('Undo', undo(2)).then({ type: 'FavouriteAdded', data: { addedAt: NOON }, undoes: event(2), redoes: event(1) })
    undone.done('Undo', undo(2)).when('Undo', undo(2)).thenRefused('ALREADY_UNDONE', { eventId: event(3), commandId: commandId(3) })
  })
  t.test('can be undone again, by its own name or the original\'s, and so on', async (t) => {
    const redone = given(t).done('AddFavourite', { title }).done('Undo', undo(1)).done('Redo', { title })
    const again = { type: 'FavouriteRemoved', data: {}, undoes: event(3), undoesAgain: event(1) } as const
    redone.when('Undo', undo(1)).then(again)
    redone.when('Undo', { title, eventId: event(3) }).then(again)
    const twice = redone.done('Undo', undo(1))
    twice.when('Undo', { title, eventId: event(1) }).thenRefused('ALREADY_UNDONE', { eventId: event(4), commandId: commandId(4) })
    twice.when('Redo', { title }).then({ type: 'FavouriteAdded', data: { addedAt: NOON }, undoes: event(4), redoes: event(1) })
  })
  t.test('is over once the same thing was changed anew, but not for other things', async (t) => {
    const undone = given(t).done('AddFavourite', { title }).done('TagTitle', { title, tag: 'x' }).done('Undo', undo(1)).done('Undo', undo(2))
    const changed = undone.done('TagTitle', { title, tag: 'x' })
    changed.when('Redo', { title }).then({ type: 'FavouriteAdded', data: { addedAt: NOON }, undoes: event(3), redoes: event(1) })
    changed.when('Redo', { title, commandId: commandId(4) }).thenRefused('SUPERSEDED', { eventId: event(5), commandId: commandId(5), type: 'TitleTagged', field: 'tag:x' })
  })
  t.test('has nothing to do where nothing was undone', async (t) => {
    given(t).when('Redo', { title }).thenRefused('NOTHING_TO_REDO')
    given(t).done('AddFavourite', { title }).when('Redo', { title, commandId: commandId(1) }).thenRefused('NOTHING_TO_REDO')
  })
  t.test('does not put a rated title back on the watchlist', async (t) => {
    const rated = given(t).done('AddToWatchlist', { title }).done('Undo', undo(1)).done('RateMovie', rate('LIKE'))
    rated.when('Redo', { title }).thenRefused('ALREADY_RATED')
  })
})
