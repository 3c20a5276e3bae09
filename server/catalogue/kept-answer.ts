/** An answer as it is kept: its JSON in bytes, so that what it takes is known exactly and it can be sent as it is. */

import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'

export interface KeptAnswer {
  /** UTF-8; null: the upstream does not know it. */
  readonly json: Buffer | null
  /** Tells what it says from what others say. */
  readonly tag: string
  readonly fetchedAtMs: number
  readonly keptUntilMs: number
}

export function keptAnswer(text: string | null, fetchedAtMs: number, keptUntilMs: number): KeptAnswer {
  const json = text === null ? null : bytesOf(text)
  return { json, tag: tagOf(json ?? ''), fetchedAtMs, keptUntilMs }
}

/** Of its own memory: a part of the pool that small buffers share would keep all of it. */
export function bytesOf(text: string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text))
  bytes.write(text)
  return bytes
}

export function tagOf(json: Buffer | string): string {
  return createHash('sha256').update(json).digest('base64url').slice(0, 22)
}
