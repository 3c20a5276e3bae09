/** How many messages wait in the outbox, and how many could not be delivered. */

import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** `kinds`: null for all. */
export async function outboxCounts(kysely: Kysely<Tables>, kinds: readonly string[] | null): Promise<{ readonly waiting: number; readonly dead: number }> {
  const asked = kysely.selectFrom('outbox').select((row) => ['state' as const, row.fn.countAll<number>().as('count')]).where('state', '!=', 'delivered').groupBy('state')
  const counted = await (kinds === null ? asked : asked.where('kind', 'in', kinds)).execute()
  const of = (state: string) => counted.find((row) => row.state === state)?.count ?? 0
  return { waiting: of('waiting'), dead: of('dead') }
}
