import t from '../../test/support/tap.ts'
import { partsOf } from './health-parts.ts'

const check = (name: string, ok = true) => ({ name, ok, code: 'HEALTH_REACHED', values: {}, message: 'reached' })

t.test('projections are one part, and what fails stands first', async (t) => {
  const parts = partsOf({ ready: false, checks: [check('database'), check('event store'), check('projection library'), check('projection jobs', false), check('catalogue')] })
  t.same(parts.map(({ part, ok, checks }) => [part, ok, checks.length]), [['projections', false, 2], ['database', true, 1], ['eventStore', true, 1], ['catalogue', true, 1]])
})

t.test('what a later server checks besides is not lost', async (t) => {
  t.same(partsOf({ ready: true, checks: [check('something new')] }).map(({ part, checks }) => [part, checks[0]?.name]), [['projections', 'something new']])
})
