/** What a request says of the browser it comes from. Nothing of it is proof of anything; people recognise their devices by it. */

import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { toldCountry } from '../catalogue/where-to-watch.ts'
import { limits } from '../limits.ts'

export interface Client {
  /** As the app calls itself in each command; null for what is no app of ours. */
  readonly deviceId: string | null
  readonly userAgent: string | null
  /** IP address. */
  readonly address: string | null
  /** ISO 3166-1 alpha-2, where a trusted proxy says so: nobody is looked up. */
  readonly country: string | null
}

/** The header with which the app names the device. */
const DEVICE = 'x-rewind-device'
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function deviceOf({ headers }: Pick<FastifyRequest, 'headers'>): string | null {
  const named = headers[DEVICE]
  return typeof named === 'string' && UUID.test(named) ? named : null
}

export function clientOf(request: FastifyRequest, { trustProxy }: { readonly trustProxy: number }): Client {
  return {
    deviceId: deviceOf(request),
    userAgent: request.headers['user-agent']?.slice(0, limits.userAgentCharactersMax) ?? null,
    // A socket without one (Unix) or a proxy's odd header is no place.
    address: isIP(request.ip) === 0 ? null : request.ip,
    country: toldCountry(request.headers, trustProxy > 0),
  }
}
