/** Why no releases could be looked for, or no NZB be had: a public code, a sentence for everybody, and whether asking again can help. */

import type { IndexerError } from '../indexer/fetch-limited.ts'

export type FindErrorCode = 'NOT_FOUND' | 'TMDB_ERROR' | 'INDEXER_ERROR'

export class FindError extends Error {
  override readonly name = 'FindError'
  readonly code: FindErrorCode
  readonly retryable: boolean
  constructor(code: FindErrorCode, message: string, { retryable, ...options }: ErrorOptions & { readonly retryable: boolean }) {
    super(message, options)
    this.code = code
    this.retryable = retryable
  }
}

/**
 * What the indexer itself says is in the cause. A key that is refused, or a request, says nothing against what was asked for: once an admin has mended it, the
 * same is asked again.
 */
export function findErrorOf(error: IndexerError): FindError {
  const { code, plain, retryable } = error
  return new FindError('INDEXER_ERROR', `${plain}.`, { retryable: retryable || code === 'CREDENTIALS' || code === 'REFUSED', cause: error })
}
