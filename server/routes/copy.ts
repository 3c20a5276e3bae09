/** What a device needs to save a film: where its bytes are, how they are known again, and what of them is here. */

import type { FastifyInstance } from 'fastify'
import type { JobRow } from '../../projections/jobs.ts'
import type { CopySource } from '../../projections/wire-media.ts'
import { retentionScope } from '../connections/retention-scope.ts'
import type { Settings } from '../connections/settings-store.ts'
import { NO_STORE } from '../http.ts'
import { limits } from '../limits.ts'
import type { LandingFilms } from '../media/landing-films.ts'
import type { MovieJobs } from '../media/movie-jobs.ts'
import { jobToPlay } from '../media/movie-jobs.ts'
import { signedLink } from '../media/signed-link.ts'
import type { ObjectStore } from '../object-store/object-store.ts'
import { RefusalError, RequestError } from '../request-error.ts'
import type { System } from '../system.ts'
import { etagOfLanding, landingLink } from './landing-stream.ts'
import { answer, idParams, nullable } from './schemas.ts'

export interface CopyPorts {
  readonly movieJobs: Pick<MovieJobs, 'playable' | 'current' | 'byId'>
  readonly objects: Pick<ObjectStore, 'head'>
  readonly landingFilms: LandingFilms
  readonly settings: Pick<Settings, 'read'>
  readonly system: Pick<System, 'now'>
  readonly signingKey: Uint8Array
}

const text = { type: 'string' } as const
const span = { type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 2 } as const

export function copyRoute(app: FastifyInstance, ports: CopyPorts): void {
  app.get<{ Params: { jobId: string } }>('/api/jobs/:jobId/copy', {
    config: { least: 'viewer', cacheControl: NO_STORE },
    schema: {
      tags: ['acquisition'], summary: 'From where a device saves a film, for four hours; it does not count as watching it', params: idParams('jobId', { type: 'string', pattern: '^job_[a-z2-7]{26}$' }),
      response: {
        200: answer({
          state: { type: 'string', enum: ['whole', 'landing', 'later'], description: '`later`: nothing of it can be saved yet' }, url: nullable(text), expiresAt: nullable(text), contentType: nullable(text),
          sizeBytes: nullable({ type: 'integer' }), etag: nullable(text), sha256: nullable(text), landed: { type: 'array', items: span, maxItems: limits.landingSpansShown, description: 'From, up to but not including; bytes' },
        }),
      },
    },
  }, async ({ params, log }): Promise<CopySource> => {
    if (ports.settings.read(retentionScope).value.saving === 'off') throw new RefusalError({ code: 'SAVING_OFF', message: 'Films are not saved on devices here. An admin can allow it.' })
    const source = await sourceOf(ports, await jobToPlay(ports.movieJobs, params.jobId))
    log.debug({ jobId: params.jobId, state: source.state }, 'a device saves a film')
    return source
  })
}

async function sourceOf({ objects, landingFilms, signingKey, system }: CopyPorts, job: JobRow): Promise<CopySource> {
  if (job.status === 'ready' && job.storageKey !== null) {
    const info = await objects.head(job.storageKey)
    if (!info) throw new RequestError('STORAGE_ERROR', 'The file of this film is missing from the object store.')
    // Ours in any case: the app may ask no other origin for bytes.
    const link = signedLink(signingKey, job.storageKey, system.now() + limits.streamLinkMs)
    return { state: 'whole', ...link, contentType: info.contentType, sizeBytes: info.sizeBytes, etag: info.etag, sha256: job.sha256, landed: [[0, info.sizeBytes]] }
  }
  const film = job.status === 'downloading' || job.status === 'preparing' ? await landingFilms.open(job.key) : undefined
  if (film?.state !== 'playable' || film.way !== 'ranges') return { state: 'later', url: null, expiresAt: null, contentType: null, sizeBytes: null, etag: null, sha256: null, landed: [] }
  return { state: 'landing', ...landingLink(signingKey, job.key, film, system.now()), contentType: film.contentType, sizeBytes: film.sizeBytes, etag: etagOfLanding(film.tag), sha256: null, landed: film.landed }
}
