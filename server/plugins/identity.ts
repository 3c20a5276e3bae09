/** Who asks, and whether they may: session, CSRF and the least role, before anything else of a route runs. */

import type {} from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ROLES } from '../../domain/command.ts'
import type { UserId } from '../../domain/event.ts'
import { deviceOf } from '../auth/clients.ts'
import type { Erasure } from '../auth/erasure.ts'
import type { Sessions } from '../auth/sessions.ts'
import { limits } from '../limits.ts'
import { RequestError } from '../request-error.ts'
import type { OwnOrigin } from './origin.ts'

export const SESSION_COOKIE = 'rewind_session'
const USER_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Wants `@fastify/cookie` registered before it. */
export function identify(app: FastifyInstance, { sessions, own, erasure }: { sessions: Sessions; own: OwnOrigin; erasure: Pick<Erasure, 'isErased'> }): void {
  app.decorateRequest('person', null)

  app.addHook('onRequest', async (request, reply) => {
    if (!own.knowsHost(request)) throw new RequestError('FORBIDDEN', `This Rewind does not know itself as ${request.hostname}. If that is its address, set PUBLIC_URL to it.`)
    if (!SAFE.has(request.method)) assertOwnPage(request, own)
    const token = request.cookies[SESSION_COOKIE]
    if (token?.length !== limits.sessionTokenCharacters) return
    const session = await sessions.find(token)
    if (!session) return
    request.person = session.person
    if (session.renewed) setSessionCookie(request, reply, own, { token, expiresAt: session.person.sessionExpiresAt })
  })

  // What one person's app sends must never count as another's, who signed in on the same browser a moment ago.
  app.addHook('onRequest', async ({ person, headers }) => {
    const meant = headers['x-rewind-person']
    if (person && meant !== undefined && meant !== person.userId) throw new RequestError('WRONG_PERSON', 'This was sent as somebody else than who is signed in. Sign in again.')
  })

  app.addHook('onRequest', async ({ person, headers, routeOptions }) => {
    const least = routeOptions.config.least
    // An unknown address has no statement: it is answered 404, to anyone.
    if (least === undefined || least === 'anyone') return
    if (!person) throw await whyNobody(headers['x-rewind-person'], deviceOf({ headers }))
    if (ROLES.indexOf(person.role) < ROLES.indexOf(least)) throw new RequestError('FORBIDDEN', `Only ${least === 'admin' ? 'an admin' : `a ${least}`} may do this.`)
  })

  /** A person's app that comes back without a session is told why, so that it removes what it holds. Ids of people and devices cannot be guessed. */
  async function whyNobody(meant: string | string[] | undefined, deviceId: string | null): Promise<RequestError> {
    if (typeof meant === 'string' && USER_ID.test(meant)) {
      if (await erasure.isErased(meant as UserId)) return new RequestError('ACCOUNT_ERASED', 'This account has been erased.')
      if (deviceId !== null && await sessions.isRemoved(meant, deviceId)) return new RequestError('DEVICE_REMOVED', 'This device was signed out from another one, and is to remove what it keeps.')
    }
    return new RequestError('UNAUTHENTICATED', 'Sign in first.')
  }
}

/** A page of another site can send forms here with the person's cookie, but neither this header nor our origin. */
function assertOwnPage(request: FastifyRequest, own: OwnOrigin): void {
  if (request.headers['x-rewind'] !== '1') throw new RequestError('FORBIDDEN', 'Send the header X-Rewind: 1 with every change.')
  if (!own.accepts(request)) throw new RequestError('FORBIDDEN', 'Another site asked for this. If it is this one\'s own address, set PUBLIC_URL to it.')
}

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, own: OwnOrigin, session: { readonly token: string; readonly expiresAt: string }): void {
  void reply.setCookie(SESSION_COOKIE, session.token, { ...attributes(request, own), expires: new Date(session.expiresAt) })
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply, own: OwnOrigin): void {
  void reply.clearCookie(SESSION_COOKIE, attributes(request, own))
}

function attributes(request: FastifyRequest, own: OwnOrigin) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: own.isSecure(request) } as const
}
