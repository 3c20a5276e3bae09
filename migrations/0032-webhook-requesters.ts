import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Receivers may answer with what they were told, whose request it was among it: that goes with the account. What is known of older tries is in the outbox. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table webhook_attempts add column requested_by uuid references accounts on delete cascade`.execute(db)
  await sql`update webhook_attempts set requested_by = accounts.user_id from outbox, accounts
    where outbox.id = webhook_attempts.message_id and accounts.user_id::text = outbox.payload->'facts'->>'requestedBy'`.execute(db)
  await sql`create index webhook_attempts_requested_by_index on webhook_attempts (requested_by) where requested_by is not null`.execute(db)
}
