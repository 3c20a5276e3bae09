/** The bytes of a film that is still landing, and of the same film once it is stored: one address, the same bytes, the same tag. */

import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ifRangeHolds, rangeOf } from '../../projections/byte-range.ts'
import { NO_STORE } from '../http.ts'
import { limits } from '../limits.ts'
import type { LandingAim, LandingFilm, LandingFilms } from '../media/landing-films.ts'
import { LandingFilmError } from '../media/landing-films.ts'
import { signedLink } from '../media/signed-link.ts'
import type { ObjectStore } from '../object-store/object-store.ts'
import type { ErrorCode } from '../request-error.ts'
import { RequestError } from '../request-error.ts'

export interface LandingStreamDeps {
  readonly landingFilms: LandingFilms
  readonly objects: Pick<ObjectStore, 'head' | 'get'>
  readonly signingKey: Uint8Array
}

type MediaRequest = FastifyRequest<{ Querystring: { from?: string; look?: string } }>

/** `landing/<job>/<tag>/film.<ext>` and `…/live.mp4`: no key of the object store begins so. */
const LANDING = /^landing\/(job_[a-z2-7]{26})\/([0-9a-f]{16})\/(film|live)\.[a-z0-9]{3,4}$/

export interface LandingAddress { readonly jobId: string; readonly tag: string; readonly live: boolean }

/** Undefined for an object's own key. */
export function landingAddress(key: string): LandingAddress | undefined {
  const [, jobId, tag, name] = LANDING.exec(key) ?? []
  return jobId && tag ? { jobId, tag, live: name === 'live' } : undefined
}

/** Of its bytes, wherever they are by then. */
export function etagOfLanding(tag: string): string {
  return `"landing-${tag}"`
}

/** A link like any other, to what has landed and what will. */
export function landingLink(signingKey: Uint8Array, jobId: string, { tag, way, contentType }: LandingFilm, nowMs: number): ReturnType<typeof signedLink> {
  const name = way === 'remuxed' ? 'live.mp4' : `film.${contentType === 'video/webm' ? 'webm' : 'mp4'}`
  return signedLink(signingKey, `landing/${jobId}/${tag}/${name}`, nowMs + limits.streamLinkMs)
}

export async function sendLanding(deps: LandingStreamDeps, { jobId, tag, live }: LandingAddress, request: MediaRequest, reply: FastifyReply): Promise<FastifyReply> {
  const film = await deps.landingFilms.open(jobId)
  if (film?.state === 'playable' && film.tag === tag && (film.way === 'remuxed') === live) {
    // What it holds is right, but nobody should keep it: a gap that is repaired is asked for again.
    void reply.header('cache-control', NO_STORE)
    return live ? await sendRemuxed(deps, jobId, tag, film, request, reply) : await sendRange(deps, jobId, tag, film, request, reply)
  }
  const moved = deps.landingFilms.moved(jobId, tag)
  if (!moved?.same || live) throw new RequestError('NOT_FOUND', 'This film is not where it was: ask for its link again.')
  return await sendMoved(deps, moved.key, tag, request, reply)
}

async function sendRange({ landingFilms }: LandingStreamDeps, jobId: string, tag: string, film: LandingFilm, request: MediaRequest, reply: FastifyReply): Promise<FastifyReply> {
  const range = wanted(request, reply, tag, film)
  if (!range) return reply.send()
  const body = landingFilms.read(jobId, tag, range.start, range.end + 1, aimOf(request))
  return reply.send(await begun(body, reply))
}

async function sendRemuxed({ landingFilms }: LandingStreamDeps, jobId: string, tag: string, film: LandingFilm, request: MediaRequest, reply: FastifyReply): Promise<FastifyReply> {
  const from = request.query.from ?? '0'
  if (!/^\d{1,6}(\.\d{1,3})?$/.test(from)) throw new RequestError('INVALID_INPUT', 'from is no number of seconds.', { details: [{ field: 'from', message: 'must be a number of seconds' }] })
  void reply.header('accept-ranges', 'none').type(film.contentType)
  if (request.method === 'HEAD') return reply.send()
  return reply.send(await begun(landingFilms.remuxed(jobId, tag, Number(from), aimOf(request)), reply))
}

/** `&look` behind the link: for the seek bar's small pictures. */
function aimOf({ query: { look } }: MediaRequest): LandingAim {
  return look === undefined ? 'watch' : 'look'
}

/** The stored film under the landing one's tag, because its bytes are the same: a player in the middle of it notices nothing. */
async function sendMoved({ objects }: LandingStreamDeps, key: string, tag: string, request: MediaRequest, reply: FastifyReply): Promise<FastifyReply> {
  const info = await objects.head(key)
  if (!info) throw new RequestError('NOT_FOUND', 'This film is not where it was: ask for its link again.')
  const range = wanted(request, reply, tag, info)
  if (!range) return reply.send()
  const object = await objects.get(key, range)
  if (!object) throw new RequestError('NOT_FOUND', 'This film is not where it was: ask for its link again.')
  return reply.send(Readable.fromWeb(object.body as WebStream))
}

/** Sets the headers; undefined for HEAD. */
function wanted(request: MediaRequest, reply: FastifyReply, tag: string, { sizeBytes, contentType }: Pick<LandingFilm, 'sizeBytes' | 'contentType'>): { readonly start: number; readonly end: number } | undefined {
  const etag = etagOfLanding(tag)
  void reply.header('accept-ranges', 'bytes').header('etag', etag).type(contentType)
  if (request.method === 'HEAD') {
    void reply.header('content-length', sizeBytes)
    return undefined
  }
  // It has no date: If-Range by date never holds.
  const range = ifRangeHolds(request.headers['if-range'] as string | undefined, { etag, modifiedAt: '' }) ? rangeOf(request.headers.range, sizeBytes) : 'whole'
  if (range === 'unsatisfiable') {
    void reply.header('content-range', `bytes */${sizeBytes}`)
    throw new RequestError('RANGE_NOT_SATISFIABLE', `The film has ${sizeBytes} bytes.`)
  }
  if (range === 'whole') {
    void reply.header('content-length', sizeBytes)
    return { start: 0, end: sizeBytes - 1 }
  }
  void reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${sizeBytes}`).header('content-length', range.end - range.start + 1)
  return range
}

const FAULTS: Readonly<Record<LandingFilmError['code'], ErrorCode>> = { MISSING: 'USENET_ERROR', LATE: 'UNAVAILABLE', GONE: 'NOT_FOUND', BUSY: 'UNAVAILABLE' }

/** Waits for the first bytes, so that a gap is told in words; what fails later cuts the answer short, never ends it early. */
async function begun(body: ReadableStream<Uint8Array>, reply: FastifyReply): Promise<Readable> {
  const reader = body.getReader()
  reply.raw.once('close', () => void reader.cancel().catch(() => undefined))
  let first: Awaited<ReturnType<typeof reader.read>>
  try {
    first = await reader.read()
  } catch (error) {
    if (!(error instanceof LandingFilmError)) throw error
    void reply.code(200).removeHeader('content-length').removeHeader('content-range').removeHeader('etag')
    throw new RequestError(FAULTS[error.code], error.message, { cause: error })
  }
  return Readable.from(rest(first, reader), { objectMode: false, highWaterMark: 1 })
}

async function* rest(first: { readonly done: boolean; readonly value?: Uint8Array | undefined }, reader: ReadableStreamDefaultReader<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    for (let next = first; !next.done; next = await reader.read()) yield next.value!
  } finally {
    await reader.cancel()
  }
}
