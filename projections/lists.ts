/** Lists as their members see them: one row per list, a deleted one included. */

import type { RecordedEvent } from '../domain/event.ts'
import { utc } from '../domain/instant.ts'
import type { ListRole, ListVisibility } from '../domain/list.ts'
import { parseListStream } from '../domain/list-stream.ts'
import { ERASED } from '../domain/personal.ts'
import type { Handler, Projection } from './projection.ts'

export interface ListMember { readonly userId: string; readonly role: ListRole }

export interface ListRow {
  /** The list's id. */
  readonly key: string
  readonly ownerId: string
  readonly name: string
  readonly description: string
  readonly visibility: ListVisibility
  /** Besides the owner, in the order in which it was shared with them. */
  readonly members: readonly ListMember[]
  readonly itemCount: number
  readonly createdAt: string
  /** Of the newest event, whatever it was. */
  readonly changedAt: string
  /** While it is deleted. */
  readonly deletedAt: string | null
}

export const lists: Projection<ListRow> = {
  name: 'lists',
  version: 1,
  categories: ['list'],
  columns: {
    key: { type: 'text' },
    ownerId: { type: 'text' },
    name: { type: 'text' },
    description: { type: 'text' },
    visibility: { type: 'text' },
    members: { type: 'json' },
    itemCount: { type: 'integer' },
    createdAt: { type: 'timestamptz' },
    changedAt: { type: 'timestamptz' },
    deletedAt: { type: 'timestamptz', nullable: true },
  },
  audience: 'members',
  erased: { column: 'ownerId', change: (row) => ({ ...row, name: ERASED, description: ERASED }) },
  on: {
    ListCreated: {
      keys: (event) => [listIdOf(event)],
      fold: (_row, event, key) => ({ key, ...event.data, members: [], itemCount: 0, changedAt: event.data.createdAt, deletedAt: null }),
    },
    ListRenamed: changes(({ name }) => ({ name })),
    ListDescribed: changes(({ description }) => ({ description })),
    ListVisibilityChanged: changes(({ visibility }) => ({ visibility })),
    AddedToList: changes((_data, row) => ({ itemCount: row.itemCount + 1 })),
    RemovedFromList: changes((_data, row) => ({ itemCount: row.itemCount - 1 })),
    ListItemNoted: changes(() => ({})),
    ListItemMoved: changes(() => ({})),
    ListShared: changes((member, { members }) => ({
      members: members.some(({ userId }) => userId === member.userId) ? members.map((other) => other.userId === member.userId ? member : other) : [...members, member],
    })),
    ListUnshared: changes(({ userId }, { members }) => ({ members: members.filter((member) => member.userId !== userId) })),
    ListDeleted: changes((_data, _row, at) => ({ deletedAt: at })),
    ListRestored: changes(() => ({ deletedAt: null })),
  },
}

function listIdOf({ stream }: RecordedEvent): string {
  return parseListStream(stream)!
}

function changes<Data>(change: (data: Data, row: ListRow, at: string) => Partial<ListRow>): Handler<ListRow, RecordedEvent<string, Data>> {
  return {
    keys: (event) => [listIdOf(event)],
    fold(row, event) {
      const at = utc(event.meta.issuedAt)
      return row && { ...row, ...change(event.data, row, at), changedAt: at }
    },
  }
}
