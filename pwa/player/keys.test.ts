import t from '../../test/support/tap.ts'
import { strokeOf } from './keys.ts'

const press = (key: string, focused = '', held = {}) => strokeOf({ key, ctrlKey: false, metaKey: false, altKey: false, ...held }, focused)

t.test('every key of the list does what the list says', async (t) => {
  t.same(['k', ' ', 'f', 'm', 'c'].map((key) => press(key)?.does), ['toggle', 'toggle', 'full', 'mute', 'captions'])
  t.same(['j', 'l', 'ArrowLeft', 'ArrowRight'].map((key) => press(key)), [-10, 10, -5, 5].map((seconds) => ({ does: 'skip', seconds })))
  t.same([press('<'), press('>')], [{ does: 'speed', steps: -1 }, { does: 'speed', steps: 1 }])
  t.same(press('7'), { does: 'jump', share: 0.7 })
})

t.test('capitals do the same', async (t) => {
  t.same(press('K'), press('k'))
})

t.test('a focused control keeps its own keys, the browser its shortcuts', async (t) => {
  t.equal(press(' ', 'button'), undefined)
  t.equal(press('ArrowLeft', 'input'), undefined)
  t.same(press('k', 'button'), { does: 'toggle' })
  t.equal(press('f', '', { ctrlKey: true }), undefined)
  t.equal(press('q'), undefined)
})
