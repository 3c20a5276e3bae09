/**
 * What a full device gives up, a step at a time: the pictures that were kept first, half of them each time, then what the catalogue said. All of it can be
 * fetched again. Saved films are the person's own choice, and stay.
 */

import { wrap } from 'idb'
import { keptDatabaseName } from './database.ts'
import { evictOldest } from './poster-cache.ts'

/** One step. True when something was given up. */
export async function makeRoom(factory: IDBFactory, userId: string): Promise<boolean> {
  return await evictOldest() || await forgetAnswers(factory, keptDatabaseName(userId))
}

async function forgetAnswers(factory: IDBFactory, name: string): Promise<boolean> {
  if (!(await factory.databases()).some((each) => each.name === name)) return false
  return await wrap(factory.deleteDatabase(name)).then(() => true, () => false)
}
