/** What is in each list: one row per title. In the order of `orderKey`, then of the title's key. */

import type { EventMeta, RecordedEvent } from '../domain/event.ts'
import { utc } from '../domain/instant.ts'
import { parseListStream } from '../domain/list-stream.ts'
import { ERASED } from '../domain/personal.ts'
import type { MediaType, TitleRef } from '../domain/title.ts'
import { titleKey } from '../domain/title.ts'
import type { Handler, Projection } from './projection.ts'

export interface ListItemRow {
  /** `<listId>_<mediaType>_<tmdbId>` */
  readonly key: string
  readonly listId: string
  readonly mediaType: MediaType
  readonly tmdbId: number
  readonly note: string | null
  /** Who said so; null without a note. */
  readonly notedBy: string | null
  /** See domain/order-key.ts. */
  readonly orderKey: string
  readonly addedBy: string
  readonly addedAt: string
  /** Of the newest event about it. */
  readonly changedAt: string
}

export const listItems: Projection<ListItemRow> = {
  name: 'list_items',
  version: 2,
  categories: ['list'],
  columns: {
    key: { type: 'text' },
    listId: { type: 'text' },
    mediaType: { type: 'text' },
    tmdbId: { type: 'integer' },
    note: { type: 'text', nullable: true },
    notedBy: { type: 'text', nullable: true },
    orderKey: { type: 'text' },
    addedBy: { type: 'text' },
    addedAt: { type: 'timestamptz' },
    changedAt: { type: 'timestamptz' },
  },
  indexes: [['listId', 'position'], ['mediaType', 'tmdbId']],
  audience: 'members',
  erased: { column: 'notedBy', change: (row) => ({ ...row, note: ERASED }) },
  on: {
    AddedToList: {
      keys: (event) => [keyOf(event)],
      fold(_row, { stream, data: { title, note, orderKey, addedBy, addedAt }, meta }, key) {
        return { key, listId: parseListStream(stream)!, ...title, note, notedBy: note === null ? null : meta.actor, orderKey, addedBy, addedAt, changedAt: utc(meta.issuedAt) }
      },
    },
    RemovedFromList: { keys: (event) => [keyOf(event)], fold: () => undefined },
    ListItemNoted: changes(({ note }, { actor }) => ({ note, notedBy: note === null ? null : actor })),
    ListItemMoved: changes(({ orderKey }) => ({ orderKey })),
  },
}

function keyOf({ stream, data }: RecordedEvent<string, { readonly title: TitleRef }>): string {
  return `${parseListStream(stream)}_${titleKey(data.title)}`
}

function changes<Data extends { readonly title: TitleRef }>(change: (data: Data, meta: EventMeta) => Partial<ListItemRow>): Handler<ListItemRow, RecordedEvent<string, Data>> {
  return {
    keys: (event) => [keyOf(event)],
    fold: (row, event) => row && { ...row, ...change(event.data, event.meta), changedAt: utc(event.meta.issuedAt) },
  }
}
