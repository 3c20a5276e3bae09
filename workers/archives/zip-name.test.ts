import { crc32 } from 'node:zlib'
import t from '../../test/support/tap.ts'
import { zipName } from './zip-name.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

function unicodePath(name: string, of: Uint8Array): Uint8Array {
  const told = bytesOf(name), field = Buffer.alloc(9)
  field.writeUInt16LE(0x7075, 0)
  field.writeUInt16LE(5 + told.length, 2)
  field.writeUInt8(1, 4)
  field.writeUInt32LE(crc32(of), 5)
  return Buffer.concat([Buffer.of(0x55, 0x54, 1, 0, 0), field, told])
}

t.test('a name is UTF-8 where it says so or is, and else of code page 437', (t) => {
  const none = new Uint8Array()
  t.equal(zipName(bytesOf('Füllm – 影.mkv'), true, none), 'Füllm – 影.mkv')
  t.equal(zipName(bytesOf('Füllm – 影.mkv'), false, none), 'Füllm – 影.mkv')
  t.equal(zipName(Uint8Array.of(0x46, 0x81, 0x6c, 0x84, 0xe1, 0xff), false, none), 'Füläß\u00a0')
  t.equal(zipName(bytesOf('a\\b.mkv'), false, none), 'a/b.mkv')
  t.end()
})

t.test('the name beside the name counts as long as it was made for this one', (t) => {
  const plain = bytesOf('F_lm.mkv')
  t.equal(zipName(plain, false, unicodePath('Fülm.mkv', plain)), 'Fülm.mkv')
  t.equal(zipName(plain, false, unicodePath('Fülm.mkv', bytesOf('another.mkv'))), 'F_lm.mkv')
  t.end()
})
