import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { seededRandom } from '../../demo/seed.ts'
import { encodePar2 } from '../../demo/posting/encode-par2.ts'
import { holds } from '../../test/support/property.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import { Par2Error } from './par2-error.ts'
import { openPar2Folder, repairPar2, verifyPar2 } from './par2-folder.ts'

const watching = { signal: new AbortController().signal, onProgress() {} }

function folder(t: Test): string {
  const path = mkdtempSync(join(tmpdir(), 'rewind-par2-'))
  t.teardown(() => rmSync(path, { recursive: true, force: true }))
  return path
}

function writeIn(path: string, name: string, bytes: Uint8Array): void {
  mkdirSync(dirname(join(path, name)), { recursive: true })
  writeFileSync(join(path, name), bytes)
}

/** What can happen to a file on its way; numbers between 0 and 1 are places in it. */
type Damage =
  | { readonly kind: 'none' | 'missing' | 'renamed' | 'duplicated' | 'split' | 'joined' }
  | { readonly kind: 'zeroed' | 'cut'; readonly from: number; readonly part: number }
  | { readonly kind: 'truncated'; readonly from: number }
  | { readonly kind: 'inserted' | 'appended' | 'prepended'; readonly from: number; readonly bytes: number }

const place = fc.double({ min: 0, max: 1, noNaN: true })
const damages: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constantFrom('none' as const, 'missing' as const, 'renamed' as const, 'duplicated' as const, 'split' as const, 'joined' as const) }),
  fc.record({ kind: fc.constantFrom('zeroed' as const, 'cut' as const), from: place, part: place.map((each) => each / 3) }),
  fc.record({ kind: fc.constant('truncated' as const), from: place }),
  fc.record({ kind: fc.constantFrom('inserted' as const, 'appended' as const, 'prepended' as const), from: place, bytes: fc.integer({ min: 1, max: 700 }) }),
)

interface Case {
  readonly seed: number
  readonly sliceBytes: number
  readonly files: readonly { readonly sizeBytes: number; readonly damage: Damage }[]
  readonly recovery: number
  /** Into how many files the packets are dealt, and whether there is an index beside. */
  readonly volumes: number
  readonly hasIndex: boolean
}

const cases: fc.Arbitrary<Case> = fc.record({
  seed: fc.nat(), sliceBytes: fc.constantFrom(64, 100, 256, 1_000, 4_000), recovery: fc.integer({ min: 0, max: 12 }), volumes: fc.integer({ min: 1, max: 4 }), hasIndex: fc.boolean(),
  files: fc.array(fc.record({ sizeBytes: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 6_000 })), damage: damages }), { minLength: 1, maxLength: 4 }),
})

type Named = { readonly name: string; readonly bytes: Uint8Array }

function damaged({ name, bytes }: Named, damage: Damage, random: () => number): readonly Named[] {
  const noise = (length: number) => Uint8Array.from({ length }, () => Math.floor(random() * 256))
  const at = 'from' in damage ? Math.floor(damage.from * bytes.length) : 0
  const end = 'part' in damage ? Math.ceil(at + damage.part * bytes.length) : at
  switch (damage.kind) {
    case 'none': case 'joined': return [{ name, bytes }]
    case 'missing': return []
    case 'renamed': return [{ name: `x${name}`, bytes }]
    case 'duplicated': return [{ name, bytes }, { name: `${name}.copy`, bytes }]
    case 'split': return [{ name: `${name}.001`, bytes: bytes.subarray(0, bytes.length / 2) }, { name: `${name}.002`, bytes: bytes.subarray(bytes.length / 2) }]
    case 'zeroed': return [{ name, bytes: bytes.slice().fill(0, at, end) }]
    case 'cut': return [{ name, bytes: Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]) }]
    case 'truncated': return [{ name, bytes: bytes.subarray(0, at) }]
    case 'inserted': return [{ name, bytes: Buffer.concat([bytes.subarray(0, at), noise(damage.bytes), bytes.subarray(at)]) }]
    case 'appended': return [{ name, bytes: Buffer.concat([bytes, noise(damage.bytes)]) }]
    case 'prepended': return [{ name, bytes: Buffer.concat([noise(damage.bytes), bytes]) }]
  }
}

/**
 * Blocks that lack, by looking for each in everything that is there: at least, and at most. A file's short last block counts as
 * there where it surely is: in its place of the right file, or with nothing behind it.
 */
function lacking(files: readonly Named[], there: readonly Named[], sliceBytes: number): { readonly least: number; readonly most: number } {
  let least = 0, most = 0
  for (const { name, bytes } of files) {
    for (let at = 0; at < bytes.length; at += sliceBytes) {
      const block = bytes.subarray(at, at + sliceBytes)
      const found = there.filter((each) => Buffer.from(each.bytes).includes(block))
      if (found.length === 0) least++
      const isSure = found.some((each) => block.length === sliceBytes || each.name === name && Buffer.from(each.bytes.subarray(at, at + block.length)).equals(block) || each.bytes.length >= block.length && Buffer.from(each.bytes.subarray(-block.length)).equals(block))
      if (!isSure) most++
    }
  }
  return { least, most }
}

t.test('a set is repaired to the byte when and only when enough is there', async (t) => {
  const root = folder(t)
  let repaired = 0, refused = 0, count = 0
  await holds(t, 'random files, random damage', 80, [cases], async ({ seed, sliceBytes, files: wanted, recovery, volumes, hasIndex }) => {
    const random = seededRandom(seed)
    const files = wanted.map(({ sizeBytes }, i) => ({ name: i % 2 ? `sub/file${i}` : `file${i}`, bytes: Uint8Array.from({ length: sizeBytes }, () => Math.floor(random() * 256)) }))
    const separate = files.flatMap((file, i) => wanted[i]!.damage.kind === 'joined' ? [] : damaged(file, wanted[i]!.damage, random))
    const joined = files.filter((_, i) => wanted[i]!.damage.kind === 'joined').map(({ bytes }) => bytes)
    const there = joined.length > 0 ? [...separate, { name: 'joined', bytes: Buffer.concat(joined) }] : separate
    const path = join(root, String(count++))
    mkdirSync(path)
    for (const { name, bytes } of there) writeIn(path, name, bytes)
    const set = encodePar2(files, { sliceBytes, exponents: Array.from({ length: recovery }, (_, i) => i * 3) })
    if (hasIndex) writeFileSync(join(path, 'set.par2'), set.index)
    const dealt = Array.from({ length: volumes }, (_, volume) => Buffer.concat([...volume === 0 || !hasIndex ? set.critical : [], ...set.recovery.filter((_, i) => i % volumes === volume)]))
    dealt.forEach((bytes, i) => { if (bytes.length > 0) writeFileSync(join(path, i === 1 ? 'renamed.bin' : `set.vol${i}.par2`), bytes) })

    const { least, most } = lacking(files, there, sliceBytes)
    const opened = await openPar2Folder(path, watching.signal)
    if (opened.sets.length !== 1) throw new Error(`${opened.sets.length} sets`)
    const before = Object.fromEntries(readdirSync(path).map((name) => [name, name]))
    const result = await repairPar2(opened, opened.sets[0]!, watching).catch((error: unknown) => error)
    if (result instanceof Par2Error) {
      if (result.code !== 'NOT_ENOUGH_BLOCKS' || most <= recovery) throw result
      if (Object.keys(before).join() !== readdirSync(path).join()) throw new Error('a repair that is refused leaves everything as it was')
      refused++
    } else {
      if (result instanceof Error) throw result
      if (least > recovery) throw new Error(`repaired ${least} blocks with ${recovery}`)
      for (const { name, bytes } of files) if (!readFileSync(join(path, name)).equals(Buffer.from(bytes))) throw new Error(`${name} differs`)
      const after = await verifyPar2(opened, opened.sets[0]!, watching)
      if (!after.targets.every(({ state }) => state === 'intact') || readdirSync(path).some((name) => name.startsWith('.rewind'))) throw new Error('not whole after it')
      repaired++
    }
    rmSync(path, { recursive: true })
  })
  t.ok(repaired > 0 && refused > 0, `${repaired} repaired, ${refused} refused`)
})

const film = Uint8Array.from({ length: 30_000 }, (_, i) => (i * i * 31 + i) >> 3)
const other = film.map((byte) => byte ^ 0x55)
const set = encodePar2([{ name: 'a', bytes: film }, { name: 'b', bytes: other }], { sliceBytes: 1_000, exponents: [0, 1, 2, 3, 4, 5] })

async function repairIn(path: string) {
  const opened = await openPar2Folder(path, watching.signal)
  return repairPar2(opened, opened.sets[0]!, watching)
}

t.test('empty files are told apart too', async (t) => {
  const path = folder(t)
  const empty = new Uint8Array(0)
  writeIn(path, 'x.par2', encodePar2([{ name: 'a', bytes: empty }, { name: 'b', bytes: empty }, { name: 'c', bytes: empty }], { sliceBytes: 64, exponents: [] }).index)
  writeIn(path, 'moved', empty)
  writeIn(path, 'b', Uint8Array.of(1))
  await repairIn(path)
  t.strictSame(['a', 'b', 'c'].map((name) => readFileSync(join(path, name)).length), [0, 0, 0])
})

t.test('files that have each other\'s names change them', async (t) => {
  const path = folder(t)
  writeIn(path, 'x.par2', set.index)
  writeIn(path, 'a', other)
  writeIn(path, 'b', film)
  t.match(await repairIn(path), { blocksUsed: 0 })
  t.ok(readFileSync(join(path, 'a')).equals(film) && readFileSync(join(path, 'b')).equals(other))
  t.strictSame(readdirSync(path), ['a', 'b', 'x.par2'])
})

t.test('killed between any two steps and called again, a repair in place ends right', async (t) => {
  const path = folder(t)
  writeIn(path, 'x.par2', Buffer.concat([set.index, ...set.recovery]))
  writeIn(path, 'a', film.slice().fill(0, 500, 3_500))
  writeIn(path, 'q', other)
  // What each step of a repair leaves behind: half a temporary file, a whole one, the damaged file out of the way.
  const name = (content: 'whole' | 'half') => `.rewind-${content === 'whole' ? '0'.repeat(32) : 'f'.repeat(32)}-0.part`
  const steps: readonly ((copy: string) => void)[] = [
    (copy) => writeIn(copy, name('half'), film.subarray(0, 15_000)),
    (copy) => writeIn(copy, name('whole'), film),
    (copy) => { writeIn(copy, name('whole'), film); cpSync(join(copy, 'a'), join(copy, 'a.1')); rmSync(join(copy, 'a')) },
    (copy) => { writeIn(copy, name('whole'), other); rmSync(join(copy, 'q')) },
  ]
  for (const [i, step] of steps.entries()) {
    const copy = join(folder(t), 'copy')
    cpSync(path, copy, { recursive: true })
    step(copy)
    await repairIn(copy)
    t.ok(readFileSync(join(copy, 'a')).equals(film) && readFileSync(join(copy, 'b')).equals(other), `step ${i}`)
    t.strictSame(readdirSync(copy).filter((each) => each.startsWith('.')), [])
  }
})

t.test('several sets in a folder are told apart; one that cannot be read hides no other', async (t) => {
  const path = folder(t)
  const second = encodePar2([{ name: 'c', bytes: film.subarray(0, 5_000) }], { sliceBytes: 500, exponents: [0, 1] })
  const third = encodePar2([{ name: 'd', bytes: film.subarray(0, 700) }], { sliceBytes: 500, exponents: [0] })
  // All in one file, mixed.
  writeIn(path, 'all.par2', Buffer.concat([second.recovery[0]!, set.index, third.recovery[0]!, second.critical[3]!, ...second.critical.slice(0, 3), second.index]))
  writeIn(path, 'a', film)
  writeIn(path, 'b', other)
  writeIn(path, 'c', film.slice(0, 5_000).fill(0, 700, 800))
  const opened = await openPar2Folder(path, watching.signal)
  t.strictSame(opened.sets.map(({ recovery }) => recovery.length).sort(), [0, 1])
  t.match(opened.broken, [{ error: { code: 'DAMAGED_SET' } }])
  for (const each of opened.sets) await repairPar2(opened, each, watching)
  t.ok(readFileSync(join(path, 'c')).equals(film.subarray(0, 5_000)))
})

t.test('a folder within that leads elsewhere is not written through', async (t) => {
  const path = folder(t), elsewhere = folder(t)
  writeIn(path, 'x.par2', Buffer.concat([encodePar2([{ name: 'out/side/a', bytes: film }], { sliceBytes: 1_000, exponents: [] }).index]))
  writeIn(path, 'whole', film)
  symlinkSync(elsewhere, join(path, 'out'))
  await t.rejects(repairIn(path), { code: 'HOSTILE_SET' })
  t.strictSame(readdirSync(elsewhere), [])
})
