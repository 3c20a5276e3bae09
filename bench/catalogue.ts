/**
 * `npm run bench:catalogue [-- --quick] [--grow] [--seed=n]`: reading a title that is kept, through the whole service (session, validation, what the
 * household and the viewer bring, ETag), against a bare Fastify route that returns the same bytes, in one process; who asks is a process
 * apart. Then how much memory 100,000 titles take that pass through a cache of so many bytes.
 */

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import fastify from 'fastify'
import { films } from '../demo/catalogue/index.ts'
import { tmdbAnswer } from '../demo/tmdb/routes.ts'
import { startTmdbServer } from '../demo/tmdb-server.ts'
import type { UserId } from '../domain/event.ts'
import { projections } from '../projections/index.ts'
import { sessionsIn } from '../server/auth/sessions.ts'
import { catalogueCache } from '../server/catalogue/catalogue-cache.ts'
import { FRESHNESS } from '../server/catalogue/freshness.ts'
import { readTitle, TITLE_QUERY } from '../server/catalogue/tmdb-title.ts'
import { composeServer } from '../server/compose.ts'
import { loadConfig } from '../server/config.ts'
import { createPostgresEventStore } from '../server/event-store/postgres.ts'
import { limits } from '../server/limits.ts'
import { silentLog } from '../server/log.ts'
import { createLogger } from '../server/logger.ts'
import { openFolderStore } from '../server/object-store/folder.ts'
import { SESSION_COOKIE } from '../server/plugins/identity.ts'
import { realSystem, uuidv7 } from '../server/system.ts'
import { testNewsServer } from '../workers/usenet/test-news-server.ts'
import { startProjector } from '../workers/projector.ts'
import { landingFilmsRelay } from '../workers/streaming/landing-films-relay.ts'
import type { Contestant, Instance, Sample } from './measure.ts'
import { benchOptions, compare, withInstance } from './measure.ts'

const PEOPLE = 40
const PATH = `/api/movies/${films[0]!.tmdbId}`
const options = benchOptions()

/** As they would be had they registered; what passwords cost is another figure. */
async function cookiesIn({ database }: Instance): Promise<string[]> {
  const people = Array.from({ length: PEOPLE }, (_, i) => ({ userId: uuidv7(realSystem) as UserId, username: `person${i}`, passwordHash: '', role: 'member' as const }))
  await database.kysely.insertInto('accounts').values(people).execute()
  const sessions = sessionsIn(database, realSystem)
  return await Promise.all(people.map(async ({ userId }) => `${SESSION_COOKIE}=${(await sessions.create(userId, { deviceId: null, userAgent: null, address: null, country: null })).token}`))
}

interface Reading { readonly port: number; readonly path: string; readonly cookies: readonly string[]; readonly bytes: number }

function reading(read: Reading, clients: number): Contestant {
  return async () => {
    const work = JSON.stringify({ ...read, clients, ms: options.ms })
    const { stdout } = await promisify(execFile)(process.execPath, ['run', '-A', join(import.meta.dirname, 'read-load.ts'), work], { maxBuffer: 64 * 2 ** 20 })
    return JSON.parse(stdout) as Sample
  }
}

async function bare(body: string): Promise<{ readonly port: number; close(): Promise<unknown> }> {
  const app = fastify()
  app.get(PATH, (_request, reply) => reply.type('application/json; charset=utf-8').send(body))
  return { port: Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port), close: () => app.close() }
}

async function readTitles(instance: Instance): Promise<void> {
  const { database, dataDir, serverPid } = instance
  const config = loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error', LOG_PRETTY: 'no' }, join(dataDir, '.env'))
  const tmdb = await startTmdbServer({ token: 'token' })
  const recorded = await createPostgresEventStore({ database, system: realSystem, log: silentLog })
  const server = await composeServer({
    config, version: '0.0.0', appFolder: join(dataDir, 'no-app'), database, recorded, landingFilms: landingFilmsRelay(), objects: await openFolderStore(join(dataDir, 'objects')),
    tmdb: { baseUrl: tmdb.apiBaseUrl, imageBaseUrl: tmdb.imageBaseUrl, token: 'token' }, acquisition: { indexers: [], newsServers: [] }, testNewsServer, log: createLogger(config, process.stderr), system: realSystem,
  })
  // It makes the read models' tables.
  const stop = new AbortController()
  const { stopped } = await startProjector({ store: server.store, database, projections, system: realSystem, log: silentLog, signal: stop.signal })
  const cookies = await cookiesIn(instance)
  const port = Number(new URL(await server.app.listen({ port: 0, host: '127.0.0.1' })).port)
  const first = await fetch(`http://127.0.0.1:${port}${PATH}`, { headers: { 'cookie': cookies[0]!, 'x-rewind': '1' } })
  const body = await first.text()
  if (first.status !== 200) throw new Error(`The title cannot be read: ${first.status} ${body}`)
  const yardstick = await bare(body)
  console.log(`a title of ${Buffer.byteLength(body)} bytes, ${PEOPLE} people`)
  for (const clients of [1, 8, 32]) {
    const of = (port: number) => reading({ port, path: PATH, cookies, bytes: Buffer.byteLength(body) }, clients)
    await compare({ what: `a kept title over HTTP, ${clients} clients`, ours: of(port), yardstick: of(yardstick.port), goal: '70 %' }, { rounds: options.rounds, serverPid })
  }
  stop.abort()
  await stopped
  await yardstick.close()
  await server.close()
  await recorded.close()
  await tmdb.stop()
}

const MiB = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`

/** Every title is another, and of the size of a real one; each is read twice, the second time from wherever it is by then. */
async function holdTitles({ database }: Instance): Promise<void> {
  const titles = options.quick ? 20_000 : 100_000 * options.scale
  const film = readTitle(tmdbAnswer(`/movie/${films[0]!.tmdbId}`, new URLSearchParams({ ...TITLE_QUERY.movie }), 0, '').body, 'movie')
  const cache = catalogueCache({ db: database.kysely, system: realSystem, log: silentLog })
  const read = (tmdbId: number) => cache.read(`bench/movie/${tmdbId}`, FRESHNESS.title, async () => ({ ...film, tmdbId, tagline: `${film.tagline} ${tmdbId}` }))
  const settle = async () => {
    // What holds memory outside the heap is let go of only after it was found to be garbage.
    for (let times = 0; times < 3; times++) {
      (globalThis as { gc?: () => void }).gc?.()
      await realSystem.sleep(300)
    }
    const { rss, heapUsed, external } = process.memoryUsage()
    return { rss, held: heapUsed + external }
  }
  const before = await settle()
  let most = 0
  const startedAt = performance.now()
  for (let from = 1; from <= titles; from += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, i) => read(from + i)))
    most = Math.max(most, process.memoryUsage.rss())
  }
  await cache.settled()
  const seconds = (performance.now() - startedAt) / 1_000
  const { memoryBytes, memoryAnswers } = cache.figures()
  const after = await settle()
  console.log(`${titles} titles kept of ${Buffer.byteLength(JSON.stringify(film))} bytes: ${Math.round(titles / seconds)}/s into the table; in memory ${memoryAnswers} of them, counted as ${MiB(memoryBytes)} of at most ${MiB(limits.catalogueMemoryBytes)}; `
    + `held for it ${MiB(after.held - before.held)}, ${((after.held - before.held) / memoryBytes).toFixed(2)} bytes for each that is counted; resident ${MiB(before.rss)} before, ${MiB(most)} at most, ${MiB(after.rss)} after, what passed through and was not given back yet included`)
}

await withInstance('catalogue', options, async (instance) => {
  await readTitles(instance)
  await holdTitles(instance)
})
