/** Taking many deeds back: what holds whatever they were, and what is said of those that were changed since. */

import { deepStrictEqual, ok } from 'node:assert/strict'
import fc from 'fast-check'
import t from '../test/support/tap.ts'
import { after, commandId, issue, recorded, streamOf } from '../test/support/given.ts'
import { holds } from '../test/support/property.ts'
import type { Command, Issued } from './command.ts'
import { isRefusal } from './decider.ts'
import type { RecordedEvent, StreamName } from './event.ts'
import { deciderOf, eventsOf } from './index.ts'
import type { LibraryState } from './library-entry.ts'
import type { TakingBack, Wish } from './take-back.ts'
import { deedsOf, putBack, takeBack } from './take-back.ts'
import { planTakingBack } from './plan-taking-back.ts'

const BATCH = commandId(900)
const UNDO = commandId(901)
const REDO = commandId(902)

/** A household of one, in memory. */
function world() {
  const states = new Map<StreamName, unknown>()
  const log: RecordedEvent[] = []
  let commands = 0
  const stateOf = (stream: StreamName) => states.get(stream) ?? deciderOf(stream).initial
  const next = (wish: Wish, batchId?: typeof BATCH): Issued<Command> => {
    commands++
    return { ...issue(wish.type, wish.data as never, { id: commandId(commands), at: after(commands * 40) }), ...batchId === undefined ? {} : { batchId } }
  }
  const send = (wish: Wish, batchId?: typeof BATCH) => {
    const command = next(wish, batchId)
    const stream = streamOf(command)
    const decided = deciderOf(stream).decide(command, stateOf(stream))
    if (isRefusal(decided)) return decided
    const events = recorded(eventsOf(command, decided), stream, { position: log.length + 1 })
    states.set(stream, events.reduce((state, event) => deciderOf(stream).evolve(state, event as never), stateOf(stream)))
    log.push(...events)
    return undefined
  }
  const plan = (batchId: typeof BATCH) => planTakingBack(deedsOf(log.filter(({ meta }) => meta.batchId === batchId)), stateOf, (wish) => next(wish))
  const takeBackAll = (batchId: typeof BATCH, as: typeof BATCH): TakingBack => {
    const planned = plan(batchId)
    for (const { wish } of planned.taken) deepStrictEqual(send(wish, as), undefined, 'what was planned can be done')
    return planned
  }
  const facts = () => Object.fromEntries([...states].map(([stream, state]) => [stream, (state as LibraryState).facts] as const).filter(([, held]) => Object.keys(held).length > 0))
  return { send, plan, takeBackAll, facts, log }
}

const title = fc.integer({ min: 1, max: 3 }).map((tmdbId) => ({ mediaType: 'movie', tmdbId }) as const)
const wish = fc.oneof(
  fc.record({ type: fc.constant('RateMovie' as const), data: fc.record({ title, rating: fc.constantFrom('OK' as const, 'LIKE' as const) }) }),
  fc.record({ type: fc.constantFrom('AddToWatchlist' as const, 'RemoveFromWatchlist' as const, 'ClearRating' as const, 'AddFavourite' as const, 'RemoveFavourite' as const, 'MarkWatched' as const), data: fc.record({ title }) }),
  fc.record({ type: fc.constantFrom('TagTitle' as const, 'UntagTitle' as const), data: fc.record({ title, tag: fc.constantFrom('noir', 'silent') }) }),
) as fc.Arbitrary<Wish>
const wishes = fc.array(wish, { maxLength: 15 })

t.test('whatever a batch did', async (t) => {
  await holds(t, 'one undo restores exactly what was before it, one redo what was after it, and so on', 200, [wishes, wishes], (before, batch) => {
    const { send, takeBackAll, facts } = world()
    for (const each of before) send(each)
    const was = facts()
    for (const each of batch) send(each, BATCH)
    const is = facts()
    deepStrictEqual(takeBackAll(BATCH, UNDO).kept, [])
    deepStrictEqual(facts(), was)
    deepStrictEqual(takeBackAll(UNDO, REDO).kept, [])
    deepStrictEqual(facts(), is)
    takeBackAll(REDO, commandId(903))
    deepStrictEqual(facts(), was)
  })
  await holds(t, 'what was changed since stays as it is and is told, and a second undo finds nothing left', 200, [wishes, wishes, wishes], (before, batch, since) => {
    const { send, plan, takeBackAll, facts, log } = world()
    for (const each of before) send(each)
    for (const each of batch) send(each, BATCH)
    const end = log.length
    for (const each of since) send(each)
    const later = new Set(log.slice(end).map(({ meta }) => meta.commandId))
    const held = facts()
    const { taken, kept } = takeBackAll(BATCH, UNDO)
    const moved = new Set(taken.map(({ deed }) => deed.stream))
    for (const stream of Object.keys(held)) if (!moved.has(stream as StreamName)) deepStrictEqual(facts()[stream], held[stream])
    for (const { refusal } of kept) ok(['SUPERSEDED', 'ALREADY_RATED', 'ON_WATCHLIST'].includes(refusal.code), refusal.code)
    ok(kept.every(({ refusal }) => refusal.code !== 'SUPERSEDED' || later.has(refusal.details!.commandId as never) || log.some(({ meta }) => meta.batchId === BATCH && meta.commandId === refusal.details!.commandId)), 'by what came later')
    deepStrictEqual(plan(BATCH).taken, [])
  })
})

t.test('a batch of which two were changed since: thirty-eight go, two stay and are named', async (t) => {
  const { send, plan } = world()
  for (let tmdbId = 1; tmdbId <= 40; tmdbId++) send({ type: 'RateMovie', data: { title: { mediaType: 'movie', tmdbId }, rating: 'LIKE', watched: false } }, BATCH)
  for (const tmdbId of [7, 9]) send({ type: 'RateMovie', data: { title: { mediaType: 'movie', tmdbId }, rating: 'DISLIKE' } })
  const { taken, kept, removes } = plan(BATCH)
  t.strictSame([taken.length, removes, kept.map(({ deed }) => deed.stream.slice(-7)), kept.map(({ refusal }) => [refusal.code, refusal.details?.commandId])],
    [38, 38, ['movie_9', 'movie_7'], [['SUPERSEDED', commandId(42)], ['SUPERSEDED', commandId(41)]]])
})

t.test('what takes a deed back', async (t) => {
  const job = { movieId: 653, jobId: 'job_' + 'a'.repeat(26) }
  const deed = (stream: string, type: string) => ({ stream: stream as StreamName, commandId: commandId(1), type, data: { jobId: job.jobId } })
  const library = `library-0a0a0a0a-0000-4000-8000-000000000001_movie_653`
  t.strictSame(takeBack(deed(library, 'TitleRated')), { type: 'Undo', data: { title: { mediaType: 'movie', tmdbId: 653 }, commandId: commandId(1) } })
  t.strictSame(putBack(deed(library, 'RatingCleared')), { type: 'Redo', data: { title: { mediaType: 'movie', tmdbId: 653 }, commandId: commandId(1) } })
  for (const [type, wanted] of [['FetchRequested', 'CancelFetch'], ['FetchRetried', 'CancelFetch'], ['FetchCancelled', 'RetryFetch'], ['FetchApproved', 'ReconsiderFetch'], ['FetchDeclined', 'ReconsiderFetch'], ['MovieBinned', 'RestoreMovie'], ['MovieRestored', 'BinMovie'], ['MovieKept', 'ReleaseMovie'], ['MovieReleased', 'KeepMovie']] as const) {
    t.strictSame(takeBack(deed('acquisition-movie_653', type)), { type: wanted, data: job })
  }
  t.equal(takeBack(deed('acquisition-movie_653', 'MovieDeleted')), undefined, 'a file that is gone is gone')
  t.equal(takeBack(deed('notifications-0a0a0a0a-0000-4000-8000-000000000001', 'NotificationRead')), undefined)
})
