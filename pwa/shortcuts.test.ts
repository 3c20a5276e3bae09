import t from '../test/support/tap.ts'
import { listedShortcuts } from './elements/shortcut-list.ts'
import { isOfTitle, LETTERS, shortcutOf } from './shortcuts.ts'

function press(key: string, held: Partial<KeyboardEvent> = {}, target: object = { localName: 'body' }) {
  return shortcutOf({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, defaultPrevented: false, ...held, composedPath: () => [target as EventTarget] })
}

t.test('undo and redo by Ctrl or Cmd', async (t) => {
  t.same([press('z', { ctrlKey: true }), press('z', { metaKey: true })], ['undo', 'undo'])
  t.same([press('Z', { ctrlKey: true, shiftKey: true }), press('Z', { metaKey: true, shiftKey: true }), press('y', { ctrlKey: true })], ['redo', 'redo', 'redo'])
})

t.test('palette, search, lists, time machine, settings and help', async (t) => {
  t.same([press('k', { ctrlKey: true }), press('/'), press('l'), press('a'), press('t'), press(','), press('?', { shiftKey: true })], ['palette', 'search', 'lists', 'add-to-list', 'then', 'settings', 'help'])
})

t.test('the list on ? is true, and complete', async (t) => {
  const listed = listedShortcuts('Ctrl')
  for (const { strokes, does } of listed) t.equal(press(strokes.at(-1)!, { ctrlKey: strokes.includes('Ctrl'), shiftKey: strokes.includes('Shift') }), does, strokes.join(' '))
  const keys = Array.from({ length: 95 }, (_, code) => String.fromCharCode(32 + code))
  const handled = new Set(keys.flatMap((key) => [press(key), press(key, { ctrlKey: true }), press(key, { ctrlKey: true, shiftKey: true })]).filter((each) => each !== undefined))
  t.same(new Set(listed.map(({ does }) => does)), handled)
})

t.test('what is done to the title at hand is told from what leads elsewhere', async (t) => {
  t.same(Object.entries(LETTERS).filter(([, does]) => isOfTitle(does)).map(([key]) => key).sort().join(''), '1234abw')
})

t.test('a field keeps what is typed into it, and its own undo', async (t) => {
  const field = { localName: 'input', type: 'search' }
  t.same([press('/', {}, field), press('a', {}, field), press('?', {}, field), press('t', {}, field), press('z', { ctrlKey: true }, field)], [undefined, undefined, undefined, undefined, undefined])
  t.equal(press('k', { ctrlKey: true }, field), 'palette')
  t.equal(press('z', { ctrlKey: true }, { localName: 'input', type: 'checkbox' }), 'undo', 'a checkbox is no field to type into')
})

t.test('a dialog keeps its letters, and Ctrl+Z works in it', async (t) => {
  const inside = (key: string, held: Partial<KeyboardEvent> = {}) => shortcutOf({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, defaultPrevented: false, ...held, composedPath: () => [{ localName: 'button' }, { localName: 'dialog' }] as unknown as EventTarget[] })
  t.same([inside('l'), inside('a'), inside('z', { ctrlKey: true })], [undefined, undefined, 'undo'])
})

t.test('what someone else handled, or what the browser owns, is left alone', async (t) => {
  t.equal(press('z', { ctrlKey: true, defaultPrevented: true }), undefined)
  t.equal(press('p', { ctrlKey: true }), undefined)
  t.equal(press('z'), undefined)
})
