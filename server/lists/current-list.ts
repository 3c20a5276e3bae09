/**
 * Lists as they are at this moment: the read models' rows with the few events on top that they have not seen yet. What has just been
 * made private, or is no longer shared, is not shown because a read model is behind.
 */

import type { Kysely, RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { UserId } from '../../domain/event.ts'
import { positionOf } from '../../domain/event.ts'
import { listStream } from '../../domain/list-stream.ts'
import { byOrder } from '../../domain/by-order.ts'
import { titleKey } from '../../domain/title.ts'
import type { AnyProjection } from '../../projections/index.ts'
import type { ListItemRow } from '../../projections/list-items.ts'
import { listItems } from '../../projections/list-items.ts'
import type { ListRow } from '../../projections/lists.ts'
import { lists } from '../../projections/lists.ts'
import { foldInto } from '../../projections/projection.ts'
import { readModelTable } from '../db/read-model.ts'
import type { Tables } from '../db/tables.ts'
import type { EventStore } from '../event-store/event-store.ts'
import type { ReadLists } from '../sync/list-access.ts'
import { listAccess } from '../sync/list-access.ts'
import type { Reading } from '../sync/row-changes.ts'
import { inSnapshot } from '../sync/row-changes.ts'

export interface CurrentList {
  readonly list: ListRow
  /** In their order. */
  readonly items: readonly ListItemRow[]
}

export interface CurrentLists {
  /** Whoever it belongs to, deleted or not; undefined when there is none. */
  find(listId: string): Promise<CurrentList | undefined>
  /** Ids of the lists that a person belongs to. */
  idsOf(userId: UserId): Promise<readonly string[]>
  /** Those of them that are not deleted, the one changed last first: as the read model has them. */
  some(listIds: readonly string[], page: { readonly page: number; readonly limit: number }): Promise<{ readonly rows: readonly ListRow[]; readonly total: number }>
}

interface Ports { readonly db: Kysely<Tables>; readonly store: Pick<EventStore, 'readAll' | 'lastPosition'>; readonly readLists: ReadLists }

export function currentListsIn({ db, store, readLists }: Ports): CurrentLists {
  return {
    async find(listId) {
      const [ofList, ofItems] = await inSnapshot(db, async (reading) => [
        await readRows<ListRow>(reading, lists, sql`key = ${listId}`), await readRows<ListItemRow>(reading, listItems, sql`list_id = ${listId}`),
      ] as const)
      for await (const event of store.readAll(positionOf(Math.min(ofList.upTo, ofItems.upTo)), { family: listStream(listId) })) {
        if (Number(event.position) > ofList.upTo) foldInto(lists, ofList.rows, event)
        if (Number(event.position) > ofItems.upTo) foldInto(listItems, ofItems.rows, event)
      }
      const list = ofList.rows.get(listId)
      const items = [...ofItems.rows.values()].map((row) => ({ row, name: titleKey(row), orderKey: row.orderKey })).sort(byOrder).map(({ row }) => row)
      return list && { list, items }
    },
    async idsOf(userId) {
      const { members } = await listAccess(store, readLists, { userId })
      return members.flatMap(({ listId, role }) => role === null ? [] : [listId])
    },
    async some(listIds, { page, limit }) {
      const table = sql.table(readModelTable(lists))
      const of = sql`from ${table} where key = any (${listIds}) and deleted_at is null`
      const [{ rows }, { rows: [counted] }] = await Promise.all([
        sql<ListRow & { position?: number }>`select * ${of} order by changed_at desc, key limit ${limit} offset ${(page - 1) * limit}`.execute(db),
        sql<{ total: number }>`select count(*) as total ${of}`.execute(db),
      ])
      return { rows: rows.map(withoutPosition), total: counted!.total }
    },
  }
}

/** By key; the read model has seen everything up to the position. */
interface Rows<Row> { readonly upTo: number; readonly rows: Map<string, Row> }

async function readRows<Row extends { readonly key: string }>(reading: Reading, projection: AnyProjection, where: RawBuilder<unknown>): Promise<Rows<Row>> {
  const seen = await reading.selectFrom('checkpoints').select('position').where('name', '=', projection.name).where('version', '=', projection.version).executeTakeFirst()
  const { rows } = await sql<Row & { position?: number }>`select * from ${sql.table(readModelTable(projection))} where ${where}`.execute(reading)
  return { upTo: seen?.position ?? 0, rows: new Map(rows.map((row) => [row.key, withoutPosition(row)])) }
}

/** The runner's column, which says where the row stands. */
function withoutPosition<Row extends object>({ position: _, ...row }: Row & { position?: number }): Row {
  return row as unknown as Row
}
