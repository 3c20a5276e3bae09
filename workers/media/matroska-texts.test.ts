import { deflateSync } from 'node:zlib'
import { limits } from '../../server/limits.ts'
import t from '../../test/support/tap.ts'
import type { ByteSource } from './byte-source.ts'
import { inBlocks } from './byte-source.ts'
import type { Matroska, MatroskaTrack } from './matroska.ts'
import { readMatroskaTexts } from './matroska-texts.ts'

const sourceOf = (bytes: Uint8Array): ByteSource => ({ sizeBytes: bytes.length, read: async (start, end) => new Uint8Array(bytes.subarray(start, end)) })

function element(id: readonly number[], content: Uint8Array): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt32BE(0x1000_0000 + content.length)
  return Buffer.concat([Buffer.from(id), size, content])
}

t.test('a few hundred kilobytes of a film do not become gigabytes of subtitles', async (t) => {
  const packed = deflateSync(Buffer.alloc(limits.mediaTextSampleBytesMax, 'a'))
  const blocks = Math.ceil(limits.mediaTextBytesMax / limits.mediaTextSampleBytesMax) + 100
  const cluster = element([0x1f, 0x43, 0xb6, 0x75], Buffer.concat(Array.from({ length: blocks }, () => element([0xa3], Buffer.concat([Buffer.from([0x81, 0, 0, 0]), packed])))))
  const file = { firstClusterAt: 0, segmentEnd: cluster.length, timestampScale: 1e6 } as Matroska
  const tracks = [{ number: 1, encodings: [{ kind: 'zlib', settings: new Uint8Array() }] } as unknown as MatroskaTrack]
  let read = 0
  await t.rejects((async () => {
    for await (const { data } of readMatroskaTexts(sourceOf(cluster), file, { tracks, signal: new AbortController().signal })) read += data.length
  })(), { code: 'HOSTILE' })
  t.equal(read, limits.mediaTextBytesMax)
})

t.test('no single part of a film is read that is larger than any description', async (t) => {
  let read = 0
  const source = inBlocks({ sizeBytes: 2 ** 40, read: async (start, end) => { read += end - start; return new Uint8Array(0) } }, { blockBytes: 10, blocksMax: 2, readsMax: 10, readBytesMax: 100 })
  await source.read(0, 100)
  await t.rejects(source.read(0, 2 ** 33), { code: 'HOSTILE' })
  t.equal(read, 100)
})
