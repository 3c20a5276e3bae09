/** What a full device gives up first: all of it can be fetched again. Saved films are the person's own choice, and stay. */

import { wrap } from 'idb'
import { keptDatabaseName } from './database.ts'
import { forgetPictures } from './poster-cache.ts'

/** True when something was given up. */
export async function makeRoom(factory: IDBFactory, userId: string): Promise<boolean> {
  const [pictures, answers] = await Promise.all([forgetPictures(), forgetAnswers(factory, keptDatabaseName(userId))])
  return pictures || answers
}

async function forgetAnswers(factory: IDBFactory, name: string): Promise<boolean> {
  if (!(await factory.databases()).some((each) => each.name === name)) return false
  return await wrap(factory.deleteDatabase(name)).then(() => true, () => false)
}
