import { createDecipheriv, createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { seededRandom } from '../../demo/seed.ts'
import { sharedData } from '../../test/support/shared-data.ts'
import t from '../../test/support/tap.ts'
import { bytesAt, volumesInMemory } from '../../test/support/volumes-in-memory.ts'
import type { WrittenFile } from '../../demo/posting/write-stored-rar.ts'
import { writeStoredRar } from '../../demo/posting/write-stored-rar.ts'
import type { StoredMap } from './map-stored-archive.ts'
import { mapStoredArchive } from './map-stored-archive.ts'

const random = seededRandom(7)
const film: WrittenFile = { name: 'Film.2020/film.mkv', bytes: Uint8Array.from({ length: 300_000 }, () => Math.floor(random() * 256)) }
const nfo: WrittenFile = { name: 'Film.2020/film.nfo', bytes: new TextEncoder().encode('about the film') }

async function mapped(files: readonly WrittenFile[], passwords: readonly string[] = []): Promise<StoredMap> {
  const map = await mapStoredArchive(volumesInMemory(files), { passwords })
  if ('reason' in map) throw new Error(map.reason)
  return map
}

const made = (files: readonly WrittenFile[], map: StoredMap) => Object.fromEntries(map.files.map((file) => [file.name, bytesAt(files, file.extents)]))

t.test('what was stored in RAR archives is found in its volumes, whatever their names and order', async (t) => {
  for (const version of [4, 5] as const) {
    for (const more of [{}, { volumeBytes: 40_000 }, { volumeBytes: 40_000, oldNames: true }]) {
      const volumes = writeStoredRar([nfo, film], { version, ...more })
      t.match(made(volumes, await mapped(volumes)), { [film.name]: film.bytes, [nfo.name]: nfo.bytes }, `RAR${version} in ${volumes.length}`)
      const mixed = volumes.map(({ bytes }, index) => ({ name: `${(index * 7_919) % 1_009}f3a`, bytes })).toSorted((a, b) => a.name < b.name ? -1 : 1)
      const map = await mapped(mixed)
      t.match(made(mixed, map), { [film.name]: film.bytes, [nfo.name]: nfo.bytes }, 'by the headers alone')
      t.equal(map.files.find(({ name }) => name === film.name)!.crc32, crc32(film.bytes))
    }
  }
})

t.test('a plain film is one piece, and stays beside archives what it is', async (t) => {
  const map = await mapped([film, ...writeStoredRar([nfo], { version: 5 })])
  t.match(map.files.map(({ name, extents }) => ({ name, extents })), [{ name: film.name, extents: [{ volume: 0, offset: 0, length: film.bytes.length, innerOffset: 0 }] }, { name: nfo.name }])
})

t.test('RAR in RAR is told in terms of the outer volumes', async (t) => {
  const inner = writeStoredRar([film], { version: 4, volumeBytes: 100_000, stem: 'inner' })
  const outer = writeStoredRar([...inner, nfo], { version: 5, volumeBytes: 70_000 })
  const map = await mapped(outer)
  t.strictSame(new Set(map.files.map(({ name }) => name)), new Set([film.name, nfo.name]))
  t.ok(Buffer.from(made(outer, map)[film.name]!).equals(film.bytes))
  const { extents } = map.files.find(({ name }) => name === film.name)!
  t.strictSame(extents.map(({ innerOffset }) => innerOffset), extents.map((_, i) => extents.slice(0, i).reduce((sum, { length }) => sum + length, 0)), 'each piece says where in the film it begins')
})

t.test('volumes that have not landed are predicted from those that have', async (t) => {
  for (const version of [4, 5] as const) {
    // More than 128 volumes: from there a RAR5 header is a byte longer.
    for (const [files, volumeBytes] of [[[film], 40_000], [[nfo, film], 40_000], [[film], 2_000]] as const) {
      const volumes = writeStoredRar(files, { version, volumeBytes })
      const whole = await mapped(volumes)
      for (const there of [1, 2, 5]) {
        const landing = volumes.map((volume, index) => ({ ...volume, predicted: index >= there }))
        const seen = volumesInMemory(landing)
        const map = await mapStoredArchive(seen) as StoredMap
        const found = map.files.find(({ name }) => name === film.name)!
        t.strictSame(found.extents, whole.files.find(({ name }) => name === film.name)!.extents, `RAR${version}, ${there} of ${volumes.length} volumes`)
        t.equal(found.predicted, true)
        t.ok(seen.every(({ reads }) => reads.every(({ end }) => end <= 16_384)), 'only the beginnings of volumes are read')
      }
    }
  }
})

t.test('what is missing, locked or packed is said', async (t) => {
  const volumes = writeStoredRar([film], { version: 5, volumeBytes: 40_000 })
  t.match(await mapStoredArchive(volumesInMemory(volumes.toSpliced(3, 1))), { code: 'MISSING_VOLUMES', reason: /missing: volume 4$/ })
  t.match(await mapStoredArchive(volumesInMemory(volumes.slice(0, -1))), { code: 'MISSING_VOLUMES' })
  t.match(await mapStoredArchive(volumesInMemory(volumes.slice(1))), { code: 'MISSING_VOLUMES', reason: /volume 1/ })
  t.match(await mapStoredArchive([]), { code: 'UNSUPPORTED' })
  const broken = volumes.map(({ name, bytes }, index) => index === 2 ? { name, bytes: bytes.with(20, 99) } : { name, bytes })
  t.match(await mapStoredArchive(volumesInMemory(broken)), { code: 'DAMAGED' })
})

interface ExpectedCase { readonly exit?: number; readonly password?: string | null; readonly files?: readonly { readonly name: string; readonly size?: number; readonly sha256?: string }[] }

t.test('of the archives that others made every file that is found in place has the bytes that 7-Zip unpacks', async (t) => {
  const folder = sharedData('archives')
  if (!folder) return t.comment('not run: ../shared/data/archives is not there')
  const { cases } = JSON.parse(readFileSync(join(folder, 'EXPECTED.json'), 'utf8')) as { cases: Record<string, ExpectedCase> }
  let files = 0
  for (const [name, { password = null, files: expected = [] }] of Object.entries(cases)) {
    const given = readdirSync(join(folder, name)).map((file) => ({ name: file, bytes: new Uint8Array(readFileSync(join(folder, name, file))) }))
    const map = await mapStoredArchive(volumesInMemory(given), { passwords: [password ?? 'geheim'] })
    if ('reason' in map) continue
    for (const file of map.files) {
      const wanted = expected.find((each) => each.name === file.name.replaceAll('\\', '/'))
      if (!wanted?.sha256) continue
      const raw = bytesAt(given, file.extents)
      const bytes = file.cipher ? new Uint8Array(createDecipheriv(file.cipher.algorithm, file.cipher.key, file.cipher.iv).setAutoPadding(false).update(raw)).subarray(0, file.sizeBytes) : raw
      files++
      if (createHash('sha256').update(bytes).digest('hex') !== wanted.sha256) t.fail(`${name}: ${file.name} has other bytes`)
    }
  }
  t.ok(files >= 55, `${files} files`)
})
