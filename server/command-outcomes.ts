/**
 * Outcomes that left no event to be known by: refusals, and commands that changed nothing. Without them a command whose answer
 * was lost would be decided anew when it is sent again, perhaps on another state and with another answer.
 */

import type { CommandId, Outcome } from '../domain/command.ts'
import type { Actor } from '../domain/event.ts'
import { askedTogether } from './db/asked-together.ts'
import type { Database } from './db/database.ts'
import { reaching } from './db/reaching.ts'
import { limits } from './limits.ts'

export interface CommandOutcomes {
  /** A person's own: what became of another's command under the same id is nobody else's business. */
  find(actor: Actor, ids: readonly CommandId[]): Promise<ReadonlyMap<CommandId, Outcome>>
  /** Keeps the first outcome of a command and answers it, whichever process brought it. */
  remember(actor: Actor, outcome: Outcome): Promise<Outcome>
}

export function createMemoryCommandOutcomes(): CommandOutcomes {
  const kept = new Map<string, Outcome>()
  const keyOf = (actor: Actor, id: CommandId) => `${actor} ${id}`
  return {
    async find(actor, ids) {
      return new Map(ids.flatMap((id) => kept.has(keyOf(actor, id)) ? [[id, kept.get(keyOf(actor, id))!]] : []))
    },
    async remember(actor, outcome) {
      const key = keyOf(actor, outcome.id)
      if (!kept.has(key)) kept.set(key, outcome)
      return kept.get(key)!
    },
  }
}

/** Over the table `command_outcomes`. Throws `EventStoreError` `UNAVAILABLE` while the database cannot be reached. */
export function createPostgresCommandOutcomes({ kysely, pool }: Pick<Database, 'kysely' | 'pool'>): CommandOutcomes {
  const find = askedTogether<Parameters<CommandOutcomes['find']>, ReadonlyMap<CommandId, Outcome>>(limits.askedTogetherMax, async (questions) => {
    const pairs = questions.flatMap(([actor, ids]) => ids.map((id) => [actor, id] as const))
    const { rows } = await reaching(() => pool.query<{ actor: Actor; outcome: Outcome }>({
      name: 'find-outcomes',
      text: 'select actor, outcome from command_outcomes where (actor, command_id) in (select * from unnest($1::text[], $2::uuid[]))',
      values: [pairs.map(([actor]) => actor), pairs.map(([, id]) => id)],
    }))
    return questions.map(([asking, ids]) => new Map(rows.filter(({ actor, outcome }) => actor === asking && ids.includes(outcome.id)).map(({ outcome }) => [outcome.id, outcome])))
  })

  return {
    find: (actor, ids) => find([actor, ids]),
    async remember(actor, outcome) {
      // The update changes nothing, but makes the row that was there first come back.
      const row = await reaching(() => kysely.insertInto('commandOutcomes')
        .values({ actor, commandId: outcome.id, outcome: JSON.stringify(outcome) })
        .onConflict((conflict) => conflict.columns(['actor', 'commandId']).doUpdateSet({ commandId: outcome.id }))
        .returning('outcome').executeTakeFirstOrThrow())
      return row.outcome
    },
  }
}
