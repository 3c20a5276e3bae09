import type { StreamName } from '../domain/event.ts'
import { START } from '../domain/event.ts'
import { projectionStream } from '../domain/projection-admin.ts'
import { projectionStatuses } from '../server/db/projection-progress.ts'
import { projectionInfos } from '../server/db/projection-infos.ts'
import { pauseProjection, requestRebuild, resumeProjection, skipEvent, wishOfRebuild } from '../server/db/rebuilds.ts'
import { NO_STREAM } from '../server/event-store/event-store.ts'
import { realSystem } from '../server/system.ts'
import { caughtUp, counting, ended, events, fill, rebuildOf, rowsOf, slowed, world } from '../test/support/counting.ts'
import { eventually } from '../test/support/eventually.ts'
import { ada } from '../test/support/given.ts'
import t from '../test/support/tap.ts'

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
    t.equal(await requestRebuild(database.kysely, projection, 'rebuild', ada), true)
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
  await requestRebuild(database.kysely, projection, 'verify', ada)
  await ended(here, 'verified', 'done')
  t.match((await rebuildOf(here, 'verified'))!.result, { same: true, rows: 20, differing: [] })
  await database.pool.query(`update verified_v1 set count = 7 where key = 'library-3'`)
  await database.pool.query(`delete from verified_v1 where key = 'library-5'`)
  await requestRebuild(database.kysely, projection, 'verify', ada)
  await ended(here, 'verified', 'done')
  const { result } = (await rebuildOf(here, 'verified'))!
  t.match(result, { same: false, rows: 19, differing: ['library-3', 'library-5'] })
  t.not(result!.sha256Live, result!.sha256Rebuilt)
  t.equal((await rowsOf(database, projection)).find(({ row }) => row.key === 'library-3')!.row.count, 7)
  await requestRebuild(database.kysely, projection, 'rebuild', ada)
  await ended(here, 'verified', 'done')
  t.equal((await rowsOf(database, projection)).length, 20, 'a rebuild does')
  t.strictSame(here.ends.map(({ type }) => type), ['CompleteRebuild'], 'a verification is not recorded')
})

t.test('a paused rebuild lets go of everything, goes on where it was after a restart, and no second one is begun meanwhile', async (t) => {
  const projection = counting('slow')
  const here = await world(t, projection)
  const { database: { kysely } } = here
  await fill(here, 400)
  await caughtUp(here, projection)
  await here.stop()
  const { store, hurry } = slowed(here.store, 20, 10)
  await here.start({ store })
  await requestRebuild(kysely, projection, 'rebuild', ada)
  await eventually('folding', async () => (await rebuildOf(here, 'slow'))!.eventsDone > 100)
  t.equal(await requestRebuild(kysely, projection, 'rebuild', ada), false)
  t.equal(await wishOfRebuild(kysely, 'slow', 'pause'), true)
  await ended(here, 'slow', 'paused')
  const { eventsDone, kept } = (await rebuildOf(here, 'slow'))!
  t.equal(kept, true)
  const locks = async () => (await here.database.pool.query(`select from pg_locks where locktype = 'advisory' and classid = hashtext('rebuild')::bigint & 4294967295 and granted and database = (select oid from pg_database where datname = current_database())`)).rows
  await eventually('no connection waits for it to go on', async () => (await locks()).length === 0)
  await here.stop()
  hurry()
  await here.start({ store })
  t.equal(await wishOfRebuild(kysely, 'slow', 'resume'), true)
  await ended(here, 'slow', 'done')
  t.strictSame(here.told.filter(({ message }) => message === 'a rebuild goes on').map(({ fields }) => fields.from), [eventsDone], 'nothing is folded twice')
  t.equal((await rowsOf(here.database, projection)).length, 400)
})

t.test('a rebuild is cancelled while it folds and while it is paused, and leaves nothing behind', async (t) => {
  const projection = counting('given_up')
  const here = await world(t, projection)
  const { database: { kysely, pool } } = here
  await fill(here, 400)
  await caughtUp(here, projection)
  await here.stop()
  await here.start({ store: slowed(here.store, 20, 10).store })
  for (const paused of [false, true]) {
    await requestRebuild(kysely, projection, 'rebuild', ada)
    await eventually('folding', async () => (await rebuildOf(here, 'given_up'))!.eventsDone > 100)
    if (paused) {
      await wishOfRebuild(kysely, 'given_up', 'pause')
      await ended(here, 'given_up', 'paused')
    }
    t.equal(await wishOfRebuild(kysely, 'given_up', 'cancel'), true)
    await ended(here, 'given_up', 'cancelled')
    t.equal(await wishOfRebuild(kysely, 'given_up', 'cancel'), false, 'nothing is under way any more')
    t.equal((await pool.query(`select from pg_tables where tablename like 'given_up_rebuild%'`)).rows.length, 0)
  }
  t.strictSame(here.ends.map(({ type }) => type), ['CancelRebuild', 'CancelRebuild'])
  t.equal((await rowsOf(here.database, projection)).length, 400, 'what serves has never noticed')
})

t.test('a rebuild with fewer rows in memory than there are writes them, loads them again as events concern them, and comes to the same', async (t) => {
  const projection = counting('tight')
  const here = await world(t, projection)
  const { database, store } = here
  const streams = await fill(here, 300)
  for (const [i, stream] of streams.entries()) await store.append(stream, 2, events(i % 3 === 0 ? [5, 0] : i % 3 === 1 ? [7] : [0, 9]))
  await caughtUp(here, projection)
  const before = await rowsOf(database, projection)
  await here.stop()
  await here.start({ rowsMax: 20, keepMs: 1 })
  await requestRebuild(database.kysely, projection, 'rebuild', ada)
  await ended(here, 'tight', 'done')
  t.strictSame(await rowsOf(database, projection), before)
  t.equal(before.length, 200)
})

t.test('a raised version is filled by a rebuild, and what the version before has serves until it is', async (t) => {
  const old = counting('raised')
  const here = await world(t, old)
  const { database, store } = here
  const streams = await fill(here, 200)
  await caughtUp(here, old)
  await here.stop()
  const raised: typeof old = {
    ...old, version: 2, columns: { ...old.columns, added: { type: 'text' }, perhaps: { type: 'integer', nullable: true } },
    on: { TitleRated: { ...old.on.TitleRated!, fold: (row: never, event: never, key: string) => ({ ...old.on.TitleRated!.fold(row, event, key)!, added: 'now', perhaps: 7 }) } } as never,
  } as never
  // As a rebuild of the version before, which nobody will go on with now, leaves it.
  await database.pool.query(`create table raised_rebuild_v1 (key text); insert into checkpoints (name, version) values ('raised_rebuild', 1)`)
  const { store: slow, hurry } = slowed(store, 20, 20)
  await here.start({ projections: [raised], store: slow })
  await store.append(streams[0]!, 2, events([4]))
  const served = await rowsOf(database, raised)
  t.match(served[0]!.row, { key: streams[0]!, count: 6, added: '', perhaps: null }, 'in the shape of the new one')
  t.equal(served.length, 200)
  const [info] = await projectionInfos([raised], { database, store, nowMs: realSystem.now() })
  t.match(info, { version: 2, servedVersion: 1, status: 'building', lagEvents: 1, rebuild: { version: 2 } })
  hurry()
  await ended(here, 'raised', 'done')
  await caughtUp(here, raised)
  t.match((await rowsOf(database, raised))[0]!.row, { key: streams[0]!, count: 10, added: 'now', perhaps: 7 })
  t.match((await projectionInfos([raised], { database, store, nowMs: realSystem.now() }))[0], { servedVersion: 2, status: 'running', lagEvents: 0, lagSeconds: null })

  t.strictSame((await database.pool.query(`select tablename from pg_tables where tablename like 'raised_rebuild%'`)).rows, [], 'no half table is left')
  t.equal((await rowsOf(database, old)).length, 200, 'the old table stands until the next start, for whoever must go back')
  await here.stop()
  await here.start({ projections: [old] })
  await caughtUp(here, old)
  t.match((await rowsOf(database, old))[0]!.row, { count: 10 }, 'where it went on')
  await here.stop()
  await here.start({ projections: [raised] })
  await eventually('the old table to be dropped', async () => (await database.pool.query(`select from pg_tables where tablename = 'raised_v1'`)).rows.length === 0)
  await store.append(streams[0]!, 3, events([1]))
  await caughtUp(here, raised)
  t.match((await rowsOf(database, raised))[0]!.row, { count: 11 })
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
  t.equal(await skipEvent(database.kysely, projection, events([1])[0]!.id), undefined, 'only the event at which it stands')
  t.equal(await skipEvent(database.kysely, projection, poison), 'projection')
  await caughtUp(here, projection)
  t.strictSame((await rowsOf(database, projection)).map(({ row }) => row.key), ['library-a', 'library-c'])

  await requestRebuild(database.kysely, projection, 'rebuild', ada)
  await ended(here, 'poisoned', 'failed')
  t.match((await rebuildOf(here, 'poisoned'))!.error, `TitleRated ${poison}`, 'it says which event it is')
  t.match(here.ends, [{ type: 'FailRebuild' }])
  t.equal((await rowsOf(database, projection)).length, 2, 'and what serves is as it was')
  const skip = { ...events([1])[0]!, type: 'EventSkipped', data: { eventId: poison, reason: 'a mistake' } }
  await store.append(projectionStream('poisoned'), NO_STREAM, [skip])
  await requestRebuild(database.kysely, projection, 'rebuild', ada)
  await ended(here, 'poisoned', 'done')
  t.strictSame((await rowsOf(database, projection)).map(({ row }) => row.key), ['library-a', 'library-c'], 'what was skipped stays skipped')

  await pauseProjection(database.kysely, projection)
  await store.append('library-d' as StreamName, NO_STREAM, events([1]))
  await realSystem.sleep(200)
  t.equal((await rowsOf(database, projection)).length, 2)
  t.match(await projectionInfos([projection], { database, store, nowMs: realSystem.now() }), [{ status: 'paused', rows: 2, rebuild: { status: 'done' } }])
  await resumeProjection(database.kysely, projection)
  await caughtUp(here, projection)
  t.equal((await rowsOf(database, projection)).length, 3)
})
