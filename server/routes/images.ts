/** Pictures of the catalogue, from here: no browser ever asks TMDB. */

import type {} from '@fastify/compress'
import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import type { FastifyInstance } from 'fastify'
import type { Images } from '../images/images.ts'
import { IMAGE_WIDTHS } from '../images/images.ts'
import { notFound } from '../request-error.ts'

export interface ImageRoutesDeps { readonly images: Images }

const YEAR_SECONDS = 31_536_000

export async function imageRoutes(app: FastifyInstance, { images }: ImageRoutesDeps): Promise<void> {
  app.get<{ Params: { width: string; '*': string } }>('/images/:width/*', {
    // A picture's name is its identity: TMDB gives a changed one another.
    config: { least: 'guest', cacheControl: `private, max-age=${YEAR_SECONDS}, immutable` },
    compress: false,
    schema: { params: { type: 'object', properties: { width: { type: 'string', enum: IMAGE_WIDTHS }, '*': { type: 'string', maxLength: 120 } }, required: ['width', '*'] } },
  }, async (request, reply) => {
    const picture = await images.get(request.params.width, request.params['*'])
    if (!picture) throw notFound('picture')
    const { info, body } = picture
    void reply.header('etag', info.etag)
    if (request.headers['if-none-match']?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === info.etag)) {
      await body.cancel()
      return await reply.code(304).send()
    }
    void reply.type(info.contentType).header('content-length', info.sizeBytes).header('x-content-type-options', 'nosniff')
    return await reply.send(Readable.fromWeb(body as WebStream))
  })
}
