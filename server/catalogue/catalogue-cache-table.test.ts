import { ages, cacheOf, until, upstream } from '../../test/support/cache-lab.ts'
import { asAdministrator } from '../../test/support/postgres.ts'
import t from '../../test/support/tap.ts'
import { limits } from '../limits.ts'
import type { Ages } from './freshness.ts'

t.test('6: of several processes one asks anew, and the others take over what it was told', async (t) => {
  const { open, advance } = await cacheOf(t)
  const { state, ask } = upstream()
  // The clock runs while the database takes its time: none may be old again by then.
  const long: Ages = { freshMs: 1e9, shownMs: 1e10, keptMs: 1e11 }
  const processes = Array.from({ length: 4 }, open)
  const readAll = () => Promise.all(processes.map((cache) => cache.read('key', long, ask)))
  await processes[0]!.read('key', long, ask)
  await processes[0]!.settled()
  await readAll()
  t.equal(state.asked, 1)
  await advance(long.freshMs + 1)
  t.ok((await readAll()).every(({ value }) => value.count === 1))
  await until(readAll, () => state.asked === 2)
  await advance(0)
  for (const cache of processes) await cache.settled()
  const lookAgain = async () => {
    await advance(limits.catalogueClaimLookMs)
    await new Promise((resolve) => { setTimeout(resolve, 1) })
    return await readAll()
  }
  await until(lookAgain, (answers) => answers.every(({ value }) => value.count === 2))
  t.equal(state.asked, 2)
})

t.test('6: one that has died while it asked is waited for no longer than its claim', async (t) => {
  const { open, advance } = await cacheOf(t)
  const { state, ask } = upstream()
  const [dying, other] = [open(), open()]
  await dying.read('key', ages, ask)
  await dying.settled()
  await other.read('key', ages, ask)
  await advance(ages.freshMs + 1)
  state.wait = new Promise(() => {})
  await until(() => dying.read('key', ages, ask), () => state.asked === 2)
  state.wait = Promise.resolve()
  await other.read('key', ages, ask)
  for (let turns = 0; turns < 20; turns++) await new Promise((resolve) => { setTimeout(resolve, 1) })
  t.equal(state.asked, 2)
  await advance(limits.catalogueClaimMs)
  const lookAgain = async () => {
    await advance(limits.catalogueClaimLookMs)
    return await other.read('key', ages, ask)
  }
  t.match(await until(lookAgain, ({ value }) => value.count > 1), { value: { count: 3 } })
})

t.test('7: without PostgreSQL what is in memory is read, and what is new is asked, said once and written later', async (t) => {
  const { cache, advance, connection, logged, keys } = await cacheOf(t)
  const { state, ask } = upstream()
  await cache.read('before', ages, ask)
  await cache.settled()
  const elsewhere = { ...connection, database: 'postgres' } as typeof connection
  const name = (connection as { database: string }).database
  await asAdministrator(elsewhere, `alter database ${name} with allow_connections false`)
  await asAdministrator(elsewhere, 'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])

  t.match(await cache.read('before', ages, ask), { value: { count: 1 } })
  for (const key of ['a', 'b', 'c']) t.match(await cache.read(key, ages, ask), { stale: false })
  await advance(ages.freshMs + 1)
  await until(() => cache.read('before', ages, ask), ({ value }) => value.count > 1)
  await cache.settled()
  t.equal(state.asked, 5)
  t.equal(cache.figures().unwritten, 4)
  t.strictSame(logged, ['the catalogue\'s table cannot be reached: what is in memory goes on, and is written later'])

  await asAdministrator(elsewhere, `alter database ${name} with allow_connections true`)
  await advance(limits.catalogueTableRestMs)
  await cache.read('a', ages, ask)
  await cache.settled()
  t.equal(cache.figures().unwritten, 0)
  t.strictSame(await keys(), ['a', 'b', 'before', 'c'], 'nothing is lost')
  t.equal(logged.length, 2)
})

t.test('what has expired leaves the table as new answers come', async (t) => {
  const { cache, advance, keys } = await cacheOf(t)
  const { ask } = upstream()
  for (const key of ['a', 'b', 'c']) await cache.read(key, ages, ask)
  await cache.settled()
  t.strictSame(await keys(), ['a', 'b', 'c'])
  await advance(ages.keptMs + 1)
  await cache.read('d', ages, ask)
  await cache.settled()
  t.strictSame(await keys(), ['d'])
})

t.test('many answers at once go into the table together, and memory stays within its bytes', async (t) => {
  const { cache, keys } = await cacheOf(t)
  const { state, ask } = upstream()
  state.words = 'x'.repeat(40_000)
  await Promise.all(Array.from({ length: 1_200 }, (_, i) => cache.read(`key ${i}`, ages, ask)))
  await cache.settled()
  t.equal((await keys()).length, 1_200, 'none left memory before it was written')
  const { memoryBytes, memoryAnswers } = cache.figures()
  t.ok(memoryBytes <= limits.catalogueMemoryBytes && memoryAnswers > 700, `${memoryAnswers} answers in ${memoryBytes} bytes`)
  t.equal((await cache.read('key 0', ages, ask)).value.words.length, 40_000)
  t.equal(state.asked, 1_200)
})
