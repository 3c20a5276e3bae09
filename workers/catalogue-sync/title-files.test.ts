import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImportedRow } from '../../server/catalogue-import/imported-row.ts'
import { importedRow } from '../../server/catalogue-import/imported-row.ts'
import { realSystem } from '../../server/system.ts'
import { temporaryFolder } from '../../test/support/service.ts'
import t from '../../test/support/tap.ts'
import type { FilePlace, TitleFiles } from './title-files.ts'
import { titleFilesIn } from './title-files.ts'

const START: FilePlace = { part: 1, bytes: 0 }
const rowOf = (id: number) => importedRow({ id, title: `Film ${id} 🎬 "quoted"`, overview: 'x'.repeat(id % 50) }, 'movie', '2026-03-01T12:00:00.000Z')
const rows = Array.from({ length: 40 }, (_, i) => rowOf(i + 1))
const open = (folder: string, at = START, partBytes?: number) => titleFilesIn(folder, at, realSystem, partBytes)

async function read(files: TitleFiles, after: FilePlace, upTo: FilePlace): Promise<ImportedRow[]> {
  const found: ImportedRow[] = []
  for await (const { row } of files.read(after, upTo)) found.push(row)
  return found
}

t.test('TF1, TF3, TF4: what was appended is read again, in order, from any place on, in parts of bounded size', async (t) => {
  const folder = join(temporaryFolder(t), 'run')
  const files = open(folder, START, 8_000)
  const places = [START]
  for (let i = 0; i < rows.length; i += 4) places.push(await files.append(rows.slice(i, i + 4)))
  const end = places.at(-1)!
  t.ok(end.part > 2)
  for (const name of await readdir(folder)) t.ok(statSync(join(folder, name)).size < 8_000 + 2_000, name)
  t.strictSame(await read(open(folder), START, end), rows)
  for (const [i, place] of places.entries()) t.strictSame((await read(open(folder), place, end)).map(({ tmdbId }) => tmdbId), rows.slice(i * 4).map(({ tmdbId }) => tmdbId))
  const behind: ImportedRow[] = []
  let at = START
  for await (const { place } of open(folder).read(START, end)) {
    const [row] = await read(open(folder), at, place)
    behind.push(row!)
    at = place
  }
  t.strictSame(behind, rows, 'each comes with the place behind it')
  for (const line of readFileSync(join(folder, 'part-00001.ndjson'), 'utf8').trimEnd().split('\n')) t.match(JSON.parse(line), { title: /^movie_\d+$/, crc32: /^[0-9a-f]{8}$/, row: {} })
})

t.test('TF2: cut at any byte, every whole line is found, and the files go on there', async (t) => {
  const folder = join(temporaryFolder(t), 'run')
  const known = await open(folder).append(rows.slice(0, 3))
  const path = join(folder, 'part-00001.ndjson')
  await open(folder, known).append(rows.slice(3, 6))
  const whole = readFileSync(path)
  const ends = [...whole.entries()].filter(([, byte]) => byte === 0x0a).map(([at]) => at + 1)
  for (let bytes = known.bytes; bytes <= whole.length; bytes += bytes % 97 === 0 ? 1 : 13) {
    writeFileSync(path, whole.subarray(0, bytes))
    const files = open(folder, known)
    const { titles, place } = await files.recover(known)
    const found = ends.filter((end) => end > known.bytes && end <= bytes).length
    t.strictSame([titles.map(({ tmdbId }) => tmdbId), place, statSync(path).size], [[4, 5, 6].slice(0, found), { part: 1, bytes: ends[2 + found]! }, ends[2 + found]!], `${bytes} bytes`)
    const end = await files.append([rowOf(77)])
    t.strictSame((await read(files, START, end)).map(({ tmdbId }) => tmdbId), [1, 2, 3, ...[4, 5, 6].slice(0, found), 77])
  }
})

t.test('TF2: whole parts behind the place are found too, and what stands behind a damaged line is cut away', async (t) => {
  const folder = join(temporaryFolder(t), 'run')
  await open(folder, START, 4_000).append(rows)
  const { titles, place } = await open(folder).recover(START)
  t.strictSame([titles.length, place.part > 2], [40, true])
  const second = join(folder, 'part-00002.ndjson')
  const bytes = readFileSync(second)
  bytes[bytes.length >> 1]! ^= 1
  writeFileSync(second, bytes)
  await t.rejects(read(open(folder), START, place), { name: 'DamagedFileError', message: /part-00002.ndjson is damaged/ })
  const again = await open(folder).recover(START)
  t.strictSame([again.place.part, again.titles.length < 40, (await readdir(folder)).length], [2, true, 2])
  t.strictSame((await read(open(folder), START, again.place)).length, again.titles.length)
  truncateSync(second, 0)
  t.strictSame((await open(folder).recover({ part: 2, bytes: 0 })), { titles: [], place: { part: 2, bytes: 0 } })
  t.strictSame(await open(join(folder, 'none')).recover(START), { titles: [], place: START })
})
