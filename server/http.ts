/** What every route says of itself, and what a request knows of who sent it. Read by `server/plugins/`, checked when the server starts. */

import type { Role } from '../domain/command.ts'
import type { UserId } from '../domain/event.ts'
import type {} from 'fastify'

/** Who sent a request, known by their session. */
export interface Person {
  readonly userId: UserId
  readonly username: string
  readonly role: Role
  readonly sessionId: string
  readonly sessionExpiresAt: string
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The least role that may call the route; `anyone` needs no session. A route that does not say is refused at start. */
    least?: Role | 'anyone'
    /** The `Cache-Control` of its answers below 400; an error is never stored. A route that does not say is refused at start. */
    cacheControl?: string
  }
  interface FastifyRequest {
    /** Null without a session. */
    person: Person | null
  }
}

/** For what depends on who asks: may be kept by their browser, is checked each time. */
export const PRIVATE = 'private, no-cache'
/** For answers that must not be kept. */
export const NO_STORE = 'no-store'
