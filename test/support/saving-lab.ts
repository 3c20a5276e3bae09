/** A server that has a film, by its own routes over its own store, and a device that saves it: with a line that a test can cut. */

import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { sha256 } from '@noble/hashes/sha2.js'
import { IDBFactory } from 'fake-indexeddb'
import Fastify from 'fastify'
import type { Saving } from '../../domain/retention.ts'
import { defaultRetention } from '../../domain/retention.ts'
import type { JobRow } from '../../projections/jobs.ts'
import type { CopyPorts } from '../../pwa/saved/copy-film.ts'
import { newFilm } from '../../pwa/saved/saved-film.ts'
import { openSavedFolder } from '../../pwa/saved/saved-folder.ts'
import { openSavedRecords } from '../../pwa/saved/saved-records.ts'
import { limits } from '../../pwa/sync/limits.ts'
import type { LandingFilms } from '../../server/media/landing-films.ts'
import { openFolderStore } from '../../server/object-store/folder.ts'
import { answerErrors } from '../../server/plugins/errors.ts'
import { streamRoutes } from '../../server/routes/stream.ts'
import { realSystem } from '../../server/system.ts'
import { landingFilmsRelay } from '../../workers/streaming/landing-films-relay.ts'
import { filesInMemory } from './files-in-memory.ts'
import { ada } from './given.ts'
import { createLocks } from './sync-world.ts'
import type { Test } from './tap.ts'

export const JOB = `job_${'a'.repeat(26)}`

export interface Asked { readonly path: string; readonly method: string; readonly range: string | null }

export async function savingLab(t: Test, film: Uint8Array<ArrayBuffer> | null, { landingFilms = landingFilmsRelay() as LandingFilms } = {}) {
  const objects = await openFolderStore(join(t.testdir({}), 'objects'))
  const job = { key: JOB, movieId: 653, status: 'downloading', storageKey: null, sha256: null } as unknown as { -readonly [Name in keyof JobRow]: JobRow[Name] }
  let saving: Saving = 'free'
  const app = Fastify()
  app.decorateRequest('person', null)
  answerErrors(Object.assign(app, { rateLimit: () => async () => {} }) as never, { allowedMethods: () => [], shell: async () => undefined })
  const movieJobs = { playable: async () => job, current: async () => job, byId: async (id: string) => id === JOB && job.status !== 'deleted' ? job : undefined }
  await app.register(streamRoutes, {
    movieJobs, objects, landingFilms, system: realSystem, signingKey: new Uint8Array(32), settings: { read: () => ({ value: { ...defaultRetention, saving }, version: 1, changedAt: null, changedBy: null }) as never },
    handle: async () => { throw new Error('Saving is not watching') },
  })
  t.teardown(() => app.close())

  async function store(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const key = `movies/${JOB}/movie.mp4`
    await objects.put(key, (async function* () { yield bytes })(), { contentType: 'video/mp4' })
    Object.assign(job, { status: 'ready', storageKey: key, sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length })
  }
  if (film) await store(film)

  const line = { online: true, asked: [] as Asked[], /** Called before each question. */ before: async (_asked: Asked): Promise<void> => {}, /** Of an answer, so many bytes arrive. */ cutAfter: Infinity }
  const fetch = (async (input: string | URL | Request, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    const asked = { path: String(input).split('?')[0]!, method: init.method ?? 'GET', range: headers.get('range') }
    line.asked.push(asked)
    await Promise.race([line.before(asked), new Promise((resolve) => init.signal?.addEventListener('abort', resolve))])
    if (!line.online) throw new TypeError('No network')
    if (init.signal?.aborted) throw new DOMException('Called off', 'AbortError')
    const answer = await app.inject({ method: asked.method as 'GET', url: String(input), headers: Object.fromEntries(headers) })
    const body = answer.rawPayload.subarray(0, asked.path.startsWith('/media/') ? line.cutAfter : undefined)
    return new Response(asked.method === 'HEAD' ? null : new Uint8Array(body), { status: answer.statusCode, headers: answer.headers as Record<string, string> })
  }) as typeof globalThis.fetch

  const silences = new Set<() => void>()
  const files = filesInMemory()
  const indexedDB = new IDBFactory()
  const records = await openSavedRecords(indexedDB, ada)
  const folder = openSavedFolder(files.root, ada)
  const after: CopyPorts['environment']['after'] = (ms, run) => {
    // How long nothing has come is for the test to say.
    if (ms === limits.savedSilenceMaxMs) {
      silences.add(run)
      return () => silences.delete(run)
    }
    const timer = setTimeout(run, ms / 100)
    return () => clearTimeout(timer)
  }
  const ports: CopyPorts & { readonly environment: { readonly locks: ReturnType<typeof createLocks> } } = {
    userId: ada, records, folder, startDigest: () => sha256.create(), keepPictures: async () => {}, changed: () => {}, progressed: () => {},
    estimate: async () => ({ usage: files.usage(), quota: files.quota === Infinity ? Number.MAX_SAFE_INTEGER : files.quota }),
    environment: { now: () => Date.now(), fetch, after, locks: createLocks() },
  }
  return {
    job, line, files, indexedDB, records, folder, ports, objects, store, fetch,
    /** Nothing has come for long. */
    fallSilent: () => { for (const run of [...silences]) run() },
    forbid: () => { saving = 'off' },
    want: (jobId = JOB, addedAt = 1) => records.add(newFilm({ jobId, movieId: 653, name: 'Nosferatu', posterPath: null, backdropPath: null }, addedAt)),
    /** What of the film lies on the device, in the order of the parts. */
    saved: (jobId = JOB) => Buffer.concat([...files.files].filter(([path]) => path.startsWith(`/saved/${ada}/${jobId}/part-`)).sort(([a], [b]) => a < b ? -1 : 1).map(([, bytes]) => bytes)),
  }
}
