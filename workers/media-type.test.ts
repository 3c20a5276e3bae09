import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from '../test/support/tap.ts'
import { sharedData } from '../test/support/shared-data.ts'
import { sniff, SNIFF_BYTES } from './media-type.ts'

const bytesOf = (text: string) => Buffer.from(text, 'latin1')

t.test('films and archives are known by their first bytes', (t) => {
  t.same(sniff(bytesOf('\0\0\0\x18ftypisom\0\0\0\0')), { kind: 'video', media: { contentType: 'video/mp4', extension: 'mp4' } })
  t.same(sniff(bytesOf('\0\0\0\x14ftypqt  ')), { kind: 'video', media: { contentType: 'video/quicktime', extension: 'mov' } })
  t.same(sniff(bytesOf('\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm')), { kind: 'video', media: { contentType: 'video/webm', extension: 'webm' } })
  t.same(sniff(bytesOf('\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska')), { kind: 'video', media: { contentType: 'video/x-matroska', extension: 'mkv' } })
  t.same(sniff(bytesOf('Rar!\x1a\x07\x01\0')), { kind: 'archive' })
  t.same(sniff(bytesOf('7z\xbc\xaf\x27\x1c')), { kind: 'archive' })
  for (const other of ['', 'MZ', '<html>', 'ftyp', '\0'.repeat(64), 'webm']) t.same(sniff(bytesOf(other)), { kind: 'other' }, JSON.stringify(other))
  t.end()
})

t.test('real files are what their names say', (t) => {
  const folder = sharedData('video')
  if (!folder) {
    t.pass('not run: ../shared/data/video is not here')
    return t.end()
  }
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile() && /\.(mp4|webm|mkv)$/.test(each.name))
  for (const { name, parentPath } of files) {
    const found = sniff(readFileSync(join(parentPath, name)).subarray(0, SNIFF_BYTES))
    // A segment of a stream: without a beginning of its own it plays nowhere.
    if (name === 'sample_fragmented_sideloaded_track.mp4') {
      t.equal(found.kind, 'other', name)
      continue
    }
    const extension = found.kind === 'video' ? found.media.extension : found.kind
    t.equal(extension, name.split('.').at(-1), name)
  }
  t.ok(files.length > 0, 'there are some')
  t.end()
})
