/**
 * Asks an upstream of the catalogue: paced, with a time limit, retried, and cut off while it is down. Answers JSON, whatever its shape.
 *
 * 1. Never above the rate, retries included, and never while it has asked us to wait (`pace.ts`).
 * 2. What another try may mend is tried again, ever later and at random, or when it says; never so late that nobody waits any more.
 * 3. An upstream that stays down is left alone (`circuit-breaker.ts`).
 * 4. No answer is read beyond its bound, unpacked bytes counted, nor a redirect followed.
 * 5. The key, in a header or in the address, is in no error, and neither is what is asked: people's own words are in it.
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
import type { Rate, Urgency } from './pace.ts'
import { paced } from './pace.ts'

/** What an upstream counts by the day: it is asked no more often than that. */
export interface DayOfQuestions {
  /** Before each try. Counts one more, or refuses with `UNAVAILABLE`. */
  take(urgency: Urgency): Promise<void>
  /** Whether an answer says that none are left; `body`: its JSON, where it is some. */
  isSpent(answer: Response, body: unknown): boolean
  /** It has said so. */
  spent(): void
}

export interface Upstream {
  /** As it is called in words. */
  readonly name: string
  /** The setting that has its key. */
  readonly keySetting: string
  readonly key: string
  readonly headers?: Readonly<Record<string, string>>
  readonly rate: Rate
  readonly day?: DayOfQuestions
}

export interface UpstreamClient {
  /** Throws `CatalogueError`. Nobody waits for what is asked in the background. */
  get(url: URL, urgency?: Urgency): Promise<unknown>
  figures(): UpstreamFigures
}

export const CALL_OUTCOMES = ['answered', 'notFound', 'slowDown', 'failed', 'timedOut', 'unreachable', 'unreadable', 'tooLarge', 'refused'] as const
export type CallOutcome = (typeof CALL_OUTCOMES)[number]

/** Since the start; `calls` counts each try. */
export interface UpstreamFigures {
  readonly calls: Readonly<Record<CallOutcome, number>>
  readonly waiting: Readonly<Record<Urgency, number>>
  readonly breaker: BreakerState
}

type Client = Pick<System, 'now' | 'sleep' | 'fetch' | 'randomBytes'>

/** How a try failed; `retryAfterMs` where another may mend it: how long it wants to be left alone. */
class FailedTry extends CatalogueError {
  readonly outcome: CallOutcome
  readonly retryAfterMs: number | null
  constructor(outcome: CallOutcome, message: string, retryAfterMs: number | null, options?: ErrorOptions) {
    super(outcome === 'notFound' ? 'NOT_FOUND' : 'TMDB_ERROR', message, options)
    this.outcome = outcome
    this.retryAfterMs = retryAfterMs
  }
}

export function upstreamClient(upstream: Upstream, system: Client, log: Log = silentLog): UpstreamClient {
  const { name, rate, day } = upstream
  const pace = paced(system, name, rate)
  const calls = Object.fromEntries(CALL_OUTCOMES.map((outcome) => [outcome, 0])) as Record<CallOutcome, number>
  const breaker = circuitBreaker({
    system, name,
    isDown: (error) => error instanceof FailedTry && (error.retryAfterMs !== null || error.outcome === 'refused'),
    onChange: (state, reason) => state === 'open'
      ? log.warn({ reason }, `${name} is left alone for a while, and older answers are shown`)
      : log.info({ reason }, `${name} is asked again`),
  })

  async function once(url: URL, urgency: Urgency): Promise<unknown> {
    await pace.turn(urgency)
    await day?.take(urgency)
    try {
      const answer = await ask(system, upstream, url)
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
    get: (url, urgency = 'person') => breaker.run(() => retried(system, () => once(url, urgency))),
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

async function ask(system: Client, { name, keySetting, key, headers, day }: Upstream, url: URL): Promise<unknown> {
  const signal = AbortSignal.timeout(limits.tmdbTimeoutMs)
  let answer: Response
  let body: Uint8Array | undefined
  try {
    // A redirect would carry the key to a host nobody named.
    answer = await system.fetch(url, { headers: { ...headers, accept: 'application/json' }, redirect: 'manual', signal })
    body = await readBody(answer, limits.tmdbAnswerBytesMax)
  } catch (error) {
    const cause = withoutQuery(error, url, key)
    throw signal.aborted
      ? new FailedTry('timedOut', `${name} did not answer within ${limits.tmdbTimeoutMs / 1_000} s.`, 0, { cause })
      : new FailedTry('unreachable', `${name} could not be reached.`, 0, { cause })
  }
  const json = parsed(body)
  if (day?.isSpent(answer, json)) {
    day.spent()
    throw new FailedTry('slowDown', `${name} says that its questions of the day are used up.`, null)
  }
  if (answer.status === 429) throw new FailedTry('slowDown', `${name} asks us to slow down.`, retryAfterMs(answer, system.now()))
  if (answer.status >= 500) throw new FailedTry('failed', `${name} answered ${answer.status}.`, retryAfterMs(answer, system.now()))
  if (answer.status === 404) throw new FailedTry('notFound', `${name} does not know anything by this number.`, null)
  if (answer.status === 401) throw new FailedTry('refused', `${name} refused our key: check the setting ${keySetting}.`, null)
  if (answer.status !== 200) throw new FailedTry('failed', `${name} answered ${answer.status}.`, null)
  if (body === undefined) throw new FailedTry('tooLarge', `${name}'s answer is larger than ${limits.tmdbAnswerBytesMax} bytes.`, null)
  // Cut short, or a proxy's page in place of the answer.
  if (json === undefined) throw new FailedTry('unreadable', `${name} answered something that is not JSON.`, 0)
  return json
}

/** Undefined for what is not JSON. */
function parsed(body: Uint8Array | undefined): unknown {
  try {
    return body && JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'))
  } catch {
    return undefined
  }
}

/** What it throws may name the address, with the words somebody looks for and the key in its query. */
function withoutQuery(error: unknown, url: URL, key: string): Error {
  const said = url.search === '' ? String(error) : String(error).replaceAll(url.search, '')
  const written = [key, encodeURIComponent(key), new URLSearchParams({ key }).toString().slice('key='.length)]
  return new Error(written.reduce((told, form) => told.replaceAll(form, '[key]'), said))
}

/** RFC 9110, 10.2.3: seconds or a date. */
export function retryAfterMs(answer: Pick<Response, 'headers'>, nowMs: number): number {
  const value = answer.headers.get('retry-after')
  if (value === null) return 0
  const afterMs = /^\d+$/.test(value.trim()) ? Number(value) * 1_000 : Date.parse(value) - nowMs
  return Number.isFinite(afterMs) ? Math.max(0, afterMs) : 0
}
