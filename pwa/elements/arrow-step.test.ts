import t from '../../test/support/tap.ts'
import type { ArrowKey, Box } from './arrow-step.ts'
import { nextBox } from './arrow-step.ts'

// Two rows of three posters, then a wide row of two people, the last of them taller.
const boxes: readonly Box[] = [
  ...[0, 1, 2].map((column) => ({ left: column * 120, top: 0, width: 100, height: 150 })),
  ...[0, 1, 2].map((column) => ({ left: column * 120, top: 170, width: 100, height: 150 })),
  { left: 0, top: 340, width: 160, height: 60 }, { left: 180, top: 340, width: 160, height: 80 },
]
const from = (index: number, key: ArrowKey) => nextBox(boxes, boxes[index]!, key)

t.test('left and right stay in the row and end with it', async (t) => {
  t.same([0, 1, 2].map((index) => from(index, 'ArrowRight')), [1, 2, undefined])
  t.same([3, 4, 5].map((index) => from(index, 'ArrowLeft')), [undefined, 3, 4])
  t.equal(from(6, 'ArrowRight'), 7)
})

t.test('up and down go to the nearest of the next row, whatever its boxes are like', async (t) => {
  t.same([0, 1, 2, 3, 4, 5].map((index) => from(index, 'ArrowDown')), [3, 4, 5, 6, 6, 7])
  t.same([3, 4, 5, 7].map((index) => from(index, 'ArrowUp')), [0, 1, 2, 5])
  t.ok([3, 4].includes(from(6, 'ArrowUp')!), 'from a wide box to one above it')
  t.equal(from(0, 'ArrowUp'), undefined)
  t.equal(from(7, 'ArrowDown'), undefined)
})
