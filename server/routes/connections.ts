/** Indexers, news servers, the object store and how downloads go on, for admins: set up, tried out, put in order. What is secret only comes in. */

import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { DownloadSettings } from '../../domain/download-settings.ts'
import { limitNow } from '../../domain/download-settings.ts'
import type { ConnectionTest, ConnectionsAnswer, DownloadsAnswer, IndexerWish, NewsServerWish } from '../../projections/wire-connections.ts'
import type { Config } from '../config.ts'
import { isDemoAlone } from '../config.ts'
import { apiKeyProperty, indexerProperties, newsServerProperties, passwordProperty } from '../connections/connection-scope.ts'
import type { Connections, Kind } from '../connections/connections.ts'
import { downloadSchema, downloadScope } from '../connections/download-scope.ts'
import type { Settings } from '../connections/settings-store.ts'
import type { ConnectionTests } from '../connections/test-connections.ts'
import { NO_STORE } from '../http.ts'
import { limits } from '../limits.ts'
import type { Metrics } from '../metrics.ts'
import { isS3 } from '../object-store/s3-address.ts'
import type { ReleaseFinder } from '../releases/release-finder.ts'
import type { System } from '../system.ts'
import { personOf } from './issue.ts'
import { answer, connectionTest as test, listOf, nullable, version } from './schemas.ts'

export interface ConnectionPorts {
  readonly config: Pick<Config, 'dataDir' | 'objectStoreUrl' | 'demo' | 'indexerUrl' | 'usenetHost'>
  readonly connections: Connections
  readonly connectionTests: ConnectionTests
  readonly settings: Settings
  readonly indexerFigures: ReleaseFinder['figures']
  readonly metrics: Pick<Metrics, 'connectionTested'>
  readonly system: System
}

const tags = ['Administration']
const config = { least: 'admin', cacheControl: NO_STORE } as const
/** A test opens connections to others: nobody needs many. */
const testing = { ...config, rateLimit: { max: limits.connectionTestsPerMinute } }
const string = { type: 'string' } as const
const integer = { type: 'integer' } as const
const boolean = { type: 'boolean' } as const
const id = { type: 'string', pattern: '^([0-9a-f-]{36}|(environment|demo)(-\\d{1,2})?)$' } as const
const source = { type: 'string', enum: ['environment', 'demo', 'here'] } as const
const body = (properties: Readonly<Record<string, object>>, required: readonly string[]) => ({ type: 'object', properties, required, additionalProperties: false })
const idParams = body({ id }, ['id'])

const indexerInfo = { title: 'indexer', ...answer({ id: string, source, ...indexerProperties, searches: integer, grabs: integer }) }
const newsServerInfo = { title: 'news server', ...answer({ id: string, source, ...newsServerProperties }) }
const connectionsAnswer = {
  title: 'connections',
  ...answer({
    version: integer, changedAt: nullable(string), indexers: listOf(indexerInfo), newsServers: listOf(newsServerInfo),
    objectStore: answer({ kind: { type: 'string', enum: ['folder', 's3'] }, where: string }), reaches: { type: 'string', enum: ['this machine', 'the network'] },
  }),
}
const limit = answer({ paused: boolean, speedLimitBytes: nullable(integer), rule: nullable(integer) })
const downloadsAnswer = { title: 'how downloads go on', ...answer({ version: integer, settings: { title: 'download settings', ...downloadSchema }, now: limit, timeZone: string }) }

interface KindRoutes { readonly kind: Kind; readonly path: string; readonly what: string; readonly properties: Readonly<Record<string, object>>; readonly secret: Readonly<Record<string, object>> }
const KINDS: readonly KindRoutes[] = [
  { kind: 'indexers', path: '/api/admin/indexers', what: 'indexer', properties: indexerProperties, secret: { apiKey: apiKeyProperty } },
  { kind: 'newsServers', path: '/api/admin/usenet-servers', what: 'news server', properties: newsServerProperties, secret: { password: passwordProperty } },
]
type Wish = IndexerWish & NewsServerWish

export function connectionRoutes(app: FastifyInstance, ports: ConnectionPorts): void {
  app.get('/api/admin/connections', {
    config, schema: { summary: 'Indexers, news servers and the object store as they are set up; without secrets', tags, response: { 200: connectionsAnswer } },
  }, () => shown(ports))
  app.post<{ Body: { version: number } }>('/api/admin/connections/undo', {
    config, schema: { summary: 'Take back the change of indexers or news servers that led to this version, secrets included; CONFLICT when another came since', tags, body: body({ version }, ['version']), response: { 200: connectionsAnswer } },
  }, async (request) => {
    await ports.connections.undo({ from: request.body.version, actor: personOf(request).userId })
    return await shown(ports)
  })
  app.post('/api/admin/object-store/test', {
    config: testing, schema: { summary: 'Write, read and delete a small object', tags, response: { 200: test } },
  }, (request) => tested(ports, request, 'object store', 'object store', () => ports.connectionTests.objectStore()))
  for (const each of KINDS) kindRoutes(app, ports, each)
  downloadRoutes(app, ports)
}

function kindRoutes(app: FastifyInstance, ports: ConnectionPorts, { kind, path, what, properties, secret }: KindRoutes): void {
  const { connections, connectionTests } = ports
  const wish = body({ ...properties, ...secret }, Object.keys(properties))
  const change = body({ version, [what === 'indexer' ? 'indexer' : 'newsServer']: wish }, ['version', what === 'indexer' ? 'indexer' : 'newsServer'])
  const wishOf = (given: { indexer?: Wish; newsServer?: Wish }) => (given.indexer ?? given.newsServer)!
  const by = (request: FastifyRequest, from: number) => ({ from, actor: personOf(request).userId })
  type Body = { version: number; indexer?: Wish; newsServer?: Wish }

  app.post<{ Body: Body }>(path, { config, schema: { summary: `Set up one more ${what}`, tags, body: change, response: { 201: connectionsAnswer } } }, async (request, reply) => {
    await connections.save(kind, null, wishOf(request.body), by(request, request.body.version))
    return await reply.code(201).send(await shown(ports))
  })
  app.put<{ Body: Body; Params: { id: string } }>(`${path}/:id`, { config, schema: { summary: `Change how a ${what} is set up`, tags, params: idParams, body: change, response: { 200: connectionsAnswer } } }, async (request) => {
    await connections.save(kind, request.params.id, wishOf(request.body), by(request, request.body.version))
    return await shown(ports)
  })
  app.delete<{ Params: { id: string }; Body: { version: number } }>(`${path}/:id`, {
    config, schema: { summary: `Forget a ${what}`, tags, params: idParams, body: body({ version }, ['version']), response: { 200: connectionsAnswer } },
  }, async (request) => {
    await connections.remove(kind, request.params.id, by(request, request.body.version))
    return await shown(ports)
  })
  app.put<{ Body: { version: number; ids: string[] } }>(`${path}/order`, {
    config, schema: { summary: `All ${what}s that are set up here, in a new order`, tags, body: body({ version, ids: { type: 'array', items: { type: 'string', format: 'uuid' }, maxItems: 100, uniqueItems: true } }, ['version', 'ids']), response: { 200: connectionsAnswer } },
  }, async (request) => {
    await connections.order(kind, request.body.ids, by(request, request.body.version))
    return await shown(ports)
  })
  const test = (request: FastifyRequest, given: Wish | null, from: string | null) => {
    if (kind === 'indexers') {
      const settings = connections.indexerOf(given, from)
      return tested(ports, request, what, settings.name, () => connectionTests.indexer(settings))
    }
    const settings = connections.newsServerOf(given, from)
    return tested(ports, request, what, settings.name, () => connectionTests.newsServer(settings))
  }
  app.post<{ Params: { id: string } }>(`${path}/:id/test`, { config: testing, schema: { summary: `Try a ${what} out as it is set up`, tags, params: idParams, response: { 200: testSchema } } }, (request) => test(request, null, request.params.id))
  app.post<{ Body: Body & { id?: string } }>(`${path}/test`, {
    config: testing, schema: { summary: `Try a ${what} out before it is set up, or changed: then with its id, so that its secret need not be given again`, tags, body: body({ id, ...change.properties }, [what === 'indexer' ? 'indexer' : 'newsServer']), response: { 200: testSchema } },
  }, (request) => test(request, wishOf(request.body), request.body.id ?? null))
}
const testSchema = test

function downloadRoutes(app: FastifyInstance, { settings, system }: ConnectionPorts): void {
  const shown = (): DownloadsAnswer => {
    const { value, version } = settings.read(downloadScope)
    return { version, settings: value, now: limitNow(value, system.now(), system.timeZone), timeZone: system.timeZone }
  }
  app.get('/api/admin/downloads', { config, schema: { summary: 'Whether and how fast downloads go on, and what holds now', tags, response: { 200: downloadsAnswer } } }, async () => shown())
  app.put<{ Body: { version: number; settings: DownloadSettings } }>('/api/admin/downloads', {
    config, schema: { summary: 'Pause downloads or let them go on, limit their speed, set a schedule', tags, body: body({ version, settings: downloadSchema }, ['version', 'settings']), response: { 200: downloadsAnswer } },
  }, async (request) => {
    await settings.change(downloadScope, { from: request.body.version, value: request.body.settings }, personOf(request).userId)
    return shown()
  })
}

async function tested({ metrics, system }: ConnectionPorts, request: FastifyRequest, what: string, name: string, run: () => Promise<ConnectionTest>): Promise<ConnectionTest> {
  const from = system.now()
  const result = await run()
  metrics.connectionTested(what, result.ok, (system.now() - from) / 1_000)
  request.log.info({ what, name, ok: result.ok, tookMs: result.tookMs, by: personOf(request).userId }, 'a connection was tested')
  return { ...result, tookMs: Math.round(result.tookMs) }
}

async function shown({ connections, config, indexerFigures }: ConnectionPorts): Promise<ConnectionsAnswer> {
  const { version, changedAt, indexers, newsServers } = connections.shown()
  const used = new Map((await indexerFigures()).map((each) => [each.name, each]))
  return {
    version, changedAt,
    indexers: indexers.map(({ apiKey: _, ...each }) => ({ ...each, searches: used.get(each.name)?.searches ?? 0, grabs: used.get(each.name)?.grabs ?? 0 })),
    newsServers: newsServers.map(({ password: _, pipelineDepth: _depth, caCertificates: _authorities, username = null, ...each }) => ({ ...each, username })),
    objectStore: config.objectStoreUrl !== null && isS3(config.objectStoreUrl) ? { kind: 's3', where: new URL(config.objectStoreUrl).host } : { kind: 'folder', where: config.objectStoreUrl ?? `${config.dataDir}/objects` },
    reaches: isDemoAlone(config) ? 'this machine' : 'the network',
  }
}
