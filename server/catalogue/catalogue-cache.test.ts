import { ages, cacheOf, until, upstream } from '../../test/support/cache-lab.ts'
import t from '../../test/support/tap.ts'
import { limits } from '../limits.ts'
import type { CatalogueError } from './catalogue-error.ts'
import { NOT_FOUND_MS } from './freshness.ts'

t.test('1: a thousand who ask for a cold key at once make one question', async (t) => {
  const { cache } = await cacheOf(t)
  const { state, ask } = upstream()
  const answers = await Promise.all(Array.from({ length: 1_000 }, () => cache.read('key', ages, ask)))
  t.strictSame(state.urgencies, ['person'])
  t.ok(answers.every(({ value, stale }) => value.count === 1 && !stale))
  await cache.read('other', ages, ask)
  t.equal(state.asked, 2)
})

t.test('what was answered is kept over a restart', async (t) => {
  const { cache, open } = await cacheOf(t)
  const { state, ask } = upstream()
  const before = await cache.read('key', ages, ask)
  await cache.settled()
  const after = open()
  t.strictSame(await after.read('key', ages, ask), before)
  await after.read('key', ages, ask)
  t.equal(state.asked, 1)
  t.match([cache.figures().reads, after.figures().reads], [{ asked: 1, table: 0 }, { asked: 0, table: 1, memory: 1 }])
})

t.test('2: a fresh answer asks nothing; an older one is shown at once and asked for behind it', async (t) => {
  const { cache, advance } = await cacheOf(t)
  const { state, ask } = upstream()
  const read = () => cache.read('key', ages, ask)
  await read()
  await advance(ages.freshMs)
  t.match(await read(), { value: { count: 1 } })
  t.equal(state.asked, 1)
  await advance(1)
  let release = (): void => {}
  state.wait = new Promise<void>((resolve) => { release = resolve })
  for (let times = 0; times < 3; times++) t.match(await read(), { value: { count: 1 }, stale: false })
  while (state.asked < 2) await new Promise((resolve) => { setImmediate(resolve) })
  release()
  await until(read, ({ value }) => value.count === 2)
  t.strictSame(state.urgencies, ['person', 'background'], 'one question, however many saw the old answer')
})

t.test('2: one too old to be shown unasked is waited for, not for long', async (t) => {
  const { cache, clock, advance } = await cacheOf(t)
  const { state, ask } = upstream()
  await cache.read('key', ages, ask)
  await advance(ages.shownMs + 1)
  state.wait = new Promise(() => {})
  let answer: unknown
  void cache.read('key', ages, ask).then((cached) => { answer = cached })
  while (clock.next === undefined) await new Promise((resolve) => { setImmediate(resolve) })
  await advance(limits.catalogueStaleWaitMs - 1)
  t.equal(answer, undefined)
  await advance(1)
  await advance(0)
  t.match(answer, { value: { count: 1 }, stale: true })
  t.equal(state.urgencies.at(-1), 'person')
})

t.test('2: and is the new one when that comes in time', async (t) => {
  const { cache, advance } = await cacheOf(t)
  const { ask } = upstream()
  await cache.read('key', ages, ask)
  await advance(ages.shownMs + 1)
  t.match(await cache.read('key', ages, ask), { value: { count: 2 }, stale: false })
})

t.test('3, 4: after a failure what is kept says that it is stale, and reading it is not asking for it, ever longer', async (t) => {
  const { cache, advance } = await cacheOf(t)
  const { state, ask } = upstream()
  const read = () => cache.read('key', ages, ask)
  await read()
  await advance(ages.freshMs + 1)
  state.fails = 'TMDB_ERROR'
  t.equal((await read()).stale, false)
  await until(read, ({ stale }) => stale)
  for (const restMs of [30_000, 60_000, limits.catalogueRetryMaxMs, limits.catalogueRetryMaxMs]) {
    const before = state.asked
    await advance(restMs - 1)
    for (let times = 0; times < 5; times++) t.match(await read(), { value: { count: 1 }, stale: true })
    t.equal(state.asked, before)
    await advance(1)
    await until(read, () => state.asked > before)
    t.match(await read(), { stale: true })
    t.equal(state.asked, before + 1)
  }
  state.fails = null
  await advance(limits.catalogueRetryMaxMs)
  t.match(await until(read, ({ stale }) => !stale), { value: { count: state.asked } })
})

t.test('3: too old to be shown unasked and not to be had, it is shown as stale, and nobody waits for it a second time', async (t) => {
  const { cache, clock, advance } = await cacheOf(t)
  const { state, ask } = upstream()
  await cache.read('key', ages, ask)
  await advance(ages.shownMs + 1)
  state.fails = 'UNAVAILABLE'
  for (let times = 0; times < 3; times++) t.match(await cache.read('key', ages, ask), { value: { count: 1 }, stale: true })
  t.equal(state.asked, 2)
  t.equal(clock.next, undefined)
})

t.test('with nothing kept, or nothing that may be kept so long, a failure is a failure', async (t) => {
  const { cache, advance } = await cacheOf(t)
  const { state, ask } = upstream()
  state.fails = 'TMDB_ERROR'
  await t.rejects(cache.read('key', ages, ask), { code: 'TMDB_ERROR' })
  state.fails = null
  await cache.read('key', ages, ask)
  await advance(ages.keptMs)
  state.fails = 'TMDB_ERROR'
  await t.rejects(cache.read('key', ages, ask), { code: 'TMDB_ERROR' })
  t.equal(cache.figures().reads.failed, 2)
})

t.test('5: that something does not exist is remembered for ten minutes', async (t) => {
  const { cache, advance, open } = await cacheOf(t)
  const { state, ask } = upstream()
  state.fails = 'NOT_FOUND'
  await t.rejects(cache.read('key', ages, ask), { code: 'NOT_FOUND' })
  await t.rejects(cache.read('key', ages, ask), { code: 'NOT_FOUND' })
  await cache.settled()
  await t.rejects(open().read('key', ages, ask), { code: 'NOT_FOUND' })
  t.equal(state.asked, 1)
  await advance(NOT_FOUND_MS)
  state.fails = null
  t.match(await cache.read('key', ages, ask), { value: { count: 2 } })
})

for (const [what, spoil] of [['that it is gone', (state) => { state.fails = 'NOT_FOUND' }], ['much less', (state) => { state.words = '' }]] as const satisfies [string, (state: ReturnType<typeof upstream>['state']) => void][]) {
  t.test(`5: an upstream that says ${what} of something that was there must say so twice`, async (t) => {
    const { cache, advance } = await cacheOf(t)
    const { state, ask } = upstream()
    const read = () => cache.read('key', ages, ask)
    const askedTimes = (times: number) => until(read, () => state.asked === times)
    state.words = 'a good deal to say about this film'.repeat(5)
    await read()
    await advance(ages.freshMs + 1)
    spoil(state)
    await askedTimes(2)
    t.match(await read(), { value: { count: 1 }, stale: false })
    await advance(limits.catalogueDoubtMs - 1)
    t.match(await read(), { value: { count: 1 } })
    t.equal(state.asked, 2)

    state.fails = null
    state.words = 'a good deal to say about this film'.repeat(5)
    await advance(1)
    t.match(await until(read, ({ value }) => value.count > 1), { value: { count: 3, words: /good deal/ } }, 'it was a bad moment')

    await advance(limits.catalogueClaimMs + ages.freshMs)
    spoil(state)
    await askedTimes(4)
    await read()
    await advance(limits.catalogueDoubtMs)
    const after = await until(() => read().catch((error: CatalogueError) => error.code), (answer) => typeof answer === 'string' || answer.value.count > 3)
    t.match(after, what === 'much less' ? { value: { count: 5, words: '' } } : 'NOT_FOUND', 'it was meant')
  })
}

t.test('what somebody looked for is not in the log, whatever goes wrong with it', async (t) => {
  const { cache, advance, told } = await cacheOf(t)
  const { state, ask } = upstream()
  const read = () => cache.read('2/search/multi?query=something+of+theirs', ages, ask)
  state.words = 'a good deal to say'.repeat(10)
  await read()
  state.words = ''
  await advance(ages.freshMs + 1)
  await until(read, () => told.some((line) => line.includes('says much less')))
  state.fails = 'TMDB_ERROR'
  await advance(limits.catalogueDoubtMs)
  await until(read, () => told.some((line) => line.includes('could not be asked again')))
  t.ok(told.every((line) => !line.includes('theirs')), 'where from, and no more')
  t.match(told[0], /2\/search\/multi/)
})
