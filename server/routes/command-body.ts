/** What `POST /api/commands` takes: one command, up to a hundred in a list, or `{ commands, atomic }`. */

import type { Command } from '../../domain/command.ts'
import { commands as definitions } from '../../domain/index.ts'
import { limits } from '../limits.ts'
import { detailsOf } from '../plugins/errors.ts'
import { validatorOf } from '../plugins/validation.ts'
import type { Details } from '../request-error.ts'
import { RequestError } from '../request-error.ts'
import { UUID_V7 } from './issue.ts'

const envelope = {
  type: 'object',
  properties: {
    id: { type: 'string', pattern: UUID_V7 },
    type: { type: 'string', minLength: 1, maxLength: 100 },
    data: { type: 'object' },
    issuedAt: { type: 'string', format: 'date-time' },
    deviceId: { type: 'string', format: 'uuid', nullable: true },
    batchId: { type: 'string', pattern: UUID_V7 },
  },
  required: ['id', 'type', 'data', 'issuedAt', 'deviceId'],
  additionalProperties: false,
} as const
const list = { type: 'array', items: envelope, minItems: 1, maxItems: limits.commandBatchMax } as const
const batch = { type: 'object', properties: { commands: list, atomic: { type: 'boolean' } }, required: ['commands'], additionalProperties: false } as const

/** For the description of the API: which of the three it is, is told apart by `commandsOf`, whose errors name the field. */
export const commandBody = { oneOf: [envelope, list, batch] } as const

const wrongBatch = validatorOf(batch)
const wrongPayload = new Map(Object.entries(definitions).flatMap(([type, { schema }]) => schema ? [[type, validatorOf(schema)]] : []))

export interface CommandBatch { readonly commands: readonly Command[]; readonly atomic: boolean }

/** Throws INVALID_INPUT when an envelope is not one; what is in it is looked at by `payloadDetails`. */
export function commandsOf(body: unknown): CommandBatch {
  const wanted = Array.isArray(body) ? { commands: body } : typeof body === 'object' && body !== null && 'commands' in body ? body : { commands: [body] }
  const errors = wrongBatch(wanted)
  if (errors.length > 0) throw new RequestError('INVALID_INPUT', 'These are not commands as they should be.', { details: detailsOf(errors) })
  const { commands, atomic = false } = wanted as { commands: readonly Command[]; atomic?: boolean }
  return { commands, atomic }
}

/** What is wrong with a command's payload; nothing for a type that is not known, which is told elsewhere. */
export function payloadDetails({ type, data }: Command): Details {
  return detailsOf(wrongPayload.get(type)?.(data) ?? [], 'data')
}
