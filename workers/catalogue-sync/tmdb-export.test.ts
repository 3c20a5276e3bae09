import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { System } from '../../server/system.ts'
import { realSystem } from '../../server/system.ts'
import type { Script } from '../../test/support/scripted-tmdb.ts'
import { byPath, bytes, scriptedTmdb } from '../../test/support/scripted-tmdb.ts'
import { temporaryFolder } from '../../test/support/service.ts'
import t from '../../test/support/tap.ts'
import type { ExportSource } from './tmdb-export.ts'
import { exportedIds } from './tmdb-export.ts'

const line = (id: unknown, adult = false) => JSON.stringify({ adult, id, original_title: 'Süß "und" \\ salzig', popularity: 1.2, video: false })
const many = Array.from({ length: 25_000 }, (_, i) => line(i + 1, i % 100 === 0)).join('\n') + '\n'
const movies = (date: string): ExportSource => ({ mediaType: 'movie', from: { date }, adult: false })

async function read(t: Parameters<typeof scriptedTmdb>[0], source: ExportSource, scripts: Readonly<Record<string, Script>>, files: Readonly<Record<string, Uint8Array | string>> = {}) {
  const upstream = await scriptedTmdb(t, byPath(scripts))
  const importFolder = join(temporaryFolder(t), 'imports')
  mkdirSync(importFolder)
  for (const [name, content] of Object.entries(files)) writeFileSync(join(importFolder, name), content)
  const batches: (readonly number[])[] = []
  for await (const ids of exportedIds(source, { exportBaseUrl: `${upstream.url}/p/exports`, importFolder, system: realSystem }, new AbortController().signal)) batches.push(ids)
  return batches
}

t.test('the day\'s export is read as it comes, those for adults only if asked for', async (t) => {
  const scripts = { '/p/exports/movie_ids_02_28_2026.json.gz': bytes(gzipSync(many)), '/p/exports/tv_series_ids_02_28_2026.json.gz': bytes(gzipSync('{"id":1396,"original_name":"Breaking Bad","popularity":9}')) }
  const batches = await read(t, movies('2026-02-28'), scripts)
  t.strictSame(batches.map(({ length }) => length), [10_000, 10_000, 4_750])
  t.notOk(batches.flat().includes(101))
  t.strictSame((await read(t, { ...movies('2026-02-28'), adult: true }, scripts)).flat().length, 25_000)
  t.strictSame(await read(t, { mediaType: 'tv', from: { date: '2026-02-28' }, adult: false }, scripts), [[1396]])
})

t.test('a file of the admin is read, packed or not, with lines that are none left out', async (t) => {
  const text = `${line(3)}\r\n\n{"id":"x"}\nnot json\n${line(-4)}\n${line(5)}\n${line(6)}\n${line(7)}\n${line(8)}`
  for (const content of [gzipSync(text), text]) t.strictSame(await read(t, { mediaType: 'movie', from: { file: 'mine.json.gz' }, adult: false }, {}, { 'mine.json.gz': content }), [[3, 5, 6, 7, 8]])
})

t.test('what is not there, cut short, or something else says so', async (t) => {
  const refused = async (source: ExportSource, code: string, scripts: Readonly<Record<string, Script>> = {}, files: Readonly<Record<string, Uint8Array | string>> = {}) =>
    await t.rejects(read(t, source, scripts, files), { name: 'SyncFault', code }, code)
  await refused(movies('2026-02-28'), 'EXPORT_NOT_FOUND')
  await refused({ ...movies(''), from: { file: 'none.gz' } }, 'EXPORT_NOT_FOUND')
  const of = (body: Uint8Array | string) => ({ '/p/exports/movie_ids_02_28_2026.json.gz': bytes(body) })
  const packed = gzipSync(many)
  await refused(movies('2026-02-28'), 'EXPORT_UNREADABLE', of(packed.subarray(0, packed.length - 100)))
  await refused(movies('2026-02-28'), 'EXPORT_UNREADABLE', of('<html>Sign in to this network</html>'))
  await refused(movies('2026-02-28'), 'EXPORT_UNREADABLE', of(gzipSync('{"name":"no id"}\n'.repeat(9) + line(1))))
  await refused(movies('2026-02-28'), 'EXPORT_UNREADABLE', of(gzipSync('a'.repeat(200_000))))
  await refused(movies('2026-02-28'), 'EXPORT_UNREADABLE', of(''))
})

t.test('one that comes too slowly, or a file that is not to be read, says so too', async (t) => {
  const importFolder = temporaryFolder(t)
  mkdirSync(join(importFolder, 'folder.gz'))
  const slow: System['fetch'] = async () => new Response(new ReadableStream({ pull: (body) => body.error(new DOMException('The signal has timed out', 'TimeoutError')) }))
  const of = (source: ExportSource, signal = new AbortController().signal) => Array.fromAsync(exportedIds(source, { exportBaseUrl: 'http://x', importFolder, system: { ...realSystem, fetch: slow } }, signal))
  await t.rejects(of(movies('2026-02-28')), { name: 'SyncFault', code: 'EXPORT_UNREADABLE', message: /too slowly/ })
  await t.rejects(of({ ...movies(''), from: { file: 'folder.gz' } }), { name: 'SyncFault', code: 'EXPORT_UNREADABLE' })
  await t.rejects(of(movies('2026-02-28'), AbortSignal.abort()), { name: 'TimeoutError' }, 'what ends because the import is paused is no fault')
})
