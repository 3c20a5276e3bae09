import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { seededRandom } from '../../demo/seed.ts'
import { silentLog } from '../../server/log.ts'
import { realSystem } from '../../server/system.ts'
import t from '../../test/support/tap.ts'
import type { WrittenFile } from '../../demo/posting/write-stored-rar.ts'
import { writeStoredRar } from '../../demo/posting/write-stored-rar.ts'
import { writeZip } from '../../test/support/write-zip.ts'
import type { UnpackReleaseOptions } from './unpack-release.ts'
import { unpackRelease } from './unpack-release.ts'

const random = seededRandom(3)
const film: WrittenFile = { name: 'Film/film.mkv', bytes: Uint8Array.from({ length: 3_000_000 }, () => Math.floor(random() * 256)) }
const text = (words: string): Uint8Array => new TextEncoder().encode(words)
const nfo = { name: 'film.nfo', bytes: text('about the film') }

function release(t: Test, files: readonly WrittenFile[]) {
  const folder = mkdtempSync(join(tmpdir(), 'rewind-unpack-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'named'))
  for (const { name, bytes } of files) writeFileSync(join(folder, 'named', name), bytes)
  const options: UnpackReleaseOptions = {
    files: files.map(({ name }) => ({ name, path: join(folder, 'named', name) })), into: join(folder, 'unpacked'), passwords: [], system: realSystem, signal: new AbortController().signal, onProgress() {}, log: silentLog,
  }
  return { folder, options, unpack: (more: Partial<UnpackReleaseOptions> = {}) => unpackRelease({ ...options, ...more }) }
}

t.test('a release comes out of its archives, and what was beside them stays where it is', async (t) => {
  const { folder, unpack } = release(t, [...writeStoredRar([film], { version: 5, volumeBytes: 700_000 }), nfo])
  const seen: number[] = []
  const { files } = await unpack({ onProgress: ({ bytes }) => seen.push(bytes) })
  t.strictSame(files.map(({ name, path, sizeBytes }) => ({ name, path, sizeBytes })).toSorted((a, b) => b.sizeBytes - a.sizeBytes), [
    { name: 'Film/film.mkv', path: join(folder, 'unpacked', 'film.mkv'), sizeBytes: film.bytes.length }, { name: 'film.nfo', path: join(folder, 'named', 'film.nfo'), sizeBytes: nfo.bytes.length },
  ])
  t.ok(readFileSync(join(folder, 'unpacked', 'film.mkv')).equals(film.bytes))
  t.equal(seen.at(-1), film.bytes.length)
  t.strictSame(seen, seen.toSorted((a, b) => a - b))
})

t.test('a release without archives is told as it is', async (t) => {
  const { options, unpack } = release(t, [{ ...film, name: 'film.mkv' }, nfo])
  t.strictSame((await unpack()).files.map(({ path }) => path), options.files.map(({ path }) => path))
})

t.test('RAR in RAR comes out at once, without the archives on the way', async (t) => {
  const { folder, unpack } = release(t, writeStoredRar(writeStoredRar([film], { version: 4, volumeBytes: 900_000, stem: 'inner' }), { version: 5, volumeBytes: 500_000 }))
  t.strictSame((await unpack()).files.map(({ name }) => name), ['Film/film.mkv'])
  t.strictSame(readdirSync(join(folder, 'unpacked')).toSorted(), ['.unpacked.json', 'film.mkv'])
  t.ok(readFileSync(join(folder, 'unpacked', 'film.mkv')).equals(film.bytes))
})

t.test('what was finished is found again, what was begun is done anew', async (t) => {
  const { folder, options, unpack } = release(t, [...writeStoredRar([film], { version: 4, volumeBytes: 700_000 }), { name: 'more.zip', bytes: writeZip([{ name: 'a.srt', bytes: text('1'), deflate: true }]) }])
  // Where a kill left half of it.
  mkdirSync(join(folder, 'unpacked', '.set-0'), { recursive: true })
  writeFileSync(join(folder, 'unpacked', 'film.mkv'), 'half of it')
  writeFileSync(join(folder, 'unpacked', '.set-0', '00000'), 'half of it')
  const stop = new AbortController()
  await t.rejects(unpack({ signal: stop.signal, onProgress: () => stop.abort(new Error('killed')) }), /killed/)
  const first = await unpack()
  t.strictSame(readdirSync(join(folder, 'unpacked')).toSorted(), ['.unpacked.json', 'a.srt', 'film.mkv'])
  const { mtimeMs, ino } = statSync(join(folder, 'unpacked', 'film.mkv'))
  t.strictSame(await unpack(), first)
  t.match(statSync(join(folder, 'unpacked', 'film.mkv')), { mtimeMs, ino }, 'nothing is written again')
  writeFileSync(join(folder, 'unpacked', 'film.mkv'), 'cut short')
  await unpack()
  t.ok(readFileSync(join(folder, 'unpacked', 'film.mkv')).equals(film.bytes), 'what is not whole any more is not trusted')
  writeFileSync(options.files[0]!.path, writeStoredRar([nfo], { version: 4 })[0]!.bytes)
  await t.rejects(unpack(), { code: 'MISSING_VOLUMES' }, 'nor is what came of other volumes')
})

t.test('a film that cannot come out is refused with the reason; a small archive beside it is not missed', async (t) => {
  const volumes = writeStoredRar([film], { version: 5, volumeBytes: 700_000 })
  const flipped = volumes.map((volume, index) => index === 2 ? { ...volume, bytes: volume.bytes.with(1_000, volume.bytes[1_000]! ^ 1) } : volume)
  await t.rejects(release(t, flipped).unpack(), { code: 'DAMAGED', message: /film\.mkv is damaged/ })
  await t.rejects(release(t, volumes.toSpliced(1, 1)).unpack(), { code: 'MISSING_VOLUMES', message: /volume 2/ })
  await t.rejects(release(t, [{ name: 'film.rar', bytes: film.bytes }]).unpack(), { code: 'DAMAGED', message: /called an archive/ })
  const warned: unknown[] = []
  const { files } = await release(t, [...volumes, { name: 'extras.7z', bytes: text('7z\xbc\xaf') }]).unpack({ log: { ...silentLog, warn: (fields: object) => warned.push(fields) } as typeof silentLog })
  t.ok(files.some(({ name }) => name === 'Film/film.mkv'))
  t.match(warned, [{ name: 'extras.7z', code: 'DAMAGED' }])
})
