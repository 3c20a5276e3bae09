import t from '../../test/support/tap.ts'
import type { ByteSource } from '../media/byte-source.ts'
import { filmWay } from './film-way.ts'

const never = new AbortController().signal
const sourceOf = (...parts: readonly Uint8Array[]): ByteSource => ({ sizeBytes: Buffer.concat(parts).length, read: async (from, to) => new Uint8Array(Buffer.concat(parts).subarray(from, to)) })
const box = (type: string) => Buffer.from(`\0\0\0\x10${type}${'\0'.repeat(8)}`, 'latin1')

t.test('a piece of a stream, without a beginning that describes it, is not offered while it lands', async (t) => {
  t.match(await filmWay(sourceOf(box('styp'), box('sidx'), box('moof'), box('mdat')), 'mp4', never), { state: 'unpacked', said: { message: /piece of a film/ } })
  t.match(await filmWay(sourceOf(box('ftyp'), box('mdat')), 'mp4', never), { way: 'ranges', contentType: 'video/mp4', durationSeconds: null }, 'one that is described behind its pictures is')
})
