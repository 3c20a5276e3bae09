import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { EventId } from '../domain/event.ts'
import { createPostgresEventStore } from '../server/event-store/postgres.ts'
import { limits } from '../server/limits.ts'
import { silentLog } from '../server/log.ts'
import { realSystem } from '../server/system.ts'
import { eventually } from '../test/support/eventually.ts'
import { newEvent, newStream } from '../test/support/new-events.ts'
import { withPostgres } from '../test/support/postgres.ts'
import type { Test } from '../test/support/tap.ts'
import t from '../test/support/tap.ts'
import { tellOfRatings } from '../test/support/tell-of-ratings.ts'
import { createBell } from './bell.ts'
import type { Deliver } from './outbox-relay.ts'
import { DeliveryError, runOutboxRelay } from './outbox-relay.ts'
import { messageIdOf, startPolicies } from './policy.ts'

const KILLS = Number(process.env.KILLS ?? 30)
const CHILD = fileURLToPath(new URL('../test/support/outbox-child.ts', import.meta.url))

async function householdOf(t: Test) {
  const { connection, database } = await withPostgres(t)
  // No chance in it: every wait of a retry is the shortest.
  const system = { ...realSystem, randomBytes: (count: number) => new Uint8Array(count) }
  const store = await createPostgresEventStore({ database, system: realSystem, log: silentLog })
  t.teardown(() => store.close())
  const bell = createBell(realSystem)
  const db = database.kysely
  const running = () => {
    const stop = new AbortController()
    t.teardown(() => stop.abort())
    return { stop, ports: { db, system, log: silentLog, signal: stop.signal } }
  }
  return {
    connection, database,
    async rate(count = 1): Promise<readonly EventId[]> {
      const events = Array.from({ length: count }, () => newEvent())
      for (const event of events) await store.append(newStream(), -1, [event])
      return events.map(({ id }) => id)
    },
    /** Runs the policy until it has seen everything. */
    async follow(version = 1) {
      const { stop, ports } = running()
      const { stopped } = await startPolicies({ ...ports, store, policies: [tellOfRatings(version)], ring: bell.ring })
      const last = Number(await store.lastPosition())
      await eventually('all seen', async () => (await db.selectFrom('checkpoints').select('position').where('name', '=', 'tell-of-ratings').where('version', '=', version).executeTakeFirst())?.position === last)
      stop.abort()
      await stopped
    },
    relay(deliver: Deliver) {
      const { stop, ports } = running()
      const done = runOutboxRelay({ ...ports, deliver: { tell: deliver }, wait: (ms, signal) => bell.wait(Math.min(ms, 20), signal) })
      return { async stop() { stop.abort(); await done } }
    },
    outbox: () => db.selectFrom('outbox').selectAll().orderBy('createdAt').execute(),
  }
}

/** Takes messages over HTTP, as a receiver elsewhere would, and notes when one comes while the same one is still being taken. */
async function receiver(t: Test) {
  const taken: string[] = []
  const busy = new Set<string>()
  let overlaps = 0
  const server = createServer(async (request, response) => {
    const id = request.url!.slice(1)
    if (busy.has(id)) overlaps++
    busy.add(id)
    await realSystem.sleep(5)
    busy.delete(id)
    taken.push(id)
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => { server.closeAllConnections(); server.close() })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, taken, overlaps: () => overlaps }
}

async function startChild(t: Test, connection: unknown, url: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['run', '-A', CHILD, JSON.stringify(connection), url], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => child.kill('SIGKILL'))
  await once(child.stdout!, 'data')
  return child
}

t.test('what happened before a policy was there is not its business; what happens while it does not run is', async (t) => {
  const household = await householdOf(t)
  await household.rate(3)
  await household.follow()
  t.equal((await household.outbox()).length, 0)
  const [id] = await household.rate()
  await household.follow()
  t.match(await household.outbox(), [{ id: messageIdOf({ policy: 'tell-of-ratings', eventId: id!, part: '0' }), policy: 'tell-of-ratings', eventId: id, part: '0', kind: 'tell', payload: { rating: 'LIKE' }, state: 'waiting' }])
})

t.test('a message once sent is never sent again: not by a higher version, not when the log is read again', async (t) => {
  const household = await householdOf(t)
  await household.follow()
  await household.rate(2)
  await household.follow()
  const taken: string[] = []
  const relay = household.relay(async ({ id }) => { taken.push(id) })
  await eventually('both delivered', async () => (await household.outbox()).every(({ state }) => state === 'delivered'))
  await household.follow(2)
  // As if a checkpoint had been lost.
  await household.database.kysely.updateTable('checkpoints').set({ position: 0 }).where('name', '=', 'tell-of-ratings').execute()
  await household.follow(2)
  await household.rate()
  await household.follow(2)
  await eventually('the third delivered', () => taken.length === 3)
  await relay.stop()
  t.equal(new Set(taken).size, 3)
  t.equal((await household.outbox()).length, 3)
})

t.test('a message is tried again within bounds, then kept as a dead letter with its code', async (t) => {
  const household = await householdOf(t)
  await household.follow()
  await household.rate()
  await household.follow()
  let tries = 0
  const relay = household.relay(async () => { tries++; throw new DeliveryError('RECEIVER_DOWN', 'not now', { passing: true }) })
  const dead = await eventually('dead', async () => { const rows = await household.outbox(); return rows[0]?.state === 'dead' && rows })
  await relay.stop()
  t.match(dead, [{ state: 'dead', code: 'RECEIVER_DOWN', tries: limits.outboxTriesMax }])
  t.equal(tries, limits.outboxTriesMax)
})

t.test('what can never be delivered is not tried again, and holds up no other', async (t) => {
  const household = await householdOf(t)
  await household.follow()
  const [first] = await household.rate(3)
  await household.follow()
  const refused = messageIdOf({ policy: 'tell-of-ratings', eventId: first!, part: '0' })
  const relay = household.relay(async ({ id }) => { if (id === refused) throw new DeliveryError('GONE', 'nobody there', { passing: false }) })
  await eventually('all settled', async () => (await household.outbox()).every(({ state }) => state !== 'waiting'))
  await relay.stop()
  t.match((await household.outbox()).map(({ id, state, code, tries }) => ({ id, state, code, tries })).sort((a) => a.id === refused ? -1 : 1), [
    { id: refused, state: 'dead', code: 'GONE', tries: 1 }, { state: 'delivered', code: null, tries: 1 }, { state: 'delivered', code: null, tries: 1 },
  ])
})

t.test('it comes no earlier than the receiver wants it, and what was delivered long ago is removed', async (t) => {
  const household = await householdOf(t)
  await household.follow()
  await household.rate(2)
  await household.follow()
  const [first] = await household.outbox()
  let tries = 0
  const relay = household.relay(async ({ id }) => {
    if (id !== first!.id) return
    tries++
    throw new DeliveryError('SLOW_DOWN', 'later', { passing: true, retryAfterMs: 3_600_000 })
  })
  await eventually('one delivered, one put off', async () => (await household.outbox()).filter(({ state, code }) => state === 'delivered' || code === 'SLOW_DOWN').length === 2)
  await relay.stop()
  t.equal(tries, 1)
  const putOff = (await household.outbox()).find(({ id }) => id === first!.id)!
  t.ok(Date.parse(putOff.tryAt) > Date.now() + 3_500_000, 'in an hour')
  await household.database.pool.query(`update outbox set settled_at = now() - $1 * interval '1 millisecond' where state = 'delivered'`, [limits.outboxDeliveredKeptMs + 1_000])
  const again = household.relay(async () => {})
  await eventually('the delivered one is gone', async () => (await household.outbox()).length === 1)
  await again.stop()
})

t.test('killed whenever it may be, and with a second process beside it, each event leads to one message, each taken', async (t) => {
  const household = await householdOf(t)
  const { url, taken, overlaps } = await receiver(t)
  await household.follow()
  const events: EventId[] = []
  const rounds = Math.max(3, Math.round(KILLS / 6))
  for (let round = 0; round < rounds; round++) {
    const children = await Promise.all([startChild(t, household.connection, url), startChild(t, household.connection, url)])
    const rating = household.rate(60)
    await realSystem.sleep(20 + Math.random() * 250)
    for (const child of children) child.kill('SIGKILL')
    events.push(...await rating)
  }
  await startChild(t, household.connection, url)
  await eventually('all delivered', async () => { const rows = await household.outbox(); return rows.length === events.length && rows.every(({ state }) => state === 'delivered') }, 60_000, 100)
  const wanted = new Set(events.map((eventId) => messageIdOf({ policy: 'tell-of-ratings', eventId, part: '0' })))
  t.equal(new Set(taken).size, wanted.size)
  t.ok(taken.every((id) => wanted.has(id)), 'nothing but what was wished for')
  t.equal(overlaps(), 0, 'never two at a time')
  t.comment(`${events.length} events, ${taken.length - wanted.size} taken twice over ${rounds} kills of two processes`)
})
