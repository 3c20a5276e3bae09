/** How whatever goes wrong with a job is told: a public code, a sentence, and whether trying again can help. */

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
  readonly message: string
  /** False where the release itself is no good: then trying again takes another one. */
  readonly retryable: boolean
}

export class JobFailure extends Error implements Failure {
  override readonly name = 'JobFailure'
  readonly code: JobFailureCode
  readonly retryable: boolean
  constructor(code: JobFailureCode, message: string, { retryable, ...options }: ErrorOptions & { retryable: boolean }) {
    super(message, options)
    this.code = code
    this.retryable = retryable
  }
}

/** Undefined for what nobody foresaw: a bug. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof JobFailure) return error
  if (error instanceof UsenetError) return { code: 'USENET_ERROR', message: `${error.message}.`, retryable: error.code === 'UNREACHABLE' }
  if (error instanceof Par2Error) return { code: 'USENET_ERROR', message: `This release cannot be repaired. ${error.message}.`, retryable: false }
  if (error instanceof FindError) return error
  if (error instanceof NzbError) return { code: 'INDEXER_ERROR', message: `${error.message}.`, retryable: false }
  if (error instanceof ArchiveError) return { code: 'JOB_ERROR', message: `The release cannot be unpacked: ${error.message}.`, retryable: false }
  if (error instanceof MediaError) return { code: 'JOB_ERROR', message: error.message, retryable: error.code === 'STORAGE' }
  if (error instanceof ObjectStoreError) return { code: 'STORAGE_ERROR', message: `The film could not be stored: ${error.message}.`, retryable: true }
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  if (code === 'ENOSPC' || code === 'EDQUOT') return { code: 'STORAGE_ERROR', message: 'The disk is full.', retryable: true }
  if (code !== undefined && /^E(IO|ROFS|ACCES|PERM|MFILE)$/.test(code)) return { code: 'STORAGE_ERROR', message: `The disk answered ${code}.`, retryable: true }
  return undefined
}
