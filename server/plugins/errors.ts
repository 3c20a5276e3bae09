/** The one place where what went wrong becomes an answer. Every error has the same form, see `ApiError`. */

import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, FastifySchemaValidationError } from 'fastify'
import type { ApiError } from '../../projections/wire.ts'
import { isPassingFault } from '../db/faults.ts'
import { NO_STORE } from '../http.ts'
import type { Details, ErrorCode } from '../request-error.ts'
import { RefusalError, RequestError, STATUS } from '../request-error.ts'

interface Told { readonly status: number; readonly code: string; readonly message: string; readonly details?: Details }

export interface Page { readonly status: number; readonly type: string; readonly cacheControl: string; readonly body: string }
/** The page for an address that is the app's own affair; undefined for any other. */
export type Shell = (request: FastifyRequest) => Promise<Page | undefined>

export function answerErrors(app: FastifyInstance, { allowedMethods, shell }: { allowedMethods: (path: string) => readonly string[]; shell: Shell }): void {
  app.setErrorHandler((error: Error, request, reply) => {
    const told = tell(error)
    if (told.status >= 500) request.log.error({ err: error }, 'a request failed')
    if (told.status === 503 && !reply.hasHeader('retry-after')) void reply.header('retry-after', '1')
    return send(request, reply, told)
  })
  // Looking for what is not there counts as asking, too.
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, async (request, reply) => {
    const page = await shell(request)
    if (page) return reply.code(page.status).type(page.type).header('cache-control', page.cacheControl).send(page.body)
    const path = request.url.split('?', 1)[0]!
    const allowed = allowedMethods(path)
    if (allowed.length === 0) return send(request, reply, toldAs('NOT_FOUND', 'There is nothing at this address.'))
    void reply.header('allow', allowed.join(', '))
    return send(request, reply, toldAs('METHOD_NOT_ALLOWED', `This address takes ${allowed.join(', ')}.`))
  })
}

function send(request: FastifyRequest, reply: FastifyReply, { status, code, message, details }: Told): FastifyReply {
  const body: ApiError = { error: message, code, ...(details && details.length > 0 ? { details } : {}), requestId: request.id }
  // Without the route's response schema, whose shapes are those of success.
  return reply.code(status).header('cache-control', NO_STORE).type('application/json; charset=utf-8').serializer(JSON.stringify).send(body)
}

function toldAs(code: ErrorCode, message: string, details?: Details): Told {
  return details ? { status: STATUS[code], code, message, details } : { status: STATUS[code], code, message }
}

/** Codes that adapters give their faults, and what an outsider may know of them. */
const FAULTS: Readonly<Record<string, ErrorCode>> = {
  UNAVAILABLE: 'UNAVAILABLE',
  NEWER_EVENT: 'UNAVAILABLE',
  NOT_FOUND: 'NOT_FOUND',
  TMDB_ERROR: 'TMDB_ERROR',
  INDEXER_ERROR: 'INDEXER_ERROR',
  USENET_ERROR: 'USENET_ERROR',
  PAYLOAD_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  INVALID_EVENT: 'INVALID_INPUT',
  EVENT_ID_REUSED: 'CONFLICT',
  STORAGE_ERROR: 'STORAGE_ERROR',
  STORAGE_FULL: 'STORAGE_ERROR',
  RANGE: 'RANGE_NOT_SATISFIABLE',
  INVALID_KEY: 'INVALID_INPUT',
}
/** PostgreSQL's word for U+0000 in text, wherever a request had it. */
const UNSTORABLE_TEXT = '22021'
const OURS = new Set(['CatalogueError', 'EventStoreError', 'ObjectStoreError', 'UnreadableEventError'])

function tell(error: Error & Partial<FastifyError>): Told {
  if (error instanceof RequestError || error instanceof RefusalError) {
    return { status: error.statusCode, code: error.code, message: error.message, details: error.details }
  }
  if (error.validation) return toldAs('INVALID_INPUT', 'What was sent is not as expected.', detailsOf(error.validation, error.validationContext))
  if (error.code === UNSTORABLE_TEXT) return toldAs('INVALID_INPUT', 'This holds characters that cannot be kept.')
  const fault = OURS.has(error.name) ? FAULTS[error.code ?? ''] : undefined
  if (fault) return toldAs(fault, error.message)
  if (isPassingFault(error)) return toldAs('UNAVAILABLE', 'The database cannot be reached just now. Try again in a moment.')
  return ofTheFramework(error) ?? toldAs('INTERNAL_ERROR', 'Something went wrong here. The log tells more under this request id.')
}

/** What Fastify and its plugins refuse by themselves. */
function ofTheFramework({ statusCode = 500, code }: Partial<FastifyError>): Told | undefined {
  switch (statusCode) {
    case 400: return toldAs('INVALID_INPUT', code === 'FST_ERR_CTP_EMPTY_JSON_BODY' ? 'The body is empty.' : 'The request cannot be read: is the body valid JSON?')
    case 404: return toldAs('NOT_FOUND', 'There is nothing at this address.')
    case 413: return toldAs('PAYLOAD_TOO_LARGE', 'That is more than is taken at once.')
    case 414: return toldAs('INVALID_INPUT', 'The address is too long.')
    case 415: return toldAs('UNSUPPORTED_MEDIA_TYPE', 'Send application/json.')
    case 416: return toldAs('RANGE_NOT_SATISFIABLE', 'There are no such bytes.')
    case 503: return toldAs('UNAVAILABLE', 'The server is stopping. Try again in a moment.')
  }
  return undefined
}

/** Each wrong field by its path, `data.title.tmdbId`. */
export function detailsOf(errors: readonly FastifySchemaValidationError[], context = ''): Details {
  return errors.map(({ instancePath, keyword, params, message }) => {
    const path = instancePath.split('/').slice(1)
    const unknown = keyword === 'additionalProperties' ? params['additionalProperty'] : undefined
    const missing = keyword === 'required' ? params['missingProperty'] : undefined
    const field = [...path, ...typeof unknown === 'string' ? [unknown] : typeof missing === 'string' ? [missing] : []].join('.')
    return { field: field || context || 'body', message: unknown ? 'is not known here' : missing ? 'is missing' : describe(keyword, params, message) }
  })
}

function describe(keyword: string, params: Record<string, unknown>, message: string | undefined): string {
  return keyword === 'enum' && Array.isArray(params['allowedValues']) ? `must be one of ${params['allowedValues'].join(', ')}` : message ?? 'is not as expected'
}
