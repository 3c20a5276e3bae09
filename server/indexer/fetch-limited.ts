/** Fetching from an indexer: its own host only, redirects included; a bounded size and time; no key in any error. */

import { retryAfterMs } from '../catalogue/upstream-client.ts'
import { AddressError } from '../guarded-address.ts'
import { limits } from '../limits.ts'
import { readBody } from '../read-body.ts'
import type { System } from '../system.ts'

export type IndexerErrorCode =
  /** The key is wrong, missing or not allowed to do this. */
  | 'CREDENTIALS'
  /** Too many requests or downloads for now. */
  | 'LIMIT'
  | 'UNREACHABLE'
  /** What was asked for does not exist. */
  | 'NOT_FOUND'
  /** An answer that is no Newznab answer, is too large, or leads elsewhere. */
  | 'BAD_ANSWER'
  /** The indexer says that it or our request is at fault. */
  | 'REFUSED'

export class IndexerError extends Error {
  override readonly name = 'IndexerError'
  readonly code: IndexerErrorCode
  /** Whether asking again later can help. */
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
  /** For everybody, in events too: `message` may quote the indexer or name an address, which is for admins. */
  readonly plain: string
  constructor(code: IndexerErrorCode, message: string, options: { retryable?: boolean; retryAfterMs?: number | undefined; plain?: string } = {}) {
    super(message)
    this.plain = options.plain ?? message
    this.code = code
    this.retryable = options.retryable ?? (code === 'LIMIT' || code === 'UNREACHABLE')
    this.retryAfterMs = options.retryAfterMs
  }
}

export interface LimitedAnswer { readonly bytes: Uint8Array; readonly contentType: string; readonly fileName: string }

const REDIRECTS_MAX = 3

/** `home` is the indexer's address; `who` names it in errors, instead of the URL that holds the key. */
export async function fetchLimited(url: URL, home: URL, who: string, bytesMax: number, system: Pick<System, 'fetch' | 'sleep' | 'now'>, signal: AbortSignal, headers: Readonly<Record<string, string>> = {}): Promise<LimitedAnswer> {
  const finished = new AbortController()
  const timedOut = new AbortController()
  void system.sleep(limits.indexerTimeoutMs, finished.signal).then(() => timedOut.abort())
  try {
    let target = url
    for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
      if (!isAtHome(target, home)) throw new IndexerError('BAD_ANSWER', `${who} leads to another host (${target.protocol}//${target.host})`, { plain: `${who} leads to another host` })
      const response = await system.fetch(target, { redirect: 'manual', signal: AbortSignal.any([signal, timedOut.signal]), headers: { accept: '*/*', 'user-agent': 'Rewind', ...headers } })
      const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null
      if (location === null) return await read(response, who, bytesMax, system)
      await response.body?.cancel()
      target = new URL(location, target)
    }
    throw new IndexerError('BAD_ANSWER', `${who} leads in circles`)
  } catch (error) {
    if (error instanceof IndexerError || signal.aborted) throw error
    if (error instanceof AddressError) throw new IndexerError('REFUSED', `${who}: ${error.message}`, { retryable: error.code === 'UNKNOWN_HOST', plain: `${who} is at an address that cannot be asked` })
    if (CERTIFICATE.test(String((error as { readonly code?: unknown }).code))) throw new IndexerError('REFUSED', `${who} has a certificate that is not good for its name today; nothing was sent`, { retryable: true })
    // The cause is left out on purpose: network errors quote the URL, and the URL holds the key.
    throw new IndexerError('UNREACHABLE', timedOut.signal.aborted ? `${who} did not answer in time` : `${who} cannot be reached`)
  } finally {
    finished.abort()
  }
}

/** What Node says of certificates. */
const CERTIFICATE = /CERT|SELF_SIGNED|LEAF_SIGNATURE/

/** Same host and port, over http or https, never back from https to http. */
export function isAtHome(url: URL, home: URL): boolean {
  if (url.protocol !== home.protocol && !(url.protocol === 'https:' && home.protocol === 'http:' && url.port === '' && home.port === '')) return false
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.host === home.host && url.username === '' && url.password === ''
}

async function read(response: Response, who: string, bytesMax: number, system: Pick<System, 'now'>): Promise<LimitedAnswer> {
  if (!response.ok) {
    await response.body?.cancel()
    throw statusError(response, who, system)
  }
  const bytes = await readBody(response, bytesMax)
  if (!bytes) throw new IndexerError('BAD_ANSWER', `${who} sent more than ${bytesMax} bytes`)
  const disposition = response.headers.get('content-disposition') ?? ''
  const fileName = /filename\*?=(?:UTF-8'')?"?([^";]{1,255})"?/i.exec(disposition)?.[1] ?? ''
  return { bytes, contentType: response.headers.get('content-type') ?? '', fileName }
}

function statusError(response: Response, who: string, system: Pick<System, 'now'>): IndexerError {
  const { status } = response
  if (status === 401 || status === 403) return new IndexerError('CREDENTIALS', `${who} refuses the API key (${status})`)
  if (status === 404) return new IndexerError('NOT_FOUND', `${who} has nothing there (404)`)
  const waitMs = Math.min(retryAfterMs(response, system.now()), limits.indexerRestMaxMs) || undefined
  if (status === 429) return new IndexerError('LIMIT', `${who} allows no more requests for now`, { retryAfterMs: waitMs })
  return new IndexerError('REFUSED', `${who} answered ${status}`, { retryable: status >= 500, retryAfterMs: waitMs })
}
