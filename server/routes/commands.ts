/** Commands, one or many; and what became of one. */

import type { FastifyInstance } from 'fastify'
import type { Command, CommandId, Outcome } from '../../domain/command.ts'
import { eventIdOf } from '../../domain/event.ts'
import type { CommandOutcomes } from '../command-outcomes.ts'
import type { EventStore } from '../event-store/event-store.ts'
import type { CommandHandler } from '../handle.ts'
import { NO_STORE } from '../http.ts'
import { notFound } from '../request-error.ts'
import type { CommandBody, CommandAnswer } from '../../projections/wire.ts'
import { commandBody, commandsOf, payloadDetails } from './command-body.ts'
import { issuedBy, personOf, UUID_V7 } from './issue.ts'
import { answer, idParams, listOf, outcome } from './schemas.ts'

interface Ports { readonly commands: CommandHandler; readonly store: EventStore; readonly outcomes: CommandOutcomes }

export function commandRoutes(app: FastifyInstance, { commands, store, outcomes: kept }: Ports): void {
  app.post<{ Body: CommandBody }>('/api/commands', {
    config: { least: 'guest', cacheControl: NO_STORE },
    schema: {
      summary: 'Send commands',
      description: 'In order, each with its own outcome, that of one that the person\'s role may not send among them, the same however often it is sent. With `atomic`, all or none; they must then concern one stream.',
      tags: ['Commands'],
      body: commandBody,
      response: { 200: answer({ outcomes: listOf(outcome) }) },
    },
    // `commandsOf` tells the three forms apart and names the wrong field, which `oneOf` cannot.
    validatorCompiler: () => () => true,
  }, async (request): Promise<CommandAnswer> => {
    const person = personOf(request)
    const batch = commandsOf(request.body)
    const wrong = new Map(batch.commands.flatMap((command) => {
      const outcome = invalidPayload(command)
      return outcome ? [[command, outcome]] : []
    }))
    if (batch.atomic) {
      const refused = batch.commands.map((command) => wrong.get(command) ?? notDecided(command))
      return { outcomes: wrong.size > 0 ? refused : await commands.handleAtomically(batch.commands.map((command) => issuedBy(person, command))) }
    }
    const valid = batch.commands.filter((command) => !wrong.has(command))
    const outcomes = new Map((await commands.handleEach(valid.map((command) => issuedBy(person, command)))).map((outcome, i) => [valid[i], outcome]))
    return { outcomes: batch.commands.map((command) => wrong.get(command) ?? outcomes.get(command)!) }
  })

  app.get<{ Params: { id: CommandId } }>('/api/commands/:id', {
    config: { least: 'guest', cacheControl: NO_STORE },
    schema: { summary: 'The outcome of a command again', tags: ['Commands'], params: idParams('id', { type: 'string', pattern: UUID_V7 }), response: { 200: outcome } },
  }, async (request): Promise<Outcome> => {
    const { id } = request.params
    const known = await acceptedOutcome(store, id, personOf(request).userId) ?? (await kept.find(personOf(request).userId, [id])).get(id)
    if (!known) throw notFound('command')
    return known
  })
}

/** An answer of the door, not of the domain: it is not remembered, so that a mended command may be sent under the same id. */
function invalidPayload(command: Command): Outcome | undefined {
  const details = payloadDetails(command)
  if (details.length === 0) return undefined
  return { id: command.id, status: 'rejected', code: 'INVALID_INPUT', message: `${command.type} needs other data.`, details }
}

function notDecided({ id }: Command): Outcome {
  return { id, status: 'failed', code: 'BATCH_REFUSED', message: 'Nothing was changed, because another change of the same batch was not possible.' }
}

/** Of a command that left events: they are its outcome. Nobody learns what another person's command became. */
async function acceptedOutcome(store: EventStore, id: CommandId, actor: string): Promise<Outcome | undefined> {
  const first = await store.readEvent(eventIdOf(id, 0))
  if (first?.meta.commandId !== id || first.meta.actor !== actor) return undefined
  const events = []
  for await (const event of store.readStream(first.stream, { fromVersion: first.version })) {
    if (event.meta.commandId !== id) break
    events.push({ id: event.id, type: event.type, stream: event.stream, version: event.version, position: event.position })
  }
  return { id, status: 'accepted', position: events.at(-1)!.position, events }
}
