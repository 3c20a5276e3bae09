import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** When housekeeping is due, and what it did last: one row, so that all processes agree. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table housekeeping (
    id integer primary key default 1 constraint housekeeping_one_row_check check (id = 1),
    due_at timestamptz not null,
    ran_at timestamptz,
    report json
  )`.execute(db)
  await sql`insert into housekeeping (due_at) values (now())`.execute(db)
}
