/**
 * One call of an indexer: counted before it is made, not made while the indexer is to be left alone, measured, and told without the key.
 *
 *   asked ── it says that this is too often ──────────▶ left alone for as long as it says
 *   asked ── it fails `indexerFailuresMax` times ─────▶ left alone, twice as long each time ── it answers ──▶ asked
 *
 * Its searches and its NZBs have limits, and rests, of their own.
 */

import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import type { IndexerErrorCode, LimitedAnswer } from './fetch-limited.ts'
import { fetchLimited, IndexerError } from './fetch-limited.ts'

export type IndexerCall = 'caps' | 'search' | 'grab'
export type CallOutcome = 'answered' | IndexerErrorCode

export interface AskingPorts {
  readonly system: Pick<System, 'fetch' | 'sleep' | 'now'>
  /** Counts one more of today, or throws `IndexerError` `LIMIT`. What it can do is asked for free. */
  take(call: Exclude<IndexerCall, 'caps'>): Promise<void>
  observed(call: IndexerCall, outcome: CallOutcome, seconds: number): void
}

export interface AskOptions { readonly call: IndexerCall; readonly bytesMax?: number; readonly headers?: Readonly<Record<string, string>> }

export interface Asking {
  /** What `read` throws of the answer counts as the indexer's failure. Throws `IndexerError`. */
  ask<T>(url: URL, options: AskOptions, signal: AbortSignal, read: (answer: LimitedAnswer) => T): Promise<T>
  /** Leaves it alone, since it has said that nothing is left. */
  rest(call: Exclude<IndexerCall, 'caps'>, untilMs: number): void
}

export interface Asked { readonly name: string; readonly apiKey: string; readonly home: URL }

export function askingOf({ name, apiKey, home }: Asked, { system, take, observed }: AskingPorts): Asking {
  const restsUntil = { search: -Infinity, grab: -Infinity }
  let failures = 0
  let downUntil = -Infinity

  function refuseAtRest(call: IndexerCall): void {
    const now = system.now()
    if (now < downUntil) throw new IndexerError('UNREACHABLE', `${name} has not been answering; it is asked again in ${inWords(downUntil - now)}`, { retryAfterMs: downUntil - now })
    const until = call === 'caps' ? -Infinity : restsUntil[call]
    if (now < until) throw new IndexerError('LIMIT', `${name} allows no more ${call === 'grab' ? 'downloads' : 'requests'} for now; it is asked again in ${inWords(until - now)}`, { retryAfterMs: until - now })
  }

  function failed(call: IndexerCall, error: IndexerError): void {
    if (error.code === 'LIMIT') restsUntil[call === 'grab' ? 'grab' : 'search'] = system.now() + Math.min(error.retryAfterMs ?? limits.indexerRestMs, limits.indexerRestMaxMs)
    if (error.code !== 'UNREACHABLE' && !(error.code === 'REFUSED' && error.retryable)) return
    failures++
    const restMs = failures < limits.indexerFailuresMax ? 0 : Math.min(limits.indexerDownMs * 2 ** (failures - limits.indexerFailuresMax), limits.indexerDownMaxMs)
    downUntil = system.now() + Math.max(restMs, error.retryAfterMs ?? 0)
  }

  return {
    async ask(url, { call, bytesMax = limits.indexerAnswerBytesMax, headers }, signal, read) {
      refuseAtRest(call)
      if (call !== 'caps') await take(call)
      const startedAt = system.now()
      const seconds = () => (system.now() - startedAt) / 1_000
      try {
        const answer = read(await fetchLimited(url, home, name, bytesMax, system, signal, headers))
        failures = 0
        observed(call, 'answered', seconds())
        return answer
      } catch (error) {
        if (!(error instanceof IndexerError)) throw error
        observed(call, error.code, seconds())
        failed(call, error)
        throw redacted(error, apiKey)
      }
    },
    rest(call, untilMs) { restsUntil[call] = Math.min(untilMs, system.now() + limits.indexerRestMaxMs) },
  }
}

/** The address that `url` means; its API is at `/api` where only a host is given. Throws `IndexerError`. */
export function homeOf({ name, url }: { readonly name: string; readonly url: string }, path = '/api'): URL {
  const home = URL.parse(url)
  if (!home || (home.protocol !== 'http:' && home.protocol !== 'https:')) throw new IndexerError('REFUSED', `${name}: its address is no http or https URL`)
  if (home.pathname === '/') home.pathname = path
  return home
}

/** Indexers have been seen to quote the key in their errors. */
function redacted(error: IndexerError, apiKey: string): IndexerError {
  if (apiKey === '') return error
  const message = error.message.replaceAll(apiKey, '[key]').replaceAll(encodeURIComponent(apiKey), '[key]')
  return message === error.message ? error : new IndexerError(error.code, message, { retryable: error.retryable, retryAfterMs: error.retryAfterMs, plain: error.plain })
}

function inWords(ms: number): string {
  const minutes = Math.ceil(ms / 60_000)
  return minutes < 2 ? `${Math.ceil(ms / 1_000)} seconds` : minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`
}
