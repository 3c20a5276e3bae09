import t from '../../test/support/tap.ts'
import { dropPlace, shiftsOf } from './drop-place.ts'

/** Rows of 100, 50 and 100 pixels. */
const rows = [{ start: 0, size: 100 }, { start: 100, size: 50 }, { start: 150, size: 100 }]

t.test('a row passes another once its middle has passed that one’s', async (t) => {
  t.same([0, 74, 76, 149, 151, 9000].map((by) => dropPlace(rows, 0, by)), [0, 0, 1, 1, 2, 2])
  t.same([0, -74, -76, -149, -151, -9000].map((by) => dropPlace(rows, 2, by)), [2, 2, 1, 1, 0, 0])
  t.same([-76, -74, 74, 76].map((by) => dropPlace(rows, 1, by)), [0, 1, 1, 2])
})

t.test('the rows between make room by what the moved one takes', async (t) => {
  t.same(shiftsOf(rows, 0, 2), [150, -100, -100])
  t.same(shiftsOf(rows, 2, 0), [100, 100, -150])
  t.same(shiftsOf(rows, 1, 2), [0, 100, -50])
  t.same(shiftsOf(rows, 1, 1), [0, 0, 0], 'nothing moves for a row that stays')
})
