/**
 * The one loop that talks to the server for a person on this browser: in the tab that owns the replica (owner.ts). It does one
 * thing at a time, so there is one batch in flight and one write at a time without any lock.
 */

import type { Actor } from '../../domain/event.ts'
import type { Session } from '../../projections/wire.ts'
import type { Answer, Api, Gone } from './api.ts'
import type { Connection, Turn } from './connection.ts'
import { attemptOf, retryDelayMs, turn } from './connection.ts'
import type { Environment } from './environment.ts'
import { limits } from './limits.ts'
import type { Heard } from './live.ts'
import { listenLive } from './live.ts'
import type { LocalReplica } from './local-replica-port.ts'
import { createMailbox } from './mailbox.ts'
import type { Parcel } from './parcel.ts'
import { storageTrouble } from './storage-trouble.ts'

/** What the engine is told. */
export type Note =
  | { readonly type: 'network'; readonly available: boolean }
  /** A command was added, here or in another tab. */
  | { readonly type: 'outbox' }
  /** The person signed in again. */
  | { readonly type: 'signed-in' }
  | { readonly type: 'due' }
  /** The replica lost what it had: all of it is asked for anew. */
  | { readonly type: 'emptied' }
  | { readonly type: 'heard'; readonly message: Heard }

export interface Engine {
  readonly connection: Connection
  tell(note: Note): void
  /** Ends, with the socket closed, once the signal has aborted. */
  run(signal: AbortSignal): Promise<void>
}

interface Ports {
  readonly replica: LocalReplica
  readonly session: () => Session
  readonly keepSession: (session: Session) => Promise<void>
  readonly api: Api
  readonly environment: Environment
  readonly connectionChanged: (connection: Connection) => void
  readonly deviceId: string
  readonly erased: (how: Gone) => void
  /** Whether what the server sends finds room here. */
  readonly fullChanged: (full: boolean) => void
}

export function createEngine({ replica, session, deviceId, keepSession, api, environment, connectionChanged, erased, fullChanged }: Ports): Engine {
  const mailbox = createMailbox<Note>()
  let connection: Connection = { name: 'offline' }
  let closeSocket = () => {}
  /** Since it was last in step: so often room was made. */
  let roomMade = 0
  /** Of the requests under way. */
  let attempt = new AbortController()

  function move(event: Turn): void {
    const before = connection
    connection = turn(connection, event)
    if (connection === before) return
    if (before.name === 'live') closeSocket()
    connectionChanged(connection)
  }

  function fail(): void {
    const bounds = { minMs: limits.retryDelayMinMs, maxMs: limits.retryDelayMaxMs }
    move({ type: 'failed', delayMs: retryDelayMs(attemptOf(connection) + 1, environment.chance(), bounds) })
  }

  /** What cannot be kept is not taken either: the cursor stays, and nothing is lost by asking again. Pictures make room for it first, step by step. */
  async function withoutRoom(): Promise<void> {
    const made = roomMade < limits.roomStepsMax && await environment.makeRoom(session().userId)
    roomMade++
    if (!made) fullChanged(true)
    move({ type: 'failed', delayMs: made ? limits.retryDelayMinMs : limits.fullRestMs })
  }

  /** What is kept here goes. */
  function end(how: Gone): void {
    move({ type: 'signed-out' })
    erased(how)
  }

  /** True when all is well; otherwise the connection has moved. */
  function good(answer: { readonly status: Answer<never>['status'] | 'empty' }): boolean {
    switch (answer.status) {
      case 'ok': case 'empty': return true
      case 'signed-out': move({ type: 'signed-out' }); return false
      case 'erased': case 'removed': end(answer.status); return false
      case 'refused': case 'failed': fail(); return false
    }
  }

  /** Before anything is sent: is this still the same person's session? */
  async function confirmPerson(): Promise<boolean> {
    const answer = await api.session({ userId: session().userId, deviceId })
    if (answer.status !== 'ok') return good(answer)
    if (answer.value.userId !== session().userId) return good({ status: 'signed-out' })
    await keepSession(answer.value)
    return true
  }

  async function send(): Promise<boolean> {
    const { push } = await import('./push.ts')
    const outbox = { actor: session().userId as Actor, parcels: () => replica.parcels, settle: replica.settle }
    return good(await push(outbox, api, { now: environment.now, signal: attempt.signal }))
  }

  async function pull(): Promise<boolean> {
    const begunAt = environment.now()
    let { cursor } = replica.mark
    let reset = cursor === null
    for (let again = true; again;) {
      again = false
      for await (const answer of api.pull(session().userId, cursor, attempt.signal)) {
        if (answer.status === 'refused' && answer.httpStatus === 400 && cursor !== null) {
          // Of another server, or of this one before it was restored: begin anew. The outbox stays.
          cursor = null
          reset = again = true
          break
        }
        if (answer.status !== 'ok') return good(answer)
        await replica.apply(answer.value, { reset, more: answer.value.more })
        reset = false
      }
    }
    await dropSettled(begunAt)
    return true
  }

  /** An accepted command whose effect is nowhere in a pull that began well after it has none to wait for. */
  async function dropSettled(begunAt: number): Promise<void> {
    const done = replica.parcels.filter((parcel) => isOverdue(parcel, begunAt))
    if (done.length > 0) await replica.settle(new Map(done.map(({ command }) => [command.id, undefined])))
  }

  async function catchUp(): Promise<void> {
    attempt = new AbortController()
    if (!await confirmPerson()) return
    await unpark()
    // First the pull: it notices a server that was restored, and what is sent is then decided on what is so.
    if (!await pull() || !await send() || connection.name !== 'catching-up') return
    roomMade = 0
    fullChanged(false)
    move({ type: 'caught-up' })
    closeSocket = listenLive(environment, replica.mark.cursor, (message) => mailbox.put({ type: 'heard', message }))
    lookAgain()
  }

  /** Whether the effects of what was accepted have come by then. */
  function lookAgain(): void {
    if (replica.parcels.some(({ state }) => state.name === 'accepted')) environment.after(limits.settleMs, () => mailbox.put({ type: 'due' }))
  }

  function isOverdue({ state }: Parcel, atMs: number): boolean {
    return state.name === 'accepted' && state.atMs + limits.settleMs <= atMs
  }

  /** Of a server that did not know them: it may have been updated since. True when there were any. */
  async function unpark(): Promise<boolean> {
    const parked = replica.parcels.filter(({ state }) => state.name === 'parked')
    if (parked.length > 0) await replica.settle(new Map(parked.map(({ command }) => [command.id, { name: 'waiting' } as const])))
    return parked.length > 0
  }

  async function hear(message: Heard): Promise<void> {
    switch (message.type) {
      case 'welcome':
        if (message.userId !== session().userId) move({ type: 'signed-out' })
        else if (message.cursor !== replica.mark.cursor) move({ type: 'gap' })
        // The server may have been replaced between the last request and the socket.
        else if (await unpark()) await send()
        return
      case 'rows':
        if (message.cursor === replica.mark.cursor) return
        if (message.since === replica.mark.cursor) await replica.apply(message)
        else move({ type: 'gap' })
        return
      case 'resync': return move({ type: 'gap' })
      case 'signedOut':
        // Whether for now, or with all that is kept here.
        if (await confirmPerson()) move({ type: 'signed-out' })
        return
      case 'erased': return end('erased')
      case 'closed': return fail()
    }
  }

  async function read(note: Note): Promise<void> {
    switch (note.type) {
      case 'network': return move({ type: note.available ? 'restored' : 'cut' })
      case 'signed-in': return move({ type: 'signed-in' })
      case 'emptied': return move({ type: 'gap' })
      case 'due': return replica.parcels.some((parcel) => isOverdue(parcel, environment.now())) ? move({ type: 'gap' }) : undefined
      // Said by a socket that has been closed since: nothing to hear.
      case 'heard': return connection.name === 'live' ? await hear(note.message) : undefined
      case 'outbox':
        if (connection.name === 'live' && await send()) lookAgain()
    }
  }

  async function goOn(signal: AbortSignal): Promise<void> {
    if (connection.name === 'catching-up' && mailbox.isEmpty()) return await catchUp()
    const note = await mailbox.take(signal, connection.name === 'backing-off' ? { ms: connection.delayMs, after: environment.after } : undefined)
    if (note === 'late') move({ type: 'retry' })
    else if (note) await read(note)
  }

  return {
    get connection() { return connection },
    tell(note) {
      // Requests on a network that has gone would only run into their timeouts.
      if (note.type === 'network' && !note.available) attempt.abort()
      mailbox.put(note)
    },
    async run(signal) {
      signal.addEventListener('abort', () => attempt.abort(), { once: true })
      while (!signal.aborted) {
        try {
          await goOn(signal)
        } catch (error) {
          const trouble = storageTrouble(error)
          if (trouble === undefined || signal.aborted) throw error
          if (trouble === 'full') await withoutRoom()
          // The replica is about to move to a new database, and says so.
          else fail()
        }
      }
      closeSocket()
    },
  }
}
