/** How long films stay, what people may ask for, and what lies in the store that nobody needs. */

import type { FastifyInstance } from 'fastify'
import type { AcquisitionEvent } from '../../domain/acquisition-events.ts'
import type { Recorded } from '../../domain/event.ts'
import { START } from '../../domain/event.ts'
import type { RequestRules } from '../../domain/request-rules.ts'
import { NO_QUOTA } from '../../domain/request-rules.ts'
import type { RetentionRules } from '../../domain/retention.ts'
import { replayRetention } from '../../projections/replay-retention.ts'
import type { Orphans, PastUnderRules, RetentionAnswer, StorageAnswer } from '../../projections/wire-storage.ts'
import { requestRulesSchema, requestsScope } from '../connections/requests-scope.ts'
import { retentionRulesSchema, retentionScope } from '../connections/retention-scope.ts'
import type { Settings } from '../connections/settings-store.ts'
import type { Database } from '../db/database.ts'
import type { EventStore } from '../event-store/event-store.ts'
import { NO_STORE, PRIVATE } from '../http.ts'
import { limits } from '../limits.ts'
import type { ObjectStore } from '../object-store/object-store.ts'
import type { ReadModels } from '../read-models.ts'
import { findOrphans, removeOrphans } from '../storage/orphans.ts'
import type { System } from '../system.ts'
import { instantOf } from '../system.ts'
import { personOf } from './issue.ts'
import { answer, bodyOf, listOf, nullable } from './schemas.ts'

export interface StoragePorts {
  readonly database: Database
  readonly objects: Pick<ObjectStore, 'list' | 'delete'>
  readonly settings: Settings
  readonly store: Pick<EventStore, 'readAll' | 'lastPosition'>
  readonly models: Pick<ReadModels, 'caughtUp'>
  readonly system: Pick<System, 'now'>
}

const tags = ['Storage']
const string = { type: 'string' } as const
const integer = { type: 'integer' } as const
const orphansSchema = answer({ folders: listOf(answer({ folder: string, objects: integer, sizeBytes: integer, modifiedAt: string })), sizeBytes: integer, more: { type: 'boolean' } })
const version = { type: 'integer', minimum: 0 } as const
const storageSchema = answer({
  retention: answer({ value: retentionRulesSchema, version }), requests: answer({ value: requestRulesSchema, version }), ranAt: nullable(string), dueAt: string, report: { type: 'object', nullable: true, additionalProperties: true },
})

export function storageRoutes(app: FastifyInstance, ports: StoragePorts): void {
  const { settings, database, models, store } = ports
  /** While the read model lacks jobs, their films would look like nobody's. Throws UNAVAILABLE then. */
  const ownersKnown = async () => {
    await models.caughtUp(await store.lastPosition(), ['jobs'])
    return { ...ports, database: database.pool }
  }
  const admin = { least: 'admin', cacheControl: NO_STORE } as const

  app.get('/api/retention', {
    config: { least: 'viewer', cacheControl: PRIVATE },
    schema: { summary: 'How long films stay, and what you may ask for', tags, response: { 200: answer({ rules: retentionRulesSchema, quota: requestRulesSchema.properties.quotas.properties.member, membersNeedApproval: { type: 'boolean' } }) } },
  }, async (request): Promise<RetentionAnswer> => {
    const { role } = personOf(request)
    const { quotas, membersNeedApproval } = settings.read(requestsScope).value
    return { rules: settings.read(retentionScope).value, quota: role === 'viewer' || role === 'member' ? quotas[role] : NO_QUOTA, membersNeedApproval }
  })

  app.get('/api/admin/storage', { config: admin, schema: { summary: 'Rules, quotas, and what housekeeping did last', tags, response: { 200: storageSchema } } }, () => storageOf(ports))

  app.put<{ Body: { from: number; value: RetentionRules } }>('/api/admin/storage/retention', {
    config: admin, schema: { summary: 'Set how long films stay', tags, body: answer({ from: version, value: retentionRulesSchema }), response: { 200: storageSchema } },
  }, async (request) => {
    await settings.change(retentionScope, request.body, personOf(request).userId)
    return await storageOf(ports)
  })

  app.put<{ Body: { from: number; value: RequestRules } }>('/api/admin/storage/requests', {
    config: admin, schema: { summary: 'Set what people may ask for', tags, body: answer({ from: version, value: requestRulesSchema }), response: { 200: storageSchema } },
  }, async (request) => {
    await settings.change(requestsScope, request.body, personOf(request).userId)
    return await storageOf(ports)
  })

  app.post('/api/admin/storage/run', { config: admin, schema: { summary: 'Let housekeeping run soon', tags, response: { 200: storageSchema } } }, async () => {
    await database.kysely.updateTable('housekeeping').set({ dueAt: instantOf(ports.system) }).execute()
    return await storageOf(ports)
  })

  app.post<{ Body: RetentionRules }>('/api/admin/storage/what-if', {
    config: admin,
    schema: {
      summary: 'What rules would have done to the recorded past', tags, body: retentionRulesSchema,
      response: { 200: answer({ films: integer, watchedLater: integer, examples: listOf(answer({ jobId: string, playable: { type: 'object', additionalProperties: true }, at: string, watchedAt: nullable(string) })) }) },
    },
  }, (request) => pastUnder(request.body, ports))

  app.get('/api/admin/storage/orphans', { config: admin, schema: { summary: 'Files of films that belong to no download', tags, response: { 200: orphansSchema } } }, async (): Promise<Orphans> => findOrphans(await ownersKnown()))

  app.post<{ Body: { folders: readonly string[] } }>('/api/admin/storage/orphans/remove', {
    config: admin,
    schema: {
      summary: 'Delete such files', tags, body: bodyOf({ folders: { type: 'array', items: { type: 'string', maxLength: 200 }, maxItems: limits.orphanFoldersShown, uniqueItems: true } }, ['folders']),
      response: { 200: orphansSchema },
    },
  }, async (request): Promise<Orphans> => {
    const orphanPorts = await ownersKnown()
    const removed = await removeOrphans(request.body.folders, orphanPorts)
    request.log.info({ removed }, 'files that belonged to no download are deleted')
    return await findOrphans(orphanPorts)
  })
}

async function storageOf({ settings, database }: StoragePorts): Promise<StorageAnswer> {
  const { value: retention, version: retentionVersion } = settings.read(retentionScope)
  const { value: requests, version: requestsVersion } = settings.read(requestsScope)
  const { ranAt, dueAt, report } = await database.kysely.selectFrom('housekeeping').select(['ranAt', 'dueAt', 'report']).executeTakeFirstOrThrow()
  return { retention: { value: retention, version: retentionVersion }, requests: { value: requests, version: requestsVersion }, ranAt, dueAt, report }
}

const TOLD: readonly AcquisitionEvent['type'][] = ['MovieReady', 'MovieStreamed', 'MovieKept', 'MovieReleased', 'MovieRestored', 'MovieDeleted', 'CopySaved', 'CopyRemoved']

async function pastUnder(rules: RetentionRules, { store, system }: StoragePorts): Promise<PastUnderRules> {
  const replay = replayRetention(rules)
  for await (const event of store.readAll(START, { categories: ['acquisition'], types: TOLD })) replay.hear(event as Recorded<AcquisitionEvent>)
  const left = replay.until(instantOf(system))
  return { films: left.length, watchedLater: left.filter(({ watchedAt }) => watchedAt !== null).length, examples: left.slice(-limits.retentionExamplesMax).reverse() }
}
