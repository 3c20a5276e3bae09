/**
 * Each person's own key, which their words are sealed with. Promises of the port, tried on every adapter:
 *
 * PK1 A person has one key, also when several processes ask for it first at once.
 * PK2 What was destroyed stays destroyed: there is never another key of that person's.
 * PK3 At rest a key lies sealed with the master key; with another master key nothing starts, and says what is missing.
 * PK4 After a start with a new master key, and the one before it, the one before is needed no more.
 */

import { sql } from 'kysely'
import type { UserId } from '../../domain/event.ts'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { reaching } from '../db/reaching.ts'
import type { System } from '../system.ts'
import type { MasterKey, MasterKeys } from './master-key.ts'
import { MasterKeyError, masterKeysIn } from './master-key.ts'
import { KEY_BYTES, seal, unseal } from './seal.ts'

export interface PersonalKeys {
  /** Null where the key was destroyed; a person who never had one is not in it. */
  find(userIds: readonly UserId[]): Promise<ReadonlyMap<UserId, Uint8Array | null>>
  /** The person's key, made now where there is none; null when it was destroyed. */
  keyOf(userId: UserId): Promise<Uint8Array | null>
  /** Also for who never had one: none can be made after it. */
  destroy(userId: UserId): Promise<void>
}

export function createMemoryPersonalKeys(system: Pick<System, 'randomBytes'>): PersonalKeys {
  const keys = new Map<UserId, Uint8Array | null>()
  return {
    find: async (userIds) => new Map(userIds.flatMap((userId) => keys.has(userId) ? [[userId, keys.get(userId)!]] : [])),
    async keyOf(userId) {
      if (!keys.has(userId)) keys.set(userId, system.randomBytes(KEY_BYTES))
      return keys.get(userId)!
    },
    async destroy(userId) { keys.set(userId, null) },
  }
}

/** For who must not read what people wrote: a sealed text it meets is a mistake of ours. */
export const noPersonalKeys: PersonalKeys = {
  find: () => Promise.reject(new Error('This part of Rewind has no keys to personal texts')),
  keyOf: () => Promise.reject(new Error('This part of Rewind has no keys to personal texts')),
  destroy: () => Promise.reject(new Error('This part of Rewind has no keys to personal texts')),
}

/** With the master key of this configuration. Throws `MasterKeyError` when that is missing, or is not the one that was used before. */
export async function personalKeysIn(database: Pick<Database, 'kysely'>, config: Pick<Config, 'masterKey' | 'masterKeyBefore' | 'dataDir'>, system: Pick<System, 'randomBytes'>): Promise<PersonalKeys> {
  return await openPersonalKeys(database, await masterKeysIn(database, config, system), system)
}

/**
 * Over the table `personal_keys`. What the former master key sealed is sealed anew at once (PK4). Throws `MasterKeyError` when a key
 * was sealed with neither (PK3). Its methods throw `EventStoreError` `UNAVAILABLE` while the database cannot be reached.
 */
export async function openPersonalKeys({ kysely }: Pick<Database, 'kysely'>, { present, former }: MasterKeys, system: Pick<System, 'randomBytes'>): Promise<PersonalKeys> {
  const sealed = (userId: string, key: Uint8Array) => ({ sealedKey: seal(key, present.bytes, userId, system), masterKeyId: present.id })
  await rotate()

  /** Row by row: a process that still runs with the former key finds each either way. */
  async function rotate(): Promise<void> {
    const others = await kysely.selectFrom('personalKeys').select(['userId', 'sealedKey', 'masterKeyId']).where('masterKeyId', '!=', present.id).execute()
    for (const { userId, sealedKey, masterKeyId } of others) {
      if (former?.id !== masterKeyId) throw new MasterKeyError(`The keys of personal texts are sealed with another master key (${masterKeyId}) than the present one (${present.id}): set MASTER_KEY to that one, or MASTER_KEY_BEFORE when you are changing it.`)
      await kysely.updateTable('personalKeys').set(sealed(userId, opened(userId, sealedKey!, former))).where('userId', '=', userId).where('sealedKey', '=', sealedKey).execute()
    }
  }

  function keyIn({ userId, sealedKey, masterKeyId }: { userId: string; sealedKey: string | null; masterKeyId: string | null }): Uint8Array | null {
    if (sealedKey === null) return null
    const master = [present, former].find((key) => key?.id === masterKeyId)
    if (!master) throw new MasterKeyError(`The master key was changed meanwhile (to ${masterKeyId}): start Rewind anew with that one.`)
    return opened(userId, sealedKey, master)
  }

  const find: PersonalKeys['find'] = async (userIds) => {
    const rows = await reaching(() => kysely.selectFrom('personalKeys').select(['userId', 'sealedKey', 'masterKeyId']).where('userId', '=', sql<string>`any(${userIds}::uuid[])`).execute())
    return new Map(rows.map((row) => [row.userId as UserId, keyIn(row)]))
  }

  return {
    find,
    async keyOf(userId) {
      const known = (await find([userId])).get(userId)
      if (known !== undefined) return known
      await reaching(() => kysely.insertInto('personalKeys').values({ userId, ...sealed(userId, system.randomBytes(KEY_BYTES)) }).onConflict((conflict) => conflict.doNothing()).execute())
      return (await find([userId])).get(userId)!
    },
    async destroy(userId) {
      const nothing = { sealedKey: null, masterKeyId: null }
      await reaching(() => kysely.insertInto('personalKeys').values({ userId, ...nothing, destroyedAt: sql<string>`now()` })
        .onConflict((conflict) => conflict.column('userId').doUpdateSet({ ...nothing, destroyedAt: sql<string>`coalesce(personal_keys.destroyed_at, now())` })).execute())
    },
  }
}

function opened(userId: string, sealedKey: string, { bytes, id }: MasterKey): Uint8Array {
  try {
    return unseal(sealedKey, bytes, userId)
  } catch (error) {
    throw new MasterKeyError(`The key of person ${userId} does not open with the master key ${id}: its row was changed. Restore the table personal_keys from a backup.`, { cause: error })
  }
}
