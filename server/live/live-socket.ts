/**
 * One socket's side of the protocol (see `LiveMessage`):
 *
 *   connected ── hello ──▶ catching up: what came since the device's cursor ──▶ live: each delta on top of the one before
 *       │                        │ too much, or no cursor: resync                    │ cannot keep up: resync
 *       └── no hello in time ────┴────────────────────────── closed ◀────────────────┘
 *
 * A device that pulled by itself may say hello again: the chain then goes on from its new cursor.
 */

import type { UserId } from '../../domain/event.ts'
import type { LiveMessage, LiveRequest } from '../../projections/wire.ts'
import { limits } from '../limits.ts'
import type { Cursor } from '../sync/cursor.ts'
import { advanced, decodeCursor, encodeCursor } from '../sync/cursor.ts'
import type { Pull, Pulled } from '../sync/pull.ts'
import type { Delta } from './delta.ts'
import { deltaOf, remaining } from './delta.ts'

/** What is used of the `ws` package's socket. */
export interface Wire {
  readonly bufferedAmount: number
  send(text: string): void
  close(code: number, reason: string): void
  terminate(): void
}

/** As the routes have it: with what comes in. */
export interface OpenWire extends Wire {
  on(event: 'close', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'message', listener: (message: Uint8Array, isBinary: boolean) => void): unknown
}

/** RFC 6455, 7.4.1, and IANA's registry. */
export const CLOSE = { goingAway: 1001, notUnderstood: 1007, policy: 1008, internalError: 1011, tryAgainLater: 1013 } as const

export interface LiveSocketDeps {
  readonly userId: UserId
  readonly sessionId: string
  readonly wire: Wire
  readonly pull: Pull
  /** Where the hub is: a device without a cursor follows from there. */
  readonly position: () => Cursor
  readonly now: () => number
}

export interface LiveSocket {
  readonly userId: UserId
  readonly sessionId: string
  /** Throws what the pull throws. */
  receive(text: string): Promise<void>
  deliver(delta: Delta): void
  /** Tells the device to pull, because what it should be told is too much for a socket. */
  resync(): void
  /** Who there is in the household now, by their digest: a device that knows others has to pull. */
  meet(people: string): void
  signOut(): void
  /** The person's account is erased: the device removes what it holds. */
  erased(): void
  /** Asks for a sign of life, or ends the socket that has given none for too long, or never said hello. */
  beat(): void
  close(code: number, reason: string): void
}

export function createLiveSocket({ userId, sessionId, wire, pull, position, now }: LiveSocketDeps): LiveSocket {
  const openedAt = now()
  let heardAt = openedAt
  /** Null until the first hello. */
  let cursor: Cursor | null = null
  /** Told to pull: whatever comes before it says hello again lies beyond what it has. */
  let behind = false
  /** While catching up: what came meanwhile. */
  let waiting: Delta[] | null = null
  const tooMany = counterOfMessages(now)

  const send = (message: LiveMessage) => wire.send(JSON.stringify(message))

  function tell(delta: Delta): void {
    const since = cursor!
    const left = remaining(delta, since)
    if (!left) return
    // What the device was not given for want of the role, or must forget, comes with a pull.
    if (left.needs > since.lists || (left.seesJobs !== null && left.seesJobs !== (since.jobs !== null))) return resync()
    cursor = advanced(since, left.reaches)
    say(since, cursor, left)
  }

  function say(since: Cursor, reached: Cursor, delta: Delta): void {
    if (wire.bufferedAmount > limits.socketBufferedBytesMax) return giveUp()
    wire.send(`{"type":"rows","since":"${encodeCursor(userId, since)}","cursor":"${encodeCursor(userId, reached)}",${delta.json()}}`)
  }

  /** The device reads slower than things change: it pulls when it can. */
  function giveUp(): void {
    resync()
    wire.close(CLOSE.tryAgainLater, 'too slow')
  }

  function resync(): void {
    behind = true
    send({ type: 'resync' })
  }

  async function hello(text: string | null): Promise<void> {
    waiting = []
    behind = false
    const known = text === null ? undefined : decodeCursor(userId, text)
    const start = known ?? position()
    send({ type: 'welcome', userId, cursor: encodeCursor(userId, start) })
    const missed = known && await pull(userId, known)
    cursor = start
    if (!missed || missed.more) {
      send({ type: 'resync' })
      // One without a cursor has nothing that could be missing: it follows from here.
      behind ||= known !== undefined
    } else if (!behind) catchUp(start, missed)
    const meanwhile: readonly Delta[] = waiting
    waiting = null
    for (const delta of meanwhile) if (!behind) tell(delta)
  }

  function catchUp(since: Cursor, { changes, cursor: reached }: Pulled): void {
    cursor = reached
    if (encodeCursor(userId, since) !== encodeCursor(userId, reached)) say(since, reached, deltaOf(changes, {}))
  }

  return {
    userId, sessionId,
    async receive(text) {
      heardAt = now()
      if (tooMany()) return wire.close(CLOSE.policy, 'too many messages')
      const request = requestOf(text)
      if (request === 'malformed') return wire.close(CLOSE.notUnderstood, 'not a message')
      // A second hello while the first is being answered would answer twice.
      if (request?.type === 'hello' && waiting === null) await hello(request.cursor)
    },
    deliver(delta) {
      if (behind) return
      if (waiting === null) return cursor === null ? undefined : tell(delta)
      waiting.push(delta)
      if (waiting.length > limits.liveWaitingMax) wire.close(CLOSE.tryAgainLater, 'too slow')
    },
    resync,
    meet: (people) => { if (cursor !== null && waiting === null && !behind && cursor.people !== people) resync() },
    signOut() {
      send({ type: 'signedOut' })
      wire.close(CLOSE.policy, 'signed out')
    },
    erased() {
      send({ type: 'erased' })
      wire.close(CLOSE.policy, 'erased')
    },
    beat() {
      if (now() - heardAt > limits.liveSilenceMaxMs) return wire.terminate()
      if (cursor === null && waiting === null && now() - openedAt > limits.liveHelloTimeoutMs) return wire.close(CLOSE.policy, 'no hello')
      send({ type: 'ping' })
    },
    close: (code, reason) => wire.close(code, reason),
  }
}

/** Counts a message; true when there were too many within a minute. */
function counterOfMessages(now: () => number): () => boolean {
  let startedAt = now()
  let messages = 0
  return () => {
    if (now() - startedAt > 60_000) [startedAt, messages] = [now(), 0]
    return ++messages > limits.liveMessagesPerMinute
  }
}

/** Undefined for what a newer app may say and this server does not know. */
function requestOf(text: string): LiveRequest | undefined | 'malformed' {
  let message: Partial<Record<'type' | 'cursor', unknown>>
  try {
    message = JSON.parse(text) as typeof message
  } catch {
    return 'malformed'
  }
  if (typeof message !== 'object' || message === null || typeof message.type !== 'string') return 'malformed'
  if (message.type === 'pong') return { type: 'pong' }
  if (message.type !== 'hello') return undefined
  return message.cursor === null || typeof message.cursor === 'string' ? { type: 'hello', cursor: message.cursor } : 'malformed'
}
