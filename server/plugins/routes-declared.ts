/** Every route says who may call it and how its answers may be cached: the server does not start otherwise. */

import type { FastifyInstance, RouteOptions } from 'fastify'

export interface Routes {
  /** Every route, once the app is ready. */
  readonly all: readonly RouteOptions[]
  /** The methods that the address takes; none for an unknown address. */
  allowedMethods(path: string): readonly string[]
}

export function declaredRoutes(app: FastifyInstance): Routes {
  const all: RouteOptions[] = []
  app.addHook('onRoute', (route) => { all.push(route) })
  // Not in `onRoute`: plugins of others get their statement from a hook that runs after this one.
  app.addHook('onReady', async () => {
    for (const { method, url, config } of all) {
      for (const statement of ['least', 'cacheControl'] as const) {
        if (config?.[statement] === undefined) throw new Error(`${method} ${url} does not state \`config.${statement}\``)
      }
    }
  })
  return { all, allowedMethods: (path) => [...new Set(all.filter(({ url }) => matches(url, path)).flatMap(({ method }) => method))].sort() }
}

function matches(pattern: string, path: string): boolean {
  if (pattern === '*' || pattern === '/*') return false
  const source = pattern.split('/').map((part) => part === '*' ? '.*' : part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('/')
  return new RegExp(`^${source}$`).test(path)
}
