/** Events in, rows out: each read model on stories told in commands, and what holds of all of them. */

import { deepStrictEqual } from 'node:assert/strict'
import fc from 'fast-check'
import t from '../test/support/tap.ts'
import { ada, after, bob, commandId, given as tell, issue, NOON, recorded, streamOf } from '../test/support/given.ts'
import { arbitraryOf, holds } from '../test/support/property.ts'
import { acquisitionDecider } from '../domain/acquisition.ts'
import { isRefusal } from '../domain/decider.ts'
import type { RecordedEvent } from '../domain/event.ts'
import { eventIdOf } from '../domain/event.ts'
import { commands, eventsOf } from '../domain/index.ts'
import { libraryDecider } from '../domain/library-entry.ts'
import { cards } from './cards.ts'
import { projections } from './index.ts'
import type { JobRow } from './jobs.ts'
import { jobs, wholeJob } from './jobs.ts'
import { library } from './library.ts'
import type { Projection } from './projection.ts'
import { foldInto } from './projection.ts'
import { parseTitleKey } from '../domain/title.ts'
import { timeline } from './timeline.ts'

const title = { mediaType: 'movie', tmdbId: 653 } as const
const jobId = 'job_' + 'a'.repeat(26)
const job = { movieId: 653, jobId }
const w1 = { ...job, workerId: 'w1' }
const ofWorker = { by: 'worker-1', as: 'worker' } as const
const event = (step: number, index = 0) => eventIdOf(commandId(step), index)

function rowsOf<Row extends { readonly key: string }>(projection: Projection<Row>, events: readonly RecordedEvent[]): Map<string, Row> {
  const rows = new Map<string, Row>()
  for (const event of events) foldInto(projection, rows, event)
  return rows
}

t.test('library', async (t) => {
  const key = `${ada}_movie_653`
  const rowOf = (story: { readonly events: readonly RecordedEvent[] }) => rowsOf(library, story.events).get(key)
  const blank = {
    key, userId: ada, ...title, rating: null, ratedAt: null, watchlistPriority: null, watchlistNote: null, watchlistAddedAt: null, favouriteAt: null, plays: [], lastWatchedAt: null,
    progressSeconds: null, durationSeconds: null, progressAt: null, begun: [], review: null, tags: [], elsewhere: null, viewedAt: null, dismissedAt: null,
  }

  t.test('has a row with all that is known of a title', async (t) => {
    const review = { score: 9, text: 'Yes', visibility: 'private', spoiler: false } as const
    const full = tell(t, libraryDecider).done('AddToWatchlist', { title, priority: 'HIGH', note: 'x' }).done('SetWatchlistPriority', { title, priority: 'LOW' })
      .done('AddFavourite', { title }, { at: after(1) }).done('TagTitle', { title, tag: 'b' }).done('TagTitle', { title, tag: 'a' }).done('WriteReview', { title, ...review })
      .done('RecordProgress', { title, positionSeconds: 2.5, durationSeconds: 90 }).done('ViewTitle', { title }).done('ContinueOn', { title, watchLink: 'https://x.example', providerName: 'X' }, { at: after(2) })
    const wanted = {
      ...blank, watchlistPriority: 'LOW', watchlistNote: 'x', watchlistAddedAt: NOON, favouriteAt: after(1), tags: ['a', 'b'], review: { ...review, writtenAt: NOON },
      progressSeconds: 2.5, durationSeconds: 90, progressAt: NOON, viewedAt: NOON, elsewhere: { watchLink: 'https://x.example', providerName: 'X', at: after(2) }, changedAt: after(2),
    }
    t.strictSame(rowOf(full), wanted)
    const rated = full.done('RateMovie', { title, rating: 'LIKE' }, { at: after(3) })
    const play = { playId: commandId(10), watchedAt: after(3) }
    t.strictSame(rowOf(rated), { ...wanted, rating: 'LIKE', ratedAt: after(3), plays: [play], lastWatchedAt: after(3), watchlistPriority: null, watchlistNote: null, watchlistAddedAt: null, changedAt: after(3) })
  })
  t.test('keeps plays in the order of their times, whatever order they came in', async (t) => {
    const twice = tell(t, libraryDecider).done('MarkWatched', { title }).done('MarkWatched', { title, watchedAt: '1999-01-01T00:00:00Z' })
    t.strictSame(rowOf(twice)?.plays.map(({ playId }) => playId), [commandId(2), commandId(1)])
    t.equal(rowOf(twice)?.lastWatchedAt, NOON)
    t.equal(rowOf(twice.done('UnmarkWatched', { title, playId: commandId(1) }))?.lastWatchedAt, '1999-01-01T00:00:00.000Z')
  })
  t.test('is blank again when everything was undone', async (t) => {
    let story = tell(t, libraryDecider).done('AddToWatchlist', { title, note: 'x' }).done('RateMovie', { title, rating: 'OK' }).done('TagTitle', { title, tag: 'a' })
      .done('WriteReview', { title, score: 1, text: '', visibility: 'public' }).done('RecordProgress', { title, positionSeconds: 1, durationSeconds: 9 }).done('ViewTitle', { title })
      .done('ContinueOn', { title, watchLink: 'https://x.example', providerName: 'X' }).done('AddFavourite', { title })
    for (let step = 8; step >= 1; step--) story = story.done('Undo', { title, commandId: commandId(step) })
    t.strictSame(rowOf(story), { ...blank, changedAt: NOON })
  })
})

t.test('jobs', async (t) => {
  const requested = tell(t, acquisitionDecider).done('RequestFetch', { ...job, qualityPreference: '720p' }, { as: 'viewer' })
  const rowOf = (story: { readonly events: readonly RecordedEvent[] }) => rowsOf(jobs, story.events).get(jobId)

  t.test('follow a job from the request to the film and its end', async (t) => {
    t.match(rowOf(requested), { key: jobId, movieId: 653, status: 'awaiting_approval', requestedBy: ada, quality: '720p', bytes: 0, totalBytes: null })
    const working = requested.done('ApproveFetch', job, { by: bob, as: 'admin' }).done('ClaimJob', { ...w1, leaseUntil: after(60) }, ofWorker)
      .done('SelectRelease', { ...w1, releaseId: 'demo:1', title: 'N', indexer: 'demo', sizeBytes: 9, reason: 'Only one' }, ofWorker).done('StartDownload', { ...w1, totalBytes: 1_000, articles: 10 }, ofWorker)
    t.match(rowOf(working), { status: 'downloading', workerId: 'w1', leaseUntil: after(60), releaseId: 'demo:1', releaseTitle: 'N', indexer: 'demo', reason: 'Only one', totalBytes: 1_000, articles: 10 })
    const halfway = working.done('DownloadProgressed', { ...w1, bytes: 500, totalBytes: 1_000, articles: 10, missing: 2, leaseUntil: after(90) }, { ...ofWorker, at: after(5) })
    t.match(rowOf(halfway), { bytes: 500, missing: 2, leaseUntil: after(90), changedAt: after(5) })
    const prepared = halfway.done('FinishDownload', { ...w1, bytes: 1_000, missing: 2, repaired: 2 }, ofWorker).done('BeginPreparing', w1, ofWorker)
    t.match(rowOf(prepared), { status: 'preparing', bytes: 1_000 })
    const ready = prepared.done('FinishPreparing', { ...w1, key: 'movies/x', sizeBytes: 900, contentType: 'video/mp4', sha256: 'a'.repeat(64) }, { ...ofWorker, at: after(20) })
    t.match(rowOf(ready), { status: 'ready', storageKey: 'movies/x', sizeBytes: 900, contentType: 'video/mp4', sha256: 'a'.repeat(64), readyAt: after(20), workerId: null, leaseUntil: null })
    t.match(rowOf(ready.done('RecordStream', job, { at: after(30) }).done('KeepMovie', job)), { lastStreamedAt: after(30), kept: true })
    const binned = ready.done('BinMovie', { ...job, days: 1 }, { as: 'admin', by: bob, at: after(60) })
    t.match(rowOf(binned), { status: 'binned', bin: { at: after(60), until: after(60 + 86_400), why: 'asked', by: bob }, storageKey: 'movies/x' })
    t.match(rowOf(binned.done('RestoreMovie', job, { at: after(90) })), { status: 'ready', bin: null, restoredAt: after(90) })
    const deleting = binned.done('DeleteMovie', job, { as: 'admin' })
    t.match(rowOf(deleting), { status: 'deleting', bin: null, storageKey: 'movies/x' })
    t.match(rowOf(deleting.done('FinishDeletion', job, ofWorker)), { status: 'deleted', storageKey: null })
  })
  t.test('say why one failed, until it is retried', async (t) => {
    const failed = requested.done('ApproveFetch', job, { as: 'admin' }).done('ClaimJob', { ...w1, leaseUntil: after(60) }, ofWorker).done('FailJob', { ...w1, code: 'USENET_ERROR', message: 'Gone', retryable: true }, ofWorker)
    t.match(rowOf(failed), { status: 'error', errorCode: 'USENET_ERROR', errorMessage: 'Gone', retryable: true, workerId: null })
    t.match(rowOf(failed.done('RetryFetch', job)), { status: 'queued', errorCode: null, errorMessage: null, retryable: null })
  })
  t.test('forget a release that was no good, but not that it was tried', async (t) => {
    const rejected = requested.done('ApproveFetch', job, { as: 'admin' }).done('ClaimJob', { ...w1, leaseUntil: after(60) }, ofWorker)
      .done('SelectRelease', { ...w1, releaseId: 'demo:1', title: 'N', indexer: 'demo', sizeBytes: 9, reason: 'Only one' }, ofWorker).done('StartDownload', { ...w1, totalBytes: 1_000, articles: 10 }, ofWorker)
      .done('RejectRelease', { ...w1, releaseId: 'demo:1', code: 'DAMAGED', message: 'Half of it' }, ofWorker)
    t.match(rowOf(rejected), { status: 'downloading', tried: ['demo:1'], releaseId: null, releaseTitle: null, reason: null, totalBytes: null })
  })
  t.test('of a former version are whole where a device kept them', async (t) => {
    const row = rowOf(requested)!
    const { mode: _mode, approval: _approval, tried: _tried, bin: _bin, ...former } = row
    t.strictSame(wholeJob({ ...former, priority: null, leaving: null } as unknown as JobRow), row)
    t.strictSame(wholeJob(row), row)
  })
  t.test('another film cannot take over a job\'s row by using its id', async (t) => {
    const other = tell(t, acquisitionDecider).done('RequestFetch', { movieId: 1, jobId }, { by: bob }).done('CancelFetch', { movieId: 1, jobId }, { by: bob })
    t.strictSame(rowsOf(jobs, [...requested.events, ...other.events]).get(jobId), rowOf(requested))
  })
})

t.test('timeline', async (t) => {
  const undoneBy = (story: { readonly events: readonly RecordedEvent[] }, id: string) => rowsOf(timeline, story.events).get(id)?.undoneBy
  t.test('has a row per event, with who, when and from where', async (t) => {
    const story = tell(t, libraryDecider).done('RateMovie', { title, rating: 'LIKE', watched: false })
    t.strictSame([...rowsOf(timeline, story.events).values()], [{
      key: event(1), userId: ada, stream: `library-${ada}_movie_653`, subject: 'movie_653', ...title, type: 'TitleRated', data: { rating: 'LIKE', ratedAt: NOON }, commandId: commandId(1), batchId: null, actor: ada, deviceId: null,
      issuedAt: NOON, recordedAt: NOON, undoes: null, undoneBy: null,
    }])
  })
  t.test('says what took an event back, through undo, redo and undo again', async (t) => {
    const done = tell(t, libraryDecider).done('AddFavourite', { title })
    const undone = done.done('Undo', { title, eventId: event(1) })
    t.strictSame([undoneBy(undone, event(1)), undoneBy(undone, event(2))], [event(2), null])
    const redone = undone.done('Redo', { title })
    t.strictSame([undoneBy(redone, event(1)), undoneBy(redone, event(2)), undoneBy(redone, event(3))], [null, event(3), null])
    const again = redone.done('Undo', { title, eventId: event(1) })
    t.strictSame([undoneBy(again, event(1)), undoneBy(again, event(3)), undoneBy(again, event(4))], [event(4), event(4), null])
  })
  t.test('holds what people did to a download, not what workers report of it', async (t) => {
    const story = tell(t, acquisitionDecider).done('RequestFetch', job).done('ClaimJob', { ...w1, leaseUntil: after(60) }, ofWorker).done('CancelFetch', job, { by: bob, as: 'admin' })
    t.strictSame([...rowsOf(timeline, story.events).values()].map(({ type, userId, tmdbId, mediaType }) => ({ type, userId, tmdbId, mediaType })), [
      { type: 'FetchRequested', userId: ada, tmdbId: 653, mediaType: 'movie' }, { type: 'FetchCancelled', userId: bob, tmdbId: 653, mediaType: 'movie' },
    ])
  })
})

t.test('cards are what the catalogue said last', async (t) => {
  const card = { mediaType: 'movie', tmdbId: 653, title: 'Nosferatu', year: 1922, posterPath: null, backdropPath: null, runtimeMinutes: 94, genres: ['Horror'], overview: '', outline: null } as const
  const story = tell(t, commands.DescribeTitle!.decider).done('DescribeTitle', card, ofWorker).done('DescribeTitle', card, ofWorker).done('DescribeTitle', { ...card, year: 1921 }, ofWorker)
  t.equal(story.events.length, 2, 'the same again is no news')
  t.strictSame([...rowsOf(cards, story.events).values()], [{ key: 'movie_653', ...card, year: 1921 }])
})

/** Events of several titles and people, as a store would hold them after any commands. */
const anyStore = fc.array(fc.tuple(
  fc.oneof(...Object.entries(commands).flatMap(([type, { schema }]) => schema ? [arbitraryOf(schema).map((data) => ({ type, data: data as Record<string, unknown> }))] : [])),
  fc.nat(1), fc.constantFrom(ada, bob), fc.nat(9),
), { minLength: 10, maxLength: 60 }).map((steps) => {
  const states = new Map<string, unknown>()
  const all: RecordedEvent[] = []
  for (const [i, [{ type, data }, which, by, back]] of steps.entries()) {
    const definition = commands[type]!
    const aimed = type === 'Undo' || type === 'Redo' ? { commandId: all.at(-1 - back)?.meta.commandId ?? commandId(0) } : data
    const payload = { ...aimed, title: { mediaType: 'movie', tmdbId: 1 + which }, ...('seriesId' in data ? { seriesId: 1 + which, season: 1, episode: 2 } : { movieId: 1 + which }), jobId: 'job_' + 'ab'[which]!.repeat(26), workerId: 'w1', ...('userId' in data ? { userId: by } : {}), ...('listId' in data ? { listId: commandId(which) } : {}) }
    const command = issue(type as 'Undo', payload as never, { by, as: 'admin', at: after(i * 40), id: commandId(i + 1) })
    const stream = streamOf(command)
    const state = states.get(stream) ?? definition.decider.initial
    const decision = definition.decider.decide(command, state)
    if (isRefusal(decision)) continue
    const version = all.filter((event) => event.stream === stream).length
    const events = recorded(eventsOf(command, decision), stream, { version, position: all.length + 1 })
    states.set(stream, events.reduce((state, event) => definition.decider.evolve(state, event), state))
    all.push(...events)
  }
  return all
})

t.test('in every store', async (t) => {
  await holds(t, 'folding live, in batches that are written and read back, equals folding from the start', 200, [anyStore, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 })], (events, sizes) => {
    for (const projection of projections) {
      let rows = new Map<string, { readonly key: string }>()
      for (let from = 0, batch = 0; from < events.length; batch++) {
        const size = sizes[batch % sizes.length]!
        for (const event of events.slice(from, from + size)) foldInto(projection, rows, event)
        rows = new Map(JSON.parse(JSON.stringify([...rows])) as [string, { key: string }][])
        from += size
      }
      deepStrictEqual(rows, rowsOf(projection, events))
    }
  })
  await holds(t, 'every row has the projection\'s columns and no other, null only where that is allowed', 100, [anyStore], (events) => {
    for (const projection of projections) for (const row of rowsOf(projection, events).values()) {
      deepStrictEqual(Object.keys(row).sort(), Object.keys(projection.columns).sort())
      for (const [name, value] of Object.entries(row)) if (value === null) deepStrictEqual([name, projection.columns[name]?.nullable], [name, true])
    }
  })
  await holds(t, 'a library row says what the decider\'s state says', 100, [anyStore], (events) => {
    for (const [key, row] of rowsOf(library, events)) {
      // With the account went what there was; who goes on writing, as no server lets them, begins with nothing.
      const since = events.slice(events.findLastIndex(({ type, stream }) => type === 'AccountErased' && stream === `user-${row.userId}`) + 1)
      const { facts } = since.filter(({ stream }) => stream === `library-${key}`).reduce((state, event) => libraryDecider.evolve(state, event as never), libraryDecider.initial)
      deepStrictEqual([row.rating !== null, row.watchlistPriority !== null, row.favouriteAt !== null, row.review !== null, row.progressAt !== null, row.elsewhere !== null, row.viewedAt !== null, row.dismissedAt !== null],
        ['rating', 'watchlist', 'favourite', 'review', 'progress', 'elsewhere', 'view', 'dismissal'].map((field) => field in facts))
      deepStrictEqual(new Set(Object.keys(facts).filter((field) => /^(play|tag):/.test(field))), new Set([...row.plays.map(({ playId }) => `play:${playId}`), ...row.tags.map((tag) => `tag:${tag}`)]))
    }
  })
  await holds(t, 'an event that the timeline shows as undone is one that cannot be undone, and says why', 100, [anyStore], (events) => {
    for (const row of rowsOf(timeline, events).values()) {
      if (row.undoneBy === null) continue
      const title = parseTitleKey(row.subject)!
      const of = events.filter(({ stream }) => stream === row.stream)
      const state = of.reduce((state, event) => libraryDecider.evolve(state, event as never), libraryDecider.initial)
      const decision = libraryDecider.decide(issue('Undo', { title, eventId: row.key }, { id: commandId(999) }) as never, state)
      deepStrictEqual(isRefusal(decision) && [decision.code, decision.details?.eventId], ['ALREADY_UNDONE', row.undoneBy])
    }
  })
})
