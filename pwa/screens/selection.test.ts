import t from '../../test/support/tap.ts'
import type { Selection } from './selection.ts'
import { extend, NOTHING_SELECTED, remaining, selectAll, toggle, toggleAll } from './selection.ts'

const order = ['a', 'b', 'c', 'd', 'e']
const keys = ({ keys }: Selection) => [...keys].sort().join('')

t.test('a title is selected, and no longer', async (t) => {
  const one = toggle(NOTHING_SELECTED, 'b')
  t.equal(keys(one), 'b')
  t.equal(keys(toggle(one, 'b')), '')
  t.equal(keys(toggle(one, 'd')), 'bd')
})

t.test('several that stand together are selected as a whole, and no longer', async (t) => {
  const some = toggle(NOTHING_SELECTED, 'b')
  const whole = toggleAll(some, ['b', 'c'])
  t.equal(keys(whole), 'bc', 'one of them was selected: now all are')
  t.equal(keys(toggleAll(whole, ['b', 'c'])), '')
  t.equal(keys(extend(whole, 'e', order)), 'bcde', 'a range begins at the last of them')
})

t.test('a range goes from where the last one was picked, either way, and adds to what is selected', async (t) => {
  t.equal(keys(extend(toggle(NOTHING_SELECTED, 'b'), 'd', order)), 'bcd')
  t.equal(keys(extend(toggle(NOTHING_SELECTED, 'd'), 'b', order)), 'bcd')
  t.equal(keys(extend(toggle(toggle(NOTHING_SELECTED, 'a'), 'd'), 'e', order)), 'ade')
  t.equal(keys(extend(NOTHING_SELECTED, 'c', order)), 'c', 'with nothing picked before, one')
  t.equal(keys(extend(extend(toggle(NOTHING_SELECTED, 'b'), 'd', order), 'a', order)), 'abcd', 'the anchor stays')
})

t.test('all, and what remains when the shelf changes', async (t) => {
  t.equal(keys(selectAll(order)), 'abcde')
  const left = remaining(selectAll(order), ['b', 'e'])
  t.same([keys(left), left.anchor], ['be', null])
  const same = selectAll(['b', 'e'])
  t.equal(remaining(same, order), same, 'nothing new when nothing went')
})
