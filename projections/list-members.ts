/** Who may see which list, and since when: one row per person who belongs to a list, or did. What is sent to a device follows from it. */

import type { Position } from '../domain/event.ts'
import type { ListRole } from '../domain/list.ts'
import { parseListStream } from '../domain/list-stream.ts'
import type { Projection } from './projection.ts'

export interface ListMemberRow {
  /** `<listId>_<userId>` */
  readonly key: string
  readonly listId: string
  readonly userId: string
  /** Null for who no longer belongs to it. */
  readonly role: 'owner' | ListRole | null
  /** The event that let them in, the last time. */
  readonly since: Position
  /** The event that ended it. */
  readonly until: Position | null
}

export const listMembers: Projection<ListMemberRow> = {
  name: 'list_members',
  version: 1,
  categories: ['list'],
  columns: {
    key: { type: 'text' },
    listId: { type: 'text' },
    userId: { type: 'text' },
    role: { type: 'text', nullable: true },
    since: { type: 'text' },
    until: { type: 'text', nullable: true },
  },
  indexes: [['userId', 'position'], ['listId']],
  // Rows of it stay on the server: a device folds its lists' members from their events.
  audience: { owner: 'userId' },
  erased: { column: 'userId', change: () => undefined },
  on: {
    ListCreated: {
      keys: ({ stream, data }) => [`${parseListStream(stream)}_${data.ownerId}`],
      fold: (_row, { stream, data, position }, key) => ({ key, listId: parseListStream(stream)!, userId: data.ownerId, role: 'owner', since: position, until: null }),
    },
    ListShared: {
      keys: ({ stream, data }) => [`${parseListStream(stream)}_${data.userId}`],
      fold: (row, { stream, data: { userId, role }, position }, key) =>
        ({ key, listId: parseListStream(stream)!, userId, role, since: row?.role ? row.since : position, until: null }),
    },
    ListUnshared: {
      keys: ({ stream, data }) => [`${parseListStream(stream)}_${data.userId}`],
      fold: (row, { position }) => row && { ...row, role: null, until: position },
    },
  },
}
