/**
 * Questions to an S3 server through the `minio` client, which has no time limits and tells failures in many ways: here each ends
 * in time, is asked again when that can help, and fails with an `ObjectStoreError` that names neither keys nor addresses.
 */

import type { EventEmitter } from 'node:events'
import http from 'node:http'
import type { RequestOptions } from 'node:https'
import https from 'node:https'
import { Client } from 'minio'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { ObjectStoreError } from './object-store.ts'
import type { S3Address } from './s3-address.ts'

export interface S3Keys { readonly accessKey: string; readonly secretKey: string }

type Ask = <Answer>(question: () => Promise<Answer>) => Promise<Answer>

export interface S3Client { readonly client: Client; readonly ask: Ask; close(): void }

export function createS3Client({ host, port, tls, region }: S3Address, { accessKey, secretKey }: S3Keys, system: Pick<System, 'sleep'>, silenceMs: number): S3Client {
  const agent = tls ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true })
  const transport = { request: (options: RequestOptions, answer: (response: http.IncomingMessage) => void) => watch((tls ? https : http).request({ ...options, agent }, answer), options, system, silenceMs) }
  const client = new Client({
    endPoint: host, port, useSSL: tls, accessKey, secretKey, region, pathStyle: true, retryOptions: { disableRetry: true },
    transport: transport as NonNullable<ConstructorParameters<typeof Client>[0]['transport']>,
  })
  return {
    client,
    async ask(question) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await question()
        } catch (error) {
          if (attempt === limits.s3Attempts || !canHelpToAskAgain(error)) throw faultOf(error)
          await system.sleep(limits.s3RetryDelayMs * 4 ** (attempt - 1))
        }
      }
    },
    close: () => agent.destroy(),
  }
}

/**
 * Ends a question that is not answered in time (a socket's own timeout does not fire under Deno while a body was sent). The bytes of an
 * object are another matter: they may wait for a slow reader, so who reads them watches them.
 */
function watch(request: http.ClientRequest, { method, path = '', headers }: RequestOptions, { sleep }: Pick<System, 'sleep'>, silenceMs: number): http.ClientRequest {
  const answered = new AbortController()
  const bytes = Number((headers as http.OutgoingHttpHeaders | undefined)?.['content-length'] ?? 0)
  let heard: EventEmitter = request
  void sleep(silenceMs * (1 + bytes / limits.s3BytesPerSilence), answered.signal).then(() => {
    if (answered.signal.aborted) return
    request.destroy()
    // Said by us: Deno's request tells nobody when it is destroyed while an answer is waited for.
    if (heard.listenerCount('error') > 0) heard.emit('error', Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }))
  })
  request.once('response', (answer: http.IncomingMessage) => {
    heard = answer
    if (method === 'HEAD' || method === 'GET' && !path?.includes('?')) answered.abort()
    else answer.once('end', () => answered.abort())
  })
  request.once('error', () => answered.abort())
  return request
}

/** S3's own codes are of a refusal that stays one, but for these. */
const PASSING = new Set(['SlowDown', 'InternalError', 'ServiceUnavailable', 'RequestTimeout', 'RequestTimeTooSkewed', 'OperationAborted', 'BadDigest', 'XAmzContentSHA256Mismatch'])

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code
  return typeof code === 'string' && /^[A-Za-z_]{1,60}$/.test(code) ? code : undefined
}

function canHelpToAskAgain(error: unknown): boolean {
  if (error instanceof ObjectStoreError) return false
  const code = codeOf(error)
  return code === undefined ? !(error instanceof TypeError) : /^(E|UND_ERR)[A-Z_]+$/.test(code) || PASSING.has(code)
}

export function isMissing(error: unknown): boolean {
  return ['NotFound', 'NoSuchKey', 'NoSuchUpload'].includes(codeOf(error) ?? '')
}

function faultOf(error: unknown): unknown {
  if (error instanceof ObjectStoreError || isMissing(error)) return error
  return new ObjectStoreError(...toldAs(codeOf(error), error), { cause: error })
}

function toldAs(code: string | undefined, error: unknown): [ObjectStoreError['code'], string] {
  switch (code) {
    case 'InvalidRange': return ['RANGE', 'These bytes are not within those there are']
    case 'NoSuchBucket': return ['STORAGE_ERROR', 'The S3 server has no such bucket: make it, or correct OBJECT_STORE_URL']
    case 'AccessDenied': case 'SignatureDoesNotMatch': case 'InvalidAccessKeyId': case 'Forbidden':
      return ['STORAGE_ERROR', `The S3 server refuses us (${code}): check OBJECT_STORE_ACCESS_KEY and OBJECT_STORE_SECRET_KEY, and what they may do`]
    case 'RequestTimeTooSkewed': return ['STORAGE_ERROR', 'The S3 server\'s clock and ours differ by too much: set them right']
    case 'QuotaExceeded': case 'InsufficientCapacity': case 'InsufficientStorage': case 'XMinioStorageFull': return ['STORAGE_FULL', `The S3 server has no room left (${code})`]
    case undefined: {
      const status = /Retryable HTTP status: (\d{3})/.exec(String((error as Error | undefined)?.message))?.[1]
      return status === '507' ? ['STORAGE_FULL', 'The S3 server has no room left'] : ['STORAGE_ERROR', `The S3 server ${status ? `answered ${status}` : 'gave an answer that cannot be read'}`]
    }
  }
  return ['STORAGE_ERROR', /^(E|UND_ERR)[A-Z_]+$/.test(code) ? `The S3 server cannot be reached (${code})` : `The S3 server answered ${code}`]
}
