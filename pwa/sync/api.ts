/** The server's API as the sync engine asks it. Whatever goes wrong is a value. */

import type { Command } from '../../domain/command.ts'
import type { ApiError, CommandAnswer, Instance, Session, SyncPage } from '../../projections/wire.ts'
import type { Environment } from './environment.ts'
import { limits } from './limits.ts'

/** The account is erased, or this device was signed out from another one that said so. */
export type Gone = 'erased' | 'removed'
/** Who asks: a person, on a device. */
export interface Asker { readonly userId?: string; readonly deviceId?: string }

export type Answer<Value> =
  | { readonly status: 'ok'; readonly value: Value }
  | { readonly status: 'signed-out' }
  /** Nothing of the person asked for may stay on this device. */
  | { readonly status: 'erased' }
  | { readonly status: 'removed' }
  /** The request itself is wrong: sending it again is of no use. */
  | { readonly status: 'refused'; readonly httpStatus: number; readonly code: string; readonly message: string }
  /** No answer, or one that says "later". */
  | { readonly status: 'failed'; readonly message: string; readonly httpStatus?: number }

/** A password, with the second factor's code where one is wanted; or what a passkey answered. */
export type Credentials = { readonly username: string; readonly password: string; readonly code?: string } | { readonly challengeId: string; readonly response: unknown }

export interface Api {
  instance(): Promise<Answer<Instance>>
  /** With `userId`: of that person, who may be `Gone` from the device. */
  session(asker?: Asker): Promise<Answer<Session>>
  signIn(credentials: Credentials, asker: Asker): Promise<Answer<Session>>
  setUp(admin: { readonly token: string; readonly username: string; readonly password: string }): Promise<Answer<unknown>>
  signOut(): Promise<Answer<unknown>>
  /** For good. Refused with 403 when the password is not right. */
  erase(password: string): Promise<Answer<unknown>>
  /** As that person or not at all: where somebody else is signed in by now, the answer is `signed-out`. */
  send(userId: string, commands: readonly Command[], signal: AbortSignal): Promise<Answer<CommandAnswer>>
  /** As that person: pages after the cursor as they come. Ends with an answer that is not `ok`, or after the page that says there is no more. */
  pull(userId: string, cursor: string | null, signal: AbortSignal): AsyncIterable<Answer<SyncPage>>
}

/** Whom the request speaks for; the server refuses it when the session is another's. */
export const PERSON = 'x-rewind-person'
const DEVICE = 'x-rewind-device'
const FINAL = new Set([400, 413, 422])

export function createApi(network: Pick<Environment, 'fetch' | 'after'>): Api {
  async function ask<Value>(method: string, path: string, body?: unknown, { userId, deviceId, signal }: Asker & { signal?: AbortSignal } = {}): Promise<Answer<Value>> {
    const timeout = new AbortController()
    const inTime = network.after(limits.requestTimeoutMs, () => timeout.abort())
    try {
      const answer = await network.fetch(path, {
        method, headers: { ...headersFor(body), ...userId === undefined ? {} : { [PERSON]: userId }, ...deviceId === undefined ? {} : { [DEVICE]: deviceId } }, credentials: 'same-origin', cache: 'no-store', signal: signal ? AbortSignal.any([signal, timeout.signal]) : timeout.signal,
        ...body === undefined ? {} : { body: JSON.stringify(body) },
      })
      if (!answer.ok) return await refusal(answer)
      return { status: 'ok', value: (answer.status === 204 ? undefined : await answer.json()) as Value }
    } catch (error) {
      return failure(error)
    } finally {
      inTime()
    }
  }

  return {
    instance: () => ask('GET', '/api/instance'),
    session: (asker) => ask('GET', '/api/session', undefined, asker),
    signIn: (credentials, asker) => ask('POST', 'challengeId' in credentials ? '/api/session/passkey' : '/api/session', credentials, asker),
    setUp: (admin) => ask('POST', '/api/setup', admin),
    signOut: () => ask('DELETE', '/api/session'),
    erase: (password) => ask('POST', '/api/me/erase', { password }),
    send: (userId, commands, signal) => ask('POST', '/api/commands', { commands }, { userId, signal }),
    pull: (userId, cursor, signal) => pull(network, userId, cursor, signal),
  }
}

function headersFor(body: unknown): Record<string, string> {
  return { 'x-rewind': '1', ...body === undefined ? {} : { 'content-type': 'application/json' } }
}

async function refusal(answer: Response): Promise<Exclude<Answer<never>, { status: 'ok' }>> {
  const { code = 'UNAVAILABLE', error = `The server answered ${answer.status}.` } = await answer.json().catch(() => ({})) as Partial<ApiError>
  if (code === 'ACCOUNT_ERASED') return { status: 'erased' }
  if (code === 'DEVICE_REMOVED') return { status: 'removed' }
  if (code.startsWith('SECOND_FACTOR')) return { status: 'refused', httpStatus: answer.status, code, message: error }
  if (answer.status === 401 || code === 'WRONG_PERSON') return { status: 'signed-out' }
  return FINAL.has(answer.status) || answer.status === 403 ? { status: 'refused', httpStatus: answer.status, code, message: error } : { status: 'failed', message: error, httpStatus: answer.status }
}

function failure(error: unknown): Exclude<Answer<never>, { status: 'ok' }> {
  // Anything `fetch` and reading its answer throw is the network's doing: a TypeError, a timeout, an abort, half a JSON text.
  return { status: 'failed', message: error instanceof Error ? error.message : String(error) }
}

async function* pull({ fetch, after }: Pick<Environment, 'fetch' | 'after'>, userId: string, cursor: string | null, outer: AbortSignal): AsyncIterable<Answer<SyncPage>> {
  const silence = new AbortController()
  let inTime = after(limits.requestTimeoutMs, () => silence.abort())
  const heard = () => {
    inTime()
    inTime = after(limits.pullSilenceMaxMs, () => silence.abort())
  }
  try {
    const answer = await fetch(`/api/sync${cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`}`, {
      headers: { accept: 'application/x-ndjson', [PERSON]: userId }, credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.any([outer, silence.signal]),
    })
    if (!answer.ok) return yield await refusal(answer)
    for await (const line of linesOf(answer.body!, heard)) {
      const page = JSON.parse(line) as SyncPage
      yield { status: 'ok', value: page }
      if (!page.more) return
    }
    yield { status: 'failed', message: 'The answer was cut short.' }
  } catch (error) {
    yield failure(error)
  } finally {
    inTime()
    silence.abort()
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>, heard: () => void): AsyncIterable<string> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader()
  // Of a line that is not whole yet; put together once, since a page comes in dozens of pieces.
  let parts: string[] = []
  try {
    for (;;) {
      const { done, value } = await reader.read()
      heard()
      if (done) break
      const [first, ...others] = value.split('\n')
      parts.push(first!)
      for (const next of others) {
        yield parts.join('')
        parts = [next]
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
