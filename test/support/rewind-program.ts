/** The command line as a program of its own, started by the command that `npm run rewind` uses. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { rewind: string } }

export function startRewind(dataDir: string, env: Record<string, string>, args: readonly string[]) {
  const child = spawn('/bin/sh', ['-c', `${scripts.rewind} "$@"`, 'sh', ...args], {
    cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`, DATA_DIR: dataDir, ...env },
  })
  const printed = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => { printed.out += text })
  child.stderr.setEncoding('utf8').on('data', (text: string) => { printed.err += text })
  return { child, printed, ended: once(child, 'close') as Promise<[number | null]> }
}

export async function rewind(dataDir: string, args: readonly string[], env: Record<string, string> = {}) {
  const { printed, ended } = startRewind(dataDir, env, args)
  const [code] = await ended
  return { code, ...printed, lines: printed.out.trimEnd().split('\n').filter(Boolean) }
}
