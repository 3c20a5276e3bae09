/** What lies beside a film: its subtitles and chapters, with links to them. */

import { posix } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Playable } from '../../domain/playable.ts'
import { playableOf } from '../../domain/playable.ts'
import type { MediaAnswer, StoredMedia } from '../../projections/wire-media.ts'
import { NO_STORE } from '../http.ts'
import { limits } from '../limits.ts'
import type { MovieJobs } from '../media/movie-jobs.ts'
import { jobToPlay } from '../media/movie-jobs.ts'
import { signedLink } from '../media/signed-link.ts'
import type { ObjectStore } from '../object-store/object-store.ts'
import { RequestError } from '../request-error.ts'
import type { System } from '../system.ts'
import type { EpisodeParams } from './episode-params.ts'
import { EPISODE, episodeParams } from './episode-params.ts'

interface Deps {
  readonly movieJobs: Pick<MovieJobs, 'playable' | 'current' | 'byId'>
  readonly objects: Pick<ObjectStore, 'get'>
  readonly system: Pick<System, 'now'>
  readonly signingKey: Uint8Array
}

const text = { type: 'string' } as const
const orNull = (type: 'string' | 'number') => ({ type, nullable: true }) as const
const answerSchema = {
  type: 'object', additionalProperties: false, required: ['info', 'playability', 'subtitles', 'chapters'],
  properties: {
    info: { type: 'object', nullable: true, additionalProperties: true, description: 'Container, length and tracks of the file; null while nobody has looked into it' },
    playability: { type: 'object', nullable: true, additionalProperties: false, required: ['playable', 'why'], properties: { playable: { type: 'string', enum: ['yes', 'after-preparing', 'some-devices', 'no'] }, why: text } },
    subtitles: {
      type: 'array',
      items: {
        type: 'object', additionalProperties: false, required: ['url', 'language', 'label', 'forced', 'hearingImpaired'],
        properties: { url: { ...text, description: 'WebVTT' }, language: { ...orNull('string'), description: 'BCP 47' }, label: text, forced: { type: 'boolean' }, hearingImpaired: { type: 'boolean' } },
      },
    },
    chapters: { type: 'array', items: { type: 'object', additionalProperties: false, required: ['startSeconds', 'name'], properties: { startSeconds: { type: 'number' }, name: text } } },
  },
} as const

const NOTHING: MediaAnswer = { info: null, playability: null, subtitles: [], chapters: [] }

export function mediaBesideRoute(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { idOrJobId: string } }>('/api/stream/:idOrJobId/media', {
    config: { least: 'viewer', cacheControl: NO_STORE },
    schema: {
      tags: ['acquisition'], summary: 'Subtitles and chapters of a film, with links for four hours',
      params: { type: 'object', properties: { idOrJobId: { type: 'string', pattern: '^(job_[a-z2-7]{26}|[1-9][0-9]{0,9})$' } }, required: ['idOrJobId'] },
      response: { 200: answerSchema },
    },
  }, ({ params }) => mediaOf(deps, params.idOrJobId))

  app.get<{ Params: EpisodeParams }>(`${EPISODE}/media`, {
    config: { least: 'viewer', cacheControl: NO_STORE },
    schema: { tags: ['acquisition'], summary: 'Subtitles and chapters of an episode, with links for four hours', params: episodeParams, response: { 200: answerSchema } },
  }, ({ params }) => mediaOf(deps, playableOf(params)))
}

async function mediaOf({ movieJobs, objects, signingKey, system }: Deps, of: string | Playable): Promise<MediaAnswer> {
  const job = await jobToPlay(movieJobs, of)
  const stored = job.storageKey === null ? undefined : await storedMedia(objects, posix.dirname(job.storageKey))
  if (!stored) return NOTHING
  const urlOf = (key: string) => signedLink(signingKey, key, system.now() + limits.streamLinkMs).url
  const { info, playability, chapters, subtitles } = stored
  return { info, playability, chapters, subtitles: subtitles.map(({ key, ...facts }) => ({ ...facts, url: urlOf(key) })) }
}

async function storedMedia(objects: Deps['objects'], folder: string): Promise<StoredMedia | undefined> {
  const found = await objects.get(`${folder}/media.json`)
  if (!found) return undefined
  if (found.info.sizeBytes > limits.storedMediaBytesMax) throw new RequestError('STORAGE_ERROR', 'What is kept beside this film is not what was put there.')
  return await new Response(found.body as ReadableStream<Uint8Array<ArrayBuffer>>).json() as StoredMedia
}
