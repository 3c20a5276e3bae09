/** What browsers are told to refuse. `GET /api/docs` alone has a looser policy of its own, see `openapi.ts`. */

import helmet from '@fastify/helmet'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { OwnOrigin } from './origin.ts'

/** Names of the Trusted Types policies in the app: lit's own, and ours, which makes the service worker's address. */
const TRUSTED_TYPES = ['lit-html', 'rewind']

/** `filmsOrigin` is the S3 server's, where browsers get films from it. */
export async function securityHeaders(app: FastifyInstance, own: OwnOrigin, filmsOrigin: string | null): Promise<void> {
  await app.register(helmet, {
    global: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ['\'self\''],
        'base-uri': ['\'none\''],
        // Not every browser takes 'self' to mean our WebSocket too.
        'connect-src': ['\'self\'', (request) => socketOrigin(request as unknown as { headers: { host?: string } })],
        'font-src': ['\'self\''],
        'form-action': ['\'self\''],
        'frame-ancestors': ['\'none\''],
        'img-src': ['\'self\'', 'data:', 'blob:'],
        'media-src': ['\'self\'', 'blob:', ...filmsOrigin === null ? [] : [filmsOrigin]],
        'object-src': ['\'none\''],
        'script-src': ['\'self\''],
        'style-src': ['\'self\''],
        'worker-src': ['\'self\''],
        'require-trusted-types-for': ['\'script\''],
        'trusted-types': TRUSTED_TYPES,
      },
    },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    // Whether there is TLS is known per request only.
    strictTransportSecurity: false,
  })
  app.addHook('onRequest', async (request: FastifyRequest, reply) => {
    if (own.isSecure(request)) void reply.header('strict-transport-security', 'max-age=31536000')
  })
}

function socketOrigin({ headers: { host = '' } }: { headers: { host?: string } }): string {
  return /^[\w.-]+(:\d+)?$|^\[[\da-fA-F:]+\](:\d+)?$/.test(host) ? `ws://${host} wss://${host}` : '\'self\''
}
