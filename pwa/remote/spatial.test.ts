import fc from 'fast-check'
import type { ArrowKey, Box } from '../elements/arrow-step.ts'
import { holds } from '../../test/support/property.ts'
import t from '../../test/support/tap.ts'
import { neighbourOf } from './spatial.ts'

const box = (left: number, top: number, width = 100, height = 150): Box => ({ left, top, width, height })

t.test('a page: rail, hero, rows of posters, a button', async (t) => {
  const page = { home: box(0, 100, 80, 60), search: box(0, 180, 80, 60), play: box(120, 60, 140, 44), list: box(280, 60, 160, 44), a1: box(120, 200), a2: box(240, 200), a3: box(360, 200), b1: box(120, 400), b2: box(240, 400), more: box(700, 560, 120, 44) }
  const names = Object.keys(page)
  const go = (from: keyof typeof page, key: ArrowKey, options = {}) => names[neighbourOf(Object.values(page), page[from], key, options) ?? -1]
  t.strictSame([go('a1', 'ArrowRight'), go('a2', 'ArrowRight'), go('a3', 'ArrowRight')], ['a2', 'a3', undefined], 'along a row to its end')
  t.strictSame([go('a3', 'ArrowDown'), go('b2', 'ArrowDown'), go('more', 'ArrowUp')], ['b2', 'more', 'b2'], 'a shorter row is reached at its end')
  t.strictSame([go('a1', 'ArrowLeft'), go('b1', 'ArrowLeft')], ['search', undefined], 'nothing is left of what begins a row, but what stands beside it')
  t.strictSame([go('search', 'ArrowRight', { anyRow: true }), go('search', 'ArrowRight'), go('home', 'ArrowRight', { anyRow: true }), go('home', 'ArrowDown')], ['a1', 'a1', 'play', 'search'], 'everything is right of the rail')
  t.strictSame([go('a2', 'ArrowUp'), go('a3', 'ArrowUp'), go('play', 'ArrowRight')], ['list', 'list', 'list'])
})

t.test('what holds a thing, or is held by it, is no neighbour', async (t) => {
  const card = box(0, 0, 300, 200)
  const inside = box(200, 150, 80, 40)
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp'] as const) {
    t.equal(neighbourOf([card], inside, key), undefined)
    t.equal(neighbourOf([inside], card, key), undefined)
  }
})

t.test('in a grid every key leads to the next, and the opposite one back', async (t) => {
  const opposite = { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft', ArrowUp: 'ArrowDown', ArrowDown: 'ArrowUp' } as const
  await holds(t, 'there and back', 300, [fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }), fc.nat(48), fc.constantFrom(...Object.keys(opposite) as ArrowKey[]), fc.integer({ min: 0, max: 30 })], (columns, rows, at, key, gap) => {
    const boxes = Array.from({ length: columns * rows }, (_, i) => box(i % columns * (100 + gap), Math.floor(i / columns) * (150 + gap)))
    const from = at % boxes.length
    const next = neighbourOf(boxes, boxes[from]!, key)
    const [column, row] = [from % columns, Math.floor(from / columns)]
    const wanted = { ArrowLeft: column > 0 ? from - 1 : undefined, ArrowRight: column < columns - 1 ? from + 1 : undefined, ArrowUp: row > 0 ? from - columns : undefined, ArrowDown: row < rows - 1 ? from + columns : undefined }[key]
    if (next !== wanted) throw new Error(`${key} from ${from}: ${next}, not ${wanted}`)
    if (next !== undefined && neighbourOf(boxes, boxes[next]!, opposite[key]) !== from) throw new Error('the way back leads elsewhere')
  })
  await holds(t, 'nothing is its own neighbour', 300, [fc.array(fc.record({ left: fc.nat(500), top: fc.nat(500), width: fc.integer({ min: 1, max: 200 }), height: fc.integer({ min: 1, max: 200 }) }), { minLength: 1, maxLength: 12 }), fc.constantFrom(...Object.keys(opposite) as ArrowKey[])], (boxes, key) => {
    if (neighbourOf(boxes, boxes[0]!, key) === 0) throw new Error('it leads to itself')
  })
})
