import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** When people were here last, and whose accounts are disabled. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table accounts add column last_seen_at timestamptz, add column disabled_at timestamptz`.execute(db)
  await sql`update accounts set last_seen_at = (select max(last_seen_at) from sessions where sessions.user_id = accounts.user_id)`.execute(db)
}
