import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** What a picture of the catalogue looks like from afar; about 60 bytes each, and as lasting as the picture. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table picture_colours (
    path text primary key,
    colour text not null
  )`.execute(db)
}
