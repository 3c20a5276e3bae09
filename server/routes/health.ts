/** Whether it runs, whether it can work, and its figures. */

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { projections } from '../../projections/index.ts'
import type { Said } from '../../projections/said.ts'
import { say } from '../../projections/said.ts'
import type { Health, ProjectionInfo, RebuildStatus } from '../../projections/wire.ts'
import { isLoopback } from '../loopback.ts'
import { importsByStatus } from '../catalogue-import/sync-infos.ts'
import { retentionScope } from '../connections/retention-scope.ts'
import type { Settings } from '../connections/settings-store.ts'
import type { Database } from '../db/database.ts'
import { outboxCounts } from '../db/outbox-counts.ts'
import type { InfoPorts } from '../db/projection-infos.ts'
import { projectionInfos } from '../db/projection-infos.ts'
import { UNFINISHED } from '../db/rebuilds.ts'
import { NO_STORE } from '../http.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { CatalogueFigures, Metrics } from '../metrics.ts'
import type { SmsSender } from '../sms/sms-sender.ts'
import type { ObjectStore } from '../object-store/object-store.ts'
import type { ReleaseFinder } from '../releases/release-finder.ts'
import type { ReadModels } from '../read-models.ts'
import { RequestError } from '../request-error.ts'
import { storageFigures } from '../storage/storage-figures.ts'
import type { System } from '../system.ts'
import type { Webhooks } from '../webhooks/webhooks.ts'
import type { Attempts } from '../webhooks/attempts.ts'
import { hookFigures } from '../webhooks/hook-figures.ts'
import { answer, listOf, saidProperties } from './schemas.ts'

export interface HealthPorts {
  readonly database: Database
  readonly store: InfoPorts['store']
  readonly objects: Pick<ObjectStore, 'head'>
  readonly models: ReadModels
  readonly settings: Settings
  readonly metrics: Metrics
  readonly system: Pick<System, 'now'>
  /** How many WebSockets are open. */
  readonly sockets: () => number
  readonly catalogueFigures: () => CatalogueFigures
  readonly indexerFigures: ReleaseFinder['figures']
  readonly webhooks: Pick<Webhooks, 'set'>
  readonly attempts: Pick<Attempts, 'standings'>
  readonly mailer: Pick<Mailer, 'way' | 'last'>
  readonly smsSender: Pick<SmsSender, 'way' | 'last'>
}
/** `well: false` where it does not do its work, though that is no reason to turn anyone away. */
type Check = Health['checks'][number] & { readonly well?: boolean }
/** `part`: `[a-z-]+`. */
export interface PartReport { readonly part: string; readonly well: boolean; readonly message: string }

const config = { least: 'anyone', cacheControl: NO_STORE } as const
const string = { type: 'string' } as const
const healthSchema = answer({ ready: { type: 'boolean' }, checks: listOf(answer({ name: string, ok: { type: 'boolean' }, ...saidProperties })) })

export function healthRoutes(app: FastifyInstance, ports: HealthPorts): void {
  app.get('/ping', { config, schema: { response: { 200: answer({ status: string }) } } }, async () => ({ status: 'OK' }))
  app.get('/health/live', { config, schema: { response: { 200: answer({ status: string }) } } }, async () => ({ status: 'OK' }))
  app.get('/health/ready', { config, schema: { response: { 200: healthSchema, 503: healthSchema } } }, async (_request, reply) => {
    const health = await healthOf(ports)
    return await reply.code(health.ready ? 200 : 503).send(health)
  })
  app.get('/metrics', { config }, async (request, reply) => {
    if (request.person?.role !== 'admin' && !isLocal(request)) throw new RequestError('FORBIDDEN', 'Only an admin, or a program on the same machine, may see the figures.')
    const { metrics, models, sockets, catalogueFigures, indexerFigures } = ports
    return await reply.type(metrics.contentType).send(await metrics.text({ jobs: models.countJobs, projections: () => infosOf(ports), sockets, outbox: () => outboxCounts(ports.database.kysely, null), imports: () => importsByStatus(ports.database), catalogue: catalogueFigures, unrecordedSettings: () => ports.settings.unrecorded, indexers: indexerFigures, storage: () => storageFigures(ports.database, ports.settings.read(retentionScope).value.quotaBytes), webhooks: () => hookFigures(ports) }))
  })
}

/** A reverse proxy on this machine is not a program of this machine: it speaks for others, and says so. */
function isLocal({ socket, headers }: FastifyRequest): boolean {
  const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? ''
  return isLoopback(address) && headers['x-forwarded-for'] === undefined && headers.forwarded === undefined
}

/** Of each part whether it does its work, to be told to who wants to know; all projections are one. */
export async function reportHealth(ports: HealthPorts): Promise<readonly PartReport[]> {
  const { checks } = await healthOf(ports)
  const isWell = ({ ok, well = true }: Check) => ok && well
  return [...Map.groupBy(checks, ({ name }) => name.startsWith('projection ') ? 'projections' : name.replaceAll(' ', '-'))].map(([part, own]) => {
    const ill = own.filter((check) => !isWell(check))
    return { part, well: ill.length === 0, message: ill.length === 0 ? 'It does its work again.' : ill.map(({ name, message }) => part === 'projections' ? `${name} ${message}` : message).join('; ') }
  })
}

async function healthOf(ports: HealthPorts): Promise<{ readonly ready: boolean; readonly checks: readonly Check[] }> {
  const checks: readonly Check[] = (await Promise.all([
    check('database', async () => { await sql`select 1`.execute(ports.database.kysely) }),
    check('event store', async () => { await ports.store.lastPosition() }),
    check('object store', async () => { await ports.objects.head('health') }),
    projectionChecks(ports).catch((): Check[] => [{ name: 'projections', ok: false, ...say('HEALTH_UNKNOWN') }]),
    outboxCheck(ports).catch((): Check => ({ name: 'outbox', ok: false, ...say('HEALTH_UNKNOWN') })),
    importsCheck(ports).catch((): Check => ({ name: 'imports', ok: false, ...say('HEALTH_UNKNOWN') })),
    webhooksCheck(ports).catch((): Check => ({ name: 'webhooks', ok: false, ...say('HEALTH_UNKNOWN') })),
    mailCheck(ports.mailer),
    smsCheck(ports.smsSender),
    catalogueCheck(ports.catalogueFigures()),
  ])).flat()
  return { ready: checks.every(({ ok }) => ok), checks }
}

/** What exactly is wrong is for the log: these answers are for anyone. */
async function check(name: string, ask: () => Promise<void>): Promise<Check> {
  return await ask().then(() => ({ name, ok: true, ...say('HEALTH_REACHED') }), () => ({ name, ok: false, ...say('HEALTH_UNREACHED') }))
}

async function projectionChecks(ports: HealthPorts): Promise<Check[]> {
  return (await infosOf(ports)).map((info) => ({ name: `projection ${info.name}`, ...stateOf(info) }))
}

function stateOf({ version, servedVersion, status, position, lagEvents, error, rebuild }: ProjectionInfo): Omit<Check, 'name'> {
  if (status === 'failed') return { ok: false, ...say('HEALTH_STOPPED', { type: error?.type ?? 'an event', position: error?.position ?? position }) }
  if (status !== 'building') return { ok: true, ...say('HEALTH_BEHIND', { count: lagEvents }) }
  const read = { version: String(version), served: String(servedVersion), count: lagEvents }
  // Until the new version is filled, what is read stands still: fine while somebody works at it.
  return rebuild && UNFINISHED.includes(rebuild.status) ? { ok: true, ...say('HEALTH_FILLING', read) } : { ok: false, ...say('HEALTH_UNFILLED', { ...read, rebuild: rebuildOf(rebuild?.status) }) }
}

function rebuildOf(status: RebuildStatus | undefined): Said {
  switch (status) {
    case undefined: return say('HEALTH_REBUILD_NONE')
    case 'failed': return say('HEALTH_REBUILD_FAILED')
    case 'cancelled': return say('HEALTH_REBUILD_CANCELLED')
    case 'done': return say('HEALTH_REBUILD_DONE')
    case 'paused': case 'requested': case 'folding': case 'catching_up': case 'verifying': return say('HEALTH_REBUILD_PAUSED')
  }
}

async function infosOf({ database, store, system }: HealthPorts): Promise<readonly ProjectionInfo[]> {
  return await projectionInfos(projections, { database, store, nowMs: system.now() })
}

/** A dead letter is for somebody to look at, and no reason to turn everyone away. */
async function outboxCheck(ports: HealthPorts): Promise<Check> {
  const { waiting, dead } = await outboxCounts(ports.database.kysely, null)
  return { name: 'outbox', ok: true, ...say('HEALTH_OUTBOX', { waiting, dead }) }
}

/** Without TMDB older answers are shown: no reason to turn anyone away either. How much is asked tells what the household does, and is for `/metrics`. */
function catalogueCheck({ tmdb, ratings }: CatalogueFigures): Check {
  const state = !tmdb ? say('HEALTH_TMDB_UNSET') : tmdb.breaker === 'closed' ? say('HEALTH_ASKED', { name: 'TMDB' }) : say('HEALTH_TMDB_SILENT')
  const others = Object.entries(ratings).map(([name, { breaker }]) => say(breaker === 'closed' ? 'HEALTH_ASKED' : 'HEALTH_SILENT', { name }))
  return { name: 'catalogue', ok: true, well: tmdb?.breaker !== 'open', ...others.reduce((one, other) => say('HEALTH_BOTH', { one, other }), state) }
}

/** One that has stopped waits for an admin, and is no reason either. */
async function importsCheck({ database }: HealthPorts): Promise<Check> {
  const { running, failed } = await importsByStatus(database)
  return { name: 'imports', ok: true, well: failed === 0, ...say('HEALTH_IMPORTS', { running, failed }) }
}

/** One that does not get through is its receiver's affair, and an admin's. */
async function webhooksCheck(ports: HealthPorts): Promise<Check> {
  const { hooks: { working, new: fresh, failing, dead, gone }, dead: letters } = await hookFigures(ports)
  return { name: 'webhooks', ok: true, well: dead + gone === 0, ...say('HEALTH_WEBHOOKS', { working: working + fresh + failing, lost: dead + gone, dead: letters }) }
}

/** A mail that is not taken is for an admin; that there is none is a choice. What one receiver is refused for is not the mail server's state. */
function mailCheck({ way, last }: HealthPorts['mailer']): Check {
  const code = last()?.code ?? null
  const well = code === null || code === 'MAIL_REFUSED'
  const told = way === 'off' ? say('HEALTH_MAIL_OFF') : way === 'log' ? say('HEALTH_MAIL_LOG') : well ? say('HEALTH_MAIL_SENT') : say('HEALTH_MAIL_ILL', { told: say(code) })
  return { name: 'mail', ok: true, well, ...told }
}

/** As of mail. That an answer was lost says nothing of the next. */
function smsCheck({ way, last }: HealthPorts['smsSender']): Check {
  const code = last()?.code ?? null
  const well = code === null || code === 'SMS_REFUSED' || code === 'SMS_UNANSWERED'
  const told = way === 'off' ? say('HEALTH_SMS_OFF') : way === 'log' ? say('HEALTH_SMS_LOG') : well ? say('HEALTH_SMS_SENT') : say('HEALTH_SMS_ILL', { told: say(code) })
  return { name: 'sms', ok: true, well, ...told }
}
