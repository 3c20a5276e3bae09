import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { gzipSync } from 'node:zlib'
import { limits } from '../../server/limits.ts'
import { realSystem } from '../../server/system.ts'
import { sharedData } from '../../test/support/shared-data.ts'
import t from '../../test/support/tap.ts'
import type { WrittenFile } from '../../demo/posting/write-stored-rar.ts'
import { writeStoredRar } from '../../demo/posting/write-stored-rar.ts'
import { writeZip } from '../../test/support/write-zip.ts'
import { writeTar } from '../../test/support/write-tar.ts'
import { unpackLimits } from './run-seven-zip.ts'
import type { UnpackArchivesOptions } from './unpack-archives.ts'
import { unpackArchives } from './unpack-archives.ts'

const text = (words: string): Uint8Array => new TextEncoder().encode(words)
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

/** `a film`, as 7-Zip 26.02 stores and Python's modules compress it, and a million zeros. */
const STORED_7Z = 'N3q8ryccAARdkCjdBgAAAAAAAAA+AAAAAAAAAKv8i7dhIGZpbG0BBAYAAQkGAAcLAQABAQAMBgAICgFmM6sQAAAFARETAGYAaQBsAG0ALgBtAGsAdgAAABkAFQYBACCApIEAAA=='
const BZIP2 = 'QlpoOTFBWSZTWe/YZgMAAACRAEAAISYgACGADAFnLuLuSKcKEh37DMBg', XZ = '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAFYSBmaWxtAAAAEf0Y73cImFgAAR4GwS+kHR+2830BAAAAAARZWg=='
const BZIP2_BOMB = 'QlpoOTFBWSZTWXnTnkgAB6jAQMAAAAIACCAAMMwJqmmVJDapSQ8XckU4UJB5055I'

/** A new folder beside which nothing may appear. */
function target(t: Test, files: readonly WrittenFile[]) {
  const folder = mkdtempSync(join(tmpdir(), 'rewind-unpack-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'in'))
  mkdirSync(join(folder, 'deep', 'out'), { recursive: true })
  for (const { name, bytes } of files) writeFileSync(join(folder, 'in', name), bytes)
  return { folder, into: join(folder, 'deep', 'out'), given: files.map(({ name }) => ({ name, path: join(folder, 'in', name) })) }
}

async function unpack(t: Test, files: readonly WrittenFile[], more: Partial<UnpackArchivesOptions> = {}) {
  const { folder, into, given } = target(t, files)
  const found = await unpackArchives(given, { into, passwords: [], depthMax: 3, lasting: false, limits: unpackLimits, system: realSystem, signal: new AbortController().signal, onBytes() {}, ...more })
  t.strictSame([folder, join(folder, 'deep'), join(folder, 'in')].map((path) => readdirSync(path).toSorted()), [['deep', 'in'], ['out'], given.map(({ name }) => name).toSorted()], 'nothing is written outside')
  for (const { path, sizeBytes } of found.files) if (readFileSync(path).length !== sizeBytes) t.fail(`${path} has another size than told`)
  return { ...found, into, names: found.files.map(({ name }) => name).toSorted(), codes: found.unwhole.map(({ error }) => error.code) }
}

t.test('names that try to leave the folder, or are no names, stay inside under names that we choose', async (t) => {
  const hostile = ['../../up.txt', '/abs.txt', '..\\..\\back.txt', 'C:\\drive.txt', 'a/../../../mixed.txt', 'nul\0byte.txt', 'CON', '.hidden', ' ', '..', 'x'.repeat(4_000), 'same.txt', 'SAME.TXT', 'same.txt', '.unpacked.json', '👋/\u202egpj.exe', `${'d/'.repeat(400)}deep.txt`]
  const files = hostile.map((name, index) => ({ name, bytes: text(`file ${index}`) }))
  const shapes: readonly (readonly [string, readonly WrittenFile[]])[] = [
    ['RAR4', writeStoredRar(files, { version: 4 })], ['RAR5 in volumes', writeStoredRar(files, { version: 5, volumeBytes: 6_000 })],
    ['stored zip', [{ name: 'a.zip', bytes: writeZip(files) }]], ['deflated zip', [{ name: 'a.zip', bytes: writeZip(files.map((file) => ({ ...file, deflate: true }))) }]],
  ]
  for (const [name, volumes] of shapes) {
    const { files: out, into } = await unpack(t, volumes)
    t.ok(out.length >= (name === 'deflated zip' ? 10 : files.length), `${name}: ${out.length} files`)
    t.strictSame(readdirSync(into).toSorted(), out.map(({ path }) => path.slice(into.length + 1)).toSorted(), 'all lie in the folder itself')
    t.equal(new Set(out.map(({ path }) => path.toLowerCase())).size, out.length, 'no two are alike to a filesystem that does not tell letters apart')
    t.ok(out.every((file) => !file.name.split('/').includes('..') && !file.name.startsWith('/')))
  }
})

t.test('what was merely cut into pieces is put together, an archive or not, and a piece that is missing is named', async (t) => {
  const bytes = Uint8Array.from({ length: 10_000 }, (_, i) => i * i % 251)
  const cut = (name: string, whole: Uint8Array, size = 3_000) => Array.from({ length: Math.ceil(whole.length / size) }, (_, i) => ({ name: `${name}.${String(i + 1).padStart(3, '0')}`, bytes: whole.subarray(i * size, (i + 1) * size) }))
  const film = await unpack(t, cut('film.mkv', bytes))
  t.match([film.names, film.codes], [['film.mkv'], []])
  t.ok(readFileSync(film.files[0]!.path).equals(bytes))
  t.match(await unpack(t, cut('film.zip', writeZip([{ name: 'film.mkv', bytes, deflate: true }]), 200)), { names: ['film.mkv'], codes: [] })
  t.match(await unpack(t, cut('film.mkv', bytes).toSpliced(1, 1)), { names: [], codes: ['MISSING_VOLUMES'] })
  const others = [{ name: 'list.001', bytes: text('one') }, { name: 'list.002', bytes: text('another one') }]
  t.strictSame((await unpack(t, others)).names, ['list.001', 'list.002'], 'pieces have one size')
})

t.test('links are never made, and nothing is written through one', async (t) => {
  const { names, into } = await unpack(t, [{ name: 'a.zip', bytes: writeZip([
    { name: 'out', bytes: text('../..'), isLink: true }, { name: 'out/evil.txt', bytes: text('evil') }, { name: 'passwd', bytes: text('/etc/passwd'), isLink: true }, { name: 'film.txt', bytes: text('film'), deflate: true },
  ]) }])
  t.ok(names.includes('film.txt'))
  t.ok(readdirSync(into, { withFileTypes: true }).every((entry) => entry.isFile()))
})

t.test('what is larger than it may be is stopped, whatever it says of itself', async (t) => {
  const zeros = new Uint8Array(20_000_000)
  const bomb = [{ name: 'a.zip', bytes: writeZip([{ name: 'zeros', bytes: zeros, deflate: true }]) }]
  t.strictSame((await unpack(t, bomb, { limits: { ...unpackLimits, bytesMax: 1_000_000 } })).codes, ['TOO_LARGE'])
  t.strictSame((await unpack(t, bomb, { limits: { ...unpackLimits, ratioMax: 100, ratioFromBytes: 1_000_000 } })).codes, ['HOSTILE'])
  const liar = [{ name: 'a.zip', bytes: writeZip([{ name: 'zeros', bytes: zeros, deflate: true, saidBytes: 1_000 }]) }]
  const lied = await unpack(t, liar, { limits: { ...unpackLimits, bytesMax: 1_000_000 } })
  t.ok(lied.codes.length > 0 && lied.files.length === 0, lied.codes.join())
  const many = writeStoredRar(Array.from({ length: 50 }, (_, i) => ({ name: `f${i}`, bytes: text('f') })), { version: 5 })
  t.strictSame((await unpack(t, many, { limits: { ...unpackLimits, entriesMax: 40 } })).codes, ['TOO_MANY_FILES'])
  t.strictSame((await unpack(t, [{ name: 'a.zip', bytes: writeZip(Array.from({ length: 50 }, (_, i) => ({ name: `f${i}`, bytes: text('f'), deflate: true }))) }], { limits: { ...unpackLimits, entriesMax: 40 } })).codes, ['TOO_MANY_FILES'])
  const inner = (name: string) => ({ name, bytes: writeZip(Array.from({ length: 30 }, (_, i) => ({ name: `${name} ${i}`, bytes: text('f') }))) })
  t.strictSame((await unpack(t, writeStoredRar([inner('a.zip'), inner('b.zip')], { version: 4 }), { limits: { ...unpackLimits, entriesMax: 40 } })).codes, ['TOO_MANY_FILES'], 'all archives in it together')
})

t.test('7-Zip is ended when its time is over, and when nobody wants it any more', async (t) => {
  const slow = [{ name: 'a.zip', bytes: writeZip([{ name: 'zeros', bytes: new Uint8Array(1_000_000), deflate: true }]) }]
  t.strictSame((await unpack(t, slow, { system: { ...realSystem, sleep: async () => {} } })).codes, ['TIME'])
  const { into, given } = target(t, slow)
  const reason = new Error('not wanted any more')
  await t.rejects(unpackArchives(given, { into, passwords: [], depthMax: 3, lasting: false, limits: unpackLimits, system: realSystem, signal: AbortSignal.abort(reason), onBytes() {} }), reason)
})

t.test('archives in archives come out, to a bounded depth, and documents that are zips stay what they are', async (t) => {
  const film = { name: 'film.mkv', bytes: text('a film') }
  let packed = writeStoredRar([film], { version: 5 })
  const deep = Array.from({ length: 4 }, (_, i) => packed = [{ name: `${i}.zip`, bytes: writeZip(packed.map((file) => ({ ...file, deflate: true }))) }])
  t.strictSame((await unpack(t, deep[1]!)).names, ['film.mkv'])
  t.match((await unpack(t, deep[3]!)).names, [/\.(?:zip|rar)$/], 'what lies deeper stays packed')
  t.strictSame((await unpack(t, [{ name: 'a.zip', bytes: writeZip([{ name: 'book.odt', bytes: writeZip([film]) }, { ...film, deflate: true }]) }])).names, ['book.odt', 'film.mkv'])
})

t.test('an archive is found behind a program, and behind what somebody put before it', async (t) => {
  const film = { name: 'film.mkv', bytes: text('a film') }
  const behind = (before: Uint8Array, name: string, archive: Uint8Array) => [{ name, bytes: new Uint8Array(Buffer.concat([before, archive])) }]
  const program = Buffer.concat([text('MZ'), Buffer.alloc(70_000, 7)]), junk = Buffer.alloc(3_000, 'foreign bytes '), far = Buffer.alloc(limits.archiveProgramBytesMax, 1)
  const shapes = [
    ['.rar', writeStoredRar([film], { version: 4 })[0]!.bytes], ['.rar', writeStoredRar([film], { version: 5 })[0]!.bytes],
    ['.zip', writeZip([film])], ['.zip', writeZip([{ ...film, deflate: true }])], ['.7z', Buffer.from(STORED_7Z, 'base64')],
  ] as const
  for (const [ending, archive] of shapes) {
    t.match(await unpack(t, behind(program, 'a.exe', archive)), { names: ['film.mkv'], codes: [] }, `a program with a ${ending}`)
    t.match(await unpack(t, behind(junk, `a${ending}`, archive)), { names: ['film.mkv'], codes: [] }, `bytes before a ${ending}`)
    t.match(await unpack(t, behind(junk, 'a.bin', archive)), { names: ['a.bin'], codes: [] }, 'what is not called an archive is a file')
    if (ending !== '.zip') t.match(await unpack(t, behind(far, `a${ending}`, archive)), { codes: ['DAMAGED'] }, 'it is not looked for for ever')
  }
  const [first, ...rest] = writeStoredRar([{ name: 'film.mkv', bytes: new Uint8Array(9_000) }], { version: 4, volumeBytes: 4_000 })
  for (const names of [(i: number) => `f.part${i + 1}.rar`, (i: number) => i === 0 ? 'f.rar' : `f.r0${i - 1}`]) {
    const volumes = [...behind(junk, '', first!.bytes), ...rest].map(({ bytes }, index) => ({ name: names(index), bytes }))
    t.match(await unpack(t, volumes), { names: ['film.mkv'], codes: [] }, 'of volumes the first has it')
  }
  const comment = Buffer.concat([Uint8Array.of(0x50, 0x4b, 5, 6), Buffer.alloc(300, 'c')]), commented = Buffer.concat([writeZip([film]), comment])
  commented.writeUInt16LE(comment.length, commented.length - comment.length - 2)
  t.match(await unpack(t, [{ name: 'a.zip', bytes: new Uint8Array(commented) }]), { names: ['film.mkv'], codes: [] }, 'a comment with the marker of the end in it')
  // What a zip holds stands behind its own beginning.
  t.match(await unpack(t, behind(junk, 'a.zip', writeZip([{ name: 'inner.rar', bytes: writeStoredRar([film], { version: 5 })[0]!.bytes }, { name: 'b.txt', bytes: text('b') }]))), { names: ['b.txt', 'film.mkv'], codes: [] })
})

t.test('tars, and files that were compressed alone, come out within the same bounds', async (t) => {
  const film = { name: 'film.mkv', bytes: text('a film') }
  const tar = writeTar([film, { name: '../../up.txt', bytes: text('up') }])
  for (const [name, bytes] of [['a.tar', tar], ['a.tar.gz', gzipSync(tar)], ['a.tgz', gzipSync(tar)], ['4f3a', gzipSync(tar)]] as const) {
    const { names, codes } = await unpack(t, [{ name, bytes: new Uint8Array(bytes) }], { depthMax: name === '4f3a' ? 2 : 1 })
    t.strictSame([names, codes], [['film.mkv', 'up.txt'], []], name)
  }
  for (const [name, bytes] of [['film.mkv.gz', gzipSync(film.bytes)], ['film.mkv.bz2', Buffer.from(BZIP2, 'base64')], ['film.mkv.xz', Buffer.from(XZ, 'base64')]] as const) {
    const { files, codes } = await unpack(t, [{ name, bytes: new Uint8Array(bytes) }], { depthMax: 1 })
    t.strictSame([files.map((file) => [file.name, readFileSync(file.path, 'utf8')]), codes], [[['film.mkv', 'a film']], []], name)
  }
  const odd = await unpack(t, [{ name: 'a.tar', bytes: writeTar([film, { name: 'link', type: '2', target: '/etc' }, { name: 'link/evil.txt', bytes: text('evil') }, { name: 'hard', type: '1', target: '/etc/passwd' }, { name: 'device', type: '3' }, { name: 'pipe', type: '6' }]) }])
  t.ok(odd.names.includes('film.mkv'))
  t.ok(readdirSync(odd.into, { withFileTypes: true }).every((entry) => entry.isFile()), 'no link, device or pipe is made')
  t.strictSame((await unpack(t, [{ name: 'zeros.gz', bytes: new Uint8Array(gzipSync(new Uint8Array(20_000_000))) }], { limits: { ...unpackLimits, bytesMax: 1_000_000 } })).codes, ['TOO_LARGE'])
  t.match(await unpack(t, [{ name: 'film.mkv.bz2', bytes: new Uint8Array(Buffer.from(BZIP2_BOMB, 'base64')) }], { limits: { ...unpackLimits, ratioMax: 100, ratioFromBytes: 100_000 } }), { names: [], codes: ['TOO_LARGE'] }, 'one that does not tell its size')
  t.match((await unpack(t, [{ name: 'a.tar.gz', bytes: new Uint8Array(gzipSync(tar).subarray(0, -20)) }])).codes, [/DAMAGED|HOSTILE/], 'without its end it tells any size')
  t.strictSame((await unpack(t, [{ name: 'a.zip', bytes: writeZip([{ name: 'page.svgz', bytes: new Uint8Array(gzipSync(tar)) }]) }])).names, ['page.svgz'], 'what is compressed for reasons of its own stays')
})

t.test('the sandbox writes into no folder that was not marked', async (t) => {
  const { into, given } = target(t, [{ name: 'a.zip', bytes: writeZip([{ name: 'a', bytes: text('a'), deflate: true }]) }])
  const child = realSystem.spawn(join(import.meta.dirname, 'unpack-sandbox.sh'), [into, into, '512', '5', '5'], { stdio: ['pipe', 'ignore', 'pipe'] })
  child.stdin!.on('error', () => {}).end(JSON.stringify({ volumes: [given[0]!.path], shownAs: 'one-file', passwords: [], into, limits: unpackLimits }))
  t.equal(await new Promise((resolve) => child.once('close', resolve)), 64)
  t.strictSame(readdirSync(into), [])
})

interface ExpectedFile { readonly name: string; readonly size?: number; readonly sha256?: string; readonly dir?: boolean; readonly link?: string }
interface ExpectedCase { readonly exit?: number; readonly password?: string | null; readonly files?: readonly ExpectedFile[]; readonly file_count?: number }

/** Where 7-Zip misreads what we read: a name in the letters of Windows, taken for UTF-8. */
const MISREAD = ['junrar-unicode-rar3-ansi-name']
/** What 7-Zip begins to write of a file that is broken is no file of ours; nor what it takes from a set with volumes missing, or without the password. */
const isBroken = (found: Awaited<ReturnType<typeof unpack>>, { name }: ExpectedFile) => found.unwhole.some((lost) => lost.name === name) || found.codes.some((code) => code === 'MISSING_VOLUMES' || code === 'PASSWORD_NEEDED')

t.test('every archive that others made comes out as 7-Zip takes it out, or is refused with a reason', async (t) => {
  const folder = sharedData('archives')
  if (!folder) return t.comment('not run: ../shared/data/archives is not there')
  const { cases } = JSON.parse(readFileSync(join(folder, 'EXPECTED.json'), 'utf8')) as { cases: Record<string, ExpectedCase> }
  const waiting = Object.entries(cases)[Symbol.iterator]()
  const one = async (name: string, { exit, password, files = [] }: ExpectedCase) => {
    const given = readdirSync(join(folder, name)).map((file) => ({ name: file, path: join(folder, name, file) }))
    const { into } = target(t, [])
    const found = await unpackArchives(given, { into, passwords: password ? [password] : [], depthMax: 1, lasting: false, limits: unpackLimits, system: realSystem, signal: new AbortController().signal, onBytes() {} })
    const told = { ...found, into, names: [], codes: found.unwhole.map(({ error }) => error.code) }
    if (exit !== undefined && (exit === 0) !== (found.unwhole.length === 0)) t.fail(`${name} ends with ${exit}, and here: ${found.unwhole.map(({ error }) => `${error.code} ${error.message}`).join('; ')}`)
    for (const expected of MISREAD.includes(name) ? [] : files) {
      const file = found.files.find((each) => each.name === expected.name)
      if (expected.dir || expected.link !== undefined || !file && isBroken(told, expected)) continue
      if (!file || sha256(file.path) !== expected.sha256) t.fail(`${name}: ${expected.name} ${file ? 'has other bytes' : 'is missing'}`)
    }
    if (existsSync(join(into, '.set-0'))) t.fail(`${name} leaves something behind`)
    return found.files.length
  }
  const counts = await Promise.all([1, 2, 3].map(async () => {
    let files = 0
    for (const [name, expected] of waiting) files += await one(name, expected)
    return files
  }))
  t.ok(counts.reduce((sum, count) => sum + count, 0) > 900, `${counts.join(' and ')} files came out`)
})

t.test('sets whose names say nothing are put together by what is in them, and what is missing is named', async (t) => {
  const folder = sharedData('archives')
  if (!folder) return t.comment('not run: ../shared/data/archives is not there')
  const files = (name: string) => readdirSync(join(folder, name)).map((file) => ({ name: file, bytes: new Uint8Array(readFileSync(join(folder, name, file))) }))
  t.strictSame((await unpack(t, files('sab-obfuscated_two_rar_sets'))).names, ['100k.bin', '120k.bin'])
  t.ok((await unpack(t, files('sab-fully_encrypted_and_obfuscated_rars'), { passwords: ['wrong', 'geheim'] })).names.includes('blabla.bin'))
  t.match((await unpack(t, files('sab-fully_encrypted_and_obfuscated_rars'), { passwords: ['wrong'] })).codes, ['WRONG_PASSWORD'])
  t.match((await unpack(t, files('sab-obfuscated_single_rar_set_missing_first_rar'))).unwhole, [{ error: { code: 'MISSING_VOLUMES', message: /missing: volume 1$/ } }])
  t.match((await unpack(t, files('nzbget-testfile5encnam'), { passwords: ['wrong'] })).codes, ['WRONG_PASSWORD'])
  t.match((await unpack(t, files('libarchive-rar_encryption_data'), { passwords: ['wrong', '12345678'] })).names, ['bar.txt', 'foo.txt'])
})
