import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '../../server/log.ts'
import { encodePar2 } from '../../demo/posting/encode-par2.ts'
import { seededRandom } from '../../demo/seed.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import type { RepairOptions } from './repair-release.ts'
import { repairRelease } from './repair-release.ts'
import { safeName } from './safe-name.ts'

const random = seededRandom(34)
const bytes = (length: number) => Uint8Array.from({ length }, () => Math.floor(random() * 256))
const film = bytes(40_000), sample = bytes(3_000), nfo = bytes(500)
const set = encodePar2([{ name: 'film.mkv', bytes: film }, { name: 'sample/film.mkv', bytes: sample }, { name: 'film.nfo', bytes: nfo }], { sliceBytes: 1_000, exponents: Array.from({ length: 12 }, (_, i) => i) })

/** A job's folder: what landed under numbers, as the downloader leaves it. */
function job(t: Test) {
  const folder = mkdtempSync(join(tmpdir(), 'rewind-par2-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  let count = 0
  const asked: number[] = []
  const land = (content: Uint8Array) => {
    const path = join(folder, `${String(count++).padStart(4, '0')}.part`)
    writeFileSync(path, content)
    return path
  }
  const repair = (files: RepairOptions['files'], options: Partial<RepairOptions> = {}) => repairRelease({
    files, into: join(folder, 'named'), needBlocks: async (blocks) => { asked.push(blocks); return [] }, signal: new AbortController().signal, onProgress() {}, log: silentLog, ...options,
  })
  return { folder, land, repair, asked, named: (name: string) => readFileSync(join(folder, 'named', name)) }
}

const damaged = (content: Uint8Array, from: number, to: number) => content.slice().fill(0, from, to)
const states = ({ files }: Awaited<ReturnType<typeof repairRelease>>) => Object.fromEntries(files.map(({ name, state }) => [name, state]))

t.test('files whose articles all matched get their real names, as links, and are not read through', async (t) => {
  const { land, repair, named, folder } = job(t)
  // Only the first 16 KiB are as the set says: whoever hashed the whole file would notice.
  const unread = damaged(film, 20_000, 20_001)
  const result = await repair([
    { path: land(set.index), name: 'x.par2', damaged: false }, { path: land(unread), name: '5f3a.bin', damaged: false }, { path: land(sample), name: 'sample/film.mkv', damaged: false },
    { path: land(nfo), name: null, damaged: false }, { path: land(bytes(100)), name: 'proof.jpg', damaged: false },
  ])
  t.strictSame(states(result), { 'film.mkv': 'renamed', 'sample/film.mkv': 'intact', 'film.nfo': 'renamed', 'proof.jpg': 'unprotected' })
  t.ok(named('film.mkv').equals(unread))
  t.equal(statSync(join(folder, 'named/film.mkv')).ino, statSync(join(folder, '0001.part')).ino)
  t.match(result, { blocksUsed: 0, blocksNeeded: 0 })
})

t.test('files that begin alike and are as long are told apart by all of their bytes', async (t) => {
  const { land, repair, named } = job(t)
  const parts = [1, 2, 3].map((each) => { const part = new Uint8Array(40_000); part[30_000] = each; return part })
  const image = encodePar2(parts.map((part, i) => ({ name: `image.00${i}`, bytes: part })), { sliceBytes: 5_000, exponents: [] })
  const result = await repair([{ path: land(image.index), name: 'x.par2', damaged: false }, ...parts.toReversed().map((part, i) => ({ path: land(part), name: `q${i}`, damaged: false }))])
  t.ok(result.files.every(({ state }) => state === 'renamed'))
  parts.forEach((part, i) => t.ok(named(`image.00${i}`).equals(part)))
})

t.test('a recovery file that is of no use is followed by the next, and none is read twice', async (t) => {
  const { land, repair, named } = job(t)
  const lost = damaged(film, 2_000, 5_000)
  const useless = land(damaged(new Uint8Array(set.recovery[0]!), 100, 200)), good = land(Buffer.concat(set.recovery.slice(1, 4)))
  const volumes = [[useless], [good]]
  const files = [{ path: land(set.index), name: 'x.par2', damaged: false }, { path: land(lost), name: 'film.mkv', damaged: true }, { path: land(sample), name: 'sample/film.mkv', damaged: false }, { path: land(nfo), name: 'film.nfo', damaged: false }]
  await repair(files, { needBlocks: async () => volumes.shift() ?? [] })
  t.ok(named('film.mkv').equals(film))
  await t.rejects(repair(files, { needBlocks: async () => [useless] }), { code: 'NOT_ENOUGH_BLOCKS' })
})

t.test('names are cut to what file systems take, before their ending', (t) => {
  const name = safeName(`${'影'.repeat(150)}.mkv`)!
  t.ok(Buffer.byteLength(name) <= 200 && name.endsWith('影.mkv') && !name.includes('\ufffd'))
  t.equal(safeName('../../a/C:b.mkv'), 'a/b.mkv')
  t.end()
})

t.test('just as many recovery blocks are asked for as are lacking, until they are there', async (t) => {
  const { land, repair, named } = job(t)
  const asked: number[] = []
  const path = land(damaged(film, 5_500, 9_100))
  const files = [{ path: land(set.index), name: 'x.par2', damaged: false }, { path, name: 'film.mkv', damaged: true }, { path: land(sample), name: 'sample/film.mkv', damaged: false }, { path: land(nfo), name: 'film.nfo', damaged: false }]
  const volumes = [land(Buffer.concat(set.recovery.slice(0, 2))), land(Buffer.concat(set.recovery.slice(2, 9)))]
  const result = await repair(files, { needBlocks: async (blocks) => { asked.push(blocks); return volumes.splice(0, 1) } })
  t.strictSame(asked, [5, 3])
  t.match(result, { blocksUsed: 5, blocksNeeded: 5 })
  t.strictSame(states(result), { 'film.mkv': 'repaired', 'sample/film.mkv': 'intact', 'film.nfo': 'intact' })
  t.ok(named('film.mkv').equals(film))
  t.ok(readFileSync(path).equals(damaged(film, 5_500, 9_100)), 'what landed stays as it was')
})

t.test('without enough of them the error says how many there are; what a film does without is given up instead', async (t) => {
  const { land, repair, asked } = job(t)
  const index = { path: land(set.index), name: 'x.par2', damaged: false }, volume = { path: land(Buffer.concat(set.recovery.slice(0, 2))), name: 'x.vol0+2.par2', damaged: false }
  const others = [{ path: land(sample), name: 'sample/film.mkv', damaged: false }, { path: land(film), name: 'film.mkv', damaged: false }]
  await t.rejects(repair([index, volume, others[0]!, { path: land(damaged(film, 0, 9_000)), name: 'film.mkv', damaged: true }, { path: land(nfo), name: 'film.nfo', damaged: false }]), { name: 'Par2Error', code: 'NOT_ENOUGH_BLOCKS', blocks: { needed: 9, available: 2 } })
  t.strictSame(asked, [7])
  t.strictSame(states(await repair([index, ...others])), { 'film.mkv': 'intact', 'sample/film.mkv': 'intact', 'film.nfo': 'lost' })
  t.strictSame(asked, [7], 'nothing is fetched for a lost nfo')
})

t.test('without PAR2 files whole files pass and damaged ones are lost; with a broken set the damage is told', async (t) => {
  const { land, repair, asked } = job(t)
  t.strictSame(states(await repair([{ path: land(film), name: 'film.mkv', damaged: false }, { path: land(sample), name: 'film.mkv', damaged: true }])), { 'film.mkv': 'unprotected', '2-film.mkv': 'lost' })
  t.strictSame(asked, [1], 'any recovery file would do, as each repeats the index')
  await t.rejects(repair([{ path: land(set.critical[1]!), name: 'x.par2', damaged: true }, { path: land(sample), name: 'film.mkv', damaged: true }]), { code: 'DAMAGED_SET' })
  await t.rejects(repair([{ path: land(new TextEncoder().encode('PAR\0\0\0\0\0\0\0')), name: 'x.par', damaged: false }, { path: land(sample), name: 'film.mkv', damaged: true }]), { code: 'PAR1' })
})

t.test('where one set is broken and another is not, what repeats the broken one is asked for', async (t) => {
  const { land, repair, named } = job(t)
  const second = encodePar2([{ name: 'second.rar', bytes: sample }], { sliceBytes: 1_000, exponents: [] })
  const volume = land(Buffer.concat([...set.recovery, ...set.critical]))
  const files = [{ path: land(Buffer.concat([second.index, set.critical[0]!])), name: 'x.par2', damaged: true }, { path: land(damaged(film, 0, 3_000)), name: 'film.mkv', damaged: true }, { path: land(sample), name: 'second.rar', damaged: false }]
  t.match(states(await repair(files, { needBlocks: async () => [volume] })), { 'second.rar': 'intact', 'film.mkv': 'repaired' })
  t.ok(named('film.mkv').equals(film))
})

t.test('a set that was packed into an archive, or of which nothing was posted, is no reason to refuse', async (t) => {
  const { land, repair } = job(t)
  const foreign = encodePar2([{ name: 'other.rar', bytes: bytes(5_000) }], { sliceBytes: 1_000, exponents: [] })
  const archive = Buffer.concat([bytes(100), foreign.index, bytes(2_000)])
  t.strictSame(states(await repair([{ path: land(archive), name: 'stored.rar', damaged: false }])), { 'stored.rar': 'unprotected' })
  const all = [{ path: land(set.index), name: 'x.par2', damaged: false }, { path: land(foreign.index), name: 'y.par2', damaged: false }, { path: land(film), name: 'film.mkv', damaged: false }, { path: land(sample), name: 'sample/film.mkv', damaged: false }, { path: land(nfo), name: 'film.nfo', damaged: false }]
  t.strictSame(states(await repair(all)), { 'film.mkv': 'intact', 'sample/film.mkv': 'intact', 'film.nfo': 'intact', 'other.rar': 'lost' })
})

t.test('an index that lost its beginning, in a file of any name, is found by looking', async (t) => {
  const { land, repair, named } = job(t)
  const volume = damaged(Buffer.concat([set.critical[0]!, ...set.recovery, ...set.critical]), 0, 100)
  const result = await repair([{ path: land(volume), name: 'a8f2', damaged: true }, { path: land(damaged(film, 0, 3_000)), name: 'b771', damaged: true }, { path: land(sample), name: null, damaged: false }, { path: land(nfo), name: null, damaged: false }])
  t.strictSame(states(result), { 'film.mkv': 'repaired', 'sample/film.mkv': 'renamed', 'film.nfo': 'renamed', 'a8f2': 'lost' })
  t.ok(named('film.mkv').equals(film))
})

t.test('stopped anywhere and called again, it ends as if it had not been', async (t) => {
  const { land, repair, named, folder } = job(t)
  const files = [
    { path: land(Buffer.concat([set.index, ...set.recovery])), name: 'x.par2', damaged: false }, { path: land(damaged(film, 5_500, 9_100)), name: 'q1', damaged: true },
    { path: land(sample), name: 'sample/film.mkv', damaged: false }, { path: land(nfo), name: 'film.nfo', damaged: true },
  ]
  let stopped = 0
  for (let after = 1; ; after++) {
    const stop = new AbortController()
    let reports = 0
    const result = await repair(files, { signal: stop.signal, onProgress: () => { if (++reports === after) stop.abort() } }).catch((error: Error) => error)
    if (!(result instanceof Error)) break
    t.equal(result.name, 'AbortError')
    stopped++
  }
  t.ok(stopped > 3, `stopped ${stopped} times`)
  // As kill -9 leaves it: half a rebuilt file, a file that is only half in its place.
  rmSync(join(folder, 'named/film.mkv'))
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.part'))) writeFileSync(join(folder, 'named', `.${name}`), 'half')
  for (let call = 0; call < 2; call++) {
    t.strictSame(states(await repair(files)), { 'film.mkv': 'repaired', 'sample/film.mkv': 'intact', 'film.nfo': 'intact' })
    t.ok(named('film.mkv').equals(film) && named('sample/film.mkv').equals(Buffer.from(sample)))
  }
})

t.test('no name leads out of the folder', async (t) => {
  const { land, repair, folder } = job(t)
  writeFileSync(join(folder, 'outside'), 'as it was')
  const hostile = (name: string) => encodePar2([{ name, bytes: sample }], { sliceBytes: 1_000, exponents: [0] }).index
  for (const name of ['../outside', '/outside', '..\\..\\outside', 'C:\\outside', 'a/../../outside', 'out\0side', 'C:outside']) {
    const result = await repair([{ path: land(hostile(name)), name: 'x.par2', damaged: false }, { path: land(sample), name: '../outside', damaged: false }])
    t.ok(result.files.every(({ path }) => path!.startsWith(join(folder, 'named/'))), name)
  }
  t.equal(readFileSync(join(folder, 'outside'), 'utf8'), 'as it was')
  t.strictSame(readdirSync(folder).filter((name) => !name.endsWith('.part')).sort(), ['named', 'outside'])
  for (const name of ['..', '/', '\\..\\', '.', 'a/'.repeat(50) + 'b']) {
    await t.rejects(repair([{ path: land(hostile(name)), name: 'x.par2', damaged: false }, { path: land(sample), name: 'a', damaged: true }]), { code: 'HOSTILE_SET' }, name)
  }
})
