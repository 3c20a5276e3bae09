import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** What admins set while it runs; secrets lie sealed with the master key, apart from the rest of the value. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table settings (
    scope text primary key,
    version integer not null,
    value json not null,
    sealed text,
    master_key_id text,
    changed_at timestamptz not null,
    changed_by text not null,
    unrecorded json,
    constraint settings_sealed_check check ((sealed is null) = (master_key_id is null))
  )`.execute(db)
}
