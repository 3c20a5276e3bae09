/** From a request to an issued command: the actor comes from the session, never from what was sent. */

import type { FastifyRequest } from 'fastify'
import type { Command, CommandId, Issued } from '../../domain/command.ts'
import type { CommandData, CommandType } from '../../domain/index.ts'
import type { Person } from '../http.ts'
import { invalid } from '../request-error.ts'
import type { System } from '../system.ts'
import { instantOf, uuidv7 } from '../system.ts'

/** UUIDv7 in lower case: an event's id is made from its digits, see `eventIdOf`. */
export const UUID_V7 = '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'
const KEY = new RegExp(UUID_V7)

/** Of a route that needs a session; it never runs without one. */
export function personOf({ person }: FastifyRequest): Person {
  if (!person) throw new Error('This route states no least role, but needs a person')
  return person
}

export function issuedBy(person: Person, command: Command): Issued<Command> {
  return { ...command, actor: person.userId, sender: person.role }
}

/** The one command that a convenience route stands for. With `Idempotency-Key`, sending it again is the same command again. */
export function commandOf<Type extends CommandType>(request: FastifyRequest, system: System, type: Type, data: CommandData[Type]): Issued<Command> {
  const key = request.headers['idempotency-key']
  if (key !== undefined && !(typeof key === 'string' && KEY.test(key))) throw invalid('Idempotency-Key', 'must be a UUID of version 7 in lower case')
  return issuedBy(personOf(request), { id: (key ?? uuidv7(system)) as CommandId, type, data, issuedAt: instantOf(system), deviceId: null })
}
