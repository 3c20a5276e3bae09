/**
 * `npm run bench:par2 [-- --quick] [--seed=n]`: verifying 500 MiB and repairing 7 and 36 damaged blocks of them, against Debian's
 * par2 on the same files in turns. Each turn is a process of its own, its start included, and writes what it repairs.
 */

import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, copyFileSync, linkSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { commit, median } from './measure.ts'
import { seededRandom } from '../demo/seed.ts'

const quick = process.argv.includes('--quick')
const seed = Number(process.argv.find((argument) => argument.startsWith('--seed='))?.slice(7) ?? 1)
const ROUNDS = quick ? 2 : 5
const FILE_BYTES = (quick ? 100 : 500) * 2 ** 20
const BLOCK_BYTES = quick ? 143_360 : 716_800
const RECOVERY_BLOCKS = 37
const TICKS_PER_SECOND = 100
const GOAL = 2

interface Turn { readonly seconds: number; readonly cpuSeconds: number; readonly rssMiB: number }

/** Watches a program while it runs; what it used in its last hundredth of a second may be missing. */
async function measured(command: string, args: readonly string[], cwd: string, code: number): Promise<Turn> {
  const from = performance.now()
  const child = spawn(command, args, { cwd, stdio: 'ignore' })
  let cpuSeconds = 0, rssMiB = 0
  const look = () => {
    try {
      const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')
      cpuSeconds = (Number(stat[11]) + Number(stat[12])) / TICKS_PER_SECOND
      rssMiB = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024 || rssMiB
    } catch {
      // It has just ended.
    }
  }
  const watching = setInterval(look, 10)
  const [ended] = await once(child, 'exit') as [number | null]
  clearInterval(watching)
  if (ended !== code) throw new Error(`${command} ${args.join(' ')} ended with ${ended}`)
  return { seconds: (performance.now() - from) / 1_000, cpuSeconds, rssMiB }
}

function makeSet(folder: string): void {
  const random = seededRandom(seed)
  const file = openSync(join(folder, 'film.mkv'), 'w')
  const words = new Uint32Array(2 ** 18)
  for (let at = 0; at < FILE_BYTES; at += words.byteLength) writeSync(file, new Uint8Array(words.map(() => random() * 2 ** 32).buffer), 0, Math.min(words.byteLength, FILE_BYTES - at), at)
  closeSync(file)
  execFileSync('par2', ['create', '-q', '-q', `-s${BLOCK_BYTES}`, `-c${RECOVERY_BLOCKS}`, 'film.par2', 'film.mkv'], { cwd: folder })
}

/** Evenly spread, in the middle of a block each. */
function damage(path: string, blocks: number): void {
  const file = openSync(path, 'r+')
  const all = Math.floor(FILE_BYTES / BLOCK_BYTES)
  for (let i = 0; i < blocks; i++) writeSync(file, Buffer.alloc(1_000, 1), 0, 1_000, Math.floor(all / blocks) * i * BLOCK_BYTES + BLOCK_BYTES / 2)
  closeSync(file)
}

/** The folder of a turn: the PAR2 files as links, the film whole or with so many damaged blocks. */
function prepare(root: string, blocks: number): string {
  const folder = mkdtempSync(join(root, 'turn-'))
  for (const name of readdirSync(join(root, 'set'))) {
    if (name.endsWith('.par2') || blocks === 0) linkSync(join(root, 'set', name), join(folder, name))
    else copyFileSync(join(root, `damaged-${blocks}`), join(folder, name))
  }
  return folder
}

const described = (turns: readonly Turn[]) => `${median(turns.map(({ seconds }) => seconds)).toFixed(2)} s (${Math.min(...turns.map(({ seconds }) => seconds)).toFixed(2)} to ${Math.max(...turns.map(({ seconds }) => seconds)).toFixed(2)}), CPU ${median(turns.map(({ cpuSeconds }) => cpuSeconds)).toFixed(2)} s, ${Math.max(...turns.map(({ rssMiB }) => rssMiB)).toFixed(0)} MiB`

async function compare(root: string, what: string, blocks: number, ours: (folder: string) => readonly string[]): Promise<void> {
  const turns: Record<'ours' | 'par2', Turn[]> = { ours: [], par2: [] }
  for (let round = 0; round < ROUNDS; round++) {
    for (const who of round % 2 ? ['ours', 'par2'] as const : ['par2', 'ours'] as const) {
      const folder = prepare(root, blocks)
      const [command, args] = who === 'ours' ? [process.execPath, ['run', '-A', ...ours(folder)]] as const : ['par2', [blocks === 0 ? 'verify' : 'repair', '-q', '-q', 'film.par2']] as const
      turns[who].push(await measured(command, args, folder, 0))
      const repaired = blocks === 0 ? undefined : join(folder, who === 'ours' ? 'named/film.mkv' : 'film.mkv')
      if (repaired !== undefined) execFileSync('cmp', [repaired, join(root, 'set/film.mkv')])
      rmSync(folder, { recursive: true })
    }
  }
  const ratio = median(turns.par2.map(({ seconds }) => seconds)) / median(turns.ours.map(({ seconds }) => seconds))
  const cpu = median(turns.par2.map(({ cpuSeconds }) => cpuSeconds)) / median(turns.ours.map(({ cpuSeconds }) => cpuSeconds))
  console.log(`${what.padEnd(18)} ${`${Math.round(100 * ratio)} %`.padStart(6)} (by CPU ${Math.round(100 * cpu)} %)  goal ${100 * GOAL} %  ours ${described(turns.ours)}  par2 ${described(turns.par2)}`)
}

const root = mkdtempSync(join(tmpdir(), 'rewind-bench-'))
try {
  console.log(`PAR2: commit ${commit()}, seed ${seed}, load ${loadavg()[0]!.toFixed(1)}, ${FILE_BYTES / 2 ** 20} MiB in blocks of ${BLOCK_BYTES}, ${ROUNDS} rounds in turns; ratio of medians, then median (least to greatest)`)
  mkdirSync(join(root, 'set'))
  makeSet(join(root, 'set'))
  for (const blocks of [7, 36]) {
    copyFileSync(join(root, 'set/film.mkv'), join(root, `damaged-${blocks}`))
    damage(join(root, `damaged-${blocks}`), blocks)
  }
  const program = (name: string) => join(import.meta.dirname, name)
  await compare(root, 'verify', 0, (folder) => [program('../server/rewind.ts'), 'par2', 'verify', folder])
  for (const blocks of [7, 36]) await compare(root, `repair ${blocks} blocks`, blocks, (folder) => [program('par2-release.ts'), folder, join(folder, 'named')])
} catch (error) {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  console.log('PAR2: not run: par2 is not installed (apt-get install par2)')
} finally {
  rmSync(root, { recursive: true, force: true })
}
