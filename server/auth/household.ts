/** Everybody who has an account, as admins see them: what is known of each without asking for more than a row. */

import { sql } from 'kysely'
import type { UserId } from '../../domain/event.ts'
import { jobs } from '../../projections/jobs.ts'
import { library } from '../../projections/library.ts'
import { lists } from '../../projections/lists.ts'
import type { HouseholdAccount } from '../../projections/wire-people.ts'
import type { Database } from '../db/database.ts'
import { readModelTable } from '../db/read-model.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { instantOf } from '../system.ts'

/** By name; `only` one of them. Counts are those of the read models, a moment behind. */
export async function householdAccounts({ kysely }: Pick<Database, 'kysely'>, system: Pick<System, 'now'>, only: UserId | null = null): Promise<readonly HouseholdAccount[]> {
  const table = (projection: Parameters<typeof readModelTable>[0]) => sql.table(readModelTable(projection))
  const { rows } = await sql<HouseholdAccount>`
    with accounts_shown as (select * from accounts where ${only}::uuid is null or user_id = ${only}::uuid order by lower(username) limit ${limits.peopleMax}),
      titles as (select user_id, count(*) filter (where last_watched_at is not null)::int as watched, count(*) filter (where rating is not null)::int as rated from ${table(library)} group by user_id),
      requests as (select requested_by as user_id, count(*)::int as requested from ${table(jobs)} group by requested_by),
      own_lists as (select owner_id as user_id, count(*)::int as lists from ${table(lists)} where deleted_at is null group by owner_id),
      places as (select user_id, count(*)::int as devices from sessions where expires_at > ${instantOf(system)} group by user_id)
    select a.user_id, a.username, a.role, a.created_at, a.last_seen_at, a.disabled_at,
      coalesce(devices, 0) as devices, coalesce(watched, 0) as watched, coalesce(rated, 0) as rated, coalesce(requested, 0) as requested, coalesce(lists, 0) as lists
    from accounts_shown a left join places using (user_id) left join titles on titles.user_id = a.user_id::text
      left join requests on requests.user_id = a.user_id::text left join own_lists on own_lists.user_id = a.user_id::text
    order by lower(a.username)`.execute(kysely)
  return rows
}
