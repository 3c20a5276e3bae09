import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { ada, bob } from '../../test/support/given.ts'
import t from '../../test/support/tap.ts'
import { deletePersonDatabase } from './database.ts'
import { openKeptAnswers } from './kept-answers.ts'
import { limits } from './limits.ts'

const NOON = Date.UTC(2026, 2, 1, 12)
function device() {
  let nowMs = NOON
  return { indexedDB: new IDBFactory(), now: () => nowMs, pass: (ms: number) => { nowMs += ms } }
}
/** That gzip makes little smaller. */
const bulky = (seed: number) => ({ text: Array.from({ length: 2_000 }, (_, i) => Math.imul(seed + i, 0x9e3779b1).toString(36)).join('') })

t.test('an answer is read again as it came, with when that was, by its person alone', async (t) => {
  const here = device()
  const kept = openKeptAnswers(here, ada)
  t.equal(await kept.keep('/api/movies/653', { title: 'Nosferatu', cast: [{ name: 'Max Schreck' }] }), true)
  here.pass(3 * 86_400_000)
  t.same(await kept.read('/api/movies/653'), { answer: { title: 'Nosferatu', cast: [{ name: 'Max Schreck' }] }, keptAtMs: NOON })
  t.equal(await kept.read('/api/movies/19'), undefined)
  t.equal(await openKeptAnswers(here, bob).read('/api/movies/653'), undefined)
  await kept.keep('/api/movies/653', { title: 'Nosferatu, restored' })
  t.match(await kept.read('/api/movies/653'), { answer: { title: 'Nosferatu, restored' }, keptAtMs: NOON + 3 * 86_400_000 })
  t.same([...await kept.ages()], [['/api/movies/653', NOON + 3 * 86_400_000]])
  await kept.close()
})

t.test('more answers than there may be: those looked at longest ago go, however old the others are', async (t) => {
  const here = device()
  const kept = openKeptAnswers(here, ada, { countMax: 10, bytesMax: 1_000_000 })
  for (let id = 1; id <= 10; id++) {
    here.pass(1_000)
    await kept.keep(`/api/movies/${id}`, { id })
  }
  here.pass(limits.keptUseMs)
  t.match(await kept.read('/api/movies/1'), { answer: { id: 1 } })
  here.pass(limits.keptUseMs)
  await kept.keep('/api/movies/11', { id: 11 })
  const left = [...(await kept.ages()).keys()].sort()
  t.equal(left.length, 9)
  t.same([left.includes('/api/movies/1'), left.includes('/api/movies/2'), left.includes('/api/movies/3'), left.includes('/api/movies/11')], [true, false, false, true])
  await kept.close()
})

t.test('their bytes are bounded too, an answer that grew included, and what is fetched unasked leaves room', async (t) => {
  const here = device()
  const kept = openKeptAnswers(here, ada, { countMax: 1_000, bytesMax: 60_000 })
  t.equal(await kept.hasRoom(), true)
  for (let id = 1; id <= 30; id++) {
    here.pass(1_000)
    await kept.keep(`/api/movies/${id}`, bulky(id))
    await kept.keep('/api/movies/1000', bulky(id * 7))
  }
  const count = (await kept.ages()).size
  t.ok(count > 2 && count < 15, `${count} of 31 are left`)
  t.ok((await kept.ages()).has('/api/movies/30'), 'the newest among them')
  t.equal(await kept.hasRoom(), false)
  t.equal(await kept.keep('/api/movies/2000', { text: Array.from({ length: 30 }, (_, i) => bulky(i * 9_001).text) }), false, 'one that would push out all others is not kept')
  t.equal((await kept.ages()).size, count)
  await kept.close()
})

t.test('two tabs keep one set of books', async (t) => {
  const here = device()
  const bounds = { countMax: 10, bytesMax: 1_000_000 }
  const [one, other] = [openKeptAnswers(here, ada, bounds), openKeptAnswers(here, ada, bounds)]
  for (let id = 1; id <= 40; id++) {
    here.pass(1_000)
    await (id % 2 ? one : other).keep(`/api/movies/${id}`, { id })
  }
  const { size } = await one.ages()
  t.ok(size <= 10)
  t.match([await one.totals(), await other.totals()], [{ count: size }, { count: size }])
  await Promise.all([one.close(), other.close()])
})

t.test('signing out removes them, and what is still on its way then is not kept', async (t) => {
  const here = device()
  const kept = openKeptAnswers(here, ada)
  await kept.keep('/api/movies/653', { title: 'Nosferatu' })
  const late = kept.keep('/api/movies/19', { title: 'Metropolis' })
  await deletePersonDatabase(here.indexedDB, ada)
  await late
  t.equal(await kept.keep('/api/movies/234', { title: 'Caligari' }), false)
  t.equal(await kept.read('/api/movies/653'), undefined)
  const after = openKeptAnswers(here, ada)
  t.equal((await after.ages()).size, 0)
  await after.close()
})

t.test('where nothing can be kept there is nothing to read, and no error', async (t) => {
  const closed = { now: () => NOON, indexedDB: { open() { throw new DOMException('not here', 'SecurityError') } } as unknown as IDBFactory }
  const kept = openKeptAnswers(closed, ada)
  t.equal(await kept.keep('/api/movies/653', {}), false)
  t.equal(await kept.read('/api/movies/653'), undefined)
  t.equal((await kept.ages()).size, 0)
  t.equal(await kept.hasRoom(), false)
  await kept.close()
})
