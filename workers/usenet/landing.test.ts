import { appendFileSync, closeSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { realSystem } from '../../server/system.ts'
import t from '../../test/support/tap.ts'
import { Landing } from './landing.ts'

const plan = { fingerprint: new Uint8Array(32).fill(9), fileOfArticle: [0, 0, 0, 1], files: 2 }
const never = new AbortController().signal
const bytes = (value: number, length: number) => new Uint8Array(length).fill(value)

async function landed(folder: string, articles: readonly number[]): Promise<void> {
  const landing = await Landing.open(folder, plan, never)
  for (const article of articles) {
    const data = bytes(article + 1, 100)
    landing.land(article, article === 3 ? 0 : article * 100, data, crc32(data))
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

t.test('files are whole only without gap and overlap', async (t) => {
  const folder = t.testdir({})
  await landed(folder, [0, 2, 3])
  const gap = await Landing.open(folder, plan, never)
  await t.rejects(gap.finish(), { code: 'INCOMPLETE' })
  gap.land(1, 50, bytes(7, 150), crc32(bytes(7, 150)))
  await t.rejects(gap.finish(), { code: 'INCOMPLETE' }, 'overlap')
  gap.land(1, 100, bytes(2, 100), crc32(bytes(2, 100)))
  t.same((await gap.finish()).map((file) => file.sizeBytes), [300, 100])
  gap.close()
})

t.test('an article whose bytes or record the disk refuses has not landed', async (t) => {
  const folder = t.testdir({})
  const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
  let left = 3
  const writeSync = ((...args: Parameters<typeof realSystem.files.writeSync>) => {
    if (left-- === 0) throw full
    return realSystem.files.writeSync(...args)
  }) as typeof realSystem.files.writeSync
  const landing = await Landing.open(folder, plan, never, { ...realSystem.files, writeSync })
  landing.land(0, 0, bytes(1, 100), crc32(bytes(1, 100)))
  t.throws(() => landing.land(1, 100, bytes(2, 100), crc32(bytes(2, 100))), { code: 'ENOSPC' })
  t.same([landing.has(0), landing.has(1)], [true, false])
  landing.close()
  const again = await Landing.open(folder, plan, never)
  t.same([again.has(0), again.has(1)], [true, false], 'nor after a restart')
  again.close()
})
