/** Ours and the yardstick in turns, in one run on one instance: the machine is noisy, so only their ratio counts. */

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import process from 'node:process'

export interface Sample {
  readonly perSecond: number
  /** Of each operation, in milliseconds; empty where the yardstick does not tell. */
  readonly latenciesMs: readonly number[]
}

export type Contestant = () => Promise<Sample>

interface Measured { readonly samples: readonly Sample[]; readonly cpuSeconds: number }

export interface Comparison { readonly what: string; readonly ours: Contestant; readonly yardstick: Contestant; readonly goal: string }

export async function compare({ what, ours, yardstick, goal }: Comparison, { rounds, serverPid }: { rounds: number; serverPid: number }): Promise<void> {
  const turns: Record<'ours' | 'yardstick', { samples: Sample[]; cpuSeconds: number }> = { ours: { samples: [], cpuSeconds: 0 }, yardstick: { samples: [], cpuSeconds: 0 } }
  for (let round = 0; round < rounds; round++) {
    // Who begins changes too: what one leaves behind (a checkpoint, a warm cache) falls on both.
    const order = round % 2 ? ['ours', 'yardstick'] as const : ['yardstick', 'ours'] as const
    for (const who of order) {
      const before = cpuSeconds(serverPid)
      turns[who].samples.push(await (who === 'ours' ? ours() : yardstick()))
      turns[who].cpuSeconds += cpuSeconds(serverPid) - before
    }
  }
  const ratio = median(rates(turns.ours)) / median(rates(turns.yardstick))
  console.log(`${what.padEnd(34)} ${percent(ratio)}  goal ${goal.padEnd(8)} ours ${described(turns.ours)}  yardstick ${described(turns.yardstick)}`)
}

function rates({ samples }: Measured): number[] {
  return samples.map(({ perSecond }) => perSecond)
}

function described(measured: Measured): string {
  const all = rates(measured)
  const latencies = measured.samples.flatMap(({ latenciesMs }) => latenciesMs)
  const delays = latencies.length > 0 ? `, p50 ${quantile(latencies, 0.5).toFixed(2)} p99 ${quantile(latencies, 0.99).toFixed(2)} ms` : ''
  return `${thousands(median(all))}/s (${thousands(Math.min(...all))} to ${thousands(Math.max(...all))}${delays}, CPU ${measured.cpuSeconds.toFixed(1)} s)`
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * part
  const low = sorted[Math.floor(at)] ?? NaN
  const high = sorted[Math.ceil(at)] ?? NaN
  return low + (high - low) * (at - Math.floor(at))
}

const percent = (ratio: number) => `${Math.round(ratio * 100)} %`.padStart(6)
const thousands = (value: number) => value >= 1_000 ? `${(value / 1_000).toFixed(1)}k` : value.toFixed(0)

/** Of this process and of PostgreSQL, those of its processes that have ended included. NaN where there is no /proc. */
function cpuSeconds(serverPid: number): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6 + serverTicks(serverPid) / 100
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

export function peakMemoryMiB(): number {
  return process.resourceUsage().maxRSS / 1_024
}

export function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
}
