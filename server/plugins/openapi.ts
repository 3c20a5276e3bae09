/** The API described by its own route schemas: `/api/openapi.json`, and a page to try it at `/api/docs`. */

import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'

const DOCS_POLICY = 'default-src \'self\'; base-uri \'none\'; object-src \'none\'; form-action \'self\'; frame-ancestors \'none\'; img-src \'self\' data:; style-src \'self\' \'unsafe-inline\''

/** Before the routes: it gathers their schemas as they are added. */
export async function describeApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.0.3',
      info: {
        title: 'Rewind', version,
        description: 'Sign in with `POST /api/session`; the session is a cookie. Send `X-Rewind: 1` with every change. Every error has the form `{error, code, details?, requestId}`.',
      },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'rewind_session' } } },
    },
    transform: ({ schema, url, route }) => {
      const least = route.config?.least
      const described = { ...schema, hide: schema?.hide ?? !url.startsWith('/api/') }
      return { url, schema: least === 'anyone' ? described : { ...described, security: [{ session: [] }], description: [described.description, `Least role: ${least}.`].filter(Boolean).join(' ') } }
    },
  })
}

/** The page is swagger-ui, which brings styles and frames of its own making: its policy, for its pages alone. Loaded when first asked for. */
export async function docsPage(app: FastifyInstance): Promise<void> {
  app.get('/api/openapi.json', { schema: { hide: true }, config: { least: 'anyone', cacheControl: 'no-cache' } }, async () => app.swagger())
  await app.register(async (docs) => {
    docs.addHook('onRoute', (route) => { route.config = { ...route.config, least: 'anyone', cacheControl: 'no-cache' } })
    const { default: swaggerUi } = await import('@fastify/swagger-ui')
    await docs.register(swaggerUi, {
      routePrefix: '/api/docs',
      staticCSP: DOCS_POLICY,
      uiConfig: {
        tryItOutEnabled: true,
        layout: 'BaseLayout',
        // Sent to the browser as source: it can name nothing of this file.
        requestInterceptor: (request) => Object.assign(request, { headers: { ...request['headers'] as object, 'x-rewind': '1' } }),
      },
    })
  })
}
