/** The catalogue and the stream links, asked over HTTP. What was asked with `askKept` can be read again without a network; all else that can is in sync/. */

import type { Position } from '../domain/event.ts'
import type { Playable } from '../domain/playable.ts'
import type { TitleRef } from '../domain/title.ts'
import type { ApiError, Arrival, StreamLink } from '../projections/wire.ts'
import type { MediaAnswer } from '../projections/wire-media.ts'
import type { SearchPage, TitleDetail, TitlePage } from '../projections/wire-catalogue.ts'
import { replica } from './house.ts'
import { language } from './strings/language.ts'
import { textsComing } from './strings/shell.ts'
import { PERSON } from './sync/api.ts'
import type { Kept } from './sync/kept-answers.ts'

/** Why there is no answer, as far as a person can do something about it. */
export type FailureKind = 'offline' | 'not-found' | 'forbidden' | 'server'

export class CatalogueFailure extends Error {
  override readonly name = 'CatalogueFailure'
  readonly kind: FailureKind
  readonly code: string
  constructor(kind: FailureKind, code: string, message: string) {
    super(message)
    this.kind = kind
    this.code = code
  }
}

const ANSWER_DEADLINE_MS = 20_000
type Request = Pick<RequestInit, 'method' | 'headers' | 'body'> & { readonly deadlineMs?: number }

/** As the person who is here, or not at all: what somebody else is told is never shown, or kept, as theirs. */
export async function ask<Answer>(path: string, signal?: AbortSignal, { deadlineMs = ANSWER_DEADLINE_MS, ...request }: Request = {}): Promise<Answer> {
  const here = replica()
  if (here?.link.manual) throw new CatalogueFailure('offline', 'WORKING_OFFLINE', 'This device works offline.')
  const deadline = AbortSignal.timeout(deadlineMs)
  const headers = { accept: 'application/json', ...here ? { [PERSON]: here.session.userId } : {}, ...request.headers as Record<string, string> }
  let response: Response
  try {
    response = await fetch(path, { ...request, headers, signal: signal ? AbortSignal.any([signal, deadline]) : deadline })
    if (response.ok) return (response.status === 204 ? undefined : await response.json()) as Answer
  } catch (error) {
    if (signal?.aborted) throw error
    // Cut short, or not from our server at all, it is no answer either.
    throw new CatalogueFailure('offline', 'UNREACHABLE', 'The server did not answer.')
  }
  const { code, error } = await response.json().catch(() => ({ code: 'HTTP_ERROR', error: response.statusText })) as ApiError
  throw new CatalogueFailure(kindOf(response.status), code, language === 'en' ? error : await inWords(code, error))
}

/** The words are loaded by who needs them; where they do not come, the server's own are better than none. */
async function inWords(code: string, sentence: string): Promise<string> {
  try {
    const { tellRefusal } = await import('./strings/refusal.ts')
    await textsComing()
    return tellRefusal(code, sentence)
  } catch {
    return sentence
  }
}

/** Gets what was kept of an earlier answer, where that is here before the new one; or at all, when there is none. */
export type Early<Answer> = (kept: Kept<Answer>) => void

/** Asks, and keeps what comes on this device, for this person alone, whatever was asked for with `query`. When it fails, `early` has been called before with what there is. */
export async function askKept<Answer>(path: string, signal?: AbortSignal, early?: Early<Answer>, query = ''): Promise<Answer> {
  const kept = replica()?.kept
  let answered = false
  const reading = early && kept?.then((answers) => answers.read<Answer>(path)).then((found) => { if (found && !answered && !signal?.aborted) early(found) }, () => undefined)
  try {
    const answer = await ask<Answer>(path + query, signal)
    answered = true
    // A chunk that did not load, or storage that takes nothing, is no reason to withhold the answer.
    void kept?.then((answers) => answers.keep(path, answer)).catch(() => undefined)
    return answer
  } catch (failure) {
    await reading
    throw failure
  }
}

function kindOf(status: number): FailureKind {
  if (status === 404) return 'not-found'
  if (status === 401 || status === 403) return 'forbidden'
  return 'server'
}

/** Where the API says all about a title. */
export function titleAddress({ mediaType, tmdbId }: TitleRef): string {
  return `/api/${mediaType === 'movie' ? 'movies' : 'series'}/${tmdbId}`
}

export function seasonAddress(seriesId: number, season: number): string {
  return `/api/series/${seriesId}/seasons/${season}`
}

/** Where the API speaks of playing and fetching it. */
export function playableAddress(of: Playable): string {
  return of.mediaType === 'movie' ? titleAddress(of) : `${seasonAddress(of.tmdbId, of.season)}/episodes/${of.episode}`
}

export const catalogue = {
  search: (text: string, page: number, signal?: AbortSignal) => ask<SearchPage>(`/api/search?${new URLSearchParams({ q: text, page: String(page) })}`, signal),
  trending: (signal?: AbortSignal, early?: Early<TitlePage>) => askKept<TitlePage>('/api/trending', signal, early),
  /** `after`: a position of the log that the answer has seen. */
  title: (title: TitleRef, signal?: AbortSignal, early?: Early<TitleDetail>, after?: Position) => askKept<TitleDetail>(titleAddress(title), signal, early, after && `?after=${after}`),
  stream: (of: Playable, signal?: AbortSignal) => ask<StreamLink>(`${playableAddress(of)}/stream`, signal),
  media: (of: Playable, signal?: AbortSignal) => ask<MediaAnswer>(of.mediaType === 'movie' ? `/api/stream/${of.tmdbId}/media` : `${playableAddress(of)}/media`, signal),
  arrival: (of: Playable, signal?: AbortSignal) => ask<Arrival>(`${playableAddress(of)}/arrival`, signal),
} as const
