import t from '../test/support/tap.ts'
import { attribute, child, decodeXmlBytes, parseXml } from './xml.ts'

const titleIn = (bytes: Uint8Array) => attribute(child(parseXml(decodeXmlBytes(bytes)), 'a')!, 'title')
const declaring = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?><a title="`
const joined = (before: string, title: readonly number[]) => Uint8Array.from([...Buffer.from(before), ...title, ...Buffer.from('"/>')])

t.test('a document is read in the encoding it is in, whether it says so, says another or says nothing', (t) => {
  t.equal(titleIn(joined(declaring('koi8-r'), [0xe6, 0xc9, 0xcc, 0xd8, 0xcd])), 'Фильм')
  t.equal(titleIn(joined(declaring('Shift_JIS'), [0x89, 0x65])), '影')
  t.equal(titleIn(joined(declaring('iso-8859-1'), [0x46, 0xfc])), 'Fü')
  t.equal(titleIn(joined(declaring('utf-8'), [0x46, 0xfc])), 'Fü', 'it is not what it says')
  t.equal(titleIn(joined(declaring('iso-8859-1'), [...Buffer.from('Fü')])), 'Fü')
  for (const title of [[0x46, 0xfc], [0x46, 0xfc, 0xfc]]) t.equal(titleIn(joined(declaring('UTF-16'), title)), title.length === 2 ? 'Fü' : 'Füü')
  t.equal(titleIn(joined(declaring('no-such'), [0x46, 0xfc])), 'Fü')
  for (const mark of ['', '\ufeff']) {
    const little = Buffer.from(`${mark}${declaring('utf-16')}Fü"/>`, 'utf16le')
    t.equal(titleIn(little), 'Fü')
    t.equal(titleIn(Buffer.from(little).swap16()), 'Fü')
  }
  t.end()
})

t.test('blank lines before the declaration do no harm', (t) => {
  t.equal(titleIn(Buffer.from(`\n \r\n${declaring('utf-8')}Film"/>`)), 'Film')
  t.end()
})
