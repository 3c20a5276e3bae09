/** The app's one household, on this browser's real parts: what the rest of the app imports of sync/. */

import type { Instance } from '../../projections/wire.ts'
import type { Replica } from '../replica.ts'
import type { Credentials, Gone } from './api.ts'
import type { Environment } from './environment.ts'
import { browserEnvironment } from './environment.ts'
import type { EraseAnswer, Household, SignInAnswer } from './household.ts'
import { createHousehold } from './household.ts'

export type { Credentials } from './api.ts'
export type { EraseAnswer, SignInAnswer } from './household.ts'

const keeps = canKeep()
let opened: Promise<Here> | undefined

interface Here { readonly environment: Environment; readonly household: Household }

/** Nothing is asked for before it is known whether this browser keeps anything. */
function here(): Promise<Here> {
  return opened ??= keeps.then(async (kept) => {
    if (!kept) await import('./in-memory.ts')
    const environment = browserEnvironment(!kept)
    // Signed out in another tab: what this one still shows is nobody's any more.
    return { environment, household: createHousehold(environment, { gone: () => location.reload(), erased: sayGone, removed: (userId) => forgetPerson(environment, userId) }) }
  })
}

/** Private windows of some browsers store nothing; pages of plain HTTP have no locks to share storage by. What is tried is named unlike any person's. */
function canKeep(): Promise<boolean> {
  return new Promise((resolve) => {
    if (!('locks' in navigator)) return resolve(false)
    try {
      const request = indexedDB.open('storage-probe')
      request.onsuccess = () => { request.result.close(); resolve(true) }
      request.onerror = () => resolve(false)
    } catch {
      // Some say so by an exception, or have no `indexedDB` at all.
      resolve(false)
    }
  })
}

/** Undefined while the server cannot be asked. */
export async function askInstance(): Promise<Instance | undefined> {
  return await (await here()).household.instance()
}

/** Undefined when nobody is signed in. Needs no network. */
export async function openReplica(): Promise<Replica | undefined> {
  const { household, environment } = await here()
  const replica = await household.open()
  if (!replica) return undefined
  void replica.loaded.then(async () => {
    const [{ showUnsent }, { keepPosters }, { keepTitles }, { keepSaved }] = await Promise.all([
      import('./badge.ts'), import('./poster-prefetch.ts'), import('./title-prefetch.ts'), import('../saved/keep-saved.ts'),
      // What a sign-out needs: when somebody wants one, a new version may have taken the file away.
      import('../saved/forget-saved.ts'), import('../push.ts'),
    ])
    showUnsent(replica)
    keepPosters(replica, environment, () => void import('../storage-told.ts').then(({ sayNoPictures }) => sayNoPictures()))
    keepTitles(replica, environment)
    keepSaved(replica)
  })
  return replica
}

export async function startSession(credentials: Credentials): Promise<SignInAnswer> {
  return await (await here()).household.signIn(credentials)
}

/** Resolves with what is wrong, in words, or undefined when the admin exists. */
export async function createFirstAdmin(token: string, username: string, password: string): Promise<string | undefined> {
  return await (await here()).household.setUp(token, username, password)
}

/** Begins the page anew: the sign-in page says what has become of the account, or of what was kept here. */
export function sayGone(how: Gone): void {
  history.replaceState(null, '', `/?${how}`)
  location.reload()
}

/** Undefined when the account is erased, and what this browser had of it removed. */
export async function endAccount(password: string): Promise<EraseAnswer | undefined> {
  return await (await here()).household.erase(password)
}

/** What is of a person beside their databases, whichever way they go: at a sign-out, when the account is erased, or when another device said so. */
async function forgetPerson(environment: Environment, userId: string): Promise<void> {
  const { storage } = navigator
  localStorage.removeItem(`rewind-searches-${userId}`)
  // A chunk that does not load must not keep anybody from signing out.
  await Promise.allSettled([
    import('../push.ts').then(({ endPush }) => endPush()),
    import('../saved/forget-saved.ts').then(({ browserTasks, forgetSaved }) =>
      forgetSaved({ ...environment, tasks: browserTasks, root: 'getDirectory' in storage ? async () => await storage.getDirectory() as never : undefined }, userId)),
  ])
  // Last: until then the page may have drawn more of them.
  await Promise.allSettled([import('./poster-cache.ts').then(({ forgetPictures }) => forgetPictures())])
}

/** Removes this person's data from the browser, what is unsent too: ask first. */
export async function endSession(): Promise<void> {
  await (await here()).household.signOut()
}
