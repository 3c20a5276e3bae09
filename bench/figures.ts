/**
 * One table of figures beside their goals, printed as it grows, each with the machine's load while it was taken. What cannot be taken is a line
 * that says why, and the next figure follows.
 */

import { loadavg } from 'node:os'
import process from 'node:process'
import { median } from './measure.ts'

export interface Seen {
  readonly seen: string
  readonly goal?: string
  /** Undefined where nothing was asked of it. */
  readonly met?: boolean
}

const WIDTHS = [48, 84, 26, 4] as const
/** Of a figure's rounds, however slow the machine: none is begun after that, beyond the first. */
const ROUNDS_MS = 45_000
/** Of one round; what hangs is given up. */
const ROUND_MS = 120_000

function line(cells: readonly string[]): void {
  console.log(cells.map((cell, i) => cell.padEnd(WIDTHS[i] ?? 0)).join('  ').trimEnd())
}

export function beginTable(): void {
  line(['figure', 'seen: median (least to greatest)', 'goal', 'met', 'load'])
}

/** Answers whether it could be taken. */
export async function figure(what: string, take: () => Promise<Seen> | Seen): Promise<boolean> {
  const before = loadavg()[0]!
  const told = (cells: readonly string[]) => line([what, ...cells, `${before.toFixed(1)} to ${loadavg()[0]!.toFixed(1)}`])
  try {
    const { seen, goal = '', met } = await take()
    told([seen, goal, met === undefined ? '' : met ? 'yes' : 'NO'])
    return true
  } catch (error) {
    process.exitCode = 1
    told([`not taken: ${String(error instanceof Error ? error.message : error).split('\n')[0]!.slice(0, 120)}`, '', ''])
    return false
  }
}

/** What `count` rounds saw; a round that fails is left out, and all of them are not. */
export async function inRounds<Sample>(count: number, run: () => Promise<Sample>): Promise<readonly Sample[]> {
  const [samples, failures]: [Sample[], unknown[]] = [[], []]
  const startedAt = performance.now()
  for (let round = 0; round < count && (round === 0 || performance.now() - startedAt < ROUNDS_MS); round++) {
    await inTime(ROUND_MS, run()).then((sample) => { samples.push(sample) }, (failure: unknown) => { failures.push(failure) })
  }
  if (samples.length === 0) throw failures[0]
  return samples
}

export async function inTime<Result>(ms: number, running: Promise<Result>): Promise<Result> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`nothing after ${ms / 1_000} s`)), ms)
  running.catch(() => undefined)
  return await Promise.race([running, late.promise]).finally(() => clearTimeout(timer))
}

export const spread = (values: readonly number[]): string => `${Math.round(median(values))} ms (${Math.round(Math.min(...values))} to ${Math.round(Math.max(...values))})`
