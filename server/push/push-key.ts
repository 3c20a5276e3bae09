/** Who pushes (VAPID, RFC 8292): one key of the house, made once and kept beside the data. Changed, every subscription would be void. */

import { createECDH } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { System } from '../system.ts'

export interface PushKey {
  /** Uncompressed P-256, base64url: what a browser subscribes with. */
  readonly publicKey: string
  /** The `Authorization` of a request to this origin. */
  authorization(origin: string, nowMs: number): Promise<string>
}

const KEY_BYTES = 32
/** RFC 8292 allows 24 hours; clocks differ. */
const VALID_SECONDS = 12 * 3_600

/** `contact` is an `https:` or `mailto:` address for the push service's people. */
export async function pushKeyIn(dataDir: string, contact: string, system: Pick<System, 'randomBytes'>): Promise<PushKey> {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(await keptKey(dataDir, system))
  const publicKey = pair.getPublicKey()
  const [x, y] = [publicKey.subarray(1, 33), publicKey.subarray(33)].map(base64url)
  const signer = await crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x: x!, y: y!, d: base64url(pair.getPrivateKey()) }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
  return {
    publicKey: base64url(publicKey),
    async authorization(origin, nowMs) {
      const parts = [{ typ: 'JWT', alg: 'ES256' }, { aud: origin, exp: Math.floor(nowMs / 1_000) + VALID_SECONDS, sub: contact }]
      const signed = parts.map((part) => base64url(Buffer.from(JSON.stringify(part)))).join('.')
      const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, signer, Buffer.from(signed))
      return `vapid t=${signed}.${base64url(new Uint8Array(signature))}, k=${base64url(publicKey)}`
    },
  }
}

async function keptKey(dataDir: string, system: Pick<System, 'randomBytes'>): Promise<Uint8Array> {
  const file = join(dataDir, 'push-key')
  const kept = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (kept?.length === KEY_BYTES) return kept
  const key = system.randomBytes(KEY_BYTES)
  await mkdir(dataDir, { recursive: true })
  await writeFile(`${file}.unfinished`, key, { mode: 0o600 })
  await rename(`${file}.unfinished`, file)
  return key
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
