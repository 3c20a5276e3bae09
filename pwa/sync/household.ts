/** Who uses this browser: signing in and out, online and off, and the replica of the person who is here. */

import type { Instance, Session } from '../../projections/wire.ts'
import type { Answer, Api, Credentials, Gone } from './api.ts'
import { createApi } from './api.ts'
import { deletePersonDatabase, openPersonDatabase } from './database.ts'
import type { Device } from './device.ts'
import { openDevice } from './device.ts'
import type { Environment } from './environment.ts'
import type { PersonReplica } from './person-replica.ts'
import { openPersonReplica } from './person-replica.ts'

/** `wrong`: the name or the password. `disabled`: by an admin. `code-wanted`: the second factor's, too. `too-many`: tries, for now. */
export type SignInAnswer = 'signed-in' | 'wrong' | 'disabled' | 'code-wanted' | 'code-wrong' | 'too-many' | 'unreachable'

/** What stands in the way of an erasure; `message`: the server's reason, in words. */
export type EraseAnswer = Exclude<SignInAnswer, 'signed-in' | 'disabled' | 'code-wanted' | 'code-wrong'> | 'signed-out' | { readonly message: string }

export interface Household {
  instance(): Promise<Instance | undefined>
  /** Of the person who was here last, with or without a network; undefined when somebody has to sign in. */
  open(): Promise<PersonReplica | undefined>
  signIn(credentials: Credentials): Promise<SignInAnswer>
  /** What is wrong, in words; undefined when the admin exists. */
  setUp(token: string, username: string, password: string): Promise<string | undefined>
  /** Removes this person's data from the browser, unsent commands too: ask first. Without a network, the server is told later. */
  signOut(): Promise<void>
  /** Erases the account, for good, and all that this browser has of it. Undefined when it is done. */
  erase(password: string): Promise<EraseAnswer | undefined>
  close(): Promise<void>
}

export function createHousehold(environment: Environment, { gone, erased, removed }: { readonly gone: () => void; readonly erased: (how: Gone) => void; readonly removed: (userId: string) => Promise<void> }): Household {
  const api = createApi(environment)
  let device: Promise<Device> | undefined
  let current: PersonReplica | undefined
  let meeting: Promise<Answer<Instance>> | undefined
  /** Whoever asks while somebody does gets the same answer. */
  const instance = () => meeting ??= api.instance().finally(() => { meeting = undefined })
  const theDevice = () => device ??= openDevice(environment.indexedDB, environment.randomBytes)

  async function open(): Promise<PersonReplica | undefined> {
    const here = await theDevice()
    // The page may have gone while somebody was signing out, or was removed.
    if (await here.owesSignOut()) {
      await remove()
      await payOff(here, api)
      return undefined
    }
    const left = await here.leaving()
    if (left !== null) await forget(here, left)
    const session = await here.session() ?? await askSession(here)
    if (!session) return undefined
    if (current?.session.userId === session.userId) return current
    await current?.close()
    const [database, worksOffline] = await Promise.all([openPersonDatabase(environment.indexedDB, session.userId), here.worksOffline()])
    return current = openPersonReplica({ session, device: here, worksOffline, database, api, environment, gone: () => { void leave(); gone() }, erased: (how) => { void remove().then(() => erased(how)) } })
  }

  /** A cookie may be there though nothing is known here: storage was cleared, or another page signed in. */
  async function askSession(here: Device): Promise<Session | null> {
    const there = await instance()
    if (there.status === 'ok' && !there.value.signedIn) return null
    const answer = await api.session()
    if (answer.status !== 'ok') return null
    await here.keepSession(answer.value)
    return answer.value
  }

  /** Nothing of who was here is left in this browser. */
  async function remove(): Promise<void> {
    const here = await theDevice()
    const userId = (await here.session())?.userId ?? await here.leaving()
    await here.leave(userId)
    await here.keepSession(null)
    await leave({ gone: true })
    // Once more: until it was closed, the replica may have kept what it had just asked for.
    await here.keepSession(null)
    if (userId !== null) await forget(here, userId)
  }

  async function forget(here: Device, userId: string): Promise<void> {
    // Their files first: the records say whose they are.
    await removed(userId)
    await deletePersonDatabase(environment.indexedDB, userId)
    await here.leave(null)
  }

  async function leave(options?: { readonly gone: boolean }): Promise<void> {
    const left = current
    current = undefined
    await left?.close(options)
  }

  return {
    instance: async () => valueOf(await instance()),
    open,
    async signIn(credentials) {
      const here = await theDevice()
      const answer = await api.signIn(credentials, { deviceId: here.id })
      if (answer.status !== 'ok') return refusalOf(answer)
      // The server ended the session before this one.
      await here.oweSignOut(false)
      // Whoever is back keeps what is left.
      if (await here.leaving() === answer.value.userId) await here.leave(null)
      await here.keepSession(answer.value)
      if (current?.session.userId === answer.value.userId) current.signedIn(answer.value)
      return 'signed-in'
    },
    async setUp(token, username, password) {
      const answer = await api.setUp({ token, username, password })
      if (answer.status === 'ok') return undefined
      return 'message' in answer ? answer.message : 'This token is not right.'
    },
    async signOut() {
      const here = await theDevice()
      await here.oweSignOut(true)
      await remove()
      await payOff(here, api)
    },
    async erase(password) {
      const answer = await api.erase(password)
      if (answer.status === 'signed-out' || answer.status === 'removed') return 'signed-out'
      // An earlier answer may have been lost on its way.
      if (answer.status === 'ok' || answer.status === 'erased') {
        await remove()
        return undefined
      }
      if (answer.httpStatus === 403) return 'wrong'
      // The last admin has to read why.
      return answer.httpStatus === 409 ? { message: answer.message } : answer.httpStatus === 429 ? 'too-many' : 'unreachable'
    },
    async close() {
      await leave()
      void (await device)?.close()
    },
  }
}

/** Tells the server that the person has signed out. Nobody is here, whatever it answers. */
async function payOff(here: Device, api: Api): Promise<void> {
  // Somebody signed in while the other was being removed, here or in another tab: the session that there is now is theirs.
  if (!await here.owesSignOut()) return
  const answer = await api.signOut()
  if (answer.status === 'ok' || answer.status === 'signed-out') await here.oweSignOut(false)
}

function valueOf<Value>(answer: Answer<Value>): Value | undefined {
  return answer.status === 'ok' ? answer.value : undefined
}

function refusalOf(answer: Exclude<Answer<Session>, { status: 'ok' }>): Exclude<SignInAnswer, 'signed-in'> {
  switch (answer.status) {
    case 'signed-out': case 'erased': case 'removed': return 'wrong'
    case 'refused': return answer.code === 'SECOND_FACTOR_WANTED' ? 'code-wanted' : answer.code === 'SECOND_FACTOR_WRONG' ? 'code-wrong' : answer.code === 'ACCOUNT_DISABLED' ? 'disabled' : 'wrong'
    case 'failed': return answer.httpStatus === 429 ? 'too-many' : 'unreachable'
  }
}
