import { CamelCasePlugin, Kysely, Migrator, PostgresDialect } from 'kysely'
import pg from 'pg'
import { START } from '../domain/event.ts'
import { openDatabase } from '../server/db/database.ts'
import { chainHash } from '../server/event-store/hash-chain.ts'
import { createPostgresEventStore } from '../server/event-store/postgres.ts'
import { silentLog } from '../server/log.ts'
import { realSystem } from '../server/system.ts'
import { appended, newEvent, newStream } from '../test/support/new-events.ts'
import { freshDatabase } from '../test/support/postgres.ts'
import t from '../test/support/tap.ts'
import { migrations } from './index.ts'

t.test('[ES7] events from before there were hashes are given them, and new ones go on from there', async (t) => {
  const connection = await freshDatabase()
  const db = new Kysely({ dialect: new PostgresDialect({ pool: new pg.Pool({ ...connection, max: 1 }) }), plugins: [new CamelCasePlugin()] })
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } }).migrateTo('0007-rebuilds')
  t.equal(error, undefined)
  await db.destroy()
  const owner = new pg.Client(connection)
  await owner.connect()
  const [stream, other] = [newStream(), newStream()]
  for (const [name, expected] of [[stream, -1], [other, -1], [stream, 0], [stream, 1]] as const) {
    const { id, data } = newEvent({ text: '日本 \\ "\n" 😀' })
    await owner.query('select append_one($1, $2, $3, $4, $5, $6, $7, $8)', [name, expected, '2026-01-02T03:04:05.060Z', id, 'TitleRated', '1', JSON.stringify(data), '{}'])
  }
  await owner.end()

  const database = await openDatabase({ connection, log: silentLog })
  const store = await createPostgresEventStore({ database, system: realSystem, log: silentLog })
  await appended(store.append(stream, 2, [newEvent()]))
  const ends = new Map<string, string>()
  for await (const event of store.readRaw({ after: START })) {
    t.equal(event.hash, chainHash(ends.get(event.stream) ?? null, event))
    ends.set(event.stream, event.hash!)
  }
  t.equal(ends.size, 2)
  await t.rejects(database.pool.query('update events set hash = hash'), 'events are append-only again')
  await store.close()
  await database.close()
})
