/** Thrown by a route to answer with an error of the API. One code, one HTTP status: `STATUS` is the whole table. */

import type { ApiError } from '../projections/wire.ts'

export const STATUS = {
  INVALID_INPUT: 400,
  UNAUTHENTICATED: 401,
  ACCOUNT_ERASED: 401,
  DEVICE_REMOVED: 401,
  SECOND_FACTOR_WANTED: 401,
  SECOND_FACTOR_WRONG: 401,
  FORBIDDEN: 403,
  ACCOUNT_DISABLED: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  WRONG_PERSON: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RANGE_NOT_SATISFIABLE: 416,
  RATE_LIMITED: 429,
  INTERNAL_ERROR: 500,
  TMDB_ERROR: 502,
  INDEXER_ERROR: 502,
  USENET_ERROR: 502,
  STORAGE_ERROR: 502,
  UNAVAILABLE: 503,
} as const
export type ErrorCode = keyof typeof STATUS
export type Details = NonNullable<ApiError['details']>

export class RequestError extends Error {
  override readonly name = 'RequestError'
  /** Of the table above, or of the domain's refusals. */
  readonly code: string
  readonly statusCode: number
  readonly details: Details
  constructor(code: ErrorCode, message: string, options: ErrorOptions & { details?: Details } = {}) {
    super(message, options)
    this.code = code
    this.statusCode = STATUS[code]
    this.details = options.details ?? []
  }
}

/** The domain's no, told over HTTP: its own code, and the status that fits it best. */
export class RefusalError extends Error {
  override readonly name = 'RefusalError'
  readonly code: string
  readonly statusCode: number
  readonly details: Details
  constructor(refusal: { readonly code: string; readonly message: string; readonly details?: unknown }) {
    super(refusal.message)
    this.code = refusal.code
    this.statusCode = STATUS[refusal.code as ErrorCode] ?? (refusal.code.startsWith('INVALID_') ? 400 : 409)
    this.details = detailsOf(refusal.details)
  }
}

function detailsOf(details: unknown): Details {
  if (Array.isArray(details)) return details as Details
  return Object.entries(details ?? {}).map(([field, value]) => ({ field, message: String(value) }))
}

export function invalid(field: string, message: string): RequestError {
  return new RequestError('INVALID_INPUT', `${field} ${message}.`, { details: [{ field, message }] })
}

export function notFound(what: string): RequestError {
  return new RequestError('NOT_FOUND', `There is no such ${what}.`)
}
