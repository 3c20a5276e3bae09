import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** How often an upstream that counts by the day (in UTC) has been asked, by all processes together. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table questions_of_the_day (
    upstream text not null,
    day date not null,
    asked integer not null,
    primary key (upstream, day)
  )`.execute(db)
}
