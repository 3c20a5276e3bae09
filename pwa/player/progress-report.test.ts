import t from '../../test/support/tap.ts'
import { nextReport } from './progress-report.ts'

const at = (positionSeconds: number) => ({ positionSeconds, durationSeconds: 5400 })

t.test('a position is reported every 15 seconds of film, forwards and backwards', async (t) => {
  t.equal(nextReport(undefined, at(14.9), false), undefined)
  t.same(nextReport(undefined, at(15.04), false), at(15))
  t.equal(nextReport(at(600), at(610), false), undefined)
  t.same(nextReport(at(600), at(300), false), at(300))
})

t.test('leaving reports what would else be lost', async (t) => {
  t.same(nextReport(at(600), at(607.26), true), at(607.3))
  t.equal(nextReport(at(600), at(601), true), undefined)
})
