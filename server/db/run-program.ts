/** Runs one of PostgreSQL's programs to its end. */

import type { SpawnOptions } from 'node:child_process'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import type { System } from '../system.ts'

export class ProgramError extends Error {
  override readonly name = 'ProgramError'
  /** What the program said of it, or why it could not be started. */
  readonly reason: string
  constructor(program: string, reason: string) {
    super(`${program}: ${reason}`)
    this.reason = reason
  }
}

/** Resolves with what the program printed; throws `ProgramError` when it cannot be started or does not exit with 0. */
export async function runProgram(system: Pick<System, 'spawn'>, [program, ...args]: readonly [string, ...string[]], ids: { readonly uid?: number; readonly gid?: number } = {}): Promise<string> {
  const options: SpawnOptions = { ...ids, env: childEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] }
  const child = system.spawn(program, args, options)
  const ended = new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'no exit code'))
  })
  const [printed, complained, end] = await Promise.all([text(child.stdout!), text(child.stderr!), ended])
  if (end !== 0) throw new ProgramError(program, complained.trim() || `it ended with ${end}`)
  return printed
}

/**
 * For every program of PostgreSQL's. Nothing of ours leaks into it; PG* variables of the person's shell would change it, and
 * with their LD_LIBRARY_PATH Deno would refuse to start it.
 */
export function childEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
}
