/** Everything impure that is not a database: handed in as a parameter, so that tests decide time, chance and the outside world. */

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import files from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Connection, DialTarget } from './dial.ts'
import { dial } from './dial.ts'

export interface System {
  /** Milliseconds since the Unix epoch. */
  now(): number
  /** Cryptographically strong. */
  randomBytes(count: number): Uint8Array
  /** Resolves after `ms`, or at once when the signal aborts. The only place that starts timers for waiting. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
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
  fetch: (input, init) => fetch(input, init),
  dial,
  files,
  spawn,
}

export function instantOf(system: Pick<System, 'now'>): string {
  return new Date(system.now()).toISOString()
}

/** UUIDv7 (RFC 9562, 5.7): milliseconds, then 74 random bits. */
export function uuidv7(system: Pick<System, 'now' | 'randomBytes'>): string {
  const bytes = system.randomBytes(16)
  new DataView(bytes.buffer, bytes.byteOffset).setBigUint64(0, (BigInt(system.now()) << 16n) | BigInt((bytes[6]! & 0x0f | 0x70) << 8 | bytes[7]!))
  bytes[8] = bytes[8]! & 0x3f | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
