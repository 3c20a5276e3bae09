import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { loadConfig } from '../../server/config.ts'
import { encodePar2 } from '../../demo/posting/encode-par2.ts'
import t from '../../test/support/tap.ts'
import { par2Commands } from './par2.ts'

async function run(name: 'verify' | 'repair', path: string, signal = new AbortController().signal) {
  const printed: { value: unknown; words: string }[] = []
  const command = par2Commands.find((each) => each.name === `par2 ${name}`)!
  const code = await command.run({ config: loadConfig({}, ''), words: [path], options: {}, input: Readable.from([]), signal, print: (value, words) => { printed.push({ value, words }) } })
  return { code, printed }
}

function folder(t: { teardown(run: () => void): void }): string {
  const path = mkdtempSync(join(tmpdir(), 'rewind-by-hand-'))
  t.teardown(() => rmSync(path, { recursive: true, force: true }))
  return path
}

const film = Uint8Array.from({ length: 9_500 }, (_, i) => (i * i * 31 + i) >> 3)
const nfo = new TextEncoder().encode('a film')
const set = encodePar2([{ name: 'film.mkv', bytes: film }, { name: 'film.nfo', bytes: nfo }], { sliceBytes: 1_000, exponents: [0, 1, 2] })

t.test('what is damaged is told, then repaired, and what was there is kept beside', async (t) => {
  const path = folder(t)
  const broken = film.slice().fill(0, 2_500, 4_500)
  writeFileSync(join(path, 'film.par2'), set.index)
  writeFileSync(join(path, 'film.mkv'), broken)
  writeFileSync(join(path, '8f3a'), nfo)
  const lacking = await run('verify', path)
  t.match(lacking, { code: 2, printed: [{ value: { state: 'not-repairable', sliceBytes: 1_000, blocks: 11, blocksMissing: 3, recoveryBlocks: 0, blocksLacking: 3 } }] })
  const { files } = lacking.printed[0]!.value as { files: { name: string }[] }
  t.match(files.toSorted((one, other) => one.name < other.name ? -1 : 1), [{ name: 'film.mkv', state: 'damaged', blocks: 10, blocksFound: 7 }, { name: 'film.nfo', state: 'renamed', found: '8f3a' }])
  t.match(lacking.printed[0]!.words, /  damaged   film\.mkv, 7 of 10 blocks found\n/)
  t.match(lacking.printed[0]!.words, /3 of 11 blocks are lacking, 0 recovery blocks are there: 3 more are needed\.$/)
  t.match(await run('repair', path), { code: 2, printed: [{ value: { code: 'NOT_ENOUGH_BLOCKS', needed: 3, available: 0 } }] })

  writeFileSync(join(path, 'film.vol0+3.par2'), Buffer.concat(set.recovery))
  t.match(await run('verify', path), { code: 1, printed: [{ value: { state: 'repairable' } }] })
  t.match(await run('repair', path), { code: 0, printed: [{ value: { state: 'repaired', blocksUsed: 3 }, words: /Repaired: all is whole and in its place now\.\n3 recovery blocks were used\.$/ }] })
  t.strictSame(readdirSync(path).sort(), ['film.mkv', 'film.mkv.1', 'film.nfo', 'film.par2', 'film.vol0+3.par2'])
  t.ok(readFileSync(join(path, 'film.mkv')).equals(film) && readFileSync(join(path, 'film.mkv.1')).equals(broken))
  t.match(await run('verify', path), { code: 0, printed: [{ value: { state: 'intact' }, words: /All is whole and in its place\.$/ }] })
  t.match(await run('repair', path), { code: 0, printed: [{ value: { state: 'intact', blocksUsed: 0 } }] })
})

t.test('a PAR2 file instead of the folder means its own recovery data only', async (t) => {
  const path = folder(t)
  writeFileSync(join(path, 'film.par2'), set.index)
  writeFileSync(join(path, 'FILM.vol0.PAR2'), set.recovery[0]!)
  writeFileSync(join(path, 'other.par2'), Buffer.concat([...set.critical, ...set.recovery]))
  const counted = async (word: string) => ((await run('verify', join(path, word))).printed[0]!.value as { recoveryBlocks: number }).recoveryBlocks
  t.strictSame([await counted(''), await counted('film.par2'), await counted('other.par2')], [3, 1, 3])
})

t.test('no PAR2 files, older ones, damaged ones, no folder, and Ctrl-C each have their answer', async (t) => {
  const path = folder(t)
  t.match(await run('verify', path), { code: 3, printed: [{ value: { code: 'NOT_FOUND' }, words: /There are no PAR2 files/ }] })
  writeFileSync(join(path, 'film.par'), 'PAR\0\0\0\0\0 and so on')
  t.match(await run('verify', path), { code: 2, printed: [{ value: { code: 'PAR1' } }] })
  writeFileSync(join(path, 'film.par2'), set.critical[0]!)
  t.match(await run('repair', path), { code: 2, printed: [{ value: { code: 'DAMAGED_SET' } }] })
  await t.rejects(run('verify', join(path, 'nowhere')), { name: 'UsageError', message: /ENOENT/ })
  t.equal((await run('repair', path, AbortSignal.abort())).code, 130)
})
