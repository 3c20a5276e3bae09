/** Posters that anyone may see: those of the titles on a list that is not private. */

import { sql } from 'kysely'
import { cards } from '../../projections/cards.ts'
import { listItems } from '../../projections/list-items.ts'
import { lists } from '../../projections/lists.ts'
import type { Database } from '../db/database.ts'
import { readModelTable } from '../db/read-model.ts'

/** Whether the path is that of the poster of a title on that list, and the list open to everyone who has its link. */
export type IsOpenPoster = (listId: string, posterPath: string) => Promise<boolean>

export function openPostersIn({ kysely }: Pick<Database, 'kysely'>): IsOpenPoster {
  const [list, items, card] = [lists, listItems, cards].map((projection) => sql.table(readModelTable(projection)))
  return async (listId, posterPath) => {
    const { rows } = await sql`
      select 1 from ${list} as list
      where list.key = ${listId} and list.visibility <> 'private' and list.deleted_at is null and exists (
        select 1 from ${items} as item join ${card} as card on card.key = item.media_type || '_' || item.tmdb_id
        where item.list_id = list.key and card.poster_path = ${posterPath})`.execute(kysely)
    return rows.length > 0
  }
}
