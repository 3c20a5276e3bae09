/** How often whoever counts by the day (in UTC) has been asked, by all processes together, restarts included. */

import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Tables } from './db/tables.ts'
import type { System } from './system.ts'

/** Counts one more and answers how many that makes, or null where it would be more than `most`. */
export async function takeQuestion(db: Kysely<Tables>, upstream: string, day: string, most: number | null): Promise<number | null> {
  const { rows: [row] } = await sql<{ asked: number }>`insert into questions_of_the_day as today (upstream, day, asked) select ${upstream}, ${day}::date, 1 where ${most}::integer is null or ${most}::integer > 0
    on conflict (upstream, day) do update set asked = today.asked + 1 where ${most}::integer is null or today.asked < ${most}::integer returning asked`.execute(db)
  if (row?.asked === 1) await sql`delete from questions_of_the_day where upstream = ${upstream} and day < ${day}::date`.execute(db)
  return row?.asked ?? null
}

export async function questionsAsked(db: Kysely<Tables>, upstreams: readonly string[], day: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ upstream: string; asked: number }>`select upstream, asked from questions_of_the_day where day = ${day}::date and upstream = any(${upstreams})`.execute(db)
  return new Map(rows.map(({ upstream, asked }) => [upstream, asked]))
}

export function dayOf(system: Pick<System, 'now'>): string {
  return new Date(system.now()).toISOString().slice(0, 10)
}
