/** Asks TMDB's v3 API: paced, with a time limit, retried, and cut off while it is down. Answers JSON, whatever its shape. */

import { Buffer } from 'node:buffer'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { CatalogueError } from './catalogue-error.ts'
import { circuitBreaker } from './circuit-breaker.ts'
import { paced } from './pace.ts'
import { readBody } from '../read-body.ts'

export interface TmdbSettings {
  /** With the version, without a slash at the end: `https://api.themoviedb.org/3`. */
  readonly baseUrl: string
  /** TMDB's v4 read access token, sent as bearer token. */
  readonly token: string
}

export interface TmdbClient {
  /** Throws `CatalogueError`. */
  get(path: string, query?: Readonly<Record<string, string | number>>): Promise<unknown>
}

type Client = Pick<System, 'now' | 'sleep' | 'fetch' | 'randomBytes'>

/** A failure that another try may mend, and how long TMDB wants to be left alone. */
class Retryable extends CatalogueError {
  readonly afterMs: number
  constructor(message: string, afterMs = 0, options?: ErrorOptions) {
    super('TMDB_ERROR', message, options)
    this.afterMs = afterMs
  }
}

export function tmdbClient(settings: TmdbSettings, system: Client): TmdbClient {
  const pace = paced(system)
  const breaker = circuitBreaker(system)
  return {
    get(path, query = {}) {
      const url = new URL(settings.baseUrl + path)
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value))
      return breaker.run(() => retried(system, async () => {
        await pace.turn()
        return await ask(system, url, settings.token)
      }))
    },
  }
}

async function retried(system: Client, once: () => Promise<unknown>): Promise<unknown> {
  for (let tries = 0; ; tries++) {
    try {
      return await once()
    } catch (error) {
      if (!(error instanceof Retryable) || tries >= limits.tmdbRetriesMax || error.afterMs > limits.tmdbRetryAfterMaxMs) throw error
      await system.sleep(Math.max(error.afterMs, backoffMs(system, tries)))
    }
  }
}

/** Doubles with each try; the random half keeps many callers from coming back in step. */
function backoffMs(system: Client, tries: number): number {
  const delayMs = limits.tmdbRetryDelayMs * 2 ** tries
  return delayMs / 2 + delayMs / 2 * (system.randomBytes(1)[0]! / 255)
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
    throw new Retryable(signal.aborted ? `TMDB did not answer within ${limits.tmdbTimeoutMs / 1_000} s.` : 'TMDB could not be reached.', 0, { cause: error })
  }
  if (answer.status === 429) throw new Retryable('TMDB asks us to slow down.', retryAfterMs(answer, system.now()))
  if (answer.status >= 500) throw new Retryable(`TMDB answered ${answer.status}.`, retryAfterMs(answer, system.now()))
  if (answer.status === 404) throw new CatalogueError('NOT_FOUND', 'TMDB does not know this title.')
  if (body === undefined) throw new CatalogueError('TMDB_ERROR', `TMDB's answer is larger than ${limits.tmdbAnswerBytesMax} bytes.`)
  if (answer.status === 401) throw new CatalogueError('TMDB_ERROR', 'TMDB refused our token: check the setting TMDB_API_KEY.')
  if (answer.status !== 200) throw new CatalogueError('TMDB_ERROR', `TMDB answered ${answer.status}.`)
  return parse(body)
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'))
  } catch (error) {
    // Cut short, or a proxy's page in place of TMDB's answer.
    throw new Retryable('TMDB answered something that is not JSON.', 0, { cause: error })
  }
}

/** RFC 9110, 10.2.3: seconds or a date. */
export function retryAfterMs(answer: Pick<Response, 'headers'>, nowMs: number): number {
  const value = answer.headers.get('retry-after')
  if (value === null) return 0
  const afterMs = /^\d+$/.test(value.trim()) ? Number(value) * 1_000 : Date.parse(value) - nowMs
  return Number.isFinite(afterMs) ? Math.max(0, afterMs) : 0
}
