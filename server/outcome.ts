/** The ways a command can end, and how faults of the event store are told. */

import type { AcceptedEvent, Command, CommandId, Issued, Outcome } from '../domain/command.ts'
import type { Refusal } from '../domain/decider.ts'
import type { RecordedEvent } from '../domain/event.ts'
import type { EventStoreError } from './event-store/event-store.ts'

export function accepted(id: CommandId, events: readonly RecordedEvent[]): Outcome {
  const told = events.map(({ id, type, stream, version, position }): AcceptedEvent => ({ id, type, stream, version, position }))
  return { id, status: 'accepted', position: told.at(-1)?.position ?? null, events: told }
}

export function rejected(id: CommandId, { code, message, details }: Pick<Refusal, 'code' | 'message' | 'details'>): Outcome {
  return { id, status: 'rejected', code, message, ...(details === undefined ? {} : { details }) }
}

export function failed(id: CommandId, code: string, message: string): Outcome {
  return { id, status: 'failed', code, message }
}

/** Of commands that stand or fall together, where one cannot be done. */
export function refusedBy(outcome: Outcome, batch: readonly Pick<Issued<Command>, 'id'>[]): readonly Outcome[] {
  return batch.map(({ id }) => id === outcome.id ? outcome : failed(id, 'BATCH_REFUSED', 'Nothing was changed, because another change of the same batch was not possible.'))
}

export function unknown(id: CommandId): Outcome {
  return { id, status: 'unknown', code: 'UNKNOWN_COMMAND', message: 'This server is too old to know this. It is kept, and sent again later.' }
}

/** What the store cannot take is final for a command; a store that cannot be reached is not. */
export function outcomeOfFault(id: CommandId, { code }: EventStoreError): Outcome {
  switch (code) {
    case 'UNKNOWN_POSITION':
    case 'UNAVAILABLE': return failed(id, 'UNAVAILABLE', 'The library cannot be reached at the moment. Try again.')
    case 'EVENT_ID_REUSED': return rejected(id, { code: 'COMMAND_ID_REUSED', message: 'The id of this command belongs to another one.' })
    case 'ERASED': return rejected(id, { code: 'ACCOUNT_ERASED', message: 'This account has been erased.' })
    case 'PAYLOAD_TOO_LARGE': return rejected(id, { code, message: 'This is too long to keep.' })
    case 'INVALID_EVENT': return rejected(id, { code, message: 'This holds characters that cannot be kept.' })
  }
}
