/** What the read models know of lists, all as of one moment. */

import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { ListMemberRow } from '../../projections/list-members.ts'
import { listMembers } from '../../projections/list-members.ts'
import { lists } from '../../projections/lists.ts'
import { readModelTable } from '../db/read-model.ts'
import type { Tables } from '../db/tables.ts'
import type { ReadLists } from './list-access.ts'
import { inSnapshot } from './row-changes.ts'

/** Every event of a list changes its row, so the row's position says whether there is anything new. */
export function readListsIn(db: Kysely<Tables>): ReadLists {
  const table = (projection: typeof lists | typeof listMembers) => sql.table(readModelTable(projection))
  return (which, after) => inSnapshot(db, async (reading) => {
    const { rows: seen } = await sql<{ position: number }>`select position from checkpoints
      where (name, version) in ((${lists.name}, ${lists.version}), (${listMembers.name}, ${listMembers.version}))`.execute(reading)
    const of = 'userId' in which ? sql`m.user_id = ${which.userId}` : sql`m.list_id = any (${which.listIds})`
    const { rows } = await sql<ListMemberRow & { readonly changed: boolean }>`select m.key, m.list_id, m.user_id, m.role, m.since, m.until, l.position > ${after} as changed
      from ${table(listMembers)} m left join ${table(lists)} l on l.key = m.list_id where ${of}`.execute(reading)
    return {
      upTo: seen.length === 2 ? Math.min(...seen.map(({ position }) => position)) : 0,
      members: rows.map(({ changed: _, ...row }) => row),
      changed: rows.flatMap(({ listId, changed }) => changed ? [listId] : []),
    }
  })
}
