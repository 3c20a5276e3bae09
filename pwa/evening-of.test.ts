import t from '../test/support/tap.ts'
import { eveningOf } from './evening-of.ts'

t.test('a day gone by is its evening; today, as an episode that has just aired, is now', async (t) => {
  t.equal(eveningOf('2026-02-28', '2026-03-01'), new Date(2026, 1, 28, 20).toISOString())
  t.equal(eveningOf('2026-03-01', '2026-03-01'), undefined)
})
