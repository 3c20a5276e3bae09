/** Playing: where a film's bytes are, and the bytes. */

import type {} from '@fastify/compress'
import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Command, CommandId, Issued, Outcome } from '../../domain/command.ts'
import type { Playable } from '../../domain/playable.ts'
import { plainRef, playableOf } from '../../domain/playable.ts'
import { toldOf } from '../../domain/said.ts'
import type { JobRow } from '../../projections/jobs.ts'
import type { Arrival, StreamLink } from '../../projections/wire.ts'
import type { Person } from '../http.ts'
import { ifRangeHolds, rangeOf } from '../../projections/byte-range.ts'
import { NO_STORE } from '../http.ts'
import { limits } from '../limits.ts'
import type { LandingFilms } from '../media/landing-films.ts'
import type { MovieJobs } from '../media/movie-jobs.ts'
import { jobToPlay } from '../media/movie-jobs.ts'
import { checkLink, signedLink } from '../media/signed-link.ts'
import type { ObjectStore } from '../object-store/object-store.ts'
import { notFound, RefusalError, RequestError } from '../request-error.ts'
import type { System } from '../system.ts'
import { instantOf, uuidv7 } from '../system.ts'
import type { CopyPorts } from './copy.ts'
import { copyRoute } from './copy.ts'
import type { EpisodeParams } from './episode-params.ts'
import { EPISODE, episodeParams } from './episode-params.ts'
import { mediaBesideRoute } from './media-beside.ts'
import { told } from './schemas.ts'
import { landingAddress, landingLink, sendLanding } from './landing-stream.ts'

export interface StreamRoutesDeps extends Pick<CopyPorts, 'settings'> {
  readonly movieJobs: Pick<MovieJobs, 'playable' | 'current' | 'byId'>
  readonly objects: Pick<ObjectStore, 'head' | 'get' | 'link'>
  readonly landingFilms: LandingFilms
  readonly handle: (command: Issued<Command>) => Promise<Outcome>
  readonly system: Pick<System, 'now' | 'randomBytes'>
  /** Signs links; 32 random bytes that stay the same over restarts. */
  readonly signingKey: Uint8Array
}

const text = { type: 'string' } as const
const streamLinkSchema = {
  type: 'object', additionalProperties: false, required: ['url', 'expiresAt', 'contentType', 'size', 'complete', 'jobId', 'way', 'durationSeconds'],
  properties: {
    url: text, expiresAt: text, contentType: text, size: { type: 'integer', description: 'Bytes; of a film that is remuxed, of its source' },
    complete: { type: 'boolean', description: 'False while the film is still landing' }, jobId: text,
    way: { type: 'string', enum: ['ranges', 'remuxed'], description: '`ranges`: any bytes of it. `remuxed`: a stream that begins at `&from=` seconds' },
    durationSeconds: { type: 'number', nullable: true },
  },
} as const
const spans = { type: 'array', items: { type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 2 }, maxItems: limits.landingSpansShown, description: 'From, up to but not including; bytes' } as const
const arrivalSchema = {
  type: 'object', additionalProperties: false, required: ['jobId', 'status', 'watchable', 'why', 'told', 'sizeBytes', 'landed', 'missing', 'releaseTitle', 'rejected'],
  properties: {
    jobId: text, status: text, watchable: { type: 'string', enum: ['now', 'soon', 'unpacked', 'never'] }, why: { type: 'string', nullable: true }, told,
    sizeBytes: { type: 'integer', nullable: true }, landed: spans, missing: spans, releaseTitle: { type: 'string', nullable: true }, rejected: { type: 'integer' },
  },
} as const
const movieOrJob = { type: 'object', properties: { idOrJobId: { type: 'string', pattern: '^(job_[a-z2-7]{26}|[1-9][0-9]{0,9})$' } }, required: ['idOrJobId'] } as const

export async function streamRoutes(app: FastifyInstance, deps: StreamRoutesDeps): Promise<void> {
  app.get<{ Params: { idOrJobId: string } }>('/api/movies/:idOrJobId/stream', {
    config: { least: 'viewer', cacheControl: NO_STORE },
    schema: {
      tags: ['acquisition'], summary: 'Where a film can be played from, for four hours',
      params: movieOrJob, response: { 200: streamLinkSchema },
    },
  }, ({ params, person }) => linkTo(deps, params.idOrJobId, person!))

  app.get<{ Params: { idOrJobId: string } }>('/api/movies/:idOrJobId/arrival', {
    config: { least: 'viewer', cacheControl: NO_STORE },
    schema: { tags: ['acquisition'], summary: 'What of a film has landed, and whether it can be watched meanwhile', params: movieOrJob, response: { 200: arrivalSchema } },
  }, ({ params }) => arrivalOf(deps, params.idOrJobId))

  app.get<{ Params: EpisodeParams }>(`${EPISODE}/stream`, {
    config: { least: 'viewer', cacheControl: NO_STORE },
    schema: { tags: ['acquisition'], summary: 'Where an episode can be played from, for four hours', params: episodeParams, response: { 200: streamLinkSchema } },
  }, ({ params, person }) => linkTo(deps, playableOf(params), person!))

  app.get<{ Params: EpisodeParams }>(`${EPISODE}/arrival`, {
    config: { least: 'viewer', cacheControl: NO_STORE },
    schema: { tags: ['acquisition'], summary: 'What of an episode has landed, and whether it can be watched meanwhile', params: episodeParams, response: { 200: arrivalSchema } },
  }, ({ params }) => arrivalOf(deps, playableOf(params)))

  mediaBesideRoute(app, deps)
  copyRoute(app, deps)

  app.route<{ Params: { '*': string }; Querystring: { e?: string; s?: string; from?: string; look?: string } }>({
    method: ['GET', 'HEAD'],
    url: '/media/*',
    // The link is the permission. A browser's player may keep what it has, but asks for the rest with its link again.
    config: { least: 'anyone', cacheControl: 'private, max-age=14400' },
    compress: false,
    handler: (request, reply) => sendMedia(deps, request, reply),
  })
}

async function linkTo(deps: StreamRoutesDeps, of: string | Playable, person: Person): Promise<StreamLink> {
  const job = await jobToPlay(deps.movieJobs, of)
  if (job.status !== 'ready' || job.storageKey === null) return await linkToLanding(deps, job, person)
  const info = await deps.objects.head(job.storageKey)
  if (!info) throw new RequestError('STORAGE_ERROR', 'The file of this film is missing from the object store.')
  await recordStream(deps, job, person)
  const linked = await deps.objects.link(job.storageKey, { expiresInMs: limits.streamLinkMs, contentType: info.contentType })
  const ours = signedLink(deps.signingKey, job.storageKey, deps.system.now() + limits.streamLinkMs)
  const url = linked === undefined ? {} : { url: linked }
  return { ...ours, ...url, contentType: info.contentType, size: info.sizeBytes, complete: true, jobId: job.key, way: 'ranges', durationSeconds: null }
}

async function linkToLanding(deps: StreamRoutesDeps, job: JobRow, person: Person): Promise<StreamLink> {
  const { landingFilms, signingKey, system } = deps
  const film = LANDING.has(job.status) ? await landingFilms.open(job.key) : undefined
  if (film?.state !== 'playable') {
    throw new RequestError('INVALID_INPUT', film ? `It cannot be watched yet. ${film.said.message}` : 'It is not ready to be played yet.', { details: [{ field: 'idOrJobId', message: `is ${job.status}` }] })
  }
  // Whoever watches a moment before that is known asks again when the film is ready.
  if (job.watchable === 'now') await recordStream(deps, job, person)
  const { contentType, sizeBytes, way, durationSeconds } = film
  return { ...landingLink(signingKey, job.key, film, system.now()), contentType, size: sizeBytes, complete: false, jobId: job.key, way, durationSeconds }
}

const LANDING: ReadonlySet<JobRow['status']> = new Set(['downloading', 'preparing'])
const WATCHABLE = { playable: 'now', mapping: 'soon', unpacked: 'unpacked', never: 'never' } as const

async function arrivalOf({ movieJobs, landingFilms }: StreamRoutesDeps, of: string | Playable): Promise<Arrival> {
  const job = await jobToPlay(movieJobs, of)
  const film = LANDING.has(job.status) ? await landingFilms.open(job.key) : undefined
  const here = { jobId: job.key, status: job.status, releaseTitle: job.releaseTitle, rejected: job.tried.length, why: null, told: null, sizeBytes: null, landed: [], missing: [] }
  if (job.status === 'ready') return { ...here, watchable: 'now', sizeBytes: job.sizeBytes, landed: [[0, job.sizeBytes ?? 0]] }
  if (film?.state === 'playable') return { ...here, watchable: 'now', sizeBytes: film.sizeBytes, landed: film.landed, missing: film.missing }
  return film ? { ...here, watchable: WATCHABLE[film.state], why: film.said.message, told: toldOf(film.said) } : { ...here, watchable: 'soon', why: job.errorMessage, told: job.errorTold }
}

/** Retention counts from when a film was last watched, so a link that was not recorded is not given. */
async function recordStream({ handle, system }: StreamRoutesDeps, { key, ...about }: JobRow, { userId, role }: Person): Promise<void> {
  const outcome = await handle({
    id: uuidv7(system) as CommandId, type: 'RecordStream', data: { ...plainRef(about), jobId: key }, issuedAt: instantOf(system), deviceId: null, actor: userId, sender: role,
  })
  switch (outcome.status) {
    case 'accepted': return
    case 'rejected': throw new RefusalError(outcome)
    case 'unknown': case 'failed': throw new RequestError('UNAVAILABLE', outcome.message)
  }
}

type MediaRequest = FastifyRequest<{ Params: { '*': string }; Querystring: { e?: string; s?: string; from?: string; look?: string } }>

async function sendMedia(deps: StreamRoutesDeps, request: MediaRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { objects, signingKey, system } = deps
  const key = request.params['*']
  switch (checkLink(signingKey, key, request.query, system.now())) {
    case 'forged': throw new RequestError('FORBIDDEN', 'This link was not made here.')
    case 'expired': throw new RequestError('FORBIDDEN', 'This link has expired: ask for a new one.')
    case 'valid': break
  }
  const landing = landingAddress(key)
  if (landing) return await sendLanding(deps, landing, request, reply)
  const info = await objects.head(key)
  if (!info) throw notFound('film')
  void reply.header('accept-ranges', 'bytes').header('etag', info.etag).header('last-modified', new Date(info.modifiedAt).toUTCString()).type(info.contentType)
  // Ranges are of GET only (RFC 9110, 14.2).
  if (request.method === 'HEAD') return reply.header('content-length', info.sizeBytes).send()
  const range = ifRangeHolds(request.headers['if-range'] as string | undefined, info) ? rangeOf(request.headers.range, info.sizeBytes) : 'whole'
  if (range === 'unsatisfiable') {
    void reply.header('content-range', `bytes */${info.sizeBytes}`)
    throw new RequestError('RANGE_NOT_SATISFIABLE', `The film has ${info.sizeBytes} bytes.`)
  }
  const object = await objects.get(key, range === 'whole' ? undefined : range)
  if (!object) throw notFound('film')
  const { sizeBytes } = object.info
  if (range === 'whole') void reply.header('content-length', sizeBytes)
  else void reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${sizeBytes}`).header('content-length', range.end - range.start + 1)
  // A Node stream: Fastify destroys it when the client goes away, and with it the open file.
  return reply.send(Readable.fromWeb(object.body as WebStream))
}
