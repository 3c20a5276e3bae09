/**
 * The composition root: the configuration, then each part on top of the ones before it, then the door. What was started is
 * stopped in the opposite order, at the end or when a later part cannot start. It alone may start workers and the demo.
 */

import { join, resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import manifest from '../package.json' with { type: 'json' }
import type { UserId } from '../domain/event.ts'
import type { DemoAddresses } from '../demo/start-demo.ts'
import { projections } from '../projections/index.ts'
import { refreshCatalogue } from '../workers/catalogue-sync/refresh-catalogue.ts'
import { runSyncs } from '../workers/catalogue-sync/run-syncs.ts'
import { runImports } from '../workers/library-import/run-imports.ts'
import { runDescribeTitles } from '../workers/describe-titles.ts'
import { databaseClock, runHousekeeping } from '../workers/housekeeping/run-housekeeping.ts'
import { startProjector } from '../workers/projector.ts'
import { startHousePolicies } from '../workers/start-policies.ts'
import type { DownloaderSettings } from '../workers/downloader-messages.ts'
import { startDownloader } from '../workers/start-downloader.ts'
import { landingFilmsRelay } from '../workers/streaming/landing-films-relay.ts'
import { startRebuilds } from '../workers/start-rebuilds.ts'
import { watchHealth } from '../workers/watch-health.ts'
import { testNewsServer } from '../workers/usenet/test-news-server.ts'
import type { Server } from './compose.ts'
import { composeServer } from './compose.ts'
import type { Config } from './config.ts'
import { downloadScope } from './connections/download-scope.ts'
import { ConfigError, EXIT_CONFIG, loadConfig } from './config.ts'
import { retentionScope } from './connections/retention-scope.ts'
import type { Connection, Database } from './db/database.ts'
import { openDatabase } from './db/database.ts'
import { eventStoreName, followEventStore } from './db/event-store-name.ts'
import { startEmbeddedPostgres } from './db/embedded-postgres.ts'
import type { EventStore } from './event-store/event-store.ts'
import { openEventStore } from './event-store/open-event-store.ts'
import { limits } from './limits.ts'
import { createLogger } from './logger.ts'
import { objectStoreSettings, openObjectStore } from './object-store/open-object-store.ts'
import type { ObjectStore } from './object-store/object-store.ts'
import { compilePatterns } from './releases/parse-release.ts'
import { realSystem } from './system.ts'
import { indexerDefaults, newsServerDefaults, upstreamsOf, withDemo } from './upstreams.ts'
import type { Upstreams } from './upstreams.ts'

interface Databases { readonly connection: Connection; readonly database: Database; readonly eventStoreUrl: string | null; readonly recorded: EventStore }

const EXIT_FAILURE = 1
const system = realSystem
const appFolder = fileURLToPath(new URL('../pwa/dist', import.meta.url))

const config = loadOrExit()
const log = createLogger(config)
const landingFilms = landingFilmsRelay()
const parts = new AsyncDisposableStack()
let stopping: Promise<void> | undefined
// Ctrl-C arrives twice, from the terminal and from npm: the second one must not end what the first one is ending.
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (!stopping) log.info({ signal }, 'stopping')
    stopping ??= stop(0)
  })
}
try {
  await start()
} catch (error) {
  // A part that is stopped while it starts fails, and that is nobody's news.
  if (!stopping) say(`Rewind cannot start: ${reasonOf(error)}`)
  log.debug({ err: error }, 'cannot start')
  await (stopping ??= stop(EXIT_FAILURE))
}

async function start(): Promise<void> {
  const [upstreams, databases] = await Promise.all([openUpstreams(), openDatabases()])
  const objects = await openObjectStore(objectStoreSettings(config), system, log)
  const server = await composeServer({ config, version: manifest.version, appFolder, objects, landingFilms, log, system, ...databases, tmdb: upstreams.tmdb, acquisition: upstreams, testNewsServer })
  parts.defer(server.close)
  await startWorkers(databases, server, upstreams, objects)
  const address = await server.app.listen({ port: config.port, host: config.host, listenTextResolver: (address) => `listening at ${address}` })
  parts.defer(() => server.app.close())
  greet(address, server)
  compilePatterns()
}

async function openUpstreams(): Promise<Upstreams> {
  const set = upstreamsOf(config)
  if (!config.demo) return set
  const { startDemoInWorker } = await import('../demo/start-demo-in-worker.ts')
  const demo = await startDemoInWorker({
    cacheDir: join(config.dataDir, 'demo'),
    // Started anew it would be at other addresses, which nobody here would know.
    onCrash(error) {
      log.error({ err: error }, 'the demo has died')
      stopping ??= stop(EXIT_FAILURE)
    },
  })
  parts.defer(demo.stop)
  return withDemo(set, upstreamsOfDemo(demo))
}

function upstreamsOfDemo({ tmdbBaseUrl, tmdbImageBaseUrl, tmdbToken, newznabUrl, annexUrl, newznabApiKey, nntp }: DemoAddresses): Upstreams {
  return {
    tmdb: { baseUrl: tmdbBaseUrl, imageBaseUrl: tmdbImageBaseUrl, token: tmdbToken },
    exportBaseUrl: new URL('/p/exports', tmdbBaseUrl).href,
    indexers: [['Demo', newznabUrl], ['Demo annex', annexUrl]].map(([name, url]) => ({ ...indexerDefaults, name: name!, url: url!, apiKey: newznabApiKey })),
    newsServers: [{ ...newsServerDefaults, name: 'Demo', ...nntp }],
  }
}

async function openDatabases(): Promise<Databases> {
  const connection = config.databaseUrl === null ? await ownPostgres() : { connectionString: config.databaseUrl }
  const database = await open(connection, 'DATABASE_URL')
  const eventStoreUrl = config.eventStoreUrl === config.databaseUrl ? null : config.eventStoreUrl
  const recorded = await reaching('EVENT_STORE_URL', () => openEventStore({ url: eventStoreUrl, database, system, log }))
  parts.defer(recorded.close)
  const name = eventStoreName(eventStoreUrl)
  if (await followEventStore(database, name, Number(await recorded.lastPosition()), projections)) log.warn({ eventStore: name }, 'the events are in another store than before: the read models are filled again')
  return { connection, database, eventStoreUrl, recorded }
}

async function ownPostgres(): Promise<Connection> {
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, system, log })
  parts.defer(postgres.stop)
  return postgres.connection
}

async function open(connection: Connection, setting: string): Promise<Database> {
  const database = 'connectionString' in connection ? await reaching(setting, () => openDatabase({ connection, log })) : await openDatabase({ connection, log })
  parts.defer(database.close)
  return database
}

async function reaching<Part>(setting: string, open: () => Promise<Part>): Promise<Part> {
  try {
    return await open()
  } catch (error) {
    throw new Error(`the database that ${setting} names cannot be used: ${reasonOf(error)}`, { cause: error })
  }
}

async function startWorkers({ connection, eventStoreUrl, database }: Databases, server: Server, upstreams: Upstreams, objects: ObjectStore): Promise<void> {
  const { store, catalogue, commands, releases, erasure, userAccess, pushKey, pushSubscriptions, pushServices, syncAdmin, imports, settings, connections, webhooks, attempts, hookMessageOf, mailer, makeMail, makeDigest, smsSender, makeSms, onMailAsked, metrics, reportHealth } = server
  const stop = new AbortController()
  const projector = await startProjector({ store, database, projections, system, log, signal: stop.signal })
  const { masterKey, masterKeyBefore, dataDir } = config
  const rebuilding = startRebuilds({ database: connection, eventStoreUrl, masterKey, masterKeyBefore, dataDir }, { database, projections, system, log, signal: stop.signal })
  const describing = runDescribeTitles({ store, db: database.kysely, catalogue, handle: commands.handle, system, log, signal: stop.signal })
  const policies = await startHousePolicies({ store, db: database.kysely, models: database.pool, handle: commands.handle, erasure, userAccess, pushKey, pushSubscriptions, pushServices, webhooks, attempts, hookMessageOf, mailer, makeMail, makeDigest, smsSender, makeSms, onMailAsked, metrics, system, log, signal: stop.signal })
  const importing = runSyncs({
    ...imports, exportBaseUrl: upstreams.exportBaseUrl, importFolder: resolve(dataDir, 'imports'), database, store, handle: commands.handle, system, log, signal: stop.signal,
  })
  const importingLibraries = runImports({
    database, store, commands, asked: server.askedCatalogue, roleOf: roleIn(server.accounts), counted: server.metrics.libraryImported, system, log, signal: stop.signal,
  })
  const housekeeping = runHousekeeping({
    database, objects, store, handle: commands.handle, rules: () => settings.read(retentionScope).value, otherClock: () => databaseClock(database), downloads: resolve(dataDir, 'downloads'), system, log, signal: stop.signal,
  })
  const watching = watchHealth({ reportHealth, store, handle: commands.handle, system, log, signal: stop.signal })
  const refreshing = refreshCatalogue({ database, admin: syncAdmin, system, log, signal: stop.signal })
  parts.defer(async () => {
    stop.abort()
    await Promise.all([projector.stopped, rebuilding, describing, policies.stopped, importing, importingLibraries, refreshing, housekeeping, watching])
  })
  const present = (): DownloaderSettings => {
    return { servers: connections.inUse().newsServers, download: settings.read(downloadScope).value, timeZone: system.timeZone }
  }
  const downloader = startDownloader({
    database: connection, ...eventStoreUrl === null ? {} : { eventStoreUrl }, objectStore: objectStoreSettings(config),
    folder: resolve(config.dataDir, 'downloads'), ...present(),
  }, { log, system, landingFilms, releases })
  parts.defer(downloader.stop)
  server.metrics.downloadsOf(downloader.metrics)
  parts.defer(settings.follow(downloadScope, () => downloader.use(present())))
  parts.defer(connections.follow(() => downloader.use(present())))
}

/** Of who may come in. */
function roleIn({ byId }: Server['accounts']) {
  return async (userId: UserId) => {
    const account = await byId(userId)
    return account && account.disabledAt === null ? account.role : undefined
  }
}

function greet(address: string, { setupToken }: Server): void {
  const url = config.publicUrl ?? address.replace(/\/\/(0\.0\.0\.0|\[::\])/, '//localhost')
  say(`Rewind is at ${url}`)
  if (setupToken) say(`There is no admin yet. Open ${url}/set-up and enter the set-up token: ${setupToken.text}`)
  else if (config.demo) say('This is the demo. Its names and passwords are on the sign-in page.')
}

async function stop(exitCode: number): Promise<void> {
  void system.sleep(limits.closeTimeoutMs).then(() => {
    log.error({}, 'not everything stopped in time')
    process.exit(EXIT_FAILURE)
  })
  try {
    await parts.disposeAsync()
  } catch (error) {
    log.error({ err: error }, 'not everything stopped as it should')
    process.exit(EXIT_FAILURE)
  }
  process.exit(exitCode)
}

function loadOrExit(): Config {
  try {
    return loadConfig(process.env, '.env')
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    say(error.message)
    process.exit(EXIT_CONFIG)
  }
}

/** For the person who started it, beside the log. */
function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string }
  if (code === 'EADDRINUSE') return `port ${config.port} of ${config.host} is taken. Stop what listens there, or set PORT to another.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `${config.host} is no address of this machine (${code}). Set HOST to one, such as 127.0.0.1.`
  return message || code || String(error)
}
