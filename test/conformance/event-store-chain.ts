/** [ES7] Every event is chained to the one before it in its stream. */

import { createHash } from 'node:crypto'
import type { StreamName } from '../../domain/event.ts'
import { positionOf, START } from '../../domain/event.ts'
import type { RawEvent } from '../../server/event-store/event-store.ts'
import { NO_STREAM } from '../../server/event-store/event-store.ts'
import { appended, collect, newEvent, newEvents, newStream } from '../support/new-events.ts'
import type { Test } from '../support/tap.ts'
import type { Open } from './event-store.ts'

/** Written out again rather than called: the formula is for ever. */
function hashOf(previous: string, { id, stream, version, type, schema, recordedAt, dataText, metaText }: RawEvent): string {
  return createHash('sha256').update([previous, id, stream, version, type, schema, recordedAt, dataText, metaText].join('\n'), 'utf8').digest('hex')
}

export function describeChain(t: Test, open: Open): void {
  t.test('[ES7] hashes follow from the content as stored and from the event before, whoever appended it', async (t) => {
    const { store, another, reopen } = await open(t)
    const stream = newStream()
    await appended(store.append(stream, NO_STREAM, newEvents(1)))
    await appended(another.append(stream, 0, [newEvent({ text: '日本 "\n" 😀', 9: 1, 10: 2 })]))
    await appended(store.append(stream, 1, newEvents(7)))
    await appended((await reopen()).append(stream, 8, newEvents(1)))
    const raw = await Array.fromAsync(another.readRaw({ stream }))
    t.equal(raw.length, 10)
    let previous = ''
    for (const event of raw) t.equal(event.hash, previous = hashOf(previous, event), `version ${event.version}`)
  })

  t.test('[ES7] every way of reading gives the same hash', async (t) => {
    const { store } = await open(t)
    const streams = Array.from({ length: 5 }, () => newStream())
    const answered = (await Promise.all(streams.map((stream) => appended(store.append(stream, NO_STREAM, newEvents(3)))))).flat().sort((a, b) => a.position < b.position ? -1 : 1)
    const hashes = answered.map(({ hash }) => hash)
    t.equal(new Set(hashes).size, 15)
    t.ok(hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash)))
    const hashesIn = async (events: AsyncIterable<{ readonly hash: string | null }>) => (await Array.fromAsync(events)).map(({ hash }) => hash)
    t.same(await hashesIn(store.readAll(START)), hashes)
    t.same((await hashesIn(store.readAllBackwards())).reverse(), hashes)
    t.same(await hashesIn(store.readRaw({ after: START })), hashes)
    t.same((await collect(store, START, positionOf(15))).map(({ hash }) => hash), hashes)
    t.same(await hashesIn(store.readAll(START, { family: streams[2]! })), answered.filter(({ stream }) => stream === streams[2]).map(({ hash }) => hash))
    for (const { id, hash } of answered) t.equal((await store.readEvent(id))!.hash, hash)
    for (const stream of streams) t.same(await hashesIn(store.readStream(stream)), answered.filter((event) => event.stream === stream).map(({ hash }) => hash))
  })

  t.test('[ES7] what lies in the store can be read as it is, whole or in part, and its books agree', async (t) => {
    const { store } = await open(t)
    const [first, second] = [newStream(), newStream()]
    await appended(store.append(first, NO_STREAM, newEvents(3)))
    await appended(store.append(second, NO_STREAM, newEvents(2)))
    const places = async (from: Parameters<typeof store.readRaw>[0]) => (await Array.fromAsync(store.readRaw(from))).map(({ stream, version }) => `${stream === first ? 'a' : 'b'}${version}`)
    t.same(await places({ after: START }), ['a0', 'a1', 'a2', 'b0', 'b1'])
    t.same(await places({ after: positionOf(3) }), ['b0', 'b1'])
    t.same(await places({ stream: first, fromVersion: 1 }), ['a1', 'a2'])
    t.same(await places({ stream: first, fromVersion: 1, toVersion: 1 }), ['a1'])
    t.same(await places({ stream: 'library-it\'s' as StreamName }), [])
    const [raw] = await Array.fromAsync(store.readRaw({ stream: second }))
    const [event] = await Array.fromAsync(store.readStream(second))
    const { data, meta, ...envelope } = event!
    t.same(raw, { ...envelope, dataText: JSON.stringify(data), metaText: JSON.stringify(meta) })
    t.same(await Array.fromAsync(store.contradictions()), [])
    t.same(await Array.fromAsync(store.contradictions(first)), [])
  })
}
