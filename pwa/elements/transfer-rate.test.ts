import t from '../../test/support/tap.ts'
import type { Sample } from './transfer-rate.ts'
import { rateOf, sampled } from './transfer-rate.ts'

const fed = (...samples: Sample[]) => samples.reduce<readonly Sample[]>(sampled, [])

t.test('the rate is that of the last ten seconds', async (t) => {
  t.equal(rateOf(fed({ bytes: 0, atMs: 0 }, { bytes: 1000, atMs: 1000 }, { bytes: 3000, atMs: 2000 })), 1500)
  t.equal(rateOf(fed({ bytes: 0, atMs: 0 }, { bytes: 50_000, atMs: 5_000 }, { bytes: 51_000, atMs: 12_000 })), 1000 / 7, 'what is older than that has no say')
})

t.test('one sample, or two at once, say nothing about a rate', async (t) => {
  t.equal(rateOf(fed({ bytes: 5, atMs: 0 })), undefined)
  t.equal(rateOf(fed({ bytes: 0, atMs: 0 }, { bytes: 900, atMs: 100 })), undefined)
  t.equal(rateOf(fed({ bytes: 7, atMs: 0 }, { bytes: 7, atMs: 9000 })), undefined, 'nor does a transfer that stands still')
})

t.test('a transfer that starts again is measured anew', async (t) => {
  t.same(fed({ bytes: 9000, atMs: 0 }, { bytes: 10, atMs: 1000 }), [{ bytes: 10, atMs: 1000 }])
})
