/** What KurrentDB's errors mean, told by their type and code: the same fault comes in other classes from appends and from reads. */

import { backoffMs, chanceOf } from '../db/faults.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { EventStoreError } from './event-store.ts'

/** Says "not now", and perhaps "nobody knows": whoever asks must be able to ask twice. */
const PASSING = new Set(['unavailable', 'timeout', 'deadline-exceeded', 'cancelled', 'not-leader'])
/** Codes of gRPC (grpc/grpc, doc/statuscodes.md): cancelled, deadline exceeded, resource exhausted, aborted, internal, unavailable. */
const PASSING_CODES = new Set([1, 4, 8, 10, 13, 14])
/** What the server and the client's native half (the names of the same codes, and what its transport says) tell without a code. */
const PASSING_WORDS = new RegExp([
  'no leader info', 'server is (?:not ready|too busy|busy)', 'failed to discover', 'discovery', 'connection', 'channel has been shut down',
  'operation was (?:cancell?ed|aborted)', 'deadline expired', 'resource has been exhausted', 'code: internal error', 'currently unavailable',
  'transport error', 'h2 protocol', 'stream error', 'broken pipe',
].join('|'), 'i')
const TOO_LARGE_WORDS = /append(?: event)? size|larger than max|message length/i

interface Told { readonly type?: string; readonly code?: number | string; readonly message?: string; readonly actualState?: bigint | string }

/** A question that got no answer in time. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError'
  readonly type = 'timeout'
}

export function isPassing(error: unknown): boolean {
  const { type, code, message = '' } = error as Told
  if (type === 'access-denied' || isTooLarge(error)) return false
  return PASSING.has(type ?? '') || PASSING_CODES.has(Number(code)) || PASSING_WORDS.test(message)
}

function isTooLarge(error: unknown): boolean {
  const { type = '', message = '' } = error as Told
  return type === 'maximum-append-size-exceeded' || TOO_LARGE_WORDS.test(message)
}

export function isMissingStream(error: unknown): boolean {
  return (error as Told).type === 'stream-not-found'
}

/** The version that stands in the way, -1 for no stream; undefined for any other error. */
export function conflictIn(error: unknown): number | undefined {
  const { type, actualState } = error as Told
  if (type !== 'wrong-expected-version') return undefined
  return typeof actualState === 'bigint' ? Number(actualState) : -1
}

/** As the port tells it. Messages of the client never hold credentials; what it was given is not repeated. */
export function storeErrorOf(error: unknown): unknown {
  const { type, message } = error as Told
  if (error instanceof EventStoreError || type === undefined && !isPassing(error)) return error
  const options = { cause: error }
  if (isTooLarge(error)) return new EventStoreError('PAYLOAD_TOO_LARGE', 'KurrentDB is set to take less in one append: raise its MaxAppendSize, 8 MiB is enough', options)
  if (/invalid position/i.test(message ?? '')) return new EventStoreError('UNKNOWN_POSITION', 'No event of this KurrentDB is at that position: it is another store\'s', options)
  if (type === 'access-denied') return new EventStoreError('UNAVAILABLE', 'KurrentDB refuses the name and password of EVENT_STORE_URL, or they may not do this there', options)
  if (type === 'stream-deleted' || type === 'stream-tombstoned') return new EventStoreError('UNAVAILABLE', 'The stream was deleted in KurrentDB itself, which Rewind never does: restore it from a backup', options)
  if (isPassing(error)) return new EventStoreError('UNAVAILABLE', 'KurrentDB cannot be reached; whether something was recorded shows when it is sent again', options)
  return new EventStoreError('UNAVAILABLE', `KurrentDB answers: ${message}`, options)
}

/** The client waits for ever where the server takes a question and stays silent. */
export async function inTime<Result>(system: Pick<System, 'sleep'>, ms: number, answer: Promise<Result>): Promise<Result> {
  const answered = new AbortController()
  const timeUp = system.sleep(ms, answered.signal).then(() => {
    if (!answered.signal.aborted) throw new NoAnswerError(`KurrentDB has not answered for ${ms} ms`)
    return answer
  })
  try {
    return await Promise.race([answer, timeUp])
  } finally {
    answered.abort()
    // Whichever comes second is nobody's news.
    void Promise.allSettled([answer, timeUp])
  }
}

/** Asks again while faults pass, for at most `limits.appendTimeoutMs`; then throws the port's error. Only for what may be asked twice. */
export async function patiently<Result>(system: System, ask: (attempt: number) => Promise<Result>): Promise<Result> {
  const giveUpAt = system.now() + limits.appendTimeoutMs
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask(attempt)
    } catch (error) {
      if (!isPassing(error) || system.now() >= giveUpAt) throw storeErrorOf(error)
      await system.sleep(backoffMs(attempt, chanceOf(system)))
    }
  }
}
