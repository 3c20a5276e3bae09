import t from '../test/support/tap.ts'
import { ada, after, commandId, given as tell, NOON } from '../test/support/given.ts'
import { factOf, playsOf } from './library-fields.ts'
import { libraryDecider } from './library-entry.ts'

const title = { mediaType: 'movie', tmdbId: 653 } as const
const series = { mediaType: 'tv', tmdbId: 1396 } as const
const given = (t: Parameters<typeof tell>[0]) => tell(t, libraryDecider)
const removed = { type: 'RemovedFromWatchlist', data: {} } as const
const watched = (step: number, watchedAt = NOON) => ({ type: 'TitleWatched', data: { playId: commandId(step), watchedAt } }) as const

t.test('rating', async (t) => {
  t.test('marks a title watched that was never watched', async (t) => {
    given(t).when('RateMovie', { title, rating: 'LIKE' }).then({ type: 'TitleRated', data: { rating: 'LIKE', ratedAt: NOON } }, watched(1))
    given(t).done('MarkWatched', { title }).when('RateMovie', { title, rating: 'LIKE' }).then({ type: 'TitleRated', data: { rating: 'LIKE', ratedAt: NOON } })
  })
  t.test('does not mark it watched when told so', async (t) => {
    given(t).when('RateMovie', { title, rating: 'OK', watched: false }).then({ type: 'TitleRated', data: { rating: 'OK', ratedAt: NOON } })
  })
  t.test('takes it off the watchlist in the same decision', async (t) => {
    given(t).done('AddToWatchlist', { title }).when('RateMovie', { title, rating: 'DISLIKE', watched: false }).then({ type: 'TitleRated', data: { rating: 'DISLIKE', ratedAt: NOON } }, removed)
  })
  t.test('the same again changes nothing, another rating does', async (t) => {
    const rated = given(t).done('RateMovie', { title, rating: 'LIKE' })
    rated.when('RateMovie', { title, rating: 'LIKE' }, { at: after(60) }).thenNothing()
    rated.when('RateMovie', { title, rating: 'OK' }, { at: after(60) }).then({ type: 'TitleRated', data: { rating: 'OK', ratedAt: after(60) } })
  })
  t.test('the same again with "and I watched it" marks it watched', async (t) => {
    const rated = given(t).done('RateMovie', { title, rating: 'LIKE', watched: false })
    rated.when('RateMovie', { title, rating: 'LIKE' }).thenNothing()
    rated.when('RateMovie', { title, rating: 'LIKE', watched: true }).then(watched(2))
  })
  t.test('a film is rated as a film and a series as a series', async (t) => {
    given(t).when('RateMovie', { title: series, rating: 'LIKE' }).thenRefused('WRONG_MEDIA_TYPE')
    given(t).when('RateSeries', { title, rating: 'LIKE' }).thenRefused('WRONG_MEDIA_TYPE')
    given(t).when('RateSeries', { title: series, rating: 'SUPER_LIKE', watched: false }).then({ type: 'TitleRated', data: { rating: 'SUPER_LIKE', ratedAt: NOON } })
  })
  t.test('can be cleared once', async (t) => {
    given(t).when('ClearRating', { title }).thenNothing()
    given(t).done('RateMovie', { title, rating: 'LIKE' }).when('ClearRating', { title }).then({ type: 'RatingCleared', data: {} })
  })
  t.test('keeps the time of the device, in UTC', async (t) => {
    given(t).when('RateMovie', { title, rating: 'OK', watched: false }, { at: '2026-03-01T14:00:00.5+02:00' }).then({ type: 'TitleRated', data: { rating: 'OK', ratedAt: '2026-03-01T12:00:00.500Z' } })
    given(t).when('RateMovie', { title, rating: 'OK', watched: false }, { at: '2016-12-31T23:59:60Z' }).then({ type: 'TitleRated', data: { rating: 'OK', ratedAt: '2016-12-31T23:59:59.000Z' } })
  })
})

t.test('the watchlist', async (t) => {
  t.test('takes a title with medium priority, or the one named, and a note', async (t) => {
    given(t).when('AddToWatchlist', { title }).then({ type: 'AddedToWatchlist', data: { priority: 'MEDIUM', note: null, addedAt: NOON } })
    given(t).when('AddToWatchlist', { title, priority: 'HIGH', note: 'with Bob' }).then({ type: 'AddedToWatchlist', data: { priority: 'HIGH', note: 'with Bob', addedAt: NOON } })
  })
  t.test('never holds a rated title', async (t) => {
    given(t).done('RateMovie', { title, rating: 'LIKE' }).when('AddToWatchlist', { title }).thenRefused('ALREADY_RATED')
    given(t).done('RateMovie', { title, rating: 'LIKE' }).done('ClearRating', { title }).when('AddToWatchlist', { title }).then({ type: 'AddedToWatchlist', data: { priority: 'MEDIUM', note: null, addedAt: NOON } })
  })
  t.test('adding again changes what is said and keeps what is not', async (t) => {
    const listed = given(t).done('AddToWatchlist', { title, priority: 'LOW', note: 'with Bob' })
    listed.when('AddToWatchlist', { title }, { at: after(9) }).thenNothing()
    listed.when('AddToWatchlist', { title, priority: 'LOW', note: 'with Bob' }, { at: after(9) }).thenNothing()
    listed.when('AddToWatchlist', { title, priority: 'HIGH' }, { at: after(9) }).then({ type: 'WatchlistPriorityChanged', data: { priority: 'HIGH' } })
    listed.when('AddToWatchlist', { title, note: 'alone' }, { at: after(9) }).then({ type: 'AddedToWatchlist', data: { priority: 'LOW', note: 'alone', addedAt: NOON } })
    listed.when('AddToWatchlist', { title, note: '' }, { at: after(9) }).then({ type: 'AddedToWatchlist', data: { priority: 'LOW', note: null, addedAt: NOON } })
  })
  t.test('changes a priority only of what is on it', async (t) => {
    given(t).when('SetWatchlistPriority', { title, priority: 'HIGH' }).thenRefused('NOT_ON_WATCHLIST')
    const listed = given(t).done('AddToWatchlist', { title, note: 'with Bob' })
    listed.when('SetWatchlistPriority', { title, priority: 'MEDIUM' }).thenNothing()
    const changed = listed.done('SetWatchlistPriority', { title, priority: 'HIGH' })
    t.strictSame(factOf(changed.state, 'watchlist'), { priority: 'HIGH', note: 'with Bob', addedAt: NOON })
  })
  t.test('lets a title go once', async (t) => {
    given(t).when('RemoveFromWatchlist', { title }).thenNothing()
    given(t).done('AddToWatchlist', { title }).when('RemoveFromWatchlist', { title }).then(removed)
  })
})

t.test('watching', async (t) => {
  t.test('every viewing is its own play, at the time named or now', async (t) => {
    const once = given(t).done('MarkWatched', { title })
    once.when('MarkWatched', { title }).then(watched(2))
    once.when('MarkWatched', { title, watchedAt: '1999-12-31T23:00:00+01:00' }).then(watched(2, '1999-12-31T22:00:00.000Z'))
    t.equal(playsOf(once.done('MarkWatched', { title }).state).length, 2)
  })
  t.test('takes a title off the watchlist, and may rate it', async (t) => {
    const listed = given(t).done('AddToWatchlist', { title })
    listed.when('MarkWatched', { title }).then(watched(2), removed)
    listed.when('MarkWatched', { title, rating: 'LIKE' }).then(watched(2), { type: 'TitleRated', data: { rating: 'LIKE', ratedAt: NOON } }, removed)
    given(t).done('RateMovie', { title, rating: 'LIKE' }).when('MarkWatched', { title, rating: 'LIKE' }).then(watched(2))
  })
  t.test('an episode needs its season, a season stands for all of it, a film has neither', async (t) => {
    given(t).when('MarkWatched', { title: series, season: 2 }).then({ type: 'TitleWatched', data: { playId: commandId(1), watchedAt: NOON, season: 2 } })
    given(t).when('MarkWatched', { title: series, season: 0, episode: 3 }).then({ type: 'TitleWatched', data: { playId: commandId(1), watchedAt: NOON, season: 0, episode: 3 } })
    given(t).when('MarkWatched', { title: series, episode: 3 }).thenRefused('SEASON_MISSING')
    given(t).when('MarkWatched', { title, season: 1 }).thenRefused('WRONG_MEDIA_TYPE')
  })
  t.test('may be a day ahead, for clocks and time zones, and not more; nor before there were films', async (t) => {
    given(t).when('MarkWatched', { title, watchedAt: after(86_400) }).then(watched(1, after(86_400)))
    given(t).when('MarkWatched', { title, watchedAt: after(86_401) }).thenRefused('IN_THE_FUTURE')
    given(t).when('MarkWatched', { title, watchedAt: '1887-12-31T23:59:59Z' }).thenRefused('TOO_LONG_AGO')
    given(t).when('MarkWatched', { title, watchedAt: '0000-01-01T00:00:00+23:59' }).thenRefused('TOO_LONG_AGO')
  })
  t.test('one play can be removed, and removing it again is nothing', async (t) => {
    const twice = given(t).done('MarkWatched', { title }).done('MarkWatched', { title })
    twice.when('UnmarkWatched', { title, playId: commandId(1) }).then({ type: 'WatchRemoved', data: { playId: commandId(1) } })
    const once = twice.done('UnmarkWatched', { title, playId: commandId(1) })
    once.when('UnmarkWatched', { title, playId: commandId(1) }).thenNothing()
    once.when('UnmarkWatched', { title, playId: commandId(9) }).thenRefused('NOT_FOUND')
    t.strictSame(playsOf(once.state).map(({ playId }) => playId), [commandId(2)])
  })
})

t.test('progress', async (t) => {
  const at = (positionSeconds: number) => ({ title, positionSeconds, durationSeconds: 1_000 })
  const progress = (positionSeconds: number, seconds: number) => ({ type: 'ProgressRecorded', data: { positionSeconds, durationSeconds: 1_000, at: after(seconds) } }) as const

  t.test('is recorded at most every 15 seconds of play, either way', async (t) => {
    const playing = given(t).done('RecordProgress', at(100))
    playing.when('RecordProgress', at(114.9), { at: after(14.9) }).thenNothing()
    playing.when('RecordProgress', at(115), { at: after(15) }).then(progress(115, 15))
    playing.when('RecordProgress', at(20), { at: after(1) }).then(progress(20, 1))
    playing.when('RecordProgress', at(100), { at: after(3_600) }).thenNothing()
  })
  t.test('counts as watched from nine tenths on, once a run-through, and leaves the watchlist', async (t) => {
    const listed = given(t).done('AddToWatchlist', { title }).done('RecordProgress', at(880))
    listed.when('RecordProgress', at(899), { at: after(19) }).then(progress(899, 19))
    listed.when('RecordProgress', at(900), { at: after(20) }).then(progress(900, 20), watched(3, after(20)), removed)
    const seen = listed.done('RecordProgress', at(900), { at: after(20) })
    seen.when('RecordProgress', at(930), { at: after(50) }).then(progress(930, 50))
    seen.done('RecordProgress', at(500), { at: after(60) }).when('RecordProgress', at(950), { at: after(500) }).then(progress(950, 500))
  })
  t.test('counts even when the step to nine tenths is a small one', async (t) => {
    given(t).done('RecordProgress', at(890)).when('RecordProgress', at(900), { at: after(10) }).then(progress(900, 10), watched(2, after(10)))
  })
  t.test('counts again after it began anew', async (t) => {
    const again = given(t).done('RecordProgress', at(900)).done('RecordProgress', at(99), { at: after(100) })
    again.when('RecordProgress', at(950), { at: after(1_000) }).then(progress(950, 1_000), watched(3, after(1_000)))
  })
  t.test('does not count a viewing that was marked by hand since it began', async (t) => {
    const rated = given(t).done('RecordProgress', at(10)).done('RateMovie', { title, rating: 'LIKE' }, { at: after(800) })
    rated.when('RecordProgress', at(900), { at: after(900) }).then(progress(900, 900))
    const longAgo = given(t).done('RecordProgress', at(10)).done('MarkWatched', { title, watchedAt: '2010-01-01T00:00:00Z' })
    longAgo.when('RecordProgress', at(900), { at: after(900) }).then(progress(900, 900), watched(3, after(900)))
  })
  t.test('stays uncounted when the person took the viewing back', async (t) => {
    const undone = given(t).done('RecordProgress', at(900)).done('Undo', { title, commandId: commandId(1) })
    undone.when('RecordProgress', at(950), { at: after(50) }).then(progress(950, 50))
  })
  t.test('that arrives late does not overwrite a newer one, but its viewing counts, once', async (t) => {
    const elsewhere = given(t).done('RecordProgress', at(300), { at: after(7_200) })
    elsewhere.when('RecordProgress', at(500), { at: after(60) }).thenNothing()
    elsewhere.when('RecordProgress', at(900), { at: after(60) }).then(watched(2, after(60)))
    elsewhere.done('RecordProgress', at(900), { at: after(60) }).when('RecordProgress', at(915), { at: after(75) }).thenNothing()
  })
})

t.test('favourites, reviews, tags, visits', async (t) => {
  t.test('a favourite is added once and removed once', async (t) => {
    given(t).when('AddFavourite', { title }).then({ type: 'FavouriteAdded', data: { addedAt: NOON } })
    given(t).done('AddFavourite', { title }).when('AddFavourite', { title }).thenNothing()
    given(t).done('AddFavourite', { title }).when('RemoveFavourite', { title }).then({ type: 'FavouriteRemoved', data: {} })
    given(t).when('RemoveFavourite', { title }).thenNothing()
  })
  t.test('what does not interest is said once and taken back once, beside whatever else is said of the title', async (t) => {
    given(t).when('DismissTitle', { title }).then({ type: 'NotInterested', data: { dismissedAt: NOON } })
    const dismissed = given(t).done('DismissTitle', { title })
    dismissed.when('DismissTitle', { title }, { at: after(1) }).thenNothing()
    dismissed.when('RestoreInterest', { title }).then({ type: 'InterestRestored', data: {} })
    dismissed.when('RateMovie', { title, rating: 'LIKE', watched: false }).then({ type: 'TitleRated', data: { rating: 'LIKE', ratedAt: NOON } })
    given(t).when('RestoreInterest', { title }).thenNothing()
  })
  t.test('a review replaces the one before, unless it says the same', async (t) => {
    const review = { score: 8.5, text: 'A symphony of horror', visibility: 'friends' } as const
    const fact = { type: 'ReviewWritten', data: { ...review, spoiler: false, writtenAt: NOON } } as const
    given(t).when('WriteReview', { title, ...review }).then(fact)
    const written = given(t).done('WriteReview', { title, ...review })
    written.when('WriteReview', { title, ...review, spoiler: false }).thenNothing()
    written.when('WriteReview', { title, ...review, spoiler: true }).then({ ...fact, data: { ...fact.data, spoiler: true } })
    written.when('WriteReview', { title, ...review, score: 9 }).then({ ...fact, data: { ...fact.data, score: 9 } })
    written.when('WriteReview', { title, ...review, visibility: 'public' }).then({ ...fact, data: { ...fact.data, visibility: 'public' } })
    written.when('WriteReview', { title, ...review, text: '' }).then({ ...fact, data: { ...fact.data, text: '' } })
    written.when('DeleteReview', { title }).then({ type: 'ReviewDeleted', data: {} })
    given(t).when('DeleteReview', { title }).thenNothing()
  })
  t.test('tags are trimmed, and each stands once', async (t) => {
    const tagged = given(t).done('TagTitle', { title, tag: '  noir ' })
    t.strictSame(tagged.events.map(({ data }) => data), [{ tag: 'noir' }])
    tagged.when('TagTitle', { title, tag: 'noir' }).thenNothing()
    tagged.when('TagTitle', { title, tag: 'Noir' }).then({ type: 'TitleTagged', data: { tag: 'Noir' } })
    tagged.when('UntagTitle', { title, tag: ' noir' }).then({ type: 'TitleUntagged', data: { tag: 'noir' } })
    tagged.when('UntagTitle', { title, tag: 'silent' }).thenNothing()
    given(t).when('TagTitle', { title, tag: ' \t ' }).thenRefused('EMPTY_TAG')
    given(t).done('TagTitle', { title, tag: 'caf\u00e9' }).when('TagTitle', { title, tag: 'cafe\u0301' }).thenNothing()
    given(t).done('TagTitle', { title, tag: '__proto__' }).when('TagTitle', { title, tag: '__proto__' }).thenNothing()
  })
  t.test('a visit counts once an hour', async (t) => {
    const seen = given(t).done('ViewTitle', { title })
    seen.when('ViewTitle', { title }, { at: after(3_599) }).thenNothing()
    seen.when('ViewTitle', { title }, { at: after(3_600) }).then({ type: 'TitleViewed', data: { at: after(3_600) } })
    seen.when('ViewTitle', { title }, { at: after(-9_999) }).thenNothing()
  })
  t.test('going on elsewhere counts once an hour for one link', async (t) => {
    const link = { title, watchLink: 'https://tv.example/653', providerName: 'Example TV' }
    const gone = given(t).done('ContinueOn', link)
    gone.when('ContinueOn', link, { at: after(60) }).thenNothing()
    gone.when('ContinueOn', { ...link, watchLink: 'https://tv.example/1' }, { at: after(60) }).then({ type: 'WatchingContinuedElsewhere', data: { watchLink: 'https://tv.example/1', providerName: 'Example TV', at: after(60) } })
    gone.when('ContinueOn', link, { at: after(3_600) }).then({ type: 'WatchingContinuedElsewhere', data: { watchLink: link.watchLink, providerName: 'Example TV', at: after(3_600) } })
  })
})

t.test('a command that is in the log already decides nothing, whatever happened since', async (t) => {
  given(t).done('AddFavourite', { title }).done('RemoveFavourite', { title }).when('AddFavourite', { title }, { id: commandId(1) }).thenNothing()
  given(t).done('MarkWatched', { title }, { by: ada }).when('MarkWatched', { title }, { id: commandId(1) }).thenNothing()
})
