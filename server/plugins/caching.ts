/** Cache-Control as the route states it, and an ETag on every read, so that what did not change is not sent again. */

import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'

export function caching(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const { cacheControl } = request.routeOptions.config
    if (cacheControl !== undefined && !reply.hasHeader('cache-control')) void reply.header('cache-control', cacheControl)
    if (request.method !== 'GET' && request.method !== 'HEAD') return payload
    if (reply.statusCode !== 200 || reply.getHeader('cache-control') === 'no-store') return payload
    // Bytes are a film's or a picture's, or come with an ETag of their own.
    if (typeof payload !== 'string' && !(payload instanceof Uint8Array && reply.hasHeader('etag'))) return payload
    if (!reply.hasHeader('etag')) void reply.header('etag', `W/"${createHash('sha256').update(payload).digest('base64url').slice(0, 27)}"`)
    if (!matches(request.headers['if-none-match'], String(reply.getHeader('etag')))) return payload
    void reply.code(304).removeHeader('content-type')
    return ''
  })
}

/** Weak comparison (RFC 9110, 13.1.2). */
function matches(header: string | undefined, etag: string): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '')
  return header !== undefined && (header.trim() === '*' || header.split(',').some((tag) => opaque(tag) === opaque(etag)))
}
