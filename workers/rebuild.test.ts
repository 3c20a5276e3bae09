import type { CommandId } from '../domain/command.ts'
import type { NewEvent, RecordedEvent, StreamName } from '../domain/event.ts'
import { eventIdOf, START } from '../domain/event.ts'
import { projectionStream } from '../domain/projection-admin.ts'
import type { AnyProjection } from '../projections/index.ts'
import type { Projection } from '../projections/projection.ts'
import type { Database } from '../server/db/database.ts'
import { projectionStatuses } from '../server/db/projection-progress.ts'
import { readStoredRows } from '../server/db/read-model.ts'
import { pauseProjection, projectionInfos, requestRebuild, resumeProjection, skipEvent, wishOfRebuild } from '../server/db/rebuilds.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import { NO_STREAM } from '../server/event-store/event-store.ts'
import { createPostgresEventStore } from '../server/event-store/postgres.ts'
import { silentLog } from '../server/log.ts'
import { realSystem, uuidv7 } from '../server/system.ts'
import { eventually } from '../test/support/eventually.ts'
import { ada } from '../test/support/given.ts'
import { withPostgres } from '../test/support/postgres.ts'
import type { Test } from '../test/support/tap.ts'
import t from '../test/support/tap.ts'
import { startProjector } from './projector.ts'
import type { RebuildEnd } from './rebuild.ts'
import { runRebuilds } from './rebuild.ts'

interface CountRow { readonly key: string; readonly count: number; readonly note: string; readonly seen: readonly string[] }

/** Counts, so that an event that is skipped or applied twice shows. Its notes have what COPY must escape. */
function counting(name: string, trouble: (event: RecordedEvent) => void = () => {}): Projection<CountRow> {
  const handler = {
    keys: (event: RecordedEvent) => [event.stream],
    fold(row: CountRow | undefined, event: RecordedEvent, key: string): CountRow | undefined {
      trouble(event)
      const { amount } = event.data as { amount: number }
      return amount === 0 ? undefined : { key, count: (row?.count ?? 0) + amount, note: 'a\tb\\c\nd "Süß"', seen: [...(row?.seen ?? []).slice(-2), event.id] }
    },
  }
  return {
    name, version: 1, categories: ['library'], audience: 'everyone', indexes: [['count']], on: { TitleRated: handler } as AnyProjection['on'],
    columns: { key: { type: 'text' }, count: { type: 'integer' }, note: { type: 'text' }, seen: { type: 'json' } },
  }
}

function events(amounts: readonly number[]): NewEvent[] {
  const commandId = uuidv7(realSystem) as CommandId
  const meta = { commandId, correlationId: commandId, causationId: commandId, actor: 'system' as const, deviceId: null, issuedAt: '2026-01-01T00:00:00.000Z' }
  return amounts.map((amount, i) => ({ id: eventIdOf(commandId, i), type: 'TitleRated', schema: 1, data: { amount }, meta }))
}

interface World { readonly database: Database; readonly store: EventStore; readonly ends: RebuildEnd[]; stop(): Promise<void>; start(): Promise<void> }

async function world(t: Test, projection: AnyProjection): Promise<World> {
  const { database } = await withPostgres(t)
  const store = await createPostgresEventStore({ database, system: realSystem, log: silentLog })
  const ends: RebuildEnd[] = []
  let stop = new AbortController()
  let running: Promise<unknown> = Promise.resolve()
  const options = { store, database, projections: [projection], system: realSystem, log: silentLog }
  const here: World = {
    database, store, ends,
    async start() {
      stop = new AbortController()
      const projector = await startProjector({ ...options, signal: stop.signal })
      running = Promise.all([projector.stopped, runRebuilds({ ...options, record: async (_projection, end) => { ends.push(end) }, signal: stop.signal })])
    },
    async stop() {
      stop.abort()
      await running
    },
  }
  t.teardown(async () => {
    await here.stop()
    await store.close()
  })
  await here.start()
  return here
}

const rowsOf = (database: Database, projection: AnyProjection) => readStoredRows<CountRow>(database.pool, projection as Projection<CountRow>)
const rebuildOf = ({ database }: World, name: string) => database.kysely.selectFrom('rebuilds').selectAll().where('name', '=', name).executeTakeFirst()

async function caughtUp({ database, store }: World, projection: AnyProjection): Promise<void> {
  const last = await store.lastPosition()
  await eventually('the projection to be there', async () => (await projectionStatuses(database, [projection]))[0]!.position >= last)
}

async function ended(world: World, name: string, status: string): Promise<void> {
  await eventually(`the rebuild to be ${status}`, async () => {
    const row = await rebuildOf(world, name)
    if (row?.status === 'failed' && status !== 'failed') throw new Error(row.error!)
    return row?.status === status
  }, 30_000)
}

async function fill({ store }: World, streams: number): Promise<StreamName[]> {
  return await Promise.all(Array.from({ length: streams }, async (_, i) => {
    const stream = `library-${i}` as StreamName
    await store.append(stream, NO_STREAM, events([1, 2, 3]))
    return stream
  }))
}

t.test('a rebuild under full write load and reads swaps in the same rows that the live projection would have, and nobody reads less', async (t) => {
  const projection = counting('busy')
  const here = await world(t, projection)
  const { database, store } = here
  const streams = await fill(here, 300)
  await caughtUp(here, projection)
  let busy = true
  let reads = 0
  const writing = Promise.all(streams.slice(0, 8).map(async (stream) => {
    for (let version = 2; busy; version++) await store.append(stream, version, events([1]))
  }))
  const reading = (async () => {
    for (; busy; reads++) {
      const { rows } = await database.pool.query<{ count: number }>('select count(*)::int as count from busy_v1')
      if (rows[0]!.count !== 300) throw new Error(`${rows[0]!.count} rows were seen`)
    }
  })()
  for (let round = 0; round < 3; round++) {
    t.equal(await requestRebuild(database.kysely, 'busy', 'rebuild', ada), true)
    await ended(here, 'busy', 'done')
  }
  busy = false
  await Promise.all([writing, reading])
  t.ok(reads > 10)
  await caughtUp(here, projection)
  const live = await rowsOf(database, projection)
  const wanted = new Map<string, number>()
  for await (const event of store.readAll(START)) wanted.set(event.stream, (wanted.get(event.stream) ?? 0) + (event.data as { amount: number }).amount)
  t.strictSame(Object.fromEntries(live.map(({ row }) => [row.key, row.count])), Object.fromEntries([...wanted].sort(([a], [b]) => a < b ? -1 : 1)))
  t.match(here.ends, [{ type: 'CompleteRebuild' }, { type: 'CompleteRebuild' }, { type: 'CompleteRebuild' }])
  const { rows: indexes } = await database.pool.query<{ name: string }>(`select indexname as name from pg_indexes where tablename = 'busy_v1' order by 1`)
  t.strictSame(indexes.map(({ name }) => name), ['busy_v1_count_index', 'busy_v1_pkey', 'busy_v1_position_index'])
  t.equal(live[0]!.row.note, 'a\tb\\c\nd "Süß"', 'COPY kept every character')
})

t.test('verifying tells a row that is not what the events make of it, and mends nothing', async (t) => {
  const projection = counting('verified')
  const here = await world(t, projection)
  const { database } = here
  await fill(here, 20)
  await caughtUp(here, projection)
  await requestRebuild(database.kysely, 'verified', 'verify', ada)
  await ended(here, 'verified', 'done')
  t.match((await rebuildOf(here, 'verified'))!.result, { same: true, rows: 20, differing: [] })
  await database.pool.query(`update verified_v1 set count = 7 where key = 'library-3'`)
  await database.pool.query(`delete from verified_v1 where key = 'library-5'`)
  await requestRebuild(database.kysely, 'verified', 'verify', ada)
  await ended(here, 'verified', 'done')
  const { result } = (await rebuildOf(here, 'verified'))!
  t.match(result, { same: false, rows: 19, differing: ['library-3', 'library-5'] })
  t.not(result!.sha256Live, result!.sha256Rebuilt)
  t.equal((await rowsOf(database, projection)).find(({ row }) => row.key === 'library-3')!.row.count, 7)
  await requestRebuild(database.kysely, 'verified', 'rebuild', ada)
  await ended(here, 'verified', 'done')
  t.equal((await rowsOf(database, projection)).length, 20, 'a rebuild does')
  t.strictSame(here.ends.map(({ type }) => type), ['CompleteRebuild'], 'a verification is not recorded')
})

t.test('pausing and cancelling a rebuild, and no second one meanwhile', async (t) => {
  let slow = true
  const projection = counting('slow')
  const here = await world(t, projection)
  const { database: { kysely } } = here
  await fill(here, 400)
  await caughtUp(here, projection)
  // So that there is something to be paused: folding waits on every read of the store.
  const store = { ...here.store, async *readAll(...given: Parameters<EventStore['readAll']>) {
    for await (const event of here.store.readAll(...given)) {
      if (slow) await realSystem.sleep(1)
      yield event
    }
  } }
  await here.stop()
  const stop = new AbortController()
  t.teardown(() => stop.abort())
  const running = runRebuilds({ store, database: here.database, projections: [projection], record: async (_, end) => { here.ends.push(end) }, system: realSystem, log: silentLog, signal: stop.signal })
  await requestRebuild(kysely, 'slow', 'rebuild', ada)
  await eventually('folding', async () => (await rebuildOf(here, 'slow'))!.status === 'folding')
  t.equal(await requestRebuild(kysely, 'slow', 'rebuild', ada), false)
  t.equal(await wishOfRebuild(kysely, 'slow', 'pause'), true)
  await ended(here, 'slow', 'paused')
  t.equal(await wishOfRebuild(kysely, 'slow', 'resume'), true)
  await eventually('folding again', async () => ['folding', 'catching_up', 'done'].includes((await rebuildOf(here, 'slow'))!.status))
  t.equal(await wishOfRebuild(kysely, 'slow', 'cancel'), true)
  await ended(here, 'slow', 'cancelled')
  t.equal(await wishOfRebuild(kysely, 'slow', 'cancel'), false, 'nothing is under way any more')
  slow = false
  await requestRebuild(kysely, 'slow', 'rebuild', ada)
  await ended(here, 'slow', 'done')
  t.strictSame(here.ends.map(({ type }) => type), ['CancelRebuild', 'CompleteRebuild'])
  stop.abort()
  await running
})

t.test('a rebuild whose process has gone is done by the next', async (t) => {
  const projection = counting('taken')
  const here = await world(t, projection)
  await fill(here, 50)
  await caughtUp(here, projection)
  await here.stop()
  await requestRebuild(here.database.kysely, 'taken', 'rebuild', ada)
  // As one that was killed in the middle leaves it: half a table, a checkpoint, and no lock.
  await here.database.pool.query('create table taken_rebuild_v1 (key text)')
  await here.database.kysely.updateTable('rebuilds').set({ status: 'folding' }).execute()
  await here.start()
  await ended(here, 'taken', 'done')
  t.equal((await rowsOf(here.database, projection)).length, 50)
  const { rows } = await here.database.pool.query(`select from pg_tables where tablename like 'taken_rebuild%'`)
  t.equal(rows.length, 0, 'nothing of it is left')
})

t.test('a projection that stopped at an event goes on when the event is skipped; a paused one when it is resumed', async (t) => {
  let poison = ''
  const projection = counting('poisoned', (event) => { if (event.id === poison) throw new Error('cannot be read') })
  const here = await world(t, projection)
  const { database, store } = here
  const bad = events([1])
  poison = bad[0]!.id
  await store.append('library-a' as StreamName, NO_STREAM, events([1]))
  await store.append('library-b' as StreamName, NO_STREAM, bad)
  await store.append('library-c' as StreamName, NO_STREAM, events([1]))
  await eventually('it has stopped', async () => (await projectionStatuses(database, [projection]))[0]!.status === 'failed')
  t.equal(await skipEvent(database.kysely, projection, events([1])[0]!.id), false, 'only the event at which it stands')
  t.equal(await skipEvent(database.kysely, projection, poison), true)
  await caughtUp(here, projection)
  t.strictSame((await rowsOf(database, projection)).map(({ row }) => row.key), ['library-a', 'library-c'])

  await requestRebuild(database.kysely, 'poisoned', 'rebuild', ada)
  await ended(here, 'poisoned', 'failed')
  t.match((await rebuildOf(here, 'poisoned'))!.error, `TitleRated ${poison}`, 'it says which event it is')
  t.match(here.ends, [{ type: 'FailRebuild' }])
  t.equal((await rowsOf(database, projection)).length, 2, 'and what serves is as it was')
  const skip = { ...events([1])[0]!, type: 'EventSkipped', data: { eventId: poison, reason: 'a mistake' } }
  await store.append(projectionStream('poisoned'), NO_STREAM, [skip])
  await requestRebuild(database.kysely, 'poisoned', 'rebuild', ada)
  await ended(here, 'poisoned', 'done')
  t.strictSame((await rowsOf(database, projection)).map(({ row }) => row.key), ['library-a', 'library-c'], 'what was skipped stays skipped')

  await pauseProjection(database.kysely, projection)
  await store.append('library-d' as StreamName, NO_STREAM, events([1]))
  await realSystem.sleep(200)
  t.equal((await rowsOf(database, projection)).length, 2)
  t.match(await projectionInfos({ database, projections: [projection], last: await store.lastPosition(), nowMs: realSystem.now() }), [{ status: 'paused', rows: 2, rebuild: { status: 'done' } }])
  await resumeProjection(database.kysely, projection)
  await caughtUp(here, projection)
  t.equal((await rowsOf(database, projection)).length, 3)
})
