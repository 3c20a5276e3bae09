import type { CommandId } from '../domain/command.ts'
import type { NewEvent, RecordedEvent, StreamName } from '../domain/event.ts'
import { eventIdOf, positionOf } from '../domain/event.ts'
import type { AnyProjection } from '../projections/index.ts'
import type { Projection } from '../projections/projection.ts'
import type { Database } from '../server/db/database.ts'
import { createProjectionProgress, projectionStatuses } from '../server/db/projection-progress.ts'
import { readRow, readRows } from '../server/db/read-model.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import { NO_STREAM } from '../server/event-store/event-store.ts'
import { createMemoryEventStore } from '../server/event-store/memory.ts'
import { silentLog } from '../server/log.ts'
import { realSystem, uuidv7 } from '../server/system.ts'
import { eventually } from '../test/support/eventually.ts'
import { asAdministrator, withPostgres } from '../test/support/postgres.ts'
import type { Test } from '../test/support/tap.ts'
import t from '../test/support/tap.ts'
import { startProjector } from './projector.ts'

interface CountRow { readonly key: string; readonly count: number; readonly sum: number; readonly seen: readonly string[] }

/** Counts, so that an event that is skipped or applied twice shows; an amount of 0 removes the row. */
function counting(name: string, trouble: (event: RecordedEvent) => void = () => {}): Projection<CountRow> {
  const handler = {
    keys: (event: RecordedEvent) => [event.stream],
    fold(row: CountRow | undefined, event: RecordedEvent, key: string): CountRow | undefined {
      trouble(event)
      const { amount } = event.data as { amount: number }
      if (amount === 0) return undefined
      return { key, count: (row?.count ?? 0) + 1, sum: (row?.sum ?? 0) + amount, seen: [...(row?.seen ?? []).slice(-2), event.id] }
    },
  }
  return {
    name, version: 1, categories: ['library'], audience: 'everyone',
    columns: { key: { type: 'text' }, count: { type: 'integer' }, sum: { type: 'bigint' }, seen: { type: 'json' } },
    indexes: [['count']],
    on: { TitleRated: handler } as AnyProjection['on'],
  }
}

let streams = 0
const newStream = (category = 'library') => `${category}-${++streams}` as StreamName

function events(amounts: readonly number[]): NewEvent[] {
  const commandId = uuidv7(realSystem) as CommandId
  const meta = { commandId, correlationId: commandId, causationId: commandId, actor: 'system' as const, deviceId: null, issuedAt: '2026-01-01T00:00:00.000Z' }
  return amounts.map((amount, i) => ({ id: eventIdOf(commandId, i), type: 'TitleRated', schema: 1, data: { amount }, meta }))
}

const ones = (count: number) => Array.from({ length: count }, () => 1)

function run(t: Test, options: { store: EventStore; database: Database; projections: readonly AnyProjection[] }) {
  const stop = new AbortController()
  const started = startProjector({ ...options, system: realSystem, log: silentLog, signal: stop.signal })
  const end = async () => {
    stop.abort()
    await (await started).stopped
  }
  t.teardown(end)
  return { started, end }
}

async function at(database: Database, projection: AnyProjection, position: number): Promise<void> {
  const progress = createProjectionProgress({ database, projections: [projection], system: realSystem, log: silentLog })
  const reached = await progress.waitFor(projection, positionOf(position), 60_000)
  await progress.close()
  if (!reached) throw new Error(`${projection.name} did not reach ${position}: ${JSON.stringify(await projectionStatuses(database, [projection]))}`)
}

t.test('rows follow the events, from those that were to those that come, and go when the fold says so', async (t) => {
  const { database } = await withPostgres(t)
  const store = createMemoryEventStore({ system: realSystem })
  const projection = counting('counts')
  const [a, b, other] = [newStream(), newStream(), newStream('acquisition')]
  await store.append(a, NO_STREAM, events([1, 2, 3]))
  await run(t, { store, database, projections: [projection] }).started
  await at(database, projection, 3)
  await store.append(b, NO_STREAM, events([5]))
  await store.append(other, NO_STREAM, events([7]))
  await at(database, projection, 5)
  t.match(await readRows(database.pool, projection), [{ key: a, count: 3, sum: 6 }, { key: b, count: 1, sum: 5 }])
  t.match(await readRows(database.pool, projection, { where: { key: [b, other] } }), [{ key: b }])
  t.match((await readRows(database.pool, projection, { after: positionOf(3), orderBy: ['-position'] })).map(({ key }) => key), [b])
  await store.append(a, 2, events([0]))
  await at(database, projection, 6)
  t.equal(await readRow(database.pool, projection, a), undefined)
  t.match(await projectionStatuses(database, [projection]), [{ name: 'counts', version: 1, position: positionOf(6), status: 'running', error: null }])
})

t.test('a read that waits is told when its event has been projected, and when the time is up first', async (t) => {
  const { database } = await withPostgres(t)
  const store = createMemoryEventStore({ system: realSystem })
  const projection = counting('counts')
  const projector = run(t, { store, database, projections: [projection] })
  await projector.started
  const progress = createProjectionProgress({ database, projections: [projection], system: realSystem, log: silentLog })
  t.teardown(() => progress.close())
  const waiting = progress.waitFor(projection, positionOf(1), 10_000)
  await store.append(newStream(), NO_STREAM, events([1]))
  t.equal(await waiting, true)
  t.equal(await progress.waitFor(projection, positionOf(1), 0), true, 'at once when it has already')
  t.equal(await progress.waitFor(projection, positionOf(2), 30), false)
})

t.test('each event takes effect exactly once while connections are killed in the middle of batches', async (t) => {
  const { connection, database } = await withPostgres(t)
  const store = createMemoryEventStore({ system: realSystem })
  const projection = counting('counts')
  const names = Array.from({ length: 20 }, () => newStream())
  await run(t, { store, database, projections: [projection] }).started
  let kills = 0
  for (let round = 0; round < 12; round++) {
    for (const name of names) await store.append(name, round * 10 - 1, events(ones(10)))
    if (round % 2) await new Promise((resolve) => setTimeout(resolve, round))
    const { rowCount } = await asAdministrator(connection,
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()')
    kills += rowCount ?? 0
  }
  await at(database, projection, 12 * 20 * 10)
  t.ok(kills > 0, `${kills} connections were killed`)
  const rows = await readRows(database.pool, projection)
  t.same(rows.map(({ count, sum }) => [count, sum]), names.map(() => [120, 120]))
})

t.test('two projectors on one projection never both apply, and the second takes over', async (t) => {
  const { database } = await withPostgres(t)
  const store = createMemoryEventStore({ system: realSystem })
  const applied: string[] = []
  const worker = (who: string) => counting('counts', () => { applied.push(who) })
  const stream = newStream()
  const first = run(t, { store, database, projections: [worker('first')] })
  await first.started
  await store.append(stream, NO_STREAM, events(ones(5)))
  await at(database, worker('-'), 5)
  await run(t, { store, database, projections: [worker('second')] }).started
  await store.append(stream, 4, events(ones(5)))
  await at(database, worker('-'), 10)
  t.same(new Set(applied), new Set(['first']), 'the second waits')
  await first.end()
  await store.append(stream, 9, events(ones(5)))
  await at(database, worker('-'), 15)
  t.equal(applied.at(-1), 'second')
  t.match(await readRow(database.pool, worker('-'), stream), { count: 15 })
})

t.test('a worker whose checkpoint was moved by another writes nothing', async (t) => {
  const { database } = await withPostgres(t)
  const store = createMemoryEventStore({ system: realSystem })
  let move = true
  const projection = counting('counts')
  const stream = newStream()
  await run(t, {
    store: {
      ...store,
      // Between its reading of the checkpoint and its first batch, somebody else's batch is committed.
      async *subscribe(after, options) {
        if (move) {
          move = false
          await database.pool.query(`update checkpoints set position = 3 where name = 'counts'`)
        }
        yield* store.subscribe(after, options)
      },
    },
    database, projections: [projection],
  }).started
  await store.append(stream, NO_STREAM, events(ones(8)))
  await at(database, projection, 8)
  t.match(await readRow(database.pool, projection, stream), { count: 5 }, 'events 4 to 8 only: 1 to 3 were the other\'s')
})

t.test('an event that cannot be applied stops its projection alone, with what came before it applied; after a fix it goes on', async (t) => {
  const { database } = await withPostgres(t)
  const store = createMemoryEventStore({ system: realSystem })
  const poison = events([1, 1, 13, 1])
  const stream = newStream()
  await store.append(stream, NO_STREAM, events(ones(20)))
  await store.append(stream, 19, poison)
  const broken = counting('broken', ({ data }) => {
    if ((data as { amount: number }).amount === 13) throw new Error('thirteen')
  })
  const sound = counting('sound')
  const projector = run(t, { store, database, projections: [broken, sound] })
  await projector.started
  await at(database, sound, 24)
  const [status] = await eventually('the failure to be recorded', async () => {
    const statuses = await projectionStatuses(database, [broken])
    return statuses[0]?.status === 'failed' && statuses
  })
  t.match(status, { position: positionOf(22), error: { eventId: poison[2]!.id, position: positionOf(23), type: 'TitleRated', message: 'thirteen' } })
  t.match(await readRow(database.pool, broken, stream), { count: 22 })
  await store.append(stream, 23, events([1]))
  await at(database, sound, 25)
  t.match(await readRow(database.pool, broken, stream), { count: 22 }, 'nothing after it is applied')
  await projector.end()

  const fixed = counting('broken')
  await run(t, { store, database, projections: [fixed] }).started
  await at(database, fixed, 25)
  t.match(await readRow(database.pool, fixed, stream), { count: 25, sum: 37 })
  t.match(await projectionStatuses(database, [fixed]), [{ status: 'running', error: null }])
})

t.test('a row that its table cannot hold stops the projection at the event that made it', async (t) => {
  const { database } = await withPostgres(t)
  const store = createMemoryEventStore({ system: realSystem })
  const projection = counting('counts', ({ data }) => {
    if ((data as { amount: number }).amount === 13) (data as { amount: unknown }).amount = 0.5
  })
  await store.append(newStream(), NO_STREAM, events([1, 1, 13, 1]))
  await run(t, { store, database, projections: [projection] }).started
  const [status] = await eventually('the failure to be recorded', async () => {
    const statuses = await projectionStatuses(database, [projection])
    return statuses[0]?.status === 'failed' && statuses
  })
  t.match(status, { position: positionOf(2), error: { position: positionOf(3), message: /bigint/ } })
})

t.test('a projector that is far behind catches up by many at a time, and comes to the same', async (t) => {
  const { database } = await withPostgres(t)
  const store = createMemoryEventStore({ system: realSystem })
  const projection = counting('counts')
  const names = Array.from({ length: 1_500 }, () => newStream())
  for (const name of names) await store.append(name, NO_STREAM, events([1, 2, 3, 4, 5, 6, 7, 8]))
  for (const name of names.slice(0, 100)) await store.append(name, 7, events([0]))
  await run(t, { store, database, projections: [projection] }).started
  await at(database, projection, 12_100)
  const rows = await readRows(database.pool, projection)
  t.equal(rows.length, 1_400)
  t.ok(rows.every(({ count, sum }) => count === 8 && sum === 36))
})
