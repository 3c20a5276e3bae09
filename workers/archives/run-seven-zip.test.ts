import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { realSystem } from '../../server/system.ts'
import t from '../../test/support/tap.ts'
import { writeZip } from '../../test/support/write-zip.ts'
import { runSevenZip, unpackLimits } from './run-seven-zip.ts'

function lab(t: Test) {
  // A comma must not divide the path in two on its way to Deno.
  const folder = mkdtempSync(join(tmpdir(), 'rewind, unpack '))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'out'))
  writeFileSync(join(folder, 'a, b.zip'), writeZip([{ name: 'film.txt', bytes: new TextEncoder().encode('film'), deflate: true }, { name: 'secret', bytes: new TextEncoder().encode('/etc/passwd'), isLink: true }]))
  const run = (into: string | null) => runSevenZip({ volumes: [join(folder, 'a, b.zip')], shownAs: 'one-file', passwords: [], into }, { folder: into, packedBytes: 100 }, { limits: unpackLimits, system: realSystem, signal: new AbortController().signal, onProgress() {} })
  return { out: join(folder, 'out'), run }
}

t.test('an archive is listed without a folder to write into, and unpacked into numbers', async (t) => {
  const { out, run } = lab(t)
  t.match(await run(null), { entries: [{ name: 'film.txt', kind: 'file', sizeBytes: 4, isEncrypted: false }, { name: 'secret', kind: 'link' }], files: [], problems: [] })
  t.match(await run(out), { files: [{ name: 'film.txt', storedAs: '00000', sizeBytes: 4 }] })
  t.strictSame(readdirSync(out).filter((name) => !name.startsWith('.')), ['00000'])
})

t.test('what the disk answers is the disk\'s, not the archive\'s', async (t) => {
  const { out, run } = lab(t)
  mkdirSync(join(out, '00000'))
  await t.rejects(run(out), { code: 'EISDIR' })
})
