import { appendFileSync, closeSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { limits } from '../../server/limits.ts'
import { realSystem } from '../../server/system.ts'
import t from '../../test/support/tap.ts'
import { Landing } from './landing.ts'

const plan = { fingerprint: new Uint8Array(32).fill(9), fileOfArticle: [0, 0, 0, 1], files: 2 }
const never = new AbortController().signal
const told = { name: 'film.mkv', sizeBytes: 300, verified: true }
const bytes = (value: number, length: number) => new Uint8Array(length).fill(value)

async function landed(folder: string, articles: readonly number[]): Promise<void> {
  const landing = await Landing.open(folder, plan, never)
  for (const article of articles) {
    const data = bytes(article + 1, 100)
    landing.land(article, article === 3 ? 0 : article * 100, data, crc32(data), told)
  }
  landing.close()
}

t.test('what landed is known after the process is gone', async (t) => {
  const folder = t.testdir({})
  await landed(folder, [2, 0])
  const again = await Landing.open(folder, plan, never)
  t.teardown(() => again.close())
  t.same([again.has(0), again.has(1), again.has(2), again.has(3)], [true, false, true, false])
  t.same([again.bytes, again.articles], [200, 2])
})

t.test('a record that was cut, or says what is not so, costs only its own article', async (t) => {
  const folder = t.testdir({})
  await landed(folder, [0, 1, 2])
  const journal = join(folder, 'landed.journal')
  truncateSync(journal, 32 + 2 * 24 + 11)
  const cut = await Landing.open(folder, plan, never)
  t.same([cut.has(0), cut.has(1), cut.has(2)], [true, true, false], 'a kill in the middle of a record')
  cut.close()
  // A power cut may keep the record and lose the bytes.
  const file = openSync(join(folder, '0000.part'), 'r+')
  writeSync(file, bytes(0, 100), 0, 100, 0)
  closeSync(file)
  appendFileSync(journal, bytes(0xff, 24))
  const lost = await Landing.open(folder, plan, never)
  t.same([lost.has(0), lost.has(1), lost.has(2)], [false, true, false])
  lost.close()
  const settled = await Landing.open(folder, plan, never)
  t.same([settled.articles, settled.has(1)], [1, true], 'and it stays so')
  t.equal(readFileSync(journal).length, 32 + 24, 'the journal holds only what is true')
  settled.close()
})

t.test('the journal of another plan is not believed', async (t) => {
  const folder = t.testdir({})
  await landed(folder, [0, 1, 2, 3])
  const other = await Landing.open(folder, { ...plan, fingerprint: new Uint8Array(32).fill(8) }, never)
  t.equal(other.articles, 0)
  other.close()
  const first = await Landing.open(folder, plan, never)
  t.equal(first.articles, 0, 'nor are its remains')
  first.close()
})

t.test('files are undamaged only without gap and overlap, and verified only where every article had a checksum', async (t) => {
  const folder = t.testdir({})
  await landed(folder, [0, 2, 3])
  const landing = await Landing.open(folder, plan, never)
  t.teardown(() => landing.close())
  t.match(await landing.finish(), [{ sizeBytes: 300, articles: 2, damaged: true }, { sizeBytes: 100, articles: 1, damaged: false, verified: true }], 'a gap')
  landing.land(1, 100, bytes(2, 100), crc32(bytes(2, 100)), { ...told, verified: false })
  t.match(await landing.finish(), [{ sizeBytes: 300, damaged: false, verified: false }, {}])
  const again = await Landing.open(folder, plan, never)
  t.teardown(() => again.close())
  t.match(await again.finish(), [{ damaged: false, verified: false }, { verified: true }], 'also after a restart')
  const overlapping = await Landing.open(join(folder, 'overlap'), plan, never)
  t.teardown(() => overlapping.close())
  for (const [article, offset] of [[0, 0], [1, 50], [2, 200]] as const) overlapping.land(article, offset, bytes(7, 150), crc32(bytes(7, 150)), told)
  t.match(await overlapping.finish(), [{ articles: 3, damaged: true }, { articles: 0, damaged: true, name: null }], 'overlap')
})

t.test('what articles say of their files, and where they lie, is known after a restart; a name cut in the middle is told again', async (t) => {
  const folder = t.testdir({})
  const first = await Landing.open(folder, plan, never)
  t.same([first.toldOf(0), first.extentOf(2)], [undefined, undefined])
  first.land(2, 200, bytes(3, 100), crc32(bytes(3, 100)), { ...told, name: 'obfuscated.bin' })
  first.land(3, 0, bytes(4, 100), crc32(bytes(4, 100)), { ...told, name: 'näme with "quotes" and\n.nfo', sizeBytes: null })
  first.close()
  const second = await Landing.open(folder, plan, never)
  t.same(second.toldOf(0), { name: 'obfuscated.bin', sizeBytes: 300 })
  t.same(second.toldOf(1), { name: 'näme with "quotes" and\n.nfo', sizeBytes: null })
  t.match(second.extentOf(2), { file: 0, offset: 200, length: 100 })
  t.same((await second.finish()).map(({ name }) => name), ['obfuscated.bin', 'näme with "quotes" and\n.nfo'])
  t.same(readFileSync(second.pathOf(0)).subarray(200), Buffer.from(bytes(3, 100)), 'each file can be read where it has landed')
  second.close()
  truncateSync(join(folder, 'named.journal'), 20)
  const third = await Landing.open(folder, plan, never)
  t.equal(third.toldOf(0), undefined)
  third.close()
})

t.test('a release of hundreds of files keeps only some of them open', async (t) => {
  const files = 3 * limits.landingFilesOpenMax
  const many = { fingerprint: new Uint8Array(32), fileOfArticle: Array.from({ length: 2 * files }, (_, article) => article % files), files }
  let open = 0, most = 0
  const counted = {
    ...realSystem.files,
    openSync: ((...args: Parameters<typeof realSystem.files.openSync>) => { most = Math.max(most, ++open); return realSystem.files.openSync(...args) }) as typeof realSystem.files.openSync,
    closeSync: ((handle: number) => { open--; realSystem.files.closeSync(handle) }) as typeof realSystem.files.closeSync,
  }
  const landing = await Landing.open(t.testdir({}), many, never, counted)
  for (let article = 0; article < 2 * files; article++) landing.land(article, article < files ? 0 : 10, bytes(article % 251, 10), crc32(bytes(article % 251, 10)), told)
  const found = await landing.finish()
  t.ok(found.every(({ damaged, sizeBytes }) => !damaged && sizeBytes === 20))
  t.ok(most <= limits.landingFilesOpenMax + 3, `${most} at once`)
  landing.close()
  t.equal(open, 0)
})

t.test('an article whose bytes or record the disk refuses has not landed', async (t) => {
  const folder = t.testdir({})
  const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
  let left = 4
  const writeSync = ((...args: Parameters<typeof realSystem.files.writeSync>) => {
    if (left-- === 0) throw full
    return realSystem.files.writeSync(...args)
  }) as typeof realSystem.files.writeSync
  const landing = await Landing.open(folder, plan, never, { ...realSystem.files, writeSync })
  landing.land(0, 0, bytes(1, 100), crc32(bytes(1, 100)), told)
  t.throws(() => landing.land(1, 100, bytes(2, 100), crc32(bytes(2, 100)), told), { code: 'ENOSPC' })
  t.same([landing.has(0), landing.has(1)], [true, false])
  landing.close()
  const again = await Landing.open(folder, plan, never)
  t.same([again.has(0), again.has(1)], [true, false], 'nor after a restart')
  again.close()
})
