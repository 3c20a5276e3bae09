/** What only a server of another kind can do to the store: the port's own rules are tried in `test/conformance/`. */

import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { makeServerIdentity } from '../../demo/nntp/certificate.ts'
import type { NewEvent, StreamName } from '../../domain/event.ts'
import { positionOf, START } from '../../domain/event.ts'
import { eventually } from '../../test/support/eventually.ts'
import type { DoubleCluster, DoubleOptions, KurrentdbDouble } from '../../test/support/kurrentdb-double.ts'
import { startKurrentdbDouble } from '../../test/support/kurrentdb-double.ts'
import { createDoubleLog } from '../../test/support/kurrentdb-double-log.ts'
import { appended, collect, newEvent, newEvents, newStream } from '../../test/support/new-events.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import { silentLog } from '../log.ts'
import { realSystem } from '../system.ts'
import type { EventStore } from './event-store.ts'
import { NO_STREAM } from './event-store.ts'
import { createKurrentdbEventStore } from './kurrentdb.ts'

/** Patience by a clock that runs five times as fast. */
function hasty() {
  const startedAt = Date.now()
  return { ...realSystem, now: () => startedAt + (Date.now() - startedAt) * 5, sleep: (ms: number, signal?: AbortSignal) => realSystem.sleep(ms / 5, signal) }
}

function open(t: Test, url: string, { system = realSystem, log = silentLog }: { system?: typeof realSystem; log?: Log } = {}): EventStore {
  const store = createKurrentdbEventStore({ url, system, log })
  t.teardown(() => store.close())
  return store
}

async function double(t: Test, options?: DoubleOptions): Promise<KurrentdbDouble & { readonly url: string }> {
  const started = await startKurrentdbDouble(options)
  t.teardown(started.stop)
  return Object.assign(started, { url: `kurrentdb://127.0.0.1:${started.port}?tls=false` })
}

const idsIn = ({ log }: KurrentdbDouble, stream: StreamName) => log.stream(stream).map(({ id }) => id)

t.test('[ES2] an append whose answer is lost is sent again, and recorded once', async (t) => {
  const server = await double(t)
  const store = open(t, server.url)
  const [stream, events] = [newStream(), newEvents(2)]
  // Of the claim, and of the append itself.
  server.answersToLose = 1
  await appended(store.append(stream, NO_STREAM, events))
  const more = newEvents(1)
  const answer = appended(store.append(stream, 1, more))
  await eventually('the claim', () => server.log.records.some(({ stream }) => stream === `ids-${more[0]!.id.slice(0, 15)}000${more[0]!.id.slice(18)}`))
  server.answersToLose = 1
  await answer
  t.same(idsIn(server, stream), [...events, ...more].map(({ id }) => id))
  t.same((await Array.fromAsync(store.readStream(stream))).map(({ version }) => version), [0, 1, 2])
})

t.test('[ES2] a claim that was left without events keeps others out, and its own command not', async (t) => {
  const server = await double(t)
  const store = open(t, server.url)
  const [stream, [event]] = [newStream(), newEvents(1) as [NewEvent]]
  // The version is not there: the append is refused, the claim stays.
  t.match(await store.append(stream, 5, [event]), { status: 'conflict', actual: -1 })
  t.equal(await store.readEvent(event.id), undefined)
  await t.rejects(store.append(newStream(), NO_STREAM, [event]), { code: 'EVENT_ID_REUSED' })
  const recorded = await appended(store.append(stream, NO_STREAM, [event]))
  t.same(await store.readEvent(event.id), recorded[0])
})

t.test('[ES2] one command may have events in two streams, as long as no id is in both', async (t) => {
  const server = await double(t)
  const store = open(t, server.url)
  const [first, second] = newEvents(2) as [NewEvent, NewEvent]
  const [one, other] = [newStream(), newStream()]
  await appended(store.append(one, NO_STREAM, [first]))
  await appended(store.append(other, NO_STREAM, [second]))
  t.same([(await store.readEvent(first.id))!.stream, (await store.readEvent(second.id))!.stream], [one, other])
  await t.rejects(store.append(one, 0, [second]), { code: 'EVENT_ID_REUSED' })
})

t.test('a server that takes questions and stays silent is told as UNAVAILABLE after bounded patience, and is asked again when it speaks', async (t) => {
  const server = await double(t)
  const store = open(t, server.url, { system: hasty() })
  const [stream, events] = [newStream(), newEvents(1)]
  await store.lastPosition()
  server.silent = true
  await Promise.all([
    t.rejects(store.append(stream, NO_STREAM, events), { name: 'EventStoreError', code: 'UNAVAILABLE' }),
    t.rejects(store.lastPosition(), { name: 'EventStoreError', code: 'UNAVAILABLE' }),
    t.rejects(Array.fromAsync(store.readAll(START)), { name: 'EventStoreError', code: 'UNAVAILABLE' }),
  ])
  const waiting = collect(store, START, START.replace(/0$/, '1') as typeof START)
  server.silent = false
  await appended(store.append(stream, NO_STREAM, events))
  t.equal((await waiting).length, 1, 'a subscription has waited')
})

t.test('[ES6] subscriptions outlive a server that is away for a while, and miss nothing', async (t) => {
  const server = await double(t)
  const store = open(t, server.url, { system: hasty() })
  const before = await appended(store.append(newStream(), NO_STREAM, newEvents(3)))
  const over = new AbortController()
  const seen: string[] = []
  const reading = (async () => {
    for await (const { events } of store.subscribe(START, { signal: over.signal })) seen.push(...events.map(({ id }) => id))
  })()
  await eventually('the first three', () => seen.length === 3)
  await server.network.close()
  await t.rejects(store.append(newStream(), NO_STREAM, newEvents(1)), { code: 'UNAVAILABLE' })
  await server.network.open()
  const after = await appended(store.append(newStream(), NO_STREAM, newEvents(3)))
  await eventually('the next three', () => seen.length === 6)
  t.same(seen, [...before, ...after].map(({ id }) => id))
  over.abort()
  await reading
})

t.test('[ES6] a slow consumer falls out of what is kept in memory, and still gets everything once', async (t) => {
  const server = await double(t)
  const store = open(t, server.url)
  const over = new AbortController()
  const seen: string[] = []
  const sent: string[] = []
  const append = async (count: number) => sent.push(...(await appended(store.append(newStream(), NO_STREAM, newEvents(count)))).map(({ id }) => id))
  await append(1)
  for await (const { events } of store.subscribe(START, { signal: over.signal })) {
    seen.push(...events.map(({ id }) => id))
    // Busy with the first event, while more come than are kept.
    if (seen.length === 1) for (let i = 0; i < limits.tailEvents / limits.appendEventsMax + 2; i++) await append(limits.appendEventsMax)
    if (seen.length >= sent.length) break
  }
  t.same(seen, sent)
})

t.test('what others have written into the same KurrentDB is passed over, and refused inside a stream of ours', async (t) => {
  const server = await double(t)
  const store = open(t, server.url)
  const foreign = { id: crypto.randomUUID(), type: 'OrderPlaced', contentType: 'application/json', data: Buffer.from('{}'), metadata: Buffer.from('') }
  server.log.append('orders-1', 'any', [foreign])
  const stream = newStream()
  const [event] = await appended(store.append(stream, NO_STREAM, newEvents(1)))
  server.log.append('orders-1', 'any', [{ ...foreign, id: crypto.randomUUID() }])
  t.same(await Array.fromAsync(store.readAll(START)), [event])
  t.same(await Array.fromAsync(store.readAllBackwards()), [event])
  t.same(await collect(store, START, event!.position), [event])
  server.log.append(stream, 0, [{ ...foreign, id: crypto.randomUUID() }])
  await t.rejects(Array.fromAsync(store.readStream(stream)), { code: 'UNAVAILABLE', message: /give it a KurrentDB of its own/ })
})

t.test('more than the server takes in one append is told as PAYLOAD_TOO_LARGE, and nothing is recorded', async (t) => {
  const server = await double(t, { maxAppendBytes: 100_000 })
  const store = open(t, server.url)
  const stream = newStream()
  await t.rejects(store.append(stream, NO_STREAM, [newEvent({ text: 'x'.repeat(100_001) })]), { name: 'EventStoreError', code: 'PAYLOAD_TOO_LARGE', message: /MaxAppendSize/ })
  t.same(await Array.fromAsync(store.readStream(stream)), [])
})

t.test('over TLS, with the authority that the connection string names, a name and a password; neither is ever told', async (t) => {
  const identity = makeServerIdentity(Date.now(), randomBytes(16))
  const folder = t.testdir({})
  const authority = join(folder, 'ca.pem')
  writeFileSync(authority, identity.authorityPem)
  const server = await double(t, { identity, credentials: { username: 'rewind', password: 'hunter2:@' } })
  const told: string[] = []
  const tell = (fields: object, message: string) => told.push(message, inspect(fields, { depth: 6 }))
  const log = { debug: tell, info: tell, warn: tell, error: tell }
  const at = (credentials: string, options: string) => open(t, `kurrentdb://${credentials}@localhost:${server.port}?${options}`, { log, system: hasty() })
  const store = at('rewind:hunter2%3A%40', `tlsCAFile=${encodeURIComponent(authority)}`)
  const [event] = await appended(store.append(newStream(), NO_STREAM, newEvents(1)))
  t.same(await collect(store, START, event!.position), [event])

  const stranger = at('rewind:hunter3', `tlsCAFile=${encodeURIComponent(authority)}`)
  const refused = [await stranger.append(newStream(), NO_STREAM, newEvents(1)).catch(String), await stranger.lastPosition().catch(String)]
  for (const answer of refused) t.match(answer, /refuses the name and password of EVENT_STORE_URL/)
  const untrusting = await at('rewind:hunter2%3A%40', 'keepAliveInterval=20000').lastPosition().catch((error: unknown) => error)
  t.match(untrusting, { code: 'UNAVAILABLE' }, 'an authority that is not trusted')
  t.throws(() => createKurrentdbEventStore({ url: 'kurrentdb://rewind:hunter2@localhost:1?tlsCAFile=%2Fnowhere', system: realSystem, log }), /certificate or key file that it names cannot be read/)
  t.notMatch(`${told.join()}${refused.join()}${inspect(untrusting, { depth: 6 })}`, /hunter/)
})

t.test('a cluster is discovered, its leader is asked, and the next one when that changes', async (t) => {
  const cluster: DoubleCluster = { ports: [], leader: 0 }
  const log = createDoubleLog()
  const members = await Promise.all([1, 2, 3].map(() => double(t, { log, cluster })))
  cluster.ports = members.map(({ port }) => port)
  cluster.leader = members[0]!.port
  const listed = open(t, `kurrentdb://${cluster.ports.map((port) => `127.0.0.1:${port}`).join()}?tls=false`)
  const discovered = open(t, `kurrentdb+discover://127.0.0.1:${members[1]!.port}?tls=false`)
  const ids: string[] = []
  const append = async (store: EventStore) => ids.push(...(await appended(store.append(newStream(), NO_STREAM, newEvents(2)))).map(({ id }) => id))
  await append(listed)
  await append(discovered)
  // Another leads; the former one is there, and refuses.
  cluster.leader = members[2]!.port
  await append(listed)
  await append(discovered)
  // It leads no more because it is gone.
  cluster.leader = members[1]!.port
  await members[2]!.network.close()
  await append(discovered)
  await append(listed)
  for (const store of [listed, discovered]) t.same((await Array.fromAsync(store.readAll(START))).map(({ id }) => id), ids)
  const over = new AbortController()
  const followed: string[] = []
  for await (const { events } of listed.subscribe(START, { signal: over.signal })) {
    followed.push(...events.map(({ id }) => id))
    if (followed.length === ids.length) break
  }
  t.same(followed, ids)
})

t.test('a position of another store is told as such, whoever asks for it', async (t) => {
  const server = await double(t)
  const store = open(t, server.url)
  await appended(store.append(newStream(), NO_STREAM, newEvents(1)))
  const elsewhere = positionOf(5)
  await t.rejects(Array.fromAsync(store.readAll(elsewhere)), { name: 'EventStoreError', code: 'UNKNOWN_POSITION' })
  await t.rejects(Array.fromAsync(store.readAllBackwards(elsewhere)), { code: 'UNKNOWN_POSITION' })
  await t.rejects(Array.fromAsync(store.subscribe(elsewhere, { signal: new AbortController().signal })), { code: 'UNKNOWN_POSITION' })
})
