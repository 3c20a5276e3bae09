import t from '../../test/support/tap.ts'
import { airing } from './airing.ts'

t.test('when an episode comes is said the nearer the day, the more plainly', async (t) => {
  const now = new Date('2026-03-02T15:00:00').getTime()
  t.strictSame(['2026-03-02', '2026-03-03', '2026-03-06', '2026-03-12', '2027-01-09', null].map((date) => airing(date, now)), ['today', 'tomorrow', 'Friday', 'in 10 days', 'Jan 9, 2027', 'Day not known yet'])
})
