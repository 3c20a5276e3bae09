/** The server as it is composed, over a real PostgreSQL, without a socket of its own: requests are injected. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { projections } from '../../projections/index.ts'
import type { Server, ServerOptions } from '../../server/compose.ts'
import { composeServer } from '../../server/compose.ts'
import { loadConfig } from '../../server/config.ts'
import type { Connection, Database } from '../../server/db/database.ts'
import { createPostgresEventStore } from '../../server/event-store/postgres.ts'
import { createLogger } from '../../server/logger.ts'
import { openFolderStore } from '../../server/object-store/folder.ts'
import type { ObjectStore } from '../../server/object-store/object-store.ts'
import type { LandingFilms } from '../../server/media/landing-films.ts'
import type { System } from '../../server/system.ts'
import { realSystem } from '../../server/system.ts'
import type { CatalogueSettings } from '../../server/upstreams.ts'
import { testNewsServer } from '../../workers/usenet/test-news-server.ts'
import { startProjector } from '../../workers/projector.ts'
import { landingFilmsRelay } from '../../workers/streaming/landing-films-relay.ts'
import { withPostgres } from './postgres.ts'

export interface TestApp extends Server {
  readonly connection: Connection
  readonly database: Database
  readonly dataDir: string
  /** Everything it logged. */
  log(): string
  /** As a page of ours would ask: with the header and, for a person, their cookie. */
  ask(method: InjectOptions['method'], url: string, options?: { readonly cookie?: string | undefined; readonly body?: unknown; readonly headers?: Record<string, string> }): Promise<LightMyRequestResponse>
  /** The cookie of a person who has signed in. */
  signIn(username: string, password: string): Promise<string>
}

interface Options { readonly environment?: Record<string, string>; readonly system?: System; readonly appFolder?: string; readonly tmdb?: CatalogueSettings | null; readonly landingFilms?: LandingFilms; readonly acquisition?: ServerOptions['acquisition']; readonly objectsThrough?: (objects: ObjectStore) => ObjectStore }

export async function testApp(t: { teardown(run: () => unknown): void }, { environment = {}, system = realSystem, appFolder, tmdb = null, landingFilms = landingFilmsRelay(), acquisition = { indexers: [], newsServers: [] }, objectsThrough = (objects) => objects }: Options = {}): Promise<TestApp> {
  const dataDir = mkdtempSync(join(tmpdir(), 'rewind-app-'))
  t.teardown(() => rmSync(dataDir, { recursive: true, force: true }))
  const { connection, database } = await withPostgres(t)
  const config = loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'debug', LOG_PRETTY: 'no', ...environment }, join(dataDir, '.env'))
  let logged = ''
  const log = createLogger(config, { write: (text) => { logged += text } })
  const objects = objectsThrough(await openFolderStore(join(dataDir, 'objects')))
  const recorded = await createPostgresEventStore({ database, system, log })
  const server = await composeServer({ config, version: '0.0.0', appFolder: appFolder ?? join(dataDir, 'no-app'), database, recorded, objects, landingFilms, tmdb, acquisition, testNewsServer, log, system })
  const stop = new AbortController()
  const { stopped } = await startProjector({ store: server.store, database, projections, system: realSystem, log, signal: stop.signal })
  t.teardown(async () => {
    stop.abort()
    await server.close()
    await recorded.close()
    await stopped
  })

  const ask: TestApp['ask'] = (method, url, { cookie, body, headers } = {}) => server.app.inject({
    method, url,
    headers: { 'x-rewind': '1', ...cookie === undefined ? {} : { cookie }, ...body === undefined ? {} : { 'content-type': 'application/json' }, ...headers },
    ...body === undefined ? {} : { payload: JSON.stringify(body) },
  } as InjectOptions) as Promise<LightMyRequestResponse>

  return {
    ...server, connection, database, dataDir, ask,
    log: () => logged,
    async signIn(username, password) {
      const answer = await ask('POST', '/api/session', { body: { username, password } })
      if (answer.statusCode !== 200) throw new Error(`${username} cannot sign in: ${answer.statusCode} ${answer.body}`)
      const { name, value } = answer.cookies[0]!
      return `${name}=${value}`
    },
  }
}
