import { asAdministrator, freshDatabase, withPostgres } from '../../test/support/postgres.ts'
import t from '../../test/support/tap.ts'
import { silentLog } from '../log.ts'
import { openDatabase } from './database.ts'

t.test('the service may add events but neither change, delete nor truncate them', async (t) => {
  const { database } = await withPostgres(t)
  for (const statement of ['update events set type = \'X\'', 'delete from events', 'truncate events', 'insert into events select from events', 'update head set position = 0']) {
    await t.rejects(database.pool.query(statement), { code: '42501' }, statement)
  }
})

t.test('even the owner of the database cannot change events', async (t) => {
  const { connection } = await withPostgres(t)
  for (const statement of ['update events set type = \'X\'', 'delete from events', 'truncate events']) {
    await t.rejects(asAdministrator(connection, statement), /append-only/, statement)
  }
})

t.test('a database is opened by several processes at once, and again', async (t) => {
  const connection = await freshDatabase()
  const opened = await Promise.all(Array.from({ length: 4 }, () => openDatabase({ connection, log: silentLog })))
  opened.push(await openDatabase({ connection, log: silentLog }))
  for (const database of opened) {
    t.same(await database.kysely.selectFrom('head').selectAll().execute(), [{ id: 1, position: 0 }])
    await database.close()
  }
})

t.test('an owner that may not make roles is protected by the triggers alone', async (t) => {
  const connection = await freshDatabase()
  if (!('host' in connection)) return t.fail('the shared server is reached by its socket')
  await asAdministrator(connection, `create role hosted login password 'hosted'`)
  await asAdministrator(connection, `grant all on schema public to hosted; alter database ${connection.database} owner to hosted`)
  const database = await openDatabase({ connection: { ...connection, user: 'hosted', password: 'hosted' }, log: silentLog })
  t.teardown(() => database.close())
  t.equal((await database.pool.query('select current_user as name')).rows[0].name, 'hosted')
  await t.rejects(database.pool.query('delete from events'), /append-only/)
})

t.test('[ES4] a database whose sessions commit without waiting for the disk is refused', async (t) => {
  const connection = await freshDatabase()
  if (!('host' in connection)) return t.fail('the shared server is reached by its socket')
  await asAdministrator(connection, `alter database ${connection.database} set synchronous_commit = off`)
  await t.rejects(openDatabase({ connection, log: silentLog }), { code: 'NOT_DURABLE' })
})

t.test('a connection that dies while it is taken out ends a question, not the process', async (t) => {
  const { connection, database } = await withPostgres(t)
  const client = await database.pool.connect()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const gone = new Promise((resolve) => client.once('end', resolve))
  await asAdministrator(connection, 'select pg_terminate_backend($1)', [rows[0]!.pid])
  await gone
  await t.rejects(client.query('select 1'))
  client.release(true)
  t.match((await database.pool.query('select 1 as one')).rows, [{ one: 1 }])
})

t.test('numbers, instants and JSON come back in the forms that events and rows use', async (t) => {
  const { database } = await withPostgres(t)
  const { rows } = await database.pool.query(`select 9007199254740991::bigint as count, '2026-01-02 03:04:05.678+02'::timestamptz as at, '{"poster_path":1}'::json as body`)
  t.same(rows, [{ count: 9007199254740991, at: '2026-01-02T01:04:05.678Z', body: { poster_path: 1 } }])
  await t.rejects(database.pool.query('select 9007199254740993::bigint'), RangeError)
  await database.kysely.insertInto('catalogueCache').values({
    key: 'k', body: JSON.stringify({ poster_path: '/a.jpg' }), status: 200, fetchedAt: '2026-01-01T00:00:00.000Z', expiresAt: '2026-01-02T00:00:00.000Z',
  }).execute()
  t.same(await database.kysely.selectFrom('catalogueCache').select(['body', 'fetchedAt']).execute(),
    [{ body: { poster_path: '/a.jpg' }, fetchedAt: '2026-01-01T00:00:00.000Z' }])
})
