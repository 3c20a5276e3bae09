import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Until when one process has what is kept to ask for anew, so that the others need not. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table catalogue_cache add column claimed_until timestamptz not null default '-infinity'`.execute(db)
}
