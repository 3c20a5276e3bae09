/** The read models, for admins: how they are, rebuilt, verified, paused, and past an event they cannot apply. */

import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { UserId } from '../../domain/event.ts'
import type { AnyProjection } from '../../projections/index.ts'
import { projections } from '../../projections/index.ts'
import type { ProjectionInfo, ProjectionsAnswer } from '../../projections/wire.ts'
import type { Database } from '../db/database.ts'
import { projectionInfos } from '../db/projection-infos.ts'
import { UNFINISHED } from '../db/rebuilds.ts'
import type { EventStore } from '../event-store/event-store.ts'
import type { CommandHandler } from '../handle.ts'
import { NO_STORE } from '../http.ts'
import type { ProjectionAdmin } from '../projection-admin.ts'
import { createProjectionAdmin } from '../projection-admin.ts'
import { notFound, RequestError } from '../request-error.ts'
import type { System } from '../system.ts'
import { feedRoute } from './feed.ts'
import { personOf } from './issue.ts'
import { answer, idParams, listOf, nullable } from './schemas.ts'

interface Ports { readonly database: Database; readonly store: EventStore; readonly commands: CommandHandler; readonly system: System }

const tags = ['Administration']
const config = { least: 'admin', cacheControl: NO_STORE } as const
const string = { type: 'string' } as const
const number = { type: 'number' } as const
const integer = { type: 'integer' } as const
const verified = answer({ same: { type: 'boolean' }, rows: integer, differing: listOf(string), sha256Live: string, sha256Rebuilt: string })
const boolean = { type: 'boolean' } as const
const poisoned = nullable(answer({ position: string, eventId: string, type: string, message: string }))
const rebuildInfo = answer({
  kind: string, version: integer, status: string, wish: nullable(string), eventsDone: integer, eventsTotal: integer, eventsPerSecond: nullable(number),
  secondsLeft: nullable(number), startedAt: string, endedAt: nullable(string), error: nullable(string), poisoned, result: nullable(verified), swapMs: nullable(number),
})
const projectionInfo = {
  title: 'projection',
  ...answer({
    name: string, version: integer, status: string, servedVersion: integer, position: string, lagEvents: integer, lagSeconds: nullable(number), rows: integer,
    rowsEstimated: boolean, bytes: integer, error: poisoned, rebuild: nullable(rebuildInfo), updatedAt: string,
  }),
}
const params = idParams('name', { type: 'string', pattern: '^[a-z_]{1,50}$' })
type Run = (projection: AnyProjection, actor: UserId, request: FastifyRequest) => Promise<string | undefined>

export function projectionRoutes(app: FastifyInstance, ports: Ports): void {
  const infosOf = async (which: readonly AnyProjection[]) => await projectionInfos(which, { ...ports, nowMs: ports.system.now() })
  const admin: ProjectionAdmin = createProjectionAdmin({ ...ports, handle: ports.commands.handle })

  app.get('/api/admin/projections', {
    config, schema: { summary: 'Read models: how far they are and what is done with them', tags, response: { 200: answer({ projections: listOf(projectionInfo) }) } },
  }, async (): Promise<ProjectionsAnswer> => ({ projections: await infosOf(projections) }))

  feedRoute(app, ports.system, {
    url: '/api/admin/projections/live', of: 'projections', tags, ask: async () => ({ projections: await infosOf(projections) }),
    isBusy: ({ projections }) => projections.some(({ rebuild }) => rebuild && UNFINISHED.includes(rebuild.status)),
  })

  const act = (path: string, summary: string, run: Run, body?: object) => {
    app.post<{ Params: { name: string } }>(`/api/admin/projections/:name/${path}`, {
      config, schema: { summary, tags, params, ...body ? { body } : {}, response: { 200: projectionInfo } },
    }, async (request): Promise<ProjectionInfo> => {
      const projection = projections.find(({ name }) => name === request.params.name)
      if (!projection) throw notFound('projection')
      const { userId } = personOf(request)
      const refused = await run(projection, userId, request)
      if (refused !== undefined) throw new RequestError('CONFLICT', refused)
      request.log.info({ projection: projection.name, act: path, by: userId }, 'an admin acted on a projection')
      return (await infosOf([projection]))[0]!
    })
  }
  act('rebuild', 'Fill it anew while the present one serves', admin.rebuild)
  act('verify', 'Compare every row with a fresh fold', admin.verify)
  act('cancel', 'Give up the rebuild or verification under way', admin.cancel)
  act('pause', 'Pause its rebuild, or, when none is under way, the read model itself', admin.pause)
  act('resume', 'Go on with its rebuild, or with the read model; one that has failed tries again', admin.resume)
  act('skip', 'Go on after the event at which it, or its rebuild, stopped', (projection, userId, { body }) => admin.skip(projection, userId, body as { eventId: string; reason: string }), {
    type: 'object', additionalProperties: false, required: ['eventId', 'reason'],
    properties: { eventId: { type: 'string', format: 'uuid' }, reason: { type: 'string', minLength: 1, maxLength: 500 } },
  })
}
