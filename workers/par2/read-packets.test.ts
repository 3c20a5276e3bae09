import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { limits } from '../../server/limits.ts'
import { encodePar2, par2Packet } from '../../demo/posting/encode-par2.ts'
import { holds } from '../../test/support/property.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import { openPar2Folder, repairPar2 } from './par2-folder.ts'
import { assembleSets } from './par2-set.ts'
import type { FoundPackets } from './read-packets.ts'
import { readPackets } from './read-packets.ts'

const { signal } = new AbortController()
const film = Uint8Array.from({ length: 10_000 }, (_, i) => (i * i * 31 + i) >> 3)
const set = encodePar2([{ name: 'film', bytes: film }], { sliceBytes: 1_000, exponents: [0, 1, 2] })
const setId = set.critical[0]!.slice(32, 48)

function folder(t: Test): string {
  const path = mkdtempSync(join(tmpdir(), 'rewind-par2-'))
  t.teardown(() => rmSync(path, { recursive: true, force: true }))
  return path
}

function packetsIn(t: Test, ...parts: readonly Uint8Array[]): Promise<FoundPackets> {
  const path = join(folder(t), 'x.par2')
  writeFileSync(path, Buffer.concat(parts))
  return readPackets(path, signal)
}

const kinds = ({ packets }: FoundPackets) => packets.map(({ kind }) => kind)
const text = (content: string) => Buffer.from(content.padEnd(Math.ceil(content.length / 4) * 4, '\0'))

t.test('every type of packet is read, and one that is not known is passed over', async (t) => {
  const unicode = encodePar2([{ name: 'film', bytes: film }], { sliceBytes: 1_000, exponents: [], unicodeNames: new Map([['film', 'Дом/映画.mkv']]) })
  const found = await packetsIn(t, ...unicode.critical, set.recovery[1]!, par2Packet(setId, 'CommASCI', text('a comment')), par2Packet(setId, 'CommUni', Buffer.concat([Buffer.alloc(16), Buffer.from('ein Wörtchen', 'utf16le')])), par2Packet(setId, 'Packed', text('whatever')), set.recovery[0]!)
  t.strictSame(kinds(found), ['main', 'file', 'checksums', 'name', 'creator', 'recovery', 'comment', 'comment', 'recovery'])
  t.match(found, { damaged: 0, packets: [{ sliceBytes: 1_000 }, { name: 'film', sizeBytes: 10_000, md5: createHash('md5').update(film).digest('hex') }, {}, { name: 'Дом/映画.mkv' }, { text: 'test' }, { exponent: 1, sizeBytes: 1_000 }, { text: 'a comment' }, { text: 'ein Wörtchen' }] })
  t.match(assembleSets(found.packets), { sets: [{ files: [{ name: 'Дом/映画.mkv', blocks: 10 }], creator: 'test' }] })
})

t.test('packets stand anywhere; damaged ones and what is between them are passed over', async (t) => {
  const noise = Buffer.from('PAR2\0PK PAR2\0PKT PPPAR2\0PKTnothing')
  const broken = Buffer.from(set.recovery[0]!)
  broken[500]! ^= 1
  const found = await packetsIn(t, noise, set.critical[1]!, noise.subarray(0, 13), broken, set.recovery[1]!, Buffer.alloc(1_200_000, 'P'), set.critical[0]!, set.recovery[2]!.subarray(0, 700))
  t.strictSame(kinds(found), ['file', 'recovery', 'main'])
  t.ok(found.damaged > 0)
  // A header that claims all that follows must not hide it.
  const greedy = Buffer.concat([set.recovery[2]!.subarray(0, 64)])
  greedy.writeBigUInt64LE(2_000n, 8)
  t.strictSame(kinds(await packetsIn(t, greedy, set.critical[0]!, set.critical[1]!, Buffer.alloc(3_000))), ['main', 'file'])
})

t.test('whatever bytes are changed, reading ends, and what it finds is true', async (t) => {
  const whole = Buffer.concat([...set.critical, ...set.recovery, ...set.critical])
  const path = join(folder(t), 'x.par2')
  const change = fc.record({ at: fc.nat(whole.length - 1), bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }) })
  await holds(t, 'changed bytes', 150, [fc.array(change, { maxLength: 12 })], async (changes) => {
    const bytes = Buffer.from(whole)
    for (const each of changes) bytes.set(each.bytes.subarray(0, bytes.length - each.at), each.at)
    writeFileSync(path, bytes)
    const { packets } = await readPackets(path, signal)
    const [first] = assembleSets(packets).sets
    if (packets.length < 7 - 2 * changes.length || packets.some((packet) => packet.kind === 'recovery' && packet.exponent > 2)) throw new Error('packets differ')
    if (first && (first.files[0]!.sizeBytes !== film.length || first.recovery.length > 3)) throw new Error('the set differs')
  })
})

t.test('sizes and counts that no set has are refused, not believed', async (t) => {
  const u64 = (value: bigint) => { const bytes = Buffer.alloc(8); bytes.writeBigUInt64LE(value); return bytes }
  const u32 = (value: number) => { const bytes = Buffer.alloc(4); bytes.writeUInt32LE(value); return bytes }
  const id = Buffer.alloc(16, 7)
  const main = (slice: bigint, count: number, ids: readonly Uint8Array[]) => par2Packet(setId, 'Main', Buffer.concat([u64(slice), u32(count), ...ids]))
  const file = (sizeBytes: bigint, name = 'film', fileId = id) => par2Packet(setId, 'FileDesc', Buffer.concat([fileId, Buffer.alloc(32), u64(sizeBytes), text(name)]))
  const codeOf = async (...parts: readonly Uint8Array[]) => assembleSets((await packetsIn(t, ...parts)).packets).broken[0]?.error.code
  t.equal(await codeOf(main(0n, 1, [id]), file(1n)), 'HOSTILE_SET')
  t.equal(await codeOf(main(6n, 1, [id]), file(1n)), 'HOSTILE_SET')
  t.equal(await codeOf(main(2n ** 62n, 1, [id]), file(1n)), 'HOSTILE_SET')
  t.equal(await codeOf(main(4n, 1, [id]), file(2n ** 63n)), 'HOSTILE_SET')
  t.equal(await codeOf(main(4n, 1, [id]), file(4n * 32_769n)), 'HOSTILE_SET')
  t.equal(await codeOf(main(4n, 2, [id, id]), file(4n)), 'HOSTILE_SET', 'a file twice')
  t.equal(await codeOf(main(4n, 2, [id, Buffer.alloc(16, 8)]), file(4n, 'a'), file(4n, 'a/b', Buffer.alloc(16, 8))), 'HOSTILE_SET', 'a file that is a folder too')
  t.equal(await codeOf(main(4n, 4_000_000_000, [id]), file(4n)), 'DAMAGED_SET', 'more files than it names')
  t.equal(await codeOf(main(4n, 1, [id])), 'DAMAGED_SET')
  t.equal(await codeOf(file(4n)), 'DAMAGED_SET')
  t.equal(await codeOf(main(4n, 0, [])), undefined, 'a set of no file is one')
})

t.test('headers that each claim all of the file cost what a few readings cost, and are given up', async (t) => {
  const header = Buffer.alloc(64)
  header.write('PAR2\0PKT', 'latin1')
  const all = Buffer.concat(Array.from({ length: 20_000 }, () => header))
  for (let at = 0; at < all.length; at += 64) all.writeBigUInt64LE(BigInt(all.length - at), at + 8)
  const { packets, damaged } = await packetsIn(t, all, ...set.critical)
  t.strictSame(packets, [])
  t.ok(damaged < 10, `${damaged} were hashed`)
  // Magic after magic, with no header that fits: none is worth more than a look.
  t.ok((await packetsIn(t, Buffer.from('PAR2\0PKT'.repeat(20_000), 'latin1'))).damaged <= limits.par2DamagedPacketsMax)
})

t.test('a file of zeros that are nowhere is not written', async (t) => {
  const path = folder(t)
  const zeros = encodePar2([{ name: 'zeros', bytes: new Uint8Array(4_000_000) }], { sliceBytes: 40_000, exponents: [] })
  writeFileSync(join(path, 'x.par2'), zeros.index)
  writeFileSync(join(path, 'a'), Uint8Array.of(0, 0))
  const opened = await openPar2Folder(path, signal)
  await t.rejects(repairPar2(opened, opened.sets[0]!, { signal, onProgress() {} }), { code: 'HOSTILE_SET' })
  t.strictSame(readdirSync(path), ['a', 'x.par2'])
})

t.test('a recovery block that lies is found out, and nothing is put in place', async (t) => {
  const path = folder(t)
  const lie = par2Packet(setId, 'RecvSlic', Buffer.concat([Buffer.alloc(4), Buffer.alloc(1_000, 9)]))
  const broken = film.slice().fill(0, 0, 900)
  writeFileSync(join(path, 'x.par2'), Buffer.concat([set.index, lie]))
  writeFileSync(join(path, 'film'), broken)
  const opened = await openPar2Folder(path, signal)
  await t.rejects(repairPar2(opened, opened.sets[0]!, { signal, onProgress() {} }), { code: 'REPAIR_FAILED' })
  t.strictSame(readdirSync(path), ['film', 'x.par2'])
  t.ok(readFileSync(join(path, 'film')).equals(broken))
})

t.test('a file whose checksums are lost is verified by its MD5 alone', async (t) => {
  const path = folder(t)
  writeFileSync(join(path, 'x.par2'), Buffer.concat([set.critical[0]!, set.critical[1]!, ...set.recovery]))
  writeFileSync(join(path, 'moved'), film)
  const opened = await openPar2Folder(path, signal)
  t.match(await repairPar2(opened, opened.sets[0]!, { signal, onProgress() {} }), { survey: { targets: [{ state: 'renamed' }] } })
  t.ok(readFileSync(join(path, 'film')).equals(film))
})
