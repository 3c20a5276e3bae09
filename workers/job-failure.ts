/** How whatever goes wrong with a job is told: a public code, what is said of it, and whether trying again can help. */

import type { Said } from '../projections/said.ts'
import { inOwnWords, sayOfJob as say } from '../projections/said-of-jobs.ts'
import { ObjectStoreError } from '../server/object-store/object-store.ts'
import { FindError } from '../server/releases/find-error.ts'
import { ArchiveError } from './archives/archive-error.ts'
import { MediaError } from './media/media-error.ts'
import { Par2Error } from './par2/par2-error.ts'
import { UsenetError } from './usenet/download.ts'
import { NzbError } from './usenet/nzb.ts'

export type JobFailureCode = 'NOT_FOUND' | 'TMDB_ERROR' | 'INDEXER_ERROR' | 'USENET_ERROR' | 'STORAGE_ERROR' | 'JOB_ERROR'

export interface Failure {
  readonly code: JobFailureCode
  /** A sentence; `code` above is the sort of failure, and this one's says which it is. */
  readonly said: Said
  /** False where the release itself is no good: then trying again takes another one. */
  readonly retryable: boolean
}

export class JobFailure extends Error implements Failure {
  override readonly name = 'JobFailure'
  readonly code: JobFailureCode
  readonly said: Said
  readonly retryable: boolean
  constructor(code: JobFailureCode, said: Said, { retryable, ...options }: ErrorOptions & { retryable: boolean }) {
    super(said.message, options)
    this.code = code
    this.said = said
    this.retryable = retryable
  }
}

/** Undefined for what nobody foresaw: a bug. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof JobFailure) return error
  if (error instanceof UsenetError) return { code: 'USENET_ERROR', said: error.said, retryable: error.code === 'UNREACHABLE' }
  if (error instanceof Par2Error) return { code: 'USENET_ERROR', said: say('JOB_NO_REPAIR', { told: ofPar2(error) }), retryable: false }
  if (error instanceof FindError) return error
  if (error instanceof NzbError) return { code: 'INDEXER_ERROR', said: inOwnWords(say('JOB_NZB', { told: say(`NZB_${error.code}`) }), `${error.message}.`), retryable: false }
  if (error instanceof ArchiveError) return { code: 'JOB_ERROR', said: say('JOB_NO_UNPACKING', { told: inOwnWords(say(`ARCHIVE_${error.code}`), error.message) }), retryable: false }
  if (error instanceof MediaError) return { code: 'JOB_ERROR', said: inOwnWords(say(`MEDIA_${error.code}`), error.message), retryable: error.code === 'STORAGE' }
  if (error instanceof ObjectStoreError) return { code: 'STORAGE_ERROR', said: say('JOB_NOT_STORED', { told: inOwnWords(say(`STORE_${error.code}`), error.message) }), retryable: true }
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  if (code === 'ENOSPC' || code === 'EDQUOT') return { code: 'STORAGE_ERROR', said: say('JOB_DISK_FULL'), retryable: true }
  if (code !== undefined && /^E(IO|ROFS|ACCES|PERM|MFILE)$/.test(code)) return { code: 'STORAGE_ERROR', said: say('JOB_DISK', { answer: code }), retryable: true }
  return undefined
}

/** Of what nobody foresaw. */
export const UNFORESEEN: Failure = { code: 'JOB_ERROR', said: say('JOB_UNFORESEEN'), retryable: true }

function ofPar2({ code, message, blocks }: Par2Error): Said {
  const { needed, available } = blocks ?? { needed: 0, available: 0 }
  return inOwnWords(blocks ? say('PAR2_BLOCKS_LACKING', { needed, available, more: Math.max(1, needed - available) }) : say(`PAR2_${code}`), message)
}
