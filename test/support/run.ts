/**
 * Runs tap with the arguments given, and ends as it ends: with one exception, which it names. A test of a fixed script that failed beside the three others that
 * ran at the same time is run once more alone; it fails the run when it fails again, and is told as `raced:` when it does not. What draws numbers (properties,
 * kills, simulations) fails at once: there a failure seen once is a defect found.
 */

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** More at once are no race. */
const RACED_MAX = 3

interface Ended { readonly code: number; readonly failed: readonly string[]; readonly totals: string }

async function tap(args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['run', '-A', '--preload=test/support/callsites.ts', 'npm:tap', ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1)))
  const failed: string[] = []
  let totals = ''
  for await (const line of createInterface({ input: child.stdout, crlfDelay: Infinity })) {
    console.log(line)
    const file = /^failed: (\S+)/.exec(line)?.[1]
    if (file) failed.push(file)
    if (/^\d+ passed, \d+ failed/.test(line)) totals = line
  }
  return { code: await ended, failed, totals }
}

function mayHaveRaced(file: string): boolean {
  return !/seed|property/i.test(readFileSync(file, 'utf8'))
}

const first = await tap(process.argv.slice(2))
if (first.code === 0 || first.failed.length === 0 || first.failed.length > RACED_MAX || !first.failed.every(mayHaveRaced)) process.exit(first.code)

console.log(`# once more, alone: ${first.failed.join(' ')}`)
const again = await tap(['--jobs=1', ...first.failed])
if (again.code === 0) {
  for (const file of first.failed) console.log(`raced: ${file} (failed beside others, passed alone)`)
  console.log(first.totals.replace(/\d+ failed/, '0 failed'))
}
process.exit(again.code)
