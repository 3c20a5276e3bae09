/** Pictures of the catalogue, from here: no browser ever asks TMDB. */

import type {} from '@fastify/compress'
import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { uuid } from '../../domain/schema.ts'
import type { ImageFormat } from '../images/convert-image.ts'
import type { Images } from '../images/images.ts'
import { IMAGE_WIDTHS } from '../images/images.ts'
import type { IsOpenPoster } from '../lists/open-posters.ts'
import { notFound } from '../request-error.ts'

export interface ImageRoutesDeps { readonly images: Images; readonly isOpenPoster: IsOpenPoster }

const YEAR_SECONDS = 31_536_000
const DAY_SECONDS = 86_400

interface Wanted { readonly width: string; readonly '*': string }
const wanted = { width: { type: 'string', enum: IMAGE_WIDTHS }, '*': { type: 'string', maxLength: 120 } } as const

export async function imageRoutes(app: FastifyInstance, { images, isOpenPoster }: ImageRoutesDeps): Promise<void> {
  async function send({ width, '*': name }: Wanted, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const picture = await images.get(width, name, formatFor(request.headers.accept))
    if (!picture) throw notFound('picture')
    const { info, body } = picture
    void reply.header('etag', info.etag).header('vary', 'Accept')
    if (request.headers['if-none-match']?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === info.etag)) {
      await body.cancel()
      return await reply.code(304).send()
    }
    void reply.type(info.contentType).header('content-length', info.sizeBytes).header('x-content-type-options', 'nosniff')
    return await reply.send(Readable.fromWeb(body as WebStream))
  }

  app.get<{ Params: Wanted }>('/images/:width/*', {
    // A picture's name is its identity: TMDB gives a changed one another.
    config: { least: 'guest', cacheControl: `private, max-age=${YEAR_SECONDS}, immutable` },
    compress: false,
    schema: { params: { type: 'object', properties: wanted, required: ['width', '*'] } },
  }, async (request, reply) => await send(request.params, request, reply))

  app.get<{ Params: Wanted & { readonly listId: string } }>('/images/lists/:listId/:width/*', {
    // For strangers, who may see the posters of a list that is open to them and no other picture: else anyone could make us fetch all there are.
    config: { least: 'anyone', cacheControl: `private, max-age=${DAY_SECONDS}` },
    compress: false,
    schema: { params: { type: 'object', properties: { listId: uuid, ...wanted }, required: ['listId', 'width', '*'] } },
  }, async (request, reply) => {
    if (!await isOpenPoster(request.params.listId, `/${request.params['*']}`)) throw notFound('picture')
    return await send(request.params, request, reply)
  })
}

/** The best form that a browser says it takes; every one takes the plain. */
export function formatFor(accept: string | undefined): ImageFormat {
  const taken = (accept ?? '').toLowerCase().split(',').filter((range) => !/;\s*q=0(?:\.0*)?\s*$/.test(range)).map((range) => range.split(';')[0]!.trim())
  return taken.includes('image/avif') ? 'avif' : taken.includes('image/webp') ? 'webp' : 'plain'
}
