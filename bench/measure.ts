/**
 * Ours and the yardstick in turns, in one run on one PostgreSQL: the machine is noisy, so only their ratio counts. Beside it the
 * spread, the CPU seconds of this process and the database, and this process's greatest memory while its turn lasted.
 */

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { Connection, Database } from '../server/db/database.ts'
import { openDatabase } from '../server/db/database.ts'
import { startEmbeddedPostgres } from '../server/db/embedded-postgres.ts'
import { silentLog } from '../server/log.ts'
import { realSystem } from '../server/system.ts'

export interface BenchOptions {
  readonly seed: number
  /** Turns of each contestant. */
  readonly rounds: number
  /** Of one turn. */
  readonly ms: number
  /** How many times the usual amount of data: 1, or 10 with `--grow`. */
  readonly scale: number
  readonly quick: boolean
}

/** `--quick`, `--grow`, `--seed=n`. */
export function benchOptions(): BenchOptions {
  const quick = process.argv.includes('--quick')
  return {
    quick,
    seed: Number(process.argv.find((argument) => argument.startsWith('--seed='))?.slice(7) ?? 1),
    rounds: quick ? 3 : 7,
    ms: quick ? 2_000 : 3_000,
    scale: process.argv.includes('--grow') ? 10 : 1,
  }
}

export type SocketConnection = Extract<Connection, { host: string }>
export interface Instance { readonly database: Database; readonly connection: SocketConnection; readonly dataDir: string; readonly serverPid: number }

/** One embedded PostgreSQL, made for the run and removed after it. */
export async function withInstance(what: string, { seed, rounds, quick, scale }: BenchOptions, run: (instance: Instance) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'rewind-bench-'))
  const postgres = await startEmbeddedPostgres({ dataDir, system: realSystem, log: silentLog })
  const database = await openDatabase({ connection: postgres.connection, log: silentLog })
  try {
    const serverPid = Number.parseInt(await readFile(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8'), 10)
    console.log(`${what}: commit ${commit()}, seed ${seed}, load ${loadavg()[0]!.toFixed(1)}, ${rounds} rounds in turns${quick ? ', quick' : ''}${scale > 1 ? `, ${scale} times the data` : ''}; ratio of medians, then median (least to greatest)`)
    await run({ database, connection: postgres.connection as SocketConnection, dataDir, serverPid })
    console.log(`${what}: load ${loadavg()[0]!.toFixed(1)}, peak memory of this process ${(process.resourceUsage().maxRSS / 1_024).toFixed(0)} MiB`)
  } finally {
    // A failed turn may have left a connection taken, which closing would wait for.
    await Promise.race([database.close(), realSystem.sleep(2_000)])
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

export interface Sample {
  readonly perSecond: number
  /** Of each operation, in milliseconds; empty where the yardstick does not tell. */
  readonly latenciesMs: readonly number[]
}

export type Contestant = () => Promise<Sample>

interface Measured { readonly samples: Sample[]; cpuSeconds: number; rssMiB: number }

export interface Comparison { readonly what: string; readonly ours: Contestant; readonly yardstick: Contestant; readonly goal: string }

/** Prints the line and answers with the ratio. */
export async function compare({ what, ours, yardstick, goal }: Comparison, { rounds, serverPid }: { rounds: number; serverPid: number }): Promise<number> {
  const turns: Record<'ours' | 'yardstick', Measured> = { ours: { samples: [], cpuSeconds: 0, rssMiB: 0 }, yardstick: { samples: [], cpuSeconds: 0, rssMiB: 0 } }
  for (let round = 0; round < rounds; round++) {
    // Who begins changes too: what one leaves behind (a checkpoint, a warm cache) falls on both.
    const order = round % 2 ? ['ours', 'yardstick'] as const : ['yardstick', 'ours'] as const
    for (const who of order) await takeTurn(turns[who], who === 'ours' ? ours : yardstick, serverPid)
  }
  const ratio = median(rates(turns.ours)) / median(rates(turns.yardstick))
  console.log(`${what.padEnd(40)} ${percent(ratio)}  goal ${goal.padEnd(6)} ours ${described(turns.ours)}  yardstick ${described(turns.yardstick)}`)
  return ratio
}

async function takeTurn(measured: Measured, contestant: Contestant, serverPid: number): Promise<void> {
  const before = cpuSeconds(serverPid)
  const watching = setInterval(() => { measured.rssMiB = Math.max(measured.rssMiB, process.memoryUsage.rss() / 2 ** 20) }, 20)
  try {
    measured.samples.push(await contestant())
  } finally {
    clearInterval(watching)
  }
  measured.cpuSeconds += cpuSeconds(serverPid) - before
}

function rates({ samples }: Measured): number[] {
  return samples.map(({ perSecond }) => perSecond)
}

function described(measured: Measured): string {
  const all = rates(measured)
  const latencies = measured.samples.flatMap(({ latenciesMs }) => latenciesMs)
  const delays = latencies.length > 0 ? `, p50 ${quantile(latencies, 0.5).toFixed(2)} p99 ${quantile(latencies, 0.99).toFixed(2)} ms` : ''
  return `${thousands(median(all))}/s (${thousands(Math.min(...all))} to ${thousands(Math.max(...all))}${delays}, CPU ${measured.cpuSeconds.toFixed(1)} s, ${measured.rssMiB.toFixed(0)} MiB)`
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * part
  const low = sorted[Math.floor(at)] ?? NaN
  const high = sorted[Math.ceil(at)] ?? NaN
  return low + (high - low) * (at - Math.floor(at))
}

/** Of clients that each wait for an answer before they go on, for `ms`. */
export async function closedLoop({ clients, ms }: { clients: number; ms: number }, once: (client: number) => Promise<unknown>): Promise<Sample> {
  const latenciesMs: number[] = []
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: clients }, async (_, client) => {
    while (performance.now() - startedAt < ms) {
      const from = performance.now()
      await once(client)
      latenciesMs.push(performance.now() - from)
    }
  }))
  return { perSecond: latenciesMs.length / ((performance.now() - startedAt) / 1_000), latenciesMs }
}

const percent = (ratio: number) => `${Math.round(ratio * 100)} %`.padStart(6)
const thousands = (value: number) => value >= 1_000 ? `${(value / 1_000).toFixed(1)}k` : value.toFixed(0)

/** Of this process and of PostgreSQL, those of its processes that have ended included. NaN where there is no /proc. */
function cpuSeconds(serverPid: number): number {
  const { user, system } = process.cpuUsage()
  // Where there is no server, this process is named.
  return (user + system) / 1e6 + (serverPid === process.pid ? 0 : serverTicks(serverPid) / 100)
}

function serverTicks(serverPid: number): number {
  try {
    // proc(5): 14 to 17 are utime, stime and those of children that were waited for; 4 is the parent.
    const stat = (pid: string) => readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')
    const own = stat(String(serverPid)).slice(11, 15)
    const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
      try {
        const fields = stat(pid)
        return fields[1] === String(serverPid) ? fields.slice(11, 13) : []
      } catch {
        return []  // it has just ended, and is counted with its parent
      }
    })
    return [...own, ...children].reduce((sum, ticks) => sum + Number(ticks), 0)
  } catch {
    return NaN
  }
}

export function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
}
