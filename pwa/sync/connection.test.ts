import t from '../../test/support/tap.ts'
import type { Connection, Turn } from './connection.ts'
import { retryDelayMs, turn } from './connection.ts'

const after = (...turns: Turn[]) => turns.reduce<Connection>(turn, { name: 'offline' })
const restored = { type: 'restored' } as const
const caughtUp = { type: 'caught-up' } as const
const failed = { type: 'failed', delayMs: 7 } as const
const retry = { type: 'retry' } as const
const cut = { type: 'cut' } as const
const out = { type: 'signed-out' } as const

t.test('a link is restored, catches up, and is live', async (t) => {
  t.strictSame(after(restored, caughtUp), { name: 'live' })
})

t.test('each failure in a row is counted, and being live forgets them', async (t) => {
  t.strictSame(after(restored, failed, retry, failed), { name: 'backing-off', attempt: 2, delayMs: 7 })
  t.strictSame(after(restored, failed, retry, caughtUp, failed), { name: 'backing-off', attempt: 1, delayMs: 7 })
})

t.test('a network that comes back ends the waiting at once', async (t) => {
  t.strictSame(after(restored, failed, restored), { name: 'catching-up', attempt: 0 })
})

t.test('a gap is caught up with, and is nothing to a link that is not live', async (t) => {
  t.strictSame(after(restored, caughtUp, { type: 'gap' }), { name: 'catching-up', attempt: 0 })
  t.strictSame(after({ type: 'gap' }), { name: 'offline' })
})

t.test('who is signed out stays so, network or not, until they sign in', async (t) => {
  t.strictSame(after(restored, out, cut, restored, caughtUp, failed, retry), { name: 'signed-out' })
  t.strictSame(after(restored, out, { type: 'signed-in' }), { name: 'catching-up', attempt: 0 })
})

t.test('late news of a link that has been cut changes nothing', async (t) => {
  for (const news of [caughtUp, failed, retry] as const) t.strictSame(after(restored, cut, news), { name: 'offline' }, news.type)
})

t.test('delays double up to a bound, and chance spreads them', async (t) => {
  const bounds = { minMs: 500, maxMs: 30_000 }
  t.strictSame([1, 2, 3, 10, 1_000].map((attempt) => retryDelayMs(attempt, 1, bounds)), [1_000, 2_000, 4_000, 30_000, 30_000])
  t.strictSame([0, 0.5].map((chance) => retryDelayMs(3, chance, bounds)), [500, 2_250])
})
