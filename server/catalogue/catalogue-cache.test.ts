import { withPostgres } from '../../test/support/postgres.ts'
import t from '../../test/support/tap.ts'
import { testClock } from '../../test/support/test-clock.ts'
import type { Kysely } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { silentLog } from '../log.ts'
import { limits } from '../limits.ts'
import { catalogueCache } from './catalogue-cache.ts'
import { CatalogueError } from './catalogue-error.ts'
import type { Ages } from './freshness.ts'
import { NOT_FOUND_MS } from './freshness.ts'
import { lru } from './lru.ts'

const ages: Ages = { freshMs: 1_000, shownMs: 10_000, keptMs: 100_000 }

/** An upstream that counts, answers its count, and fails when told to. */
function upstream() {
  const state = { asked: 0, fails: null as CatalogueError['code'] | null, wait: Promise.resolve() as Promise<unknown> }
  return {
    state,
    async ask() {
      const count = ++state.asked
      await state.wait
      if (state.fails) throw new CatalogueError(state.fails, 'no')
      return { count }
    },
  }
}

async function cacheOf(t: Parameters<typeof withPostgres>[0]) {
  const { database } = await withPostgres(t)
  const clock = testClock()
  const open = (db: Kysely<Tables> = database.kysely) => catalogueCache({ db, system: clock, log: silentLog })
  return { clock, open, database, cache: open() }
}

t.test('a thousand who ask for a cold key at once make one question', async (t) => {
  const { cache } = await cacheOf(t)
  const { state, ask } = upstream()
  const answers = await Promise.all(Array.from({ length: 1_000 }, () => cache.read('key', ages, ask)))
  t.equal(state.asked, 1)
  t.ok(answers.every(({ value, stale }) => value.count === 1 && !stale))
  await cache.read('other', ages, ask)
  t.equal(state.asked, 2)
})

t.test('what was answered is kept over a restart', async (t) => {
  const { cache, open } = await cacheOf(t)
  const { state, ask } = upstream()
  await cache.read('key', ages, ask)
  t.match(await open().read('key', ages, ask), { value: { count: 1 }, stale: false })
  t.equal(state.asked, 1)
})

t.test('a fresh answer asks nothing; an older one is shown at once and asked for behind it', async (t) => {
  const { cache, clock } = await cacheOf(t)
  const { state, ask } = upstream()
  await cache.read('key', ages, ask)
  clock.advance(ages.freshMs)
  t.match(await cache.read('key', ages, ask), { value: { count: 1 } })
  t.equal(state.asked, 1)
  clock.advance(1)
  let release = (): void => {}
  state.wait = new Promise<void>((resolve) => { release = resolve })
  t.match(await cache.read('key', ages, ask), { value: { count: 1 }, stale: false })
  t.match(await cache.read('key', ages, ask), { value: { count: 1 }, stale: false })
  t.equal(state.asked, 2, 'one question, however many saw the old answer')
  release()
  while ((await cache.read('key', ages, ask)).value.count === 1) await new Promise(setImmediate)
  t.equal(state.asked, 2)
})

t.test('an answer older than may be shown is asked for first, and shown as stale when there is no other', async (t) => {
  const { cache, clock } = await cacheOf(t)
  const { state, ask } = upstream()
  await cache.read('key', ages, ask)
  clock.advance(ages.shownMs + 1)
  state.fails = 'TMDB_ERROR'
  t.match(await cache.read('key', ages, ask), { value: { count: 1 }, stale: true })
  state.wait = new Promise(() => {})
  t.match(await cache.read('key', ages, ask), { value: { count: 1 }, stale: true }, 'nor is it waited for longer than may be')
  t.ok(clock.slept.every((ms) => ms === limits.catalogueStaleWaitMs))
})

t.test('after a failure behind it an old answer says that it is stale, until one succeeds', async (t) => {
  const { cache, clock } = await cacheOf(t)
  const { state, ask } = upstream()
  await cache.read('key', ages, ask)
  clock.advance(ages.freshMs + 1)
  state.fails = 'TMDB_ERROR'
  t.equal((await cache.read('key', ages, ask)).stale, false)
  while (!(await cache.read('key', ages, ask)).stale) await new Promise(setImmediate)
  state.fails = null
  while ((await cache.read('key', ages, ask)).stale) await new Promise(setImmediate)
  t.not((await cache.read('key', ages, ask)).value.count, 1)
})

t.test('with nothing kept, or nothing that may be kept so long, a failure is a failure', async (t) => {
  const { cache, clock } = await cacheOf(t)
  const { state, ask } = upstream()
  state.fails = 'TMDB_ERROR'
  await t.rejects(cache.read('key', ages, ask), { code: 'TMDB_ERROR' })
  state.fails = null
  await cache.read('key', ages, ask)
  clock.advance(ages.keptMs + 1)
  state.fails = 'TMDB_ERROR'
  await t.rejects(cache.read('key', ages, ask), { code: 'TMDB_ERROR' })
})

t.test('that something does not exist is remembered for ten minutes', async (t) => {
  const { cache, clock, open } = await cacheOf(t)
  const { state, ask } = upstream()
  state.fails = 'NOT_FOUND'
  await t.rejects(cache.read('key', ages, ask), { code: 'NOT_FOUND' })
  await t.rejects(cache.read('key', ages, ask), { code: 'NOT_FOUND' })
  await t.rejects(open().read('key', ages, ask), { code: 'NOT_FOUND' })
  t.equal(state.asked, 1)
  clock.advance(NOT_FOUND_MS + 1)
  state.fails = null
  t.match(await cache.read('key', ages, ask), { value: { count: 2 } })
})

t.test('what has expired leaves the table as new answers come', async (t) => {
  const { cache, clock, database } = await cacheOf(t)
  const { ask } = upstream()
  for (const key of ['a', 'b', 'c']) await cache.read(key, ages, ask)
  clock.advance(ages.keptMs + 1)
  await cache.read('d', ages, ask)
  t.strictSame((await database.kysely.selectFrom('catalogueCache').select('key').execute()).map(({ key }) => key), ['d'])
})

t.test('memory holds what was used last, up to its bytes', async (t) => {
  const memory = lru<string>(100)
  for (const key of ['a', 'b', 'c']) memory.set(key, key, 30)
  memory.get('a')
  memory.set('d', 'd', 30)
  t.strictSame(['a', 'b', 'c', 'd'].map((key) => memory.get(key)), ['a', undefined, 'c', 'd'])
  t.equal(memory.sizeBytes, 90)
  memory.set('huge', 'huge', 101)
  t.strictSame([memory.get('huge'), memory.sizeBytes], [undefined, 90])
  memory.set('a', 'larger', 40)
  t.equal(memory.sizeBytes, 100)
})
