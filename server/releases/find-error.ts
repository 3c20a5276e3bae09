/** Why no releases could be looked for, or no NZB be had: a public code, what is said of it to everybody, and whether asking again can help. */

import type { Said } from '../../projections/said.ts'
import { inOwnWords, sayOfJob as say } from '../../projections/said-of-jobs.ts'
import type { IndexerError, IndexerErrorCode } from '../indexer/fetch-limited.ts'

export type FindErrorCode = 'NOT_FOUND' | 'TMDB_ERROR' | 'INDEXER_ERROR'

export class FindError extends Error {
  override readonly name = 'FindError'
  readonly code: FindErrorCode
  readonly said: Said
  readonly retryable: boolean
  constructor(code: FindErrorCode, said: Said, { retryable, ...options }: ErrorOptions & { readonly retryable: boolean }) {
    super(said.message, options)
    this.code = code
    this.said = said
    this.retryable = retryable
  }
}

/**
 * What the indexer itself says is in the cause. A key that is refused, or a request, says nothing against what was asked for: once an admin has mended it, the
 * same is asked again.
 */
export function findErrorOf(indexer: string, error: IndexerError): FindError {
  const { code, plain, retryable } = error
  return new FindError('INDEXER_ERROR', inOwnWords(saidOfIndexer(indexer, code), `${plain}.`), { retryable: retryable || code === 'CREDENTIALS' || code === 'REFUSED', cause: error })
}

export const saidOfIndexer = (indexer: string, code: IndexerErrorCode): Said => say(`JOB_INDEXER_${code}`, { indexer })
