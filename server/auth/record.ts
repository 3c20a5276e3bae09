/** What happens to accounts, recorded as events like everything else. Only the server sends these commands, after it has checked the credentials. */

import type { Command, CommandId, Issued, Outcome } from '../../domain/command.ts'
import type { Actor, UserId } from '../../domain/event.ts'
import type { UserCommandData } from '../../domain/user.ts'
import type { CommandHandler } from '../handle.ts'
import { RefusalError, RequestError } from '../request-error.ts'
import type { System } from '../system.ts'
import { instantOf, uuidv7 } from '../system.ts'

export type Record = <Type extends keyof UserCommandData>(type: Type, data: UserCommandData[Type], by?: Actor) => Promise<void>

/** The person is the actor of what happens to their account, unless it was somebody else. */
export function recordWith({ handle }: Pick<CommandHandler, 'handle'>, system: System): Record {
  return async (type, data, by = data.userId as UserId) => {
    const command: Issued<Command> = {
      id: uuidv7(system) as CommandId, type, data, issuedAt: instantOf(system), deviceId: null, actor: by, sender: 'worker',
    }
    acceptedOrThrow(await handle(command))
  }
}

/** For callers to whom anything but `accepted` is an error. */
export function acceptedOrThrow(outcome: Outcome): Extract<Outcome, { status: 'accepted' }> {
  switch (outcome.status) {
    case 'accepted': return outcome
    case 'rejected': throw new RefusalError(outcome)
    case 'unknown': throw new RequestError('INVALID_INPUT', outcome.message)
    case 'failed': throw new RequestError('UNAVAILABLE', outcome.message)
  }
}
