import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../../demo/seed.ts'
import { limits } from '../../server/limits.ts'
import { encodePar2 } from '../../demo/posting/encode-par2.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import { blockConstants } from './gf16.ts'
import type { Par2Set } from './par2-set.ts'
import { assembleSets } from './par2-set.ts'
import { readPackets } from './read-packets.ts'
import { rebuildBlocks } from './rebuild-blocks.ts'
import { rebuildColumns } from './rebuild-columns.ts'
import type { Location } from './scan-file.ts'
import { solveBlocks } from './solve-blocks.ts'
import type { Survey } from './survey.ts'

const never = new AbortController().signal

/** One file of so many bytes with the given blocks lacking, and a place to write them to. */
async function damagedSet(t: Test, { sizeBytes, sliceBytes, missing }: { sizeBytes: number; sliceBytes: number; missing: readonly number[] }) {
  const folder = mkdtempSync(join(tmpdir(), 'rewind-par2-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const random = seededRandom(7)
  const film = new Uint8Array(Uint32Array.from({ length: Math.ceil(sizeBytes / 4) }, () => random() * 2 ** 32).buffer).subarray(0, sizeBytes)
  const encoded = encodePar2([{ name: 'film', bytes: film }], { sliceBytes, exponents: missing.map((_, i) => i) })
  const path = join(folder, 'film'), output = join(folder, 'output')
  writeFileSync(join(folder, 'x.par2'), Buffer.concat([encoded.index, ...encoded.recovery]))
  writeFileSync(path, film)
  writeFileSync(output, '')
  const set: Par2Set = assembleSets((await readPackets(join(folder, 'x.par2'), never)).packets).sets[0]!
  const locationIn = (file: string) => (block: number): Location => ({ path: file, offset: block * sliceBytes, bytes: Math.min(sliceBytes, sizeBytes - block * sliceBytes) })
  const survey: Survey = { targets: [], missing, locations: Array.from({ length: set.blocks }, (_, block) => missing.includes(block) ? undefined : locationIn(path)(block)) }
  const isRight = () => missing.every((block) => {
    const { offset, bytes } = locationIn(output)(block)
    return readFileSync(output).subarray(offset, offset + bytes).equals(film.subarray(offset, offset + bytes))
  })
  return { set, survey, outputOf: locationIn(output), isRight, folder }
}

t.test('threads that share the columns compute what one does, tell how far they are, and stop when told', async (t) => {
  const missing = Array.from({ length: 130 }, (_, i) => 2 * i + 241)
  const { set, survey, outputOf, isRight } = await damagedSet(t, { sizeBytes: 2_100_001, sliceBytes: 4_200, missing })
  t.ok(set.blocks * missing.length * set.sliceBytes >= limits.par2ThreadFromBytes, 'it is much enough for threads')
  const told: number[] = []
  await rebuildBlocks(set, survey, outputOf, { signal: never, onProgress: (part) => told.push(part) })
  t.ok(isRight())
  t.equal(told.at(-1), 1)
  t.strictSame(told, told.toSorted((a, b) => a - b))
  const stop = new AbortController()
  await t.rejects(rebuildBlocks(set, survey, outputOf, { signal: stop.signal, onProgress: () => stop.abort() }), { name: 'AbortError' })
  await t.rejects(rebuildBlocks(set, survey, (block) => ({ ...outputOf(block), path: '/nowhere/output' }), { signal: never, onProgress() {} }), { code: 'ENOENT' })
})

t.test('a large square is inverted beside, stops when told, and comes out the same', async (t) => {
  const missing = Array.from({ length: limits.par2SolveInThreadBlocks }, (_, i) => 2 * i)
  const { set, survey, outputOf, isRight } = await damagedSet(t, { sizeBytes: 60_000, sliceBytes: 100, missing })
  await rebuildBlocks(set, survey, outputOf, { signal: never, onProgress() {} })
  t.ok(isRight())
  await t.rejects(rebuildBlocks(set, survey, outputOf, { signal: AbortSignal.abort(), onProgress() {} }), { name: 'AbortError' })
  await t.rejects(rebuildBlocks({ ...set, recovery: set.recovery.slice(1) }, survey, outputOf, { signal: never, onProgress() {} }), { code: 'NOT_ENOUGH_BLOCKS' })
})

t.test('in as many columns as memory asks for', async (t) => {
  const missing = [0, 3, 4]
  for (const memoryBytes of [1, 3 * 19 * 16_384]) {
    const { set, survey, outputOf, isRight } = await damagedSet(t, { sizeBytes: 400_007, sliceBytes: 80_004, missing })
    const constants = blockConstants(set.blocks)
    const solution = await solveBlocks(constants, missing, set.recovery, never)
    const known = survey.locations.flatMap((location, block) => location ? [{ constant: constants[block]!, location }] : [])
    let bytes = 0
    await rebuildColumns({ sliceBytes: set.sliceBytes, known, ...solution!, outputs: missing.map(outputOf), from: 0, to: set.sliceBytes, memoryBytes }, { onSteps: (more) => { bytes += more }, async pause() {} })
    t.ok(isRight(), `${memoryBytes} bytes`)
    t.equal(bytes, known.length * set.sliceBytes)
  }
})

t.test('more damage than is repaired here is said, not tried', async (t) => {
  const { set, outputOf } = await damagedSet(t, { sizeBytes: 100, sliceBytes: 100, missing: [0] })
  const missing = Array.from({ length: limits.par2RepairBlocksMax + 1 }, (_, i) => i)
  await t.rejects(rebuildBlocks(set, { targets: [], locations: [], missing }, outputOf, { signal: never, onProgress() {} }), { code: 'TOO_MUCH_DAMAGE' })
})
