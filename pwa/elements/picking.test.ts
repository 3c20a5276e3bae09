import t from '../../test/support/tap.ts'
import { Picking } from './picking.ts'

const host = { renderRoot: {} as ParentNode, addController() {}, removeController() {}, requestUpdate() {}, updateComplete: Promise.resolve(true) }

t.test('who picks all while a library is still being opened has picked what comes after as well', async (t) => {
  let [order, whole] = [['a', 'b'], false]
  const picking = new Picking(host, () => order, () => [], () => whole)
  picking.all()
  picking.settle()
  t.strictSame([...picking.keys], ['a', 'b'])
  ;[order, whole] = [['a', 'b', 'c', 'd'], true]
  picking.settle()
  t.strictSame([...picking.keys], ['a', 'b', 'c', 'd'])
  order = ['a', 'c', 'd', 'e']
  picking.settle()
  t.strictSame([...picking.keys].sort(), ['a', 'c', 'd'], 'once: what comes later is none of it')
})

t.test('who has picked none again by then is not taken at their word', async (t) => {
  let whole = false
  const picking = new Picking(host, () => ['a', 'b'], () => [], () => whole)
  picking.all()
  picking.leave()
  whole = true
  picking.settle()
  t.equal(picking.keys.size, 0)
})
