import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Mails of the last hour are counted by account and by mailbox, no longer by their lane alone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index outbox_mail_index`.execute(db)
  await sql`create index outbox_mail_index on outbox (created_at) where kind = 'mail'`.execute(db)
}
