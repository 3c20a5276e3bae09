/** Importing the catalogue, for admins: imports started, watched, paused and tried again, and single titles. */

import type { FastifyInstance } from 'fastify'
import { SYNC_SOURCES, SYNC_STATUSES, SYNC_WAYS, syncSource } from '../../domain/catalogue-sync.ts'
import type { Position } from '../../domain/event.ts'
import type { TitleRef } from '../../domain/title.ts'
import type { ImportedTitle, SyncDetail, SyncInfo, SyncsAnswer } from '../../projections/wire-syncs.ts'
import type { ImportedTitles } from '../catalogue-import/imported-titles.ts'
import type { SyncAdmin, SyncWish, TitleAdmin } from '../catalogue-import/sync-admin.ts'
import { syncInfos } from '../catalogue-import/sync-infos.ts'
import { failuresOf } from '../catalogue-import/sync-runs.ts'
import type { SyncOrder } from '../catalogue-import/sync-wish.ts'
import { wishOf } from '../catalogue-import/sync-wish.ts'
import type { Database } from '../db/database.ts'
import { NO_STORE } from '../http.ts'
import { limits } from '../limits.ts'
import type { ReadModels } from '../read-models.ts'
import { notFound } from '../request-error.ts'
import type { System } from '../system.ts'
import { feedRoute } from './feed.ts'
import { personOf } from './issue.ts'
import { answer, bodyOf, idParams, listOf, nullable, titleParams } from './schemas.ts'

export interface CatalogueSyncPorts {
  readonly database: Database
  readonly models: Pick<ReadModels, 'caughtUp'>
  readonly syncAdmin: SyncAdmin & TitleAdmin
  readonly imported: ImportedTitles
  readonly system: System
}

const tags = ['Administration']
const config = { least: 'admin', cacheControl: NO_STORE } as const
const string = { type: 'string' } as const
const number = { type: 'number' } as const
const integer = { type: 'integer' } as const
const titleProperties = { mediaType: string, tmdbId: integer } as const
const source = { ...syncSource, required: ['kind'] }
const infoProperties = {
  runId: string, source, way: { type: 'string', enum: SYNC_WAYS }, status: { type: 'string', enum: SYNC_STATUSES }, phase: string, total: nullable(integer), done: integer, gone: integer, failed: integer,
  fetched: integer, moved: integer, titlesPerSecond: nullable(number), secondsLeft: nullable(number), note: nullable(string), startedBy: string, startedAt: string, endedAt: nullable(string),
  errorCode: nullable(string), errorMessage: nullable(string), changedAt: string,
} as const
const info = { title: 'import', ...answer(infoProperties) }
const failure = answer({ ...titleProperties, code: string, message: string, retryable: { type: 'boolean' }, tries: integer })
const detail = { title: 'import with its failures', ...answer({ ...infoProperties, failures: listOf(failure), goneTitles: listOf(answer(titleProperties)) }) }
const imported = answer({ titles: integer, titlesEstimated: { type: 'boolean' }, bytes: integer })
const importedTitle = { title: 'imported title', ...answer({ ...titleProperties, title: string, year: nullable(integer), posterPath: nullable(string), imdbId: nullable(string), tvdbId: nullable(integer), fetchedAt: string }) }
const runParams = idParams('runId', { type: 'string', format: 'uuid' })
const { count: _, ...ordered } = syncSource.properties
const order = bodyOf({ source: bodyOf({ ...ordered, kind: { type: 'string', enum: SYNC_SOURCES }, ids: { type: 'string', maxLength: limits.bodyBytesMax } }, ['kind']), way: { type: 'string', enum: SYNC_WAYS } }, ['source'])

export function catalogueSyncRoutes(app: FastifyInstance, ports: CatalogueSyncPorts): void {
  const { database, models, syncAdmin, system } = ports
  const shown = async (runId: string, position: string | null): Promise<SyncInfo> => {
    if (position !== null) await models.caughtUp(position as Position, ['syncs'])
    const [found] = await syncInfos(database, system.now(), runId)
    if (!found) throw notFound('import')
    return found
  }

  app.get('/api/admin/sync', {
    config, schema: { summary: 'Imports of the catalogue, newest first, and how much has been imported', tags, response: { 200: answer({ runs: listOf(info), imported }) } },
  }, () => syncsOf(ports))

  feedRoute(app, system, { url: '/api/admin/sync/live', of: 'imports', tags, ask: () => syncsOf(ports), isBusy: ({ runs }) => runs.some(({ status }) => status === 'running') })

  app.post<{ Body: { source: SyncOrder; way?: SyncWish['way'] } }>('/api/admin/sync', {
    config, schema: { summary: 'Start an import: one title, a list of ids, an export of TMDB, what filters discover, or what anyone keeps', tags, body: order, response: { 201: info } },
  }, async (request, reply) => {
    const wish = wishOf(request.body.source, request.body.way ?? 'database')
    const { userId } = personOf(request)
    const { runId, position } = await syncAdmin.start(wish, userId)
    request.log.info({ runId, source: wish.source, way: wish.way, by: userId }, 'an admin started an import')
    return await reply.code(201).send(await shown(runId, position))
  })

  app.get<{ Params: { runId: string } }>('/api/admin/sync/:runId', {
    config, schema: { summary: 'One import, with the first titles that failed and those that TMDB does not have', tags, params: runParams, response: { 200: detail } },
  }, async ({ params: { runId } }): Promise<SyncDetail> => {
    const { failures, gone } = await failuresOf(database.kysely, runId)
    return { ...await shown(runId, null), failures, goneTitles: gone }
  })

  for (const [act, summary] of [
    ['pause', 'Pause it'], ['resume', 'Go on with one that is paused or could not go on'], ['cancel', 'Give it up; what is imported stays'], ['retry', 'Try again what failed'],
  ] as const) {
    app.post<{ Params: { runId: string } }>(`/api/admin/sync/:runId/${act}`, { config, schema: { summary, tags, params: runParams, response: { 200: info } } }, async (request) => {
      const { runId } = request.params
      const { userId } = personOf(request)
      const position = await syncAdmin.act(act, runId, userId)
      request.log.info({ runId, act, by: userId }, 'an admin acted on an import')
      return await shown(runId, position)
    })
  }
  titleRoutes(app, ports)
}

function titleRoutes(app: FastifyInstance, { imported, syncAdmin }: CatalogueSyncPorts): void {
  const url = '/api/admin/sync/titles/:mediaType/:tmdbId'
  const shown = async ({ mediaType, tmdbId }: TitleRef): Promise<ImportedTitle> => {
    const found = await imported.find({ mediaType, tmdbId })
    if (!found) throw notFound('imported title')
    const { answer: { title, year, posterPath, imdbId, tvdbId }, fetchedAt } = found
    return { mediaType, tmdbId, title, year, posterPath, imdbId, tvdbId, fetchedAt }
  }
  app.get<{ Params: TitleRef }>(url, { config, schema: { summary: 'A title as it was imported', tags, params: titleParams, response: { 200: importedTitle } } }, ({ params }) => shown(params))
  app.put<{ Params: TitleRef }>(url, { config, schema: { summary: 'Import a title now, or anew', tags, params: titleParams, response: { 200: importedTitle } } }, async (request) => {
    await syncAdmin.importTitle(request.params, personOf(request).userId)
    return await shown(request.params)
  })
  app.delete<{ Params: TitleRef }>(url, {
    config, schema: { summary: 'Delete a title from the imported catalogue; nobody\'s library changes', tags, params: titleParams, response: { 204: { type: 'null' } } },
  }, async (request, reply) => {
    await syncAdmin.deleteTitle(request.params, personOf(request).userId)
    return await reply.code(204).send()
  })
}

async function syncsOf({ database, imported, system }: CatalogueSyncPorts): Promise<SyncsAnswer> {
  const [runs, size] = await Promise.all([syncInfos(database, system.now()), imported.size()])
  return { runs, imported: size }
}
