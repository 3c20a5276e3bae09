/** Who is here: the instance, the session, and the replica that belongs to it. */

import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Instance } from '../projections/wire.ts'
import type { Replica } from './replica.ts'
import type { EraseAnswer } from './sync/replica.ts'
import { askInstance, createFirstAdmin, endAccount, endSession, openReplica, sayGone, startSession } from './sync/replica.ts'
import type { Credentials, SignInAnswer } from './sync/replica.ts'

const changes = new EventTarget()
let known: Instance | undefined
/** Undefined until it is known, null when nobody is signed in. */
let opened: Replica | null | undefined

export function instance(): Instance | undefined {
  return known
}

const DEMO = 'rewind-demo'

/** As it was at the last start, until it is known: what says so has its place at once. */
export function isDemo(): boolean {
  return known ? known.demo !== null : localStorage.getItem(DEMO) !== null
}

/** The newest that is known. */
function meet(answer: Instance | undefined): void {
  if (!answer) return
  known = answer
  if (answer.demo) localStorage.setItem(DEMO, '')
  else localStorage.removeItem(DEMO)
}

export function replica(): Replica | null | undefined {
  return opened
}

function change(next: Replica | null | undefined): void {
  if (next && next !== opened) introduce(next)
  if ((next ?? null) !== (opened ?? null)) void import('./storage-told.ts').then(({ tellStorage }) => tellStorage(next ?? null))
  // Who comes or goes begins at the top, not where the page of the door was left.
  if (opened !== undefined && next !== opened) scrollTo({ top: 0, behavior: 'instant' })
  opened = next
  changes.dispatchEvent(new Event('change'))
}

/** Tells the other devices what this one is, once it knows that it has no name yet. */
function introduce(here: Replica): void {
  const end = here.subscribe(() => {
    const { link, deviceId, session } = here
    if (!link.online || link.syncing || link.lastSyncAt === null) return
    end()
    if (here.devices.has(`${session.userId}_${deviceId}`)) return
    void import('./device-name.ts').then(({ deviceNameOf }) => here.send('IntroduceDevice', { deviceId, name: deviceNameOf(navigator.userAgent) }))
  })
}

/** At start: from this device's storage at once, so that no network is needed to see the library. */
export async function openHouse(): Promise<void> {
  void askInstance().then((answer) => { meet(answer); change(opened) })
  change(await openReplica() ?? null)
}

export async function signIn(credentials: Credentials): Promise<SignInAnswer> {
  const answer = await startSession(credentials)
  if (answer === 'signed-in') change(await openReplica() ?? null)
  return answer
}

/** Resolves with what is wrong, in words, or undefined when the admin exists and is signed in. */
export async function setUp(token: string, username: string, password: string): Promise<string | undefined> {
  const problem = await createFirstAdmin(token, username, password)
  if (problem !== undefined) return problem
  meet(await askInstance())
  await signIn({ username, password })
  return undefined
}

/** Removes this person's data from the device. */
export async function signOut(): Promise<void> {
  await endSession()
  change(null)
}

/** For good. Undefined when it is done: the page then begins anew. */
export async function eraseAccount(password: string): Promise<EraseAnswer | undefined> {
  const answer = await endAccount(password)
  if (answer !== undefined) return answer
  sayGone('erased')
  return undefined
}

/** Redraws an element whenever a row, the outbox, the connection or the person changed. */
export class Live implements ReactiveController {
  #host: ReactiveControllerHost
  #end = () => {}
  #followed: Replica | null | undefined
  #changed = () => { this.#follow(); this.#host.requestUpdate() }

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  /** The rows of this device are loaded: what is not there is not there. */
  get ready(): boolean {
    return opened?.ready === true
  }

  /** The log has been read too, and what the server has to add is here: what is in no list, history or notification now is in none. */
  get whole(): boolean {
    return opened?.past !== undefined && opened.link.lastSyncAt !== null && !opened.link.syncing
  }

  hostConnected(): void {
    changes.addEventListener('change', this.#changed)
    this.#follow()
  }

  hostDisconnected(): void {
    changes.removeEventListener('change', this.#changed)
    this.#end()
    this.#followed = undefined
  }

  #follow(): void {
    if (this.#followed === opened) return
    this.#end()
    this.#followed = opened
    this.#end = opened?.subscribe(() => this.#host.requestUpdate()) ?? (() => {})
  }
}
