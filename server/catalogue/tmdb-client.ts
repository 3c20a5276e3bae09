/**
 * Asks TMDB's v3 API: paced, with a time limit, retried, and cut off while it is down. Answers JSON, whatever its shape.
 *
 * 1. Never above the rate, retries included, and never while TMDB has asked us to wait (`pace.ts`).
 * 2. What another try may mend is tried again, ever later and at random, or when TMDB says; never so late that nobody waits any more.
 * 3. An upstream that stays down is left alone (`circuit-breaker.ts`).
 * 4. No answer is read beyond its bound, unpacked bytes counted, nor a redirect followed.
 */

import { Buffer } from 'node:buffer'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import { silentLog } from '../log.ts'
import { readBody } from '../read-body.ts'
import type { System } from '../system.ts'
import { CatalogueError } from './catalogue-error.ts'
import type { BreakerState } from './circuit-breaker.ts'
import { circuitBreaker } from './circuit-breaker.ts'
import type { Urgency } from './pace.ts'
import { paced } from './pace.ts'

export interface TmdbSettings {
  /** With the version, without a slash at the end: `https://api.themoviedb.org/3`. */
  readonly baseUrl: string
  /** TMDB's v4 read access token, sent as bearer token. */
  readonly token: string
}

export interface TmdbClient {
  /** Throws `CatalogueError`. Nobody waits for what is asked in the background. */
  get(path: string, query?: Readonly<Record<string, string | number>>, urgency?: Urgency): Promise<unknown>
}

export const CALL_OUTCOMES = ['answered', 'notFound', 'slowDown', 'failed', 'timedOut', 'unreachable', 'unreadable', 'tooLarge', 'refused'] as const
export type CallOutcome = (typeof CALL_OUTCOMES)[number]

/** Since the start; `calls` counts each try. */
export interface TmdbFigures {
  readonly calls: Readonly<Record<CallOutcome, number>>
  readonly waiting: Readonly<Record<Urgency, number>>
  readonly breaker: BreakerState
}

export interface WatchedTmdbClient extends TmdbClient { figures(): TmdbFigures }

type Client = Pick<System, 'now' | 'sleep' | 'fetch' | 'randomBytes'>

/** How a try failed; `retryAfterMs` where another may mend it: how long TMDB wants to be left alone. */
class FailedTry extends CatalogueError {
  readonly outcome: CallOutcome
  readonly retryAfterMs: number | null
  constructor(outcome: CallOutcome, message: string, retryAfterMs: number | null, options?: ErrorOptions) {
    super(outcome === 'notFound' ? 'NOT_FOUND' : 'TMDB_ERROR', message, options)
    this.outcome = outcome
    this.retryAfterMs = retryAfterMs
  }
}

export function tmdbClient(settings: TmdbSettings, system: Client, log: Log = silentLog): WatchedTmdbClient {
  const pace = paced(system)
  const calls = Object.fromEntries(CALL_OUTCOMES.map((outcome) => [outcome, 0])) as Record<CallOutcome, number>
  const breaker = circuitBreaker({
    system,
    isDown: (error) => error instanceof FailedTry && (error.retryAfterMs !== null || error.outcome === 'refused'),
    onChange: (state, reason) => state === 'open'
      ? log.warn({ reason }, 'TMDB is left alone for a while, and older answers are shown')
      : log.info({ reason }, 'TMDB is asked again'),
  })

  async function once(url: URL, urgency: Urgency): Promise<unknown> {
    await pace.turn(urgency)
    try {
      const answer = await ask(system, url, settings.token)
      calls.answered++
      return answer
    } catch (error) {
      if (!(error instanceof FailedTry)) throw error
      calls[error.outcome]++
      // Not this question alone: every one would be told the same.
      const holdMs = Math.max(error.retryAfterMs ?? 0, error.outcome === 'slowDown' ? limits.tmdbHoldMs : 0)
      if (holdMs > 0) pace.hold(Math.min(holdMs, limits.tmdbHoldMaxMs))
      throw error
    }
  }

  return {
    get(path, query = {}, urgency = 'person') {
      const url = new URL(settings.baseUrl + path)
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value))
      return breaker.run(() => retried(system, () => once(url, urgency)))
    },
    figures: () => ({ calls: { ...calls }, waiting: pace.waiting, breaker: breaker.state }),
  }
}

async function retried(system: Client, once: () => Promise<unknown>): Promise<unknown> {
  const giveUpAt = system.now() + limits.tmdbPatienceMs
  for (let tries = 0; ; tries++) {
    try {
      return await once()
    } catch (error) {
      if (!(error instanceof FailedTry) || error.retryAfterMs === null || tries >= limits.tmdbRetriesMax) throw error
      const delayMs = Math.max(error.retryAfterMs, backoffMs(system, tries))
      if (delayMs > limits.tmdbRetryAfterMaxMs || system.now() + delayMs >= giveUpAt) throw error
      await system.sleep(delayMs)
    }
  }
}

/** Anywhere up to a bound that doubles with each try: chance keeps many callers from coming back in step. */
function backoffMs(system: Client, tries: number): number {
  const [high, low] = system.randomBytes(2) as unknown as [number, number]
  return Math.round(limits.tmdbRetryDelayMs * 2 ** tries * (high * 256 + low) / 65_535)
}

async function ask(system: Client, url: URL, token: string): Promise<unknown> {
  const signal = AbortSignal.timeout(limits.tmdbTimeoutMs)
  let answer: Response
  let body: Uint8Array | undefined
  try {
    // A redirect would carry the token to a host nobody named.
    answer = await system.fetch(url, { headers: { authorization: `Bearer ${token}`, accept: 'application/json' }, redirect: 'manual', signal })
    body = await readBody(answer, limits.tmdbAnswerBytesMax)
  } catch (error) {
    throw signal.aborted
      ? new FailedTry('timedOut', `TMDB did not answer within ${limits.tmdbTimeoutMs / 1_000} s.`, 0, { cause: error })
      : new FailedTry('unreachable', 'TMDB could not be reached.', 0, { cause: error })
  }
  if (answer.status === 429) throw new FailedTry('slowDown', 'TMDB asks us to slow down.', retryAfterMs(answer, system.now()))
  if (answer.status >= 500) throw new FailedTry('failed', `TMDB answered ${answer.status}.`, retryAfterMs(answer, system.now()))
  if (answer.status === 404) throw new FailedTry('notFound', 'TMDB does not know anything by this number.', null)
  if (answer.status === 401) throw new FailedTry('refused', 'TMDB refused our token: check the setting TMDB_API_KEY.', null)
  if (answer.status !== 200) throw new FailedTry('failed', `TMDB answered ${answer.status}.`, null)
  if (body === undefined) throw new FailedTry('tooLarge', `TMDB's answer is larger than ${limits.tmdbAnswerBytesMax} bytes.`, null)
  return parse(body)
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'))
  } catch (error) {
    // Cut short, or a proxy's page in place of TMDB's answer.
    throw new FailedTry('unreadable', 'TMDB answered something that is not JSON.', 0, { cause: error })
  }
}

/** RFC 9110, 10.2.3: seconds or a date. */
export function retryAfterMs(answer: Pick<Response, 'headers'>, nowMs: number): number {
  const value = answer.headers.get('retry-after')
  if (value === null) return 0
  const afterMs = /^\d+$/.test(value.trim()) ? Number(value) * 1_000 : Date.parse(value) - nowMs
  return Number.isFinite(afterMs) ? Math.max(0, afterMs) : 0
}
