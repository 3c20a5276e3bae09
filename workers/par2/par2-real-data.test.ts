import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { loadConfig } from '../../server/config.ts'
import { encodePar2 } from '../../demo/posting/encode-par2.ts'
import { sharedData } from '../../test/support/shared-data.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import { untarGz, unzip } from '../../test/support/unpack-fixture.ts'
import { par2Commands } from '../by-hand/par2.ts'

interface ExpectedSet {
  readonly index: string
  readonly verify_exit: number
  readonly repair_exit: number
  /** Size and the first 16 digits of the SHA-256. */
  readonly files_after_repair: Readonly<Record<string, readonly [number, string]>>
}

async function run(name: 'verify' | 'repair', path: string): Promise<{ code: number; told: unknown[] }> {
  const told: unknown[] = []
  const command = par2Commands.find((each) => each.name === `par2 ${name}`)!
  const code = await command.run({ config: loadConfig({}, ''), words: [path], options: { json: true }, input: Readable.from([]), signal: new AbortController().signal, print: (value) => told.push(value) })
  return { code, told }
}

/** A copy of a case's folder that may be written to, with what its archives hold. */
function copyOf(t: Test, folder: string): string {
  const path = mkdtempSync(join(tmpdir(), 'rewind-par2-'))
  t.teardown(() => rmSync(path, { recursive: true, force: true }))
  for (const name of readdirSync(folder)) {
    const unpacked = name.endsWith('.tar.gz') ? untarGz(readFileSync(join(folder, name))) : name.endsWith('.zip') ? unzip(readFileSync(join(folder, name))) : []
    for (const file of unpacked) {
      mkdirSync(dirname(join(path, file.name)), { recursive: true })
      writeFileSync(join(path, file.name), file.bytes)
    }
    if (unpacked.length === 0) cpSync(join(folder, name), join(path, name), { recursive: true })
  }
  return path
}

const fileSummary = (path: string) => [statSync(path).size, createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16)] as const

t.test('every real set stands and is repaired as par2cmdline says', async (t) => {
  const folder = sharedData('par2')
  if (folder === undefined) return t.comment('not run: ../shared/data/par2 is not there')
  const { cases } = JSON.parse(readFileSync(join(folder, 'EXPECTED.json'), 'utf8')) as { cases: Readonly<Record<string, { readonly sets: readonly ExpectedSet[] }>> }
  for (const [name, { sets }] of Object.entries(cases)) {
    // Where par2cmdline crashed there is nothing to compare with, only to get through.
    for (const { index, verify_exit, repair_exit, files_after_repair } of sets) {
      const path = copyOf(t, join(folder, name))
      const verified = await run('verify', join(path, index))
      const repaired = await run('repair', join(path, index))
      t.strictSame([verified.code, repaired.code], verify_exit < 0 ? [verified.code, repaired.code] : [verify_exit, repair_exit], `${name}, ${index}`)
      for (const [file, expected] of Object.entries(files_after_repair)) t.strictSame(fileSummary(join(path, file)), expected, `${name}: ${file}`)
      if (repaired.code === 0) t.equal((await run('verify', path)).code, 0, `${name} is whole after it`)
    }
  }
})

t.test('a file whose blocks have the right CRC-32 and other bytes is damaged, and repaired', async (t) => {
  const folder = sharedData('par2/par2cmdline-bug190')
  if (folder === undefined) return t.comment('not run: ../shared/data/par2 is not there')
  const path = copyOf(t, folder)
  const [right, wrong] = ['9MBones_crc_ok_orig', '9MBones_crc_ok_bad'].map((name) => readFileSync(join(path, name))) as [Buffer, Buffer]
  for (const name of readdirSync(path)) rmSync(join(path, name))
  const set = encodePar2([{ name: 'ones', bytes: right }], { sliceBytes: 450_000, exponents: [0, 1, 2] })
  writeFileSync(join(path, 'ones.par2'), Buffer.concat([set.index, ...set.recovery]))
  writeFileSync(join(path, 'ones'), wrong)
  t.match(await run('verify', path), { code: 1, told: [{ state: 'repairable', files: [{ state: 'damaged' }] }] })
  t.equal((await run('repair', path)).code, 0)
  t.ok(readFileSync(join(path, 'ones')).equals(right))
})
