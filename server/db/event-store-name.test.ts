import { projections } from '../../projections/index.ts'
import { withPostgres } from '../../test/support/postgres.ts'
import t from '../../test/support/tap.ts'
import { eventStoreName, followEventStore } from './event-store-name.ts'
import { createReadModels } from './read-model-tables.ts'

t.test('a store is known by where it is, without who may go there', async (t) => {
  t.equal(eventStoreName('kurrentdb://me:hunter2@b.example,a.example:2114?tlsVerifyCert=true'), 'kurrentdb a.example:2114,b.example:2113')
  t.equal(eventStoreName('postgres://me:hunter2@db.example:6543/events?sslmode=require'), 'postgres db.example:6543/events')
  t.equal(eventStoreName(null), 'the database itself')
})

t.test('with another store the read models are empty and begin anew, and other positions are at its head', async (t) => {
  const { database } = await withPostgres(t)
  const positions = async () => new Map((await database.pool.query<{ name: string; position: number }>('select name, position from checkpoints')).rows.map(({ name, position }) => [name, position]))
  t.equal(await followEventStore(database, 'one', 0, projections), false, 'the first one')
  await createReadModels(database.pool, projections)
  await database.pool.query(`insert into checkpoints (name, version, position) values ('a policy', 1, 50), ('library_rebuild', $1, 20)`, [projections.find(({ name }) => name === 'library')!.version])
  await database.pool.query(`update checkpoints set position = 70 where name = 'library'`)
  t.equal(await followEventStore(database, 'one', 90_000, projections), false, 'the same one')
  t.equal((await positions()).get('library'), 70)

  await t.rejects(followEventStore(database, 'an empty one', 0, projections), /no events in an empty one, and there have been some before. Copy them there/)
  t.equal((await positions()).get('library'), 70, 'nothing is taken away for one that is empty')

  t.equal(await followEventStore(database, 'another', 90_000, projections), true)
  t.same(await positions(), new Map([['a policy', 90_000]]))
  await createReadModels(database.pool, projections)
  t.same([(await positions()).get('library'), (await positions()).size], [0, projections.length + 1])
  t.equal(await followEventStore(database, 'another', 95_000, projections), false)
})
