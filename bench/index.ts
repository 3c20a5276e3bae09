/** `npm run bench [-- --quick] [--grow] [--seed=n]`: every figure of the engine in turn, each in a process of its own so that none inherits another's memory. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import process from 'node:process'

const BENCHMARKS = ['event-store.ts', 'commands.ts', 'catalogue.ts', 'projections.ts', 'sync.ts', 'app.ts', 'time-machine.ts', 'import.ts', 'read-exports.ts', 'library-import.ts', 'recommendations.ts', 'par2.ts', 'unpack.ts', 'watching.ts']

for (const benchmark of BENCHMARKS) {
  const [code] = await once(spawn(process.execPath, ['run', '-A', '--v8-flags=--expose-gc', join(import.meta.dirname, benchmark), ...process.argv.slice(2)], { stdio: 'inherit' }), 'exit') as [number | null]
  if (code !== 0) process.exitCode = 1
  console.log()
}
