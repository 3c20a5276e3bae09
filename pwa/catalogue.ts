/** The catalogue and the stream links, asked over HTTP. Everything here needs the network; what does not is in sync/. */

import type { MediaType } from '../domain/title.ts'
import type { ApiError, StreamLink } from '../projections/wire.ts'
import type { SearchPage, TitleDetail, TitlePage } from '../projections/wire-catalogue.ts'

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

export async function ask<Answer>(path: string, signal?: AbortSignal, request: Pick<RequestInit, 'method' | 'headers' | 'body'> = {}): Promise<Answer> {
  const deadline = AbortSignal.timeout(ANSWER_DEADLINE_MS)
  let response: Response
  try {
    response = await fetch(path, { ...request, headers: { accept: 'application/json', ...request.headers as Record<string, string> }, signal: signal ? AbortSignal.any([signal, deadline]) : deadline })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new CatalogueFailure('offline', 'UNREACHABLE', 'The server did not answer.')
  }
  if (response.ok) return await response.json() as Answer
  const { code, error } = await response.json().catch(() => ({ code: 'HTTP_ERROR', error: response.statusText })) as ApiError
  throw new CatalogueFailure(kindOf(response.status), code, error)
}

function kindOf(status: number): FailureKind {
  if (status === 404) return 'not-found'
  if (status === 401 || status === 403) return 'forbidden'
  return 'server'
}

export const catalogue = {
  search: (text: string, page: number, signal?: AbortSignal) => ask<SearchPage>(`/api/search?${new URLSearchParams({ q: text, page: String(page) })}`, signal),
  trending: (signal?: AbortSignal) => ask<TitlePage>('/api/trending', signal),
  popular: (signal?: AbortSignal) => ask<TitlePage>('/api/popular', signal),
  title: (mediaType: MediaType, tmdbId: number, signal?: AbortSignal) => ask<TitleDetail>(`/api/${mediaType === 'movie' ? 'movies' : 'series'}/${tmdbId}`, signal),
  stream: (movieId: number, signal?: AbortSignal) => ask<StreamLink>(`/api/movies/${movieId}/stream`, signal),
} as const
