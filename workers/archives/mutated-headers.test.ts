import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { limits } from '../../server/limits.ts'
import { holds } from '../../test/support/property.ts'
import t from '../../test/support/tap.ts'
import { bytesAt, volumesInMemory } from '../../test/support/volumes-in-memory.ts'
import type { WrittenFile } from '../../demo/posting/write-stored-rar.ts'
import { writeStoredRar } from '../../demo/posting/write-stored-rar.ts'
import { writeZip } from '../../test/support/write-zip.ts'
import { ArchiveError } from './archive-error.ts'
import { decodeLzma } from './lzma-header.ts'
import { mapStoredArchive } from './map-stored-archive.ts'
import { RarSecrets } from './rar-secrets.ts'
import { readRarVolume } from './rar-volume.ts'

const text = (words: string): Uint8Array => new TextEncoder().encode(words)
const files: readonly WrittenFile[] = [{ name: 'a/film.mkv', bytes: new Uint8Array(3_000).fill(7) }, { name: 'film.nfo', bytes: text('about') }, { name: 'inner.rar', bytes: writeStoredRar([{ name: 'x.mkv', bytes: text('x') }], { version: 4 })[0]!.bytes }]
/** Twelve text files, copied; its list is packed with LZMA. Made by 7-Zip 26.02. */
const sevenZip = Buffer.from([
  'N3q8ryccAAR8pRuZlgIAAAAAAAAjAAAAAAAAAM0+22RmaWxlIG51bWJlciAxIG9mIHRoZSBhcmNoaXZlLCBzb21lIHRleHQKZmlsZSBudW1iZXIgMTAgb2YgdGhlIGFyY2hpdmUsIHNvbWUgdGV4dA',
  'pmaWxlIG51bWJlciAxMSBvZiB0aGUgYXJjaGl2ZSwgc29tZSB0ZXh0CmZpbGUgbnVtYmVyIDEyIG9mIHRoZSBhcmNoaXZlLCBzb21lIHRleHQKZmlsZSBudW1iZXIgMiBvZiB0aGUgYXJjaGl2ZSwg',
  'c29tZSB0ZXh0CmZpbGUgbnVtYmVyIDMgb2YgdGhlIGFyY2hpdmUsIHNvbWUgdGV4dApmaWxlIG51bWJlciA0IG9mIHRoZSBhcmNoaXZlLCBzb21lIHRleHQKZmlsZSBudW1iZXIgNSBvZiB0aGUgYX',
  'JjaGl2ZSwgc29tZSB0ZXh0CmZpbGUgbnVtYmVyIDYgb2YgdGhlIGFyY2hpdmUsIHNvbWUgdGV4dApmaWxlIG51bWJlciA3IG9mIHRoZSBhcmNoaXZlLCBzb21lIHRleHQKZmlsZSBudW1iZXIgOCBv',
  'ZiB0aGUgYXJjaGl2ZSwgc29tZSB0ZXh0CmZpbGUgbnVtYmVyIDkgb2YgdGhlIGFyY2hpdmUsIHNvbWUgdGV4dAoAAIEzB69RyXeI2H3YEDKo1DWp59aF19hVedvlamUK5uenp/4wYYvu6ApumcGMCF',
  'T2QczPgcGoruReJCyL9zemjj9uKnTeF+bOxC2VcMZ6+CMZ2kILJ0VngP2iXOE3RAJNOir26tg0N7a/wHPZVhU0Txcm2FNapR5ZcEXAQUTpze5oPJBk6UdZw/WStXdPMO4lttY4yKWrfQFMG+iYiPqM',
  'keGYnMkuzsD2rEU8ArQI3yAAABcGgeMBCYCzAAcLAQABIwMBAQVdABAAAAyCbgoBU1qsAQAA',
].join(''), 'base64')
const archives: readonly (readonly WrittenFile[])[] = [
  writeStoredRar(files, { version: 4 }), writeStoredRar(files, { version: 5 }), writeStoredRar(files, { version: 4, volumeBytes: 1_500 }), writeStoredRar(files, { version: 5, volumeBytes: 1_500 }),
  [{ name: 'a.zip', bytes: writeZip(files) }], [{ name: 'a.zip', bytes: writeZip(files, { isStreamed: true }) }], [{ name: 'a.7z', bytes: sevenZip }],
  [1, 2, 3].map((number) => ({ name: `a.7z.00${number}`, bytes: sevenZip.subarray((number - 1) * 300, number * 300) })),
]

t.test('a list packed with LZMA is read', async (t) => {
  const given = [{ name: 'a.7z', bytes: sevenZip }]
  const map = await mapStoredArchive(volumesInMemory(given))
  if ('reason' in map) return t.fail(map.reason)
  t.equal(map.files.length, 12)
  for (const { name, extents } of map.files) t.equal(new TextDecoder().decode(bytesAt(given, extents)), `file number ${/\d+/.exec(name)![0]} of the archive, some text\n`)
})

t.test('of a list that is cut into volumes the last are missing where they are, and the first alone is no damage', async (t) => {
  const volumes = archives.at(-1)!
  for (const there of [1, 2]) t.match(await mapStoredArchive(volumesInMemory(volumes.slice(0, there))), { code: 'MISSING_VOLUMES', reason: /a\.7z\.001 the last volumes/ })
  t.match(await mapStoredArchive(volumesInMemory([{ name: 'a.7z', bytes: volumes[0]!.bytes }])), { code: 'DAMAGED' })
})

t.test('a zip that was streamed is read in place as any other', async (t) => {
  const namesIn = async (bytes: Uint8Array) => {
    const map = await mapStoredArchive(volumesInMemory([{ name: 'a.zip', bytes }]))
    return 'reason' in map ? map.reason : map.files.map(({ name }) => name)
  }
  t.strictSame(await namesIn(writeZip(files, { isStreamed: true })), await namesIn(writeZip(files)))
})

t.test('whatever is done to an archive, reading it ends, stays within its volumes and within bounds', async (t) => {
  const change = fc.record({ volume: fc.nat(), at: fc.nat(), how: fc.constantFrom('flip', 'set', 'cut', 'insert', 'zeros', 'large'), value: fc.nat(255) })
  await holds(t, 'mutated archives', 300, [fc.nat(archives.length - 1), fc.array(change, { minLength: 1, maxLength: 8 }), fc.boolean()], async (archive, changes, atEnd) => {
    const mutated = archives[archive]!.map((volume) => ({ ...volume }))
    for (const { volume, at, how, value } of changes) {
      const file = mutated[volume % mutated.length]!
      // Headers stand at the beginning, lists at the end.
      const place = atEnd ? Math.max(0, file.bytes.length - 1 - at % 200) : at % Math.max(1, Math.min(200, file.bytes.length))
      file.bytes = changed(file.bytes, place, how, value)
    }
    await staysWithin(mutated)
  })
})

t.test('headers of RAR that lie, with the right checksum over their lies, lead nowhere else', async (t) => {
  const sets = await Promise.all(archives.slice(0, 4).map(async (volumes) => ({
    volumes,
    headers: (await Promise.all(volumesInMemory(volumes).map(async (volume, index) => (await readRarVolume(volume, { secrets: new RarSecrets(), toEnd: true })).entries.map(({ headerOffset, dataOffset }) => ({ volume: index, from: headerOffset, to: dataOffset }))))).flat(),
  })))
  const lie = fc.record({ header: fc.nat(), at: fc.nat(), how: fc.constantFrom('flip', 'set', 'large', 'zeros'), value: fc.nat(255) })
  await holds(t, 'lying headers', 300, [fc.nat(3), fc.array(lie, { minLength: 1, maxLength: 4 })], async (set, lies) => {
    const { volumes, headers } = sets[set]!
    const mutated = volumes.map((volume) => ({ ...volume }))
    for (const { header, at, how, value } of lies) {
      const { volume, from, to } = headers[header % headers.length]!
      const file = mutated[volume]!
      const is5 = set % 2 === 1, start = from + (is5 ? 4 : 2)
      const bytes = new Uint8Array(changed(file.bytes, start + at % (to - start), how, value))
      // Of RAR5 the checksum is whole, of RAR4 half of it is kept.
      const crc = crc32(bytes.subarray(start, to))
      for (let i = 0; i < (is5 ? 4 : 2); i++) bytes[from + i] = (crc >>> (8 * i)) & 255
      file.bytes = bytes
    }
    await staysWithin(mutated)
  })
})

async function staysWithin(files: readonly WrittenFile[]): Promise<void> {
  const volumes = volumesInMemory(files)
  const map = await mapStoredArchive(volumes, { passwords: [] })
  for (const { reads } of volumes) {
    const read = reads.reduce((sum, { start, end }) => sum + end - start, 0)
    if (read > 4 * limits.archiveHeaderBytesMax) throw new Error(`${read} bytes were read`)
  }
  if ('reason' in map) return
  for (const { name, extents, sizeBytes, cipher } of map.files) {
    let inner = 0
    for (const { volume, offset, length, innerOffset } of extents) {
      if (innerOffset !== inner || length <= 0 || offset < 0 || offset + length > files[volume]!.bytes.length) throw new Error(`${name} has a piece that is not there`)
      inner += length
    }
    if (!cipher && inner !== sizeBytes) throw new Error(`${name} has ${inner} bytes in pieces of ${sizeBytes}`)
  }
}

function changed(bytes: Uint8Array, at: number, how: string, value: number): Uint8Array {
  const after = (piece: number[], skip: number) => Uint8Array.from([...bytes.subarray(0, at), ...piece, ...bytes.subarray(at + skip)])
  switch (how) {
    case 'flip': return bytes.length === 0 ? bytes : bytes.with(at, bytes[at]! ^ (1 << (value % 8)))
    case 'set': return bytes.length === 0 ? bytes : bytes.with(at, value)
    case 'cut': return bytes.subarray(0, at)
    case 'insert': return after([value, value], 0)
    case 'zeros': return after([0, 0, 0, 0, 0, 0, 0, 0], 8)
    default: return after([255, 255, 255, 255, 255, 255, 255, 127], 8)
  }
}

t.test('LZMA of anything ends, with as many bytes as were asked for or an error', async (t) => {
  await holds(t, 'random LZMA', 200, [fc.uint8Array({ minLength: 5, maxLength: 300 }), fc.nat(224), fc.nat(5_000)], (packed, settings, sizeBytes) => {
    try {
      if (decodeLzma(packed, Uint8Array.of(settings, 0, 0, 1, 0), sizeBytes).length !== sizeBytes) throw new Error('another size')
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error
    }
  })
})
