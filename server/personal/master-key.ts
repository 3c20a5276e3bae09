/**
 * The key that seals people's keys. It is never in the database: whoever has a copy of that alone can read no personal text. It comes
 * from `MASTER_KEY`, or from a file in the data folder that is made when nothing has been sealed yet.
 */

import { createHash, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import type { System } from '../system.ts'
import { KEY_BYTES } from './seal.ts'

export interface MasterKey {
  /** Of the key, but does not give it away: which one sealed something. */
  readonly id: string
  readonly bytes: Uint8Array
}

export interface MasterKeys {
  readonly present: MasterKey
  /** Of before a rotation: what it sealed is sealed anew with the present one. */
  readonly former: MasterKey | null
}

export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError'
  readonly code = 'MASTER_KEY'
}

/** Those of this configuration. Throws `MasterKeyError` where something in the database is sealed and the key is missing. */
export async function masterKeysIn({ kysely }: Pick<Database, 'kysely'>, config: Pick<Config, 'masterKey' | 'masterKeyBefore' | 'dataDir'>, system: Pick<System, 'randomBytes'>): Promise<MasterKeys> {
  const sealed = await kysely.selectFrom('personalKeys').select('masterKeyId').where('sealedKey', 'is not', null)
    .unionAll(kysely.selectFrom('settings').select('masterKeyId').where((row) => row.or([row('sealed', 'is not', null), row('formerSealed', 'is not', null)]))).limit(1).executeTakeFirst()
  return await masterKeysOf(config, { needed: sealed !== undefined }, system)
}

/** `needed`: something is sealed already, so that a new key would be of no use. */
export async function masterKeysOf({ masterKey, masterKeyBefore, dataDir }: Pick<Config, 'masterKey' | 'masterKeyBefore' | 'dataDir'>, { needed }: { readonly needed: boolean }, system: Pick<System, 'randomBytes'>): Promise<MasterKeys> {
  return {
    present: masterKeyFrom(masterKey ?? await keptIn(join(dataDir, 'master-key'), { needed }, system)),
    former: masterKeyBefore === null ? null : masterKeyFrom(masterKeyBefore),
  }
}

export function masterKeyFrom(base64: string): MasterKey {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length !== KEY_BYTES) throw new MasterKeyError(`A master key has ${KEY_BYTES} bytes, in base64; this one has ${bytes.length}.`)
  return { id: createHash('sha256').update('rewind master key').update(bytes).digest('hex').slice(0, 16), bytes }
}

async function keptIn(file: string, { needed }: { readonly needed: boolean }, system: Pick<System, 'randomBytes'>): Promise<string> {
  const kept = () => readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new MasterKeyError(`The master key in ${file} cannot be read (${error.code ?? 'unreadable'}): check its rights.`, { cause: error })
  })
  const text = await kept()
  if (text !== undefined) return text
  if (needed) throw new MasterKeyError(`The master key is missing, with which the keys of personal texts and the secrets among the settings are sealed: put ${file} back from where you keep a copy, or set MASTER_KEY to it.`)
  await mkdir(join(file, '..'), { recursive: true })
  // Linked, not renamed: of two processes that start together one makes the key, and both use it. A kill leaves no half a file.
  const unfinished = `${file}.${randomUUID()}`
  await writeFile(unfinished, Buffer.from(system.randomBytes(KEY_BYTES)).toString('base64') + '\n', { mode: 0o600, flush: true })
  await link(unfinished, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(unfinished)
  return (await kept())!
}
