/** The event store port's rules, tried on an adapter. What only a database can do to a store is tried in its own file. */

import { positionOf, START } from '../../domain/event.ts'
import type { EventStore } from '../../server/event-store/event-store.ts'
import { NO_STREAM } from '../../server/event-store/event-store.ts'
import { limits } from '../../server/limits.ts'
import type { NewEvent } from '../../domain/event.ts'
import { appended, collect, countingTo, newEvent, newEvents, newStream, positionsOf } from '../support/new-events.ts'
import { seededRandom } from '../../demo/seed.ts'
import type { Test } from '../support/tap.ts'
import { describeChain } from './event-store-chain.ts'
import { describeSubscriptions } from './event-store-subscriptions.ts'
import { describeValues } from './event-store-values.ts'

export interface Opened {
  readonly store: EventStore
  /** A second store on the same events, as another process would have it. */
  readonly another: EventStore
  /** The first store again, after its process ended. */
  reopen(): Promise<EventStore>
  /** Ends all its connections, as a restart of the database does. */
  disturb(): Promise<void>
}

export type Open = (t: Test) => Promise<Opened>

export function describeEventStore(t: Test, open: Open): void {
  describeConcurrency(t, open)
  describeRepeats(t, open)
  describeOrder(t, open)
  describeValues(t, open)
  describeReading(t, open)
  describeSubscriptions(t, open)
  describeChain(t, open)
}

function describeConcurrency(t: Test, open: Open): void {
  t.test('[ES1] a conflicting append writes nothing and answers with the actual version', async (t) => {
    const { store } = await open(t)
    const stream = newStream()
    t.same(await store.append(stream, 0, newEvents(1)), { status: 'conflict', actual: -1 }, 'a stream that does not exist')
    await appended(store.append(stream, NO_STREAM, newEvents(3)))
    for (const expected of [NO_STREAM, 0, 1, 3, 1_000]) {
      t.same(await store.append(stream, expected, newEvents(2)), { status: 'conflict', actual: 2 }, `expected ${expected}`)
    }
    t.equal((await Array.fromAsync(store.readStream(stream))).length, 3)
    t.equal(await store.lastPosition(), positionOf(3))
  })

  t.test('[ES1] appends that are all refused at once are all told so', async (t) => {
    const { store } = await open(t)
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => store.append(newStream(), 5, newEvents(1))))
    t.ok(outcomes.every((outcome) => outcome.status === 'conflict' && outcome.actual === -1))
    t.equal(await store.lastPosition(), START)
  })

  t.test('[ES1] one of two racing appends wins each version', async (t) => {
    const { store, another } = await open(t)
    const stream = newStream()
    for (let version = 0; version < 25; version++) {
      const race = await Promise.all([store, another, store, another].map((each) => each.append(stream, version - 1, newEvents(1))))
      const winners = race.filter(({ status }) => status === 'appended')
      t.equal(winners.length, 1, `version ${version}`)
      t.ok(race.every((outcome) => outcome.status === 'appended' || outcome.actual === version))
    }
  })

  t.test('[ES1] [ES3] two processes racing on hot streams leave no gap in versions or positions', async (t) => {
    const { store, another } = await open(t)
    const random = seededRandom(7)
    const streams = Array.from({ length: 12 }, () => newStream())
    const versions = new Map(streams.map((stream) => [stream, -1]))
    let accepted = 0
    let refused = 0
    await Promise.all(Array.from({ length: 16 }, async (_, client) => {
      for (let round = 0; round < 25; round++) {
        const stream = streams[Math.floor(random() * streams.length)]!
        const known = versions.get(stream)!
        const expected = random() < 0.2 ? known + 1 + Math.floor(random() * 3) : random() < 0.2 ? known - 1 : known
        const events = newEvents(1 + Math.floor(random() * 3))
        const outcome = await (client % 2 ? store : another).append(stream, Math.max(NO_STREAM, expected), events)
        if (outcome.status === 'appended') accepted += events.length
        else refused++
        versions.set(stream, Math.max(versions.get(stream)!, outcome.status === 'appended' ? outcome.events.at(-1)!.version : outcome.actual))
      }
    }))
    t.ok(accepted > 0 && refused > 0, `${accepted} events accepted, ${refused} appends refused`)
    const all = await Array.fromAsync(store.readAll(START))
    t.same(positionsOf(all), countingTo(accepted))
    for (const stream of streams) {
      const ofStream = all.filter((event) => event.stream === stream)
      t.same(ofStream.map(({ version }) => version), ofStream.map((_, i) => i), stream)
    }
  })
}

function describeRepeats(t: Test, open: Open): void {
  t.test('[ES2] the same event ids again are the same outcome, wherever and whenever they are sent', async (t) => {
    const { store, another, reopen } = await open(t)
    const stream = newStream()
    const events = newEvents(3)
    const first = await appended(store.append(stream, NO_STREAM, events))
    await appended(store.append(stream, 2, newEvents(2)))
    t.same(await appended(store.append(stream, NO_STREAM, events)), first, 'with the version it was first sent with')
    t.same(await appended(store.append(stream, 4, events)), first, 'decided again on the state of now')
    t.same(await appended(another.append(stream, NO_STREAM, events)), first, 'by another process')
    const again = await reopen()
    t.same(await appended(again.append(stream, NO_STREAM, events)), first, 'after a restart')
    t.same(await appended(again.append(stream, 4, events)), first, 'after a restart, decided again')
    t.equal(await again.lastPosition(), positionOf(5))
  })

  t.test('[ES2] the same command sent many times at once is one outcome', async (t) => {
    const { store, another } = await open(t)
    const stream = newStream()
    const events = newEvents(2)
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => appended((i % 2 ? store : another).append(stream, NO_STREAM, events))))
    for (const answer of answers) t.same(answer, answers[0])
    t.equal(await store.lastPosition(), positionOf(2))
  })

  t.test('[ES2] an id that stands elsewhere is refused, and harms no append beside it', async (t) => {
    const { store } = await open(t)
    const stream = newStream()
    const [a, b, c] = newEvents(3) as [NewEvent, NewEvent, NewEvent]
    await appended(store.append(stream, NO_STREAM, [a, b]))
    const beside = Array.from({ length: 30 }, () => appended(store.append(newStream(), NO_STREAM, newEvents(1))))
    await t.rejects(store.append(newStream(), NO_STREAM, [a]), { code: 'EVENT_ID_REUSED' }, 'in another stream')
    await t.rejects(store.append(stream, 1, [b, c]), { code: 'EVENT_ID_REUSED' }, 'together with a new one')
    await t.rejects(store.append(stream, NO_STREAM, [b, a]), { code: 'EVENT_ID_REUSED' }, 'in another order')
    await Promise.all(beside)
    t.equal(await store.lastPosition(), positionOf(32))
  })
}

function describeOrder(t: Test, open: Open): void {
  t.test('[ES3] a subscriber beside many writers misses nothing and sees nothing twice', async (t) => {
    const { store, another } = await open(t)
    const total = positionOf(600)
    const reading = Promise.all([collect(store, START, total), collect(another, START, total)])
    await Promise.all(Array.from({ length: 20 }, async (_, writer) => {
      for (let round = 0; round < 15; round++) await appended((writer % 2 ? store : another).append(newStream(), NO_STREAM, newEvents(2)))
    }))
    for (const seen of await reading) t.same(positionsOf(seen), countingTo(600))
  })

  t.test('[ES3] events of one append stand together', async (t) => {
    const { store, another } = await open(t)
    await Promise.all(Array.from({ length: 20 }, (_, i) => appended((i % 2 ? store : another).append(newStream(), NO_STREAM, newEvents(5)))))
    const all = await Array.fromAsync(store.readAll(START))
    for (let i = 0; i < all.length; i += 5) t.equal(new Set(all.slice(i, i + 5).map(({ stream }) => stream)).size, 1)
  })
}

function describeReading(t: Test, open: Open): void {
  t.test('[ES5] a long stream is read forwards and backwards, from anywhere, as far as asked', async (t) => {
    const { store } = await open(t)
    const stream = newStream()
    for (let version = -1; version < 2_399; version += 600) await appended(store.append(stream, version, newEvents(600)))
    const versions = async (options: Parameters<EventStore['readStream']>[1]) => (await Array.fromAsync(store.readStream(stream, options))).map(({ version }) => version)
    const all = Array.from({ length: 2_400 }, (_, i) => i)
    t.same(await versions({}), all)
    t.same(await versions({ direction: 'backwards' }), all.toReversed())
    t.same(await versions({ fromVersion: 1_390, limit: 20 }), all.slice(1_390, 1_410))
    t.same(await versions({ fromVersion: 700, direction: 'backwards', limit: 650 }), all.slice(51, 701).toReversed())
    t.same(await versions({ fromVersion: 2_400 }), [])
    t.same(await versions({ limit: 0 }), [])
    t.same(await Array.fromAsync(store.readStream(newStream())), [], 'an unknown stream is empty')
  })

  t.test('[ES5] many streams are read at the same time, each whole, whatever stands in the others', async (t) => {
    const { store } = await open(t)
    const streams = Array.from({ length: 3 * limits.askedTogetherMax }, (_, i) => ({ stream: newStream(), length: i % 20 }))
    await Promise.all(streams.map(({ stream, length }) => length > 0 && appended(store.append(stream, NO_STREAM, newEvents(length)))))
    const read = await Promise.all([...streams, streams[19]!].map(async ({ stream }) => (await Array.fromAsync(store.readStream(stream))).map((event) => `${event.stream} ${event.version}`)))
    t.same(read, [...streams, streams[19]!].map(({ stream, length }) => Array.from({ length }, (_, version) => `${stream} ${version}`)))
  })

  t.test('the global order is read after a position, by category and type, up to a limit', async (t) => {
    const { store } = await open(t)
    await appended(store.append(newStream('library'), NO_STREAM, [newEvent({}, undefined, 0, 'TitleRated'), newEvent({}, undefined, 0, 'RatingCleared')]))
    await appended(store.append(newStream('acquisition'), NO_STREAM, [newEvent({}, undefined, 0, 'FetchRequested')]))
    await appended(store.append(newStream('library'), NO_STREAM, [newEvent({}, undefined, 0, 'TitleRated')]))
    const read = async (...args: Parameters<EventStore['readAll']>) => positionsOf(await Array.fromAsync(store.readAll(...args)))
    t.same(await read(START), [1, 2, 3, 4])
    t.same(await read(positionOf(2)), [3, 4])
    t.same(await read(START, { limit: 3 }), [1, 2, 3])
    t.same(await read(START, { categories: ['library'] }), [1, 2, 4])
    t.same(await read(START, { types: ['TitleRated', 'FetchRequested'], limit: 2 }), [1, 3])
    t.same(await read(positionOf(1), { categories: ['library'], types: ['TitleRated'] }), [4])
    t.same(await read(START, { categories: ['it\'s'] }), [])
    t.same(await read(positionOf(4)), [])
  })

  t.test('the global order is read backwards, from the end or before a position, through as many pages as it takes', async (t) => {
    const { store } = await open(t)
    const read = async (...args: Parameters<EventStore['readAllBackwards']>) => positionsOf(await Array.fromAsync(store.readAllBackwards(...args)))
    for (let i = 0; i < 3; i++) await appended(store.append(newStream(), NO_STREAM, newEvents(500)))
    const newestFirst = countingTo(1_500).toReversed()
    t.same(await read(), newestFirst)
    t.same([await read(positionOf(1_400)), await read(positionOf(1_400), { limit: 3 })], [newestFirst.slice(101), [1_399, 1_398, 1_397]])
    t.same([await read(positionOf(9_000), { limit: 1 }), await read(positionOf(1)), await read(undefined, { limit: 0 })], [[1_500], [], []])
  })

  t.test('one family of streams is read and followed alone, through as many pages as it takes', async (t) => {
    const { store } = await open(t)
    const family = newStream()
    for (let i = 0; i < 4; i++) {
      await appended(store.append(`${family}_movie_${i}` as typeof family, NO_STREAM, newEvents(300)))
      await appended(store.append(`${family}x_movie_${i}` as typeof family, NO_STREAM, newEvents(2)))
    }
    await appended(store.append(family, NO_STREAM, [newEvent({}, undefined, 0, 'RatingCleared')]))
    const own = countingTo(1_208).filter((position) => (position - 1) % 302 < 300)
    const read = async (...args: Parameters<EventStore['readAll']>) => positionsOf(await Array.fromAsync(store.readAll(...args)))
    t.same(await read(START, { family }), [...own, 1_209])
    t.same(await read(positionOf(300), { family, limit: 2 }), [303, 304])
    t.same(await read(START, { family, types: ['RatingCleared'] }), [1_209])
    t.same(await read(START, { family, categories: ['acquisition'] }), [])
    t.same(await read(START, { family: 'it\'s' }), [])
    t.same(positionsOf(await collect(store, positionOf(600), positionOf(1_209), { family })), [...own.filter((position) => position > 600), 1_209])
  })

  t.test('reading may stop at any event, many times over', async (t) => {
    const { store } = await open(t)
    await appended(store.append(newStream(), NO_STREAM, newEvents(50)))
    for (let i = 0; i < 30; i++) {
      for await (const event of store.readAll(START)) if (event.version === 3) break
    }
    t.equal((await Array.fromAsync(store.readAll(START))).length, 50)
  })

  t.test('an event is found by its id', async (t) => {
    const { store } = await open(t)
    const [event] = await appended(store.append(newStream(), NO_STREAM, newEvents(1)))
    t.same(await store.readEvent(event!.id), event)
    t.equal(await store.readEvent(newEvent().id), undefined)
  })
}
