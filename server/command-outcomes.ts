/**
 * Outcomes that left no event to be known by: refusals, and commands that changed nothing. Without them a command whose answer
 * was lost would be decided anew when it is sent again, perhaps on another state and with another answer.
 */

import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { CommandId, Outcome } from '../domain/command.ts'
import { isPassingFault } from './db/faults.ts'
import type { Tables } from './db/tables.ts'
import { EventStoreError } from './event-store/event-store.ts'

export interface CommandOutcomes {
  find(ids: readonly CommandId[]): Promise<ReadonlyMap<CommandId, Outcome>>
  /** Keeps the first outcome of a command and answers it, whichever process brought it. */
  remember(outcome: Outcome): Promise<Outcome>
}

export function createMemoryCommandOutcomes(): CommandOutcomes {
  const kept = new Map<CommandId, Outcome>()
  return {
    async find(ids) {
      return new Map(ids.flatMap((id) => kept.has(id) ? [[id, kept.get(id)!]] : []))
    },
    async remember(outcome) {
      if (!kept.has(outcome.id)) kept.set(outcome.id, outcome)
      return kept.get(outcome.id)!
    },
  }
}

/** Over the table `command_outcomes`. Throws `EventStoreError` `UNAVAILABLE` while the database cannot be reached. */
export function createPostgresCommandOutcomes({ kysely }: { kysely: Kysely<Tables> }): CommandOutcomes {
  return {
    async find(ids) {
      const rows = await reaching(() => kysely.selectFrom('commandOutcomes').select('outcome').where('commandId', '=', sql<string>`any(${ids}::uuid[])`).execute())
      return new Map(rows.map(({ outcome }) => [outcome.id, outcome]))
    },
    async remember(outcome) {
      // The update changes nothing, but makes the row that was there first come back.
      const row = await reaching(() => kysely.insertInto('commandOutcomes')
        .values({ commandId: outcome.id, outcome: JSON.stringify(outcome) })
        .onConflict((conflict) => conflict.column('commandId').doUpdateSet({ commandId: outcome.id }))
        .returning('outcome').executeTakeFirstOrThrow())
      return row.outcome
    },
  }
}

async function reaching<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask()
  } catch (error) {
    if (isPassingFault(error)) throw new EventStoreError('UNAVAILABLE', 'The database cannot be reached.', { cause: error })
    throw error
  }
}
