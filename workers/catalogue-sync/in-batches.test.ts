import { realSystem } from '../../server/system.ts'
import t from '../../test/support/tap.ts'
import { inBatches } from './in-batches.ts'

const bounds = { atOnce: 4, unsettledMax: 10, batchMax: 5, batchMs: 1 }

async function* numbers(count: number, told: (n: number) => void = () => {}) {
  for (let n = 0; n < count; n++) {
    told(n)
    yield n
  }
}

async function all<T>(batches: AsyncIterable<readonly T[]>): Promise<(readonly T[])[]> {
  const found: (readonly T[])[] = []
  for await (const batch of batches) found.push(batch)
  return found
}

t.test('each item is worked on once, and comes in a batch of bounded size', async (t) => {
  const batches = await all(inBatches(numbers(103), async (n) => n * 2, bounds, realSystem, new AbortController().signal))
  t.strictSame(batches.flat().toSorted((a, b) => a - b), Array.from({ length: 103 }, (_, n) => n * 2))
  t.ok(batches.every(({ length }) => length >= 1 && length <= 5))
  t.strictSame(await all(inBatches(numbers(0), async (n) => n, bounds, realSystem, new AbortController().signal)), [])
})

t.test('no more are under way, and no more unsettled, than the bounds say', async (t) => {
  let [underWay, most, begun, settled, unsettledMost] = [0, 0, 0, 0, 0]
  const work = async (n: number) => {
    most = Math.max(most, ++underWay)
    unsettledMost = Math.max(unsettledMost, ++begun - settled)
    await realSystem.sleep(n % 3)
    underWay--
    return n
  }
  for await (const batch of inBatches(numbers(60), work, bounds, realSystem, new AbortController().signal)) {
    await realSystem.sleep(3)
    settled += batch.length
  }
  t.strictSame([most, settled], [4, 60])
  t.ok(unsettledMost <= 10, `${unsettledMost} at most`)
})

t.test('after the signal nothing is begun, and what is under way still comes', async (t) => {
  const stop = new AbortController()
  const begun: number[] = []
  const found: number[] = []
  for await (const batch of inBatches(numbers(1_000), async (n) => { begun.push(n); await realSystem.sleep(1); return n }, bounds, realSystem, stop.signal)) {
    found.push(...batch)
    stop.abort()
  }
  t.ok(begun.length < 30, `${begun.length} were begun`)
  t.strictSame(found.toSorted((a, b) => a - b), begun.toSorted((a, b) => a - b))
})

t.test('what fails is thrown, wherever it fails', async (t) => {
  const none = new AbortController().signal
  await t.rejects(all(inBatches(numbers(50), async (n) => { if (n === 7) throw new Error('seven'); return n }, bounds, realSystem, none)), { message: 'seven' })
  await t.rejects(all(inBatches(numbers(50, (n) => { if (n === 9) throw new Error('nine') }), async (n) => n, bounds, realSystem, none)), { message: 'nine' })
})
