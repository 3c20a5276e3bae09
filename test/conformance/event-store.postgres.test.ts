import pg from 'pg'
import { positionOf, START } from '../../domain/event.ts'
import type { Connection, Database } from '../../server/db/database.ts'
import { openDatabase } from '../../server/db/database.ts'
import { createPostgresEventStore } from '../../server/event-store/postgres.ts'
import { startEmbeddedPostgres } from '../../server/db/embedded-postgres.ts'
import { NO_STREAM } from '../../server/event-store/event-store.ts'
import { limits } from '../../server/limits.ts'
import { silentLog } from '../../server/log.ts'
import { realSystem } from '../../server/system.ts'
import { appended, collect, newEvent, newEvents, newStream } from '../support/new-events.ts'
import { asAdministrator, freshDatabase } from '../support/postgres.ts'
import type { Test } from '../support/tap.ts'
import t from '../support/tap.ts'
import type { Opened } from './event-store.ts'
import { describeEventStore } from './event-store.ts'

async function open(t: Test): Promise<Opened & { connection: Connection }> {
  const connection = await freshDatabase()
  const process = async () => {
    const database: Database = await openDatabase({ connection, log: silentLog })
    const store = await createPostgresEventStore({ database, system: realSystem, log: silentLog })
    const close = async () => {
      await store.close()
      await database.close()
    }
    return { store, close }
  }
  const [first, second] = [await process(), await process()]
  let closeFirst = first.close
  t.teardown(async () => {
    await closeFirst()
    await second.close()
  })
  return {
    connection,
    store: first.store,
    another: second.store,
    async reopen() {
      await first.close()
      const again = await process()
      closeFirst = again.close
      return again.store
    },
    async disturb() {
      await asAdministrator(connection, 'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()')
    },
  }
}

t.test('the store on PostgreSQL keeps the rules', async (t) => {
  describeEventStore(t, open)
})

async function session(t: Test, connection: Connection): Promise<pg.Client> {
  const client = new pg.Client(connection)
  await client.connect()
  t.teardown(() => client.end())
  return client
}

const RAW_APPEND = `select append_events($1, '-1', '1', now(), $1, '0', $2, 'TitleRated', '1', '{}', '{}', repeat('ab', 32))`

t.test('[ES3] an append that commits late is not passed by others, and one that is rolled back leaves no gap', async (t) => {
  const { store, another, connection } = await open(t)
  const late = await session(t, connection)
  await late.query('begin')
  await late.query(RAW_APPEND, [newStream(), newEvent().id])
  const reading = collect(another, START, positionOf(11))
  const waiting = Promise.all(Array.from({ length: 10 }, () => appended(store.append(newStream(), NO_STREAM, newEvents(1)))))
  const first = await Promise.race([waiting.then(() => 'the others'), new Promise((resolve) => setTimeout(resolve, 150, 'nobody'))])
  t.equal(first, 'nobody', 'has committed while the late one is open')
  await late.query('commit')
  await waiting
  t.same((await reading).map(({ position }) => Number(position)), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])

  await late.query('begin')
  await late.query(RAW_APPEND, [newStream(), newEvent().id])
  await late.query('rollback')
  const [next] = await appended(store.append(newStream(), NO_STREAM, newEvents(1)))
  t.equal(next!.position, positionOf(12))
})

t.test('[ES3] transactions of others that stay open, in this database or another of the server, stall nobody', async (t) => {
  const { store, another, connection } = await open(t)
  const here = await session(t, connection)
  await here.query('begin isolation level repeatable read')
  await here.query('select txid_current(), count(*) from events')
  const elsewhere = await session(t, await freshDatabase())
  await elsewhere.query('create table t (x int)')
  await elsewhere.query('begin')
  await elsewhere.query('insert into t values (1)')
  const aborted = await session(t, connection)
  await aborted.query('begin')
  await t.rejects(aborted.query('select 1 / 0'))
  const reading = collect(another, START, positionOf(50))
  for (let i = 0; i < 50; i++) await appended(store.append(newStream(), NO_STREAM, newEvents(1)))
  t.equal((await reading).length, 50)
  await Promise.all([here, elsewhere, aborted].map((client) => client.query('rollback')))
})

t.test('[ES6] a batch of large events is bounded in bytes, so that a slow consumer holds little', async (t) => {
  const { store } = await open(t)
  const large = 900_000
  for (let i = 0; i < 3; i++) {
    await Promise.all(Array.from({ length: 5 }, () => appended(store.append(newStream(), NO_STREAM, [newEvent({ text: 'x'.repeat(large) })]))))
  }
  const over = new AbortController()
  let seen = 0
  for await (const { events } of store.subscribe(START, { signal: over.signal })) {
    t.ok(events.length * large <= limits.pageBytesMax + limits.eventBytesMax, `${events.length} events in a batch`)
    seen += events.length
    if (seen === 15) break
  }
  t.equal((await Array.fromAsync(store.readAll(START))).length, 15)
})

t.test('[ES6] a subscription whose notifications are lost finds out by itself', async (t) => {
  const { store, connection } = await open(t)
  const reading = collect(store, START, positionOf(1))
  await new Promise((resolve) => setTimeout(resolve, 50))
  // Appended where nobody says so.
  const other = await session(t, connection)
  await other.query(`begin; insert into events values (1, 0, now(), '${newEvent().id}', '${newStream()}', 'TitleRated', 1, '{}', '{}', sha256('')); update head set position = 1; commit`)
  t.equal((await reading).length, 1)
})

t.test('a store that cannot be reached says so after bounded patience, and works again when its server is back', async (t) => {
  const dataDir = t.testdir({})
  const server = await startEmbeddedPostgres({ dataDir, system: realSystem, log: silentLog })
  const { connection } = server
  const database = await openDatabase({ connection, log: silentLog })
  // Patience by a clock that runs twenty times as fast.
  const startedAt = Date.now()
  const hasty = { ...realSystem, now: () => startedAt + (Date.now() - startedAt) * 20 }
  const store = await createPostgresEventStore({ database, system: hasty, log: silentLog })
  const stream = newStream()
  const events = newEvents(2)
  const subscribed = collect(store, START, positionOf(2))
  await server.stop()
  await Promise.all([
    t.rejects(store.append(stream, NO_STREAM, events), { name: 'EventStoreError', code: 'UNAVAILABLE' }),
    t.rejects(store.lastPosition(), { name: 'EventStoreError', code: 'UNAVAILABLE' }),
    t.rejects(Array.fromAsync(store.readAll(START)), { name: 'EventStoreError', code: 'UNAVAILABLE' }),
  ])
  const back = await startEmbeddedPostgres({ dataDir, system: realSystem, log: silentLog })
  t.same((await appended(store.append(stream, NO_STREAM, events))).map(({ position }) => position), [positionOf(1), positionOf(2)])
  t.equal((await subscribed).length, 2, 'a subscription has waited')
  await store.close()
  await database.close()
  await back.stop()
})
