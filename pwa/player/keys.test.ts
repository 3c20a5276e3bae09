import t from '../../test/support/tap.ts'
import { strokeOf } from './keys.ts'

const press = (key: string, focused = '', held = {}) => strokeOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held }, focused)

t.test('every key of the list does what the list says', async (t) => {
  t.same(['k', ' ', 'f', 'm', 'c'].map((key) => press(key)?.does), ['toggle', 'toggle', 'full', 'mute', 'captions'])
  t.same(['j', 'l', 'ArrowLeft', 'ArrowRight'].map((key) => press(key)), [-10, 10, -5, 5].map((seconds) => ({ does: 'skip', seconds })))
  t.same([press('<'), press('>')], [{ does: 'speed', steps: -1 }, { does: 'speed', steps: 1 }])
  t.same(press('7'), { does: 'jump', share: 0.7 })
  t.same([press('n'), press('N', '', { shiftKey: true })].map((stroke) => stroke?.does), ['next', 'previous'])
  t.same([press('ArrowUp'), press('ArrowDown'), press('+'), press('-')], [{ does: 'volume', steps: 1 }, { does: 'volume', steps: -1 }, { does: 'textSize', steps: 1 }, { does: 'textSize', steps: -1 }])
  t.same([press('['), press(']')], [{ does: 'textShift', seconds: -0.5 }, { does: 'textShift', seconds: 0.5 }])
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

t.test('a remote control reaches every control: from the first one on, arrows go from one to the next', async (t) => {
  t.same(press('Enter'), { does: 'wake' })
  t.equal(press('Enter', 'button'), undefined, 'it presses what has the focus')
  t.same(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].map((key) => press(key, 'button')), ['left', 'right', 'up', 'down'].map((towards) => ({ does: 'move', towards })))
  t.same([press('ArrowLeft', 'input'), press('ArrowDown', 'input')], [undefined, { does: 'move', towards: 'down' }], 'a slider is left upwards and downwards')
  t.same([press('ArrowDown', 'select'), press('ArrowRight', 'select')], [undefined, { does: 'move', towards: 'right' }], 'a list sideways')
  t.same(['MediaPlayPause', 'MediaTrackNext', 'MediaTrackPrevious', 'GoBack'].map((key) => press(key, 'button')?.does), ['toggle', 'next', 'previous', 'leave'])
  t.same([press('MediaFastForward'), press('MediaRewind')], [{ does: 'skip', seconds: 10 }, { does: 'skip', seconds: -10 }])
})
