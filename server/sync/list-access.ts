/**
 * Who may see which list, exactly as of the end of the log. The read models know it up to where they have come; the few events
 * after that are folded on top, so that nobody who was shut out is sent one more event because a read model is behind.
 */

import type { StreamName, UserId } from '../../domain/event.ts'
import { categoryOf, positionOf } from '../../domain/event.ts'
import type { DomainEvent } from '../../domain/index.ts'
import { parseListStream } from '../../domain/list-stream.ts'
import type { ListMemberRow } from '../../projections/list-members.ts'
import { listMembers } from '../../projections/list-members.ts'
import { foldInto } from '../../projections/projection.ts'
import type { EventStore } from '../event-store/event-store.ts'

/** Of one person's lists, or of these. */
export type WhichLists = { readonly userId: UserId } | { readonly listIds: readonly string[] }

/** What the read models say: who belongs or did belong to which of the lists, and which of them have changed after a position. */
export interface ListsRead {
  /** They have seen everything up to here, perhaps more. */
  readonly upTo: number
  readonly members: readonly ListMemberRow[]
  readonly changed: readonly string[]
}
export type ReadLists = (which: WhichLists, after: number) => Promise<ListsRead>

export interface ListAccess {
  /** All of this is so at this position. */
  readonly at: number
  readonly members: readonly ListMemberRow[]
  readonly changed: ReadonlySet<string>
}

export async function listAccess(store: Pick<EventStore, 'readAll' | 'lastPosition'>, readLists: ReadLists, which: WhichLists, after = 0): Promise<ListAccess> {
  const read = await readLists(which, after)
  // After the read models were asked: what they say is not ahead of it.
  const at = Number(await store.lastPosition())
  const members = new Map(read.members.map((row) => [row.key, row]))
  const changed = new Set(read.changed)
  for await (const event of store.readAll(positionOf(read.upTo), { categories: ['list'] }) as AsyncIterable<DomainEvent>) {
    if (Number(event.position) > at) break
    foldInto(listMembers, members, event)
    if (Number(event.position) > after) changed.add(parseListStream(event.stream)!)
  }
  const wanted = 'userId' in which ? (row: ListMemberRow) => row.userId === which.userId : (row: ListMemberRow) => which.listIds.includes(row.listId)
  return { at, members: [...members.values()].filter(wanted), changed }
}

/** Whether somebody may see an event of a list that is at a position: they belong to it now, and did by then. */
export function maySee({ role, since }: ListMemberRow, position: number): boolean {
  return role !== null && Number(since) <= position
}

export function isOfList({ stream }: { readonly stream: StreamName }): boolean {
  return categoryOf(stream) === 'list'
}
