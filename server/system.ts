/** Everything impure that is not a database: handed in as a parameter, so that tests decide time, chance and the outside world. */

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import files from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { uuidv7Of } from '../domain/ids.ts'
import type { Connection, DialTarget } from './dial.ts'
import { dial } from './dial.ts'

export interface System {
  /** Milliseconds since the Unix epoch. */
  now(): number
  /** Cryptographically strong. */
  randomBytes(count: number): Uint8Array
  /** Resolves after `ms`, or at once when the signal aborts. The only place that starts timers for waiting. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** IANA name of the time zone that this machine's clock shows. */
  readonly timeZone: string
  fetch: typeof fetch
  /** A TCP or TLS connection. Rejects when it cannot be made, or with the signal's reason when that aborts first. */
  dial(target: DialTarget, signal: AbortSignal): Promise<Connection>
  /** The filesystem, where films, downloads and what is half of them lie: a test can let the disk be full. */
  files: typeof files
  spawn: typeof spawn
}

export const realSystem: System = {
  now: () => Date.now(),
  randomBytes: (count) => randomBytes(count),
  sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}).catch((error: unknown) => {
    if (!signal?.aborted) throw error
  }),
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  fetch: (input, init) => fetch(input, init),
  dial,
  files,
  spawn,
}

export function instantOf(system: Pick<System, 'now'>): string {
  return new Date(system.now()).toISOString()
}

export function uuidv7(system: Pick<System, 'now' | 'randomBytes'>): string {
  return uuidv7Of(system.now(), system.randomBytes(16))
}
