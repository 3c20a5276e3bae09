/** What others do to a PostgreSQL store: kill its connections, restore it elsewhere, append from processes of their own, read slowly. */

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import pg from 'pg'
import { positionOf, START } from '../../domain/event.ts'
import type { Connection } from '../../server/db/database.ts'
import { openDatabase } from '../../server/db/database.ts'
import { startEmbeddedPostgres } from '../../server/db/embedded-postgres.ts'
import { NO_STREAM } from '../../server/event-store/event-store.ts'
import { createPostgresEventStore } from '../../server/event-store/postgres.ts'
import { verifyEvents } from '../../server/events/verify-events.ts'
import { limits } from '../../server/limits.ts'
import { silentLog } from '../../server/log.ts'
import { realSystem } from '../../server/system.ts'
import { eventually } from '../support/eventually.ts'
import { appended, collect, countingTo, newEvent, newEvents, newStream, positionsOf } from '../support/new-events.ts'
import { asAdministrator, freshDatabase } from '../support/postgres.ts'
import type { Test } from '../support/tap.ts'
import t from '../support/tap.ts'

async function storeOn(t: Test, connection: Connection) {
  const database = await openDatabase({ connection, log: silentLog })
  const store = await createPostgresEventStore({ database, system: realSystem, log: silentLog })
  t.teardown(async () => {
    await store.close()
    await database.close()
  })
  return store
}

async function session(t: Test, connection: Connection): Promise<pg.Client> {
  const client = new pg.Client(connection)
  client.on('error', () => {})
  await client.connect()
  t.teardown(() => client.end())
  return client
}

const countOf = async (connection: Connection, condition: string) =>
  (await asAdministrator(connection, `select count(*)::int as count from pg_stat_activity where datname = current_database() and ${condition}`)).rows[0].count as number
const WAITING = `wait_event_type = 'Lock' and query like '%append_%'`

t.test('[ES1] [ES2] an append whose connection is killed mid-flight is recorded once, and so are those beside it', async (t) => {
  const connection = await freshDatabase()
  const store = await storeOn(t, connection)
  const holder = await session(t, connection)
  await holder.query('begin; select * from head for update')
  const stream = newStream()
  const all = [appended(store.append(stream, NO_STREAM, newEvents(3)))]
  await eventually('it waits for its turn', async () => await countOf(connection, WAITING) === 1)
  for (let i = 0; i < limits.flushBesideEvents; i++) all.push(appended(store.append(newStream(), NO_STREAM, newEvents(1))))
  await eventually('a second flush waits beside it', async () => await countOf(connection, WAITING) === 2)
  await asAdministrator(connection, `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and ${WAITING}`)
  await holder.query('commit')
  const recorded = (await Promise.all(all)).flat()
  t.same(positionsOf(recorded).sort((a, b) => a - b), countingTo(3 + limits.flushBesideEvents))
  t.same(positionsOf(await Array.fromAsync(store.readAll(START))), countingTo(3 + limits.flushBesideEvents))
})

t.test('[ES3] somebody who has written and then does nothing, or has failed, stalls neither appends nor readers', async (t) => {
  const connection = await freshDatabase()
  const store = await storeOn(t, connection)
  await appended(store.append(newStream(), NO_STREAM, newEvents(1)))
  const idle = await session(t, connection)
  await idle.query(`begin isolation level serializable; select * from events; create table written (x int); insert into written values (1)`)
  const failed = await session(t, connection)
  await failed.query('begin; create table other (x int)')
  await t.rejects(failed.query('select 1 / 0'))
  const reading = collect(store, START, positionOf(41))
  for (let i = 0; i < 40; i++) await appended(store.append(newStream(), NO_STREAM, newEvents(1)))
  t.same(positionsOf(await reading), countingTo(41))
  t.same(positionsOf(await Array.fromAsync(store.readAll(START))), countingTo(41))
  await idle.query('commit')
  t.equal(await store.lastPosition(), positionOf(41))
})

t.test('[ES3] a store restored into a young cluster shows its whole history and goes on', async (t) => {
  const old = await freshDatabase()
  const before = await storeOn(t, old)
  const burner = await session(t, old)
  for (let i = 0; i < 500; i++) await burner.query('select pg_current_xact_id()')
  const stream = newStream()
  for (let version = -1; version < 99; version += 4) await appended(before.append(stream, version, newEvents(4)))
  const recorded = await Array.fromAsync(before.readAll(START))
  const tables = ['streams', 'events', 'head']
  const dump = await Promise.all(tables.map(async (table) => (await asAdministrator(old, `select json_agg(row_to_json(r))::text as rows from ${table} r`)).rows[0].rows as string))

  const young = await startEmbeddedPostgres({ dataDir: t.testdir({}), system: realSystem, log: silentLog })
  t.teardown(() => young.stop())
  await (await openDatabase({ connection: young.connection, log: silentLog })).close()
  for (const [i, table] of tables.entries()) {
    if (table === 'head') await asAdministrator(young.connection, 'delete from head')
    await asAdministrator(young.connection, `insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [dump[i]])
  }
  const ages = await Promise.all([old, young.connection].map(async (connection) => Number((await asAdministrator(connection, 'select pg_current_xact_id()::text as xid')).rows[0].xid)))
  t.ok(ages[1]! < ages[0]!, `its transactions are younger: ${ages.join(', ')}`)

  const after = await storeOn(t, young.connection)
  t.same(await Array.fromAsync(after.readAll(START)), recorded)
  const reading = collect(after, positionOf(50), positionOf(recorded.length + 2))
  await appended(after.append(stream, 99, newEvents(2)))
  t.same(positionsOf(await reading), countingTo(recorded.length + 2).slice(50))
  for await (const part of verifyEvents(after)) t.same(part.findings, [])
})

t.test('[ES1] [ES3] [ES7] processes that append to one store leave one order without gaps, and whole chains', async (t) => {
  const connection = await freshDatabase()
  const store = await storeOn(t, connection)
  const shared = Array.from({ length: 4 }, () => newStream())
  const child = join(import.meta.dirname, '../support/append-child.ts')
  const appends = 120
  const total = 3 * Array.from({ length: appends }, (_, i) => 1 + i % 3).reduce((a, b) => a + b)
  const reading = collect(store, START, positionOf(total))
  await Promise.all(Array.from({ length: 3 }, () => promisify(execFile)(process.execPath, ['run', '-A', child, ...[connection, shared, appends].map((value) => JSON.stringify(value))])))
  const seen = await reading
  t.same(positionsOf(seen), countingTo(total))
  for (const stream of shared) {
    const own = seen.filter((event) => event.stream === stream)
    t.same(own.map(({ version }) => version), own.map((_, i) => i))
  }
  const findings = (await Array.fromAsync(verifyEvents(store))).flatMap(({ findings }) => findings)
  t.same(findings, [])
})

t.test('[ES6] who reads slowly makes the database wait, and holds no more than a bounded part of it', async (t) => {
  const connection = await freshDatabase()
  const store = await storeOn(t, connection)
  const stream = newStream()
  const text = 'x'.repeat(300_000)
  for (let version = -1; version < 119; version += 20) await appended(store.append(stream, version, Array.from({ length: 20 }, () => newEvent({ text }))))
  const ways = { all: () => store.readAll(START), raw: () => store.readRaw({ after: START }), stream: () => store.readRaw({ stream }) }
  for (const [way, read] of Object.entries(ways)) {
    const events = read()[Symbol.asyncIterator]()
    await events.next()
    // Far more is left than sockets and our own buffer hold: were it all taken in, the COPY would have ended.
    await eventually(`the database waits for who reads ${way}`, async () => await countOf(connection, `wait_event = 'ClientWrite' and query like 'copy %'`) === 1)
    let count = 1
    for (let next = await events.next(); !next.done; next = await events.next()) count++
    t.equal(count, 120, way)
  }
})
