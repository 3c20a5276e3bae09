/** Which addresses are this server's own, for CSRF, for WebSocket upgrades, and against DNS rebinding. */

import type { FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { isLoopback } from '../loopback.ts'

export interface OwnOrigin {
  /** Whether the page that sent the request is ours. A request without `Origin` was not sent by a page of another site. */
  accepts(request: FastifyRequest): boolean
  /** Whether the name the request came under is ours: on a loopback address, another name is a trick played on a browser. */
  knowsHost(request: FastifyRequest): boolean
  /** Whether the connection, as far as the browser, is encrypted. */
  isSecure(request: FastifyRequest): boolean
}

export function ownOrigin({ host, publicUrl }: Pick<Config, 'host' | 'publicUrl'>): OwnOrigin {
  const publicHost = publicUrl === null ? null : new URL(publicUrl).hostname
  return {
    accepts(request) {
      const { origin, 'sec-fetch-site': site } = request.headers
      if (site === 'cross-site' || site === 'same-site') return false
      return origin === undefined || origin === publicUrl || origin === originOf(`${request.protocol}://${request.host}`)
    },
    knowsHost({ hostname }) {
      const name = hostname.replace(/^\[|\]$/g, '')
      return !isLoopback(host) || isLoopback(name) || name === publicHost
    },
    isSecure: (request) => request.protocol === 'https' || publicUrl?.startsWith('https:') === true,
  }
}

/** Without the port that goes without saying, as browsers name it. */
function originOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).origin : undefined
}
