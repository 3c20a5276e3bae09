import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sharedData } from '../../test/support/shared-data.ts'
import t from '../../test/support/tap.ts'
import { containerOf, contentTypeOf, SNIFF_BYTES } from './container-of.ts'

const bytesOf = (text: string) => Buffer.from(text, 'latin1')
const packets = (bytes: number, first: number, step: number) => Uint8Array.from({ length: bytes }, (_, at) => at % step === first ? 0x47 : 0)

t.test('films are known by their first bytes', (t) => {
  for (const [head, container, contentType] of [
    [bytesOf('\0\0\0\x18ftypisom\0\0\0\0'), 'mp4', 'video/mp4'],
    [bytesOf('\0\0\0\x14ftypqt  '), 'mov', 'video/quicktime'],
    [bytesOf('\0\0\x10\0moov'), 'mov', 'video/quicktime'],
    [bytesOf('\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm'), 'webm', 'video/webm'],
    [bytesOf('\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska'), 'mkv', 'video/x-matroska'],
    [bytesOf('RIFF\x10\0\0\0AVI LIST'), 'avi', 'video/x-msvideo'],
    [packets(1_000, 0, 188), 'ts', 'video/mp2t'],
    [packets(1_000, 4, 192), 'ts', 'video/mp2t'],
  ] as const) {
    t.equal(containerOf(head), container)
    t.equal(contentTypeOf(container), contentType)
  }
  for (const other of ['', 'MZ', '<html>', 'ftyp', '\0'.repeat(64), 'webm', 'Rar!\x1a\x07\x01\0', '7z\xbc\xaf\x27\x1c']) t.equal(containerOf(bytesOf(other)), null, JSON.stringify(other))
  t.equal(contentTypeOf('?'), 'application/octet-stream')
  t.end()
})

t.test('real files are what their names say', (t) => {
  const folder = sharedData('video')
  if (!folder) {
    t.pass('not run: ../shared/data/video is not here')
    return t.end()
  }
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile() && /\.(mp4|webm|mkv)$/.test(each.name))
  for (const { name, parentPath } of files) t.equal(containerOf(readFileSync(join(parentPath, name)).subarray(0, SNIFF_BYTES)), name.split('.').at(-1), name)
  t.ok(files.length > 0, 'there are some')
  t.end()
})
