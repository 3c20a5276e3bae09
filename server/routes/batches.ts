/** Taking a whole batch back, after a look at what that would change. */

import type { FastifyInstance } from 'fastify'
import type { CommandId } from '../../domain/command.ts'
import type { TakeBackAnswer } from '../../projections/wire-history.ts'
import { findTarget, takeBackMany } from '../batches/take-back-many.ts'
import type { EventStore } from '../event-store/event-store.ts'
import type { CommandHandler } from '../handle.ts'
import { NO_STORE } from '../http.ts'
import type { ReadModels } from '../read-models.ts'
import { notFound } from '../request-error.ts'
import type { System } from '../system.ts'
import { personOf, UUID_V7 } from './issue.ts'
import { answer, idParams, listOf, nullable } from './schemas.ts'

interface Ports { readonly commands: CommandHandler; readonly store: EventStore; readonly models: ReadModels; readonly system: System }

const string = { type: 'string' } as const
const integer = { type: 'integer' } as const
const taking = answer({ stream: string, commandId: string, facts: listOf(answer({ type: string, data: {} })) })
const keeping = answer({ stream: string, commandId: string, code: string, message: string, by: nullable(string) })
const takeBackAnswer = answer({
  batchId: nullable(string), name: string, done: integer, taken: listOf(taking), kept: listOf(keeping), removes: integer, held: integer, mustBeConfirmed: { type: 'boolean' },
})
const body = { type: 'object', properties: { dryRun: { type: 'boolean' }, confirmed: { type: 'boolean' } }, additionalProperties: false } as const

export function batchRoutes(app: FastifyInstance, { commands, store, models, system }: Ports): void {
  app.post<{ Params: { id: CommandId }; Body: { dryRun?: boolean; confirmed?: boolean } | undefined }>('/api/batches/:id/undo', {
    config: { least: 'viewer', cacheControl: NO_STORE },
    schema: {
      summary: 'Take back all of a batch that is still in force, as one batch',
      description: 'What was changed since stays as it is, and is named under `kept`. With `dryRun` nothing is done. Asked again, it finds nothing left to do. To undo the batch of an undo is to redo.',
      tags: ['Library'],
      params: idParams('id', { type: 'string', pattern: UUID_V7 }),
      body,
      response: { 200: takeBackAnswer },
    },
    preValidation: async (request) => { if (request.body === undefined) request.body = {} },
  }, async (request): Promise<TakeBackAnswer> => {
    const { userId, role } = personOf(request)
    const target = await findTarget(store, request.params.id)
    // Another person's batch is as unknown as one that never was.
    if (!target || target.batchId === null || target.owner !== userId) throw notFound('batch in your history')
    const { dryRun = false, confirmed = false } = request.body ?? {}
    return await takeBackMany({ store, commands, system, heldBy: models.heldBy }, target, { by: { actor: userId, sender: role }, dryRun, confirmed })
  })
}
