import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Codes that were turned off are neither begun nor on, also those by mail, which hold no number to tell it by. What was begun a moment before is begun anew. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table sent_codes add begun boolean not null default false`.execute(db)
  await sql`update sent_codes set begun = true where confirmed_at is not null or sealed_number is not null`.execute(db)
}
