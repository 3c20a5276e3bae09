import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * Addresses for mail, sealed with their persons' keys, beside keyed hashes to find them by. No reference to accounts: an erasure lets go of the hash after the account is gone.
 * `pending_…`: what was entered and not proved yet.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table email_addresses (
    user_id uuid primary key,
    sealed_address text,
    address_hash bytea unique,
    pending_sealed text,
    pending_hash bytea,
    pending_until timestamptz,
    token_hash bytea unique,
    language text
  )`.execute(db)
  await sql`create index outbox_mail_index on outbox (lane, created_at) where kind = 'mail'`.execute(db)
}
