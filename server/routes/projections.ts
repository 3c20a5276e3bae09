/** The read models, for admins: how they are, rebuilt, verified, paused, and past an event they cannot apply. */

import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { CommandId } from '../../domain/command.ts'
import type { ProjectionCommandData } from '../../domain/projection-admin.ts'
import type { AnyProjection } from '../../projections/index.ts'
import { projections } from '../../projections/index.ts'
import type { ProjectionInfo, ProjectionsAnswer } from '../../projections/wire.ts'
import { acceptedOrThrow } from '../auth/record.ts'
import type { Database } from '../db/database.ts'
import { pauseProjection, projectionInfos, requestRebuild, resumeProjection, skipEvent, wishOfRebuild } from '../db/rebuilds.ts'
import type { EventStore } from '../event-store/event-store.ts'
import type { CommandHandler } from '../handle.ts'
import { NO_STORE } from '../http.ts'
import { notFound, RequestError } from '../request-error.ts'
import type { System } from '../system.ts'
import { instantOf, uuidv7 } from '../system.ts'
import { personOf } from './issue.ts'
import { answer, idParams, listOf, nullable } from './schemas.ts'

interface Ports { readonly database: Database; readonly store: EventStore; readonly commands: CommandHandler; readonly system: System }

const tags = ['Administration']
const config = { least: 'admin', cacheControl: NO_STORE } as const
const string = { type: 'string' } as const
const number = { type: 'number' } as const
const integer = { type: 'integer' } as const
const verified = answer({ same: { type: 'boolean' }, rows: integer, differing: listOf(string), sha256Live: string, sha256Rebuilt: string })
const rebuildInfo = answer({
  kind: string, status: string, eventsDone: integer, eventsTotal: integer, eventsPerSecond: nullable(number), secondsLeft: nullable(number), startedAt: string,
  error: nullable(string), result: nullable(verified),
})
const projectionInfo = {
  title: 'projection',
  ...answer({
    name: string, version: integer, status: string, position: string, lagEvents: integer, lagSeconds: nullable(number), rows: integer,
    error: nullable(answer({ position: string, eventId: string, type: string, message: string })), rebuild: nullable(rebuildInfo), updatedAt: string,
  }),
}
const params = idParams('name', { type: 'string', pattern: '^[a-z_]{1,50}$' })

export function projectionRoutes(app: FastifyInstance, ports: Ports): void {
  app.get('/api/admin/projections', {
    config, schema: { summary: 'Read models: how far they are and what is done with them', tags, response: { 200: answer({ projections: listOf(projectionInfo) }) } },
  }, async (): Promise<ProjectionsAnswer> => ({ projections: await infosOf(ports, projections) }))

  act(app, ports, 'rebuild', 'Fill it anew while the present one serves', async (projection, request) => {
    const { name, version } = projection
    if (!await requestRebuild(ports.database.kysely, name, 'rebuild', personOf(request).userId)) throw underWay(name)
    await record(ports, request, 'RequestRebuild', { name, version })
  })
  act(app, ports, 'verify', 'Compare every row with a fresh fold', async ({ name }, request) => {
    if (!await requestRebuild(ports.database.kysely, name, 'verify', personOf(request).userId)) throw underWay(name)
  })
  act(app, ports, 'cancel', 'Give up the rebuild or verification under way', async ({ name }) => {
    if (!await wishOfRebuild(ports.database.kysely, name, 'cancel')) throw new RequestError('CONFLICT', `Nothing is under way for ${name}.`)
  })
  act(app, ports, 'pause', 'Pause its rebuild, or, when none is under way, the read model itself', async (projection, request) => {
    if (await wishOfRebuild(ports.database.kysely, projection.name, 'pause')) return
    await pauseProjection(ports.database.kysely, projection)
    await record(ports, request, 'PauseProjection', { name: projection.name })
  })
  act(app, ports, 'resume', 'Go on with its rebuild, or with the read model; one that has failed tries again', async (projection, request) => {
    if (await wishOfRebuild(ports.database.kysely, projection.name, 'resume')) return
    await resumeProjection(ports.database.kysely, projection)
    await record(ports, request, 'ResumeProjection', { name: projection.name })
  })
  skipRoute(app, ports)
}

function act(app: FastifyInstance, ports: Ports, path: string, summary: string, run: (projection: AnyProjection, request: FastifyRequest) => Promise<void>): void {
  app.post<{ Params: { name: string } }>(`/api/admin/projections/:name/${path}`, { config, schema: { summary, tags, params, response: { 200: projectionInfo } } },
    async (request): Promise<ProjectionInfo> => {
      const projection = named(request.params.name)
      await run(projection, request)
      request.log.info({ projection: projection.name, act: path, by: personOf(request).userId }, 'an admin acted on a projection')
      return (await infosOf(ports, [projection]))[0]!
    })
}

function skipRoute(app: FastifyInstance, ports: Ports): void {
  app.post<{ Params: { name: string }; Body: { eventId: string; reason: string } }>('/api/admin/projections/:name/skip', {
    config,
    schema: {
      summary: 'Go on after the event at which it stopped', tags, params, response: { 200: projectionInfo },
      body: {
        type: 'object', additionalProperties: false, required: ['eventId', 'reason'],
        properties: { eventId: { type: 'string', format: 'uuid' }, reason: { type: 'string', minLength: 1, maxLength: 500 } },
      },
    },
  }, async (request): Promise<ProjectionInfo> => {
    const { params: { name }, body: { eventId, reason } } = request
    const projection = named(name)
    if (!await skipEvent(ports.database.kysely, projection, eventId)) throw new RequestError('CONFLICT', `${name} has not stopped at event ${eventId}.`)
    await record(ports, request, 'SkipEvent', { name, eventId, reason })
    request.log.warn({ projection: name, event: eventId, by: personOf(request).userId }, 'an event was skipped')
    return (await infosOf(ports, [projection]))[0]!
  })
}

function named(name: string): AnyProjection {
  const projection = projections.find((one) => one.name === name)
  if (!projection) throw notFound('projection')
  return projection
}

function underWay(name: string): RequestError {
  return new RequestError('CONFLICT', `A rebuild or verification of ${name} is under way. Cancel it, or wait until it is done.`)
}

async function infosOf({ database, store, system }: Ports, which: readonly AnyProjection[]) {
  return await projectionInfos({ database, projections: which, last: await store.lastPosition(), nowMs: system.now() })
}

/** What was done, for the audit. It has been done already: that it cannot be recorded just now is told, and is no reason to undo it. */
async function record<Type extends keyof ProjectionCommandData>({ commands, system }: Ports, request: FastifyRequest, type: Type, data: ProjectionCommandData[Type]): Promise<void> {
  acceptedOrThrow(await commands.handle({
    id: uuidv7(system) as CommandId, type, data, issuedAt: instantOf(system), deviceId: null, actor: personOf(request).userId, sender: 'worker',
  }))
}
