/** [ES6] A subscription goes from what was to what comes, whatever happens to its connection. */

import { positionOf, START } from '../../domain/event.ts'
import { NO_STREAM } from '../../server/event-store/event-store.ts'
import { limits } from '../../server/limits.ts'
import { eventually } from '../support/eventually.ts'
import { appended, collect, countingTo, newEvents, newStream, positionsOf } from '../support/new-events.ts'
import type { Test } from '../support/tap.ts'
import type { Open } from './event-store.ts'

export function describeSubscriptions(t: Test, open: Open): void {
  t.test('[ES6] a subscription goes from what was to what comes without a seam, from any position', async (t) => {
    const { store, another } = await open(t)
    for (let i = 0; i < 3; i++) await appended(store.append(newStream(), NO_STREAM, newEvents(400)))
    const reading = Promise.all([START, positionOf(1), positionOf(777), positionOf(1_200)].map((from) => collect(store, from, positionOf(1_260))))
    for (let i = 0; i < 30; i++) await appended((i % 2 ? store : another).append(newStream(), NO_STREAM, newEvents(2)))
    const [whole, ...tails] = await reading
    t.same(positionsOf(whole!), countingTo(1_260))
    t.same(tails.map((tail) => positionsOf(tail)), [1, 777, 1_200].map((from) => countingTo(1_260).slice(from)))
  })

  t.test('[ES6] batches are bounded, and a filtered subscription still moves on', async (t) => {
    const { store } = await open(t)
    await appended(store.append(newStream('library'), NO_STREAM, newEvents(1_000)))
    await appended(store.append(newStream('acquisition'), NO_STREAM, newEvents(700)))
    const over = new AbortController()
    const sizes: number[] = []
    for await (const { events, upTo } of store.subscribe(START, { categories: ['library'], signal: over.signal })) {
      sizes.push(events.length)
      t.ok(events.every((event) => event.position <= upTo && event.stream.startsWith('library-')))
      if (upTo === positionOf(1_700)) break
    }
    t.ok(sizes.every((size) => size <= limits.subscriptionBatchEvents))
    t.equal(sizes.reduce((a, b) => a + b), 1_000)
    t.same(await collect(store, START, positionOf(1_700), { types: ['Nothing'] }), [])
  })

  t.test('[ES6] a subscription ends when its signal aborts, while it waits and while it is busy', async (t) => {
    const { store } = await open(t)
    const waiting = new AbortController()
    const idle = Array.fromAsync(store.subscribe(START, { signal: waiting.signal }))
    setTimeout(() => waiting.abort(), 20)
    t.same(await idle, [])
    await appended(store.append(newStream(), NO_STREAM, newEvents(1_000)))
    const busy = new AbortController()
    let batches = 0
    for await (const _ of store.subscribe(START, { signal: busy.signal })) {
      batches++
      busy.abort()
    }
    t.equal(batches, 1)
    t.same(await Array.fromAsync(store.subscribe(START, { signal: AbortSignal.abort() })), [])
  })

  t.test('[ES2] [ES3] [ES6] appends and subscriptions go on over lost connections, with nothing lost and nothing twice', async (t) => {
    const { store, another, disturb } = await open(t)
    const total = positionOf(400)
    const reading = Promise.all([collect(store, START, total), collect(another, START, total)])
    let written = 0
    let over = false
    const writing = Promise.all(Array.from({ length: 8 }, async (_, writer) => {
      for (let round = 0; round < 50; round++) {
        await appended((writer % 2 ? store : another).append(newStream(), NO_STREAM, newEvents(1)))
        written++
      }
    })).finally(() => { over = true })
    const disturbing = (async () => {
      while (!over) {
        const before = written
        await disturb()
        // By what got through, not by time: a slow machine would be cut off for ever.
        await eventually('more to be written', () => over || written >= before + 5, undefined, 5)
      }
    })()
    await Promise.all([writing, disturbing])
    for (const seen of await reading) t.same(positionsOf(seen), countingTo(400))
    t.equal((await Array.fromAsync(store.readAll(START))).length, 400)
  })

  t.test('a closed store refuses', async (t) => {
    const { store, reopen } = await open(t)
    const subscribed = Array.fromAsync(store.subscribe(START, { signal: new AbortController().signal }))
    const again = await reopen()
    await t.rejects(store.append(newStream(), NO_STREAM, newEvents(1)), { code: 'UNAVAILABLE' })
    t.same(await subscribed, [], 'its subscriptions have ended')
    await appended(again.append(newStream(), NO_STREAM, newEvents(1)))
  })
}
