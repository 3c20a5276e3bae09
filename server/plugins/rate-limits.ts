/** How much one person, or one address that has not signed in, may ask; a route may state less in `config.rateLimit`. */

import rateLimit, { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { limits } from '../limits.ts'
import { RequestError } from '../request-error.ts'

export async function rateLimits(app: FastifyInstance): Promise<void> {
  await app.register(rateLimit, {
    timeWindow: 60_000,
    max: ({ person }) => person ? limits.personRequestsPerMinute : limits.addressRequestsPerMinute,
    keyGenerator: (request) => request.person?.userId ?? addressOf(request),
    cache: limits.rateLimitEntriesMax,
    errorResponseBuilder: (_request, { ttl }) => tooMany(ttl),
  })
}

/** An IPv6 household has a whole /64. */
export function addressOf(request: FastifyRequest): string {
  return normalizeIP(request.ip, 64)
}

export function tooMany(waitMs: number): RequestError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000))
  return new RequestError('RATE_LIMITED', `That is too much at once. Try again in ${seconds === 1 ? 'a second' : `${seconds} seconds`}.`)
}

/** Throws RATE_LIMITED while there is something to wait for. */
export function assertNoWait(reply: FastifyReply, waitMs: number): void {
  if (waitMs <= 0) return
  void reply.header('retry-after', Math.max(1, Math.ceil(waitMs / 1_000)))
  throw tooMany(waitMs)
}
