/**
 * What changed in the lists that a person belongs to, in pages: events in the global order, but of a list that they were let
 * into, the whole of it at the place where they were; and the lists they may no longer see, at the place where that began.
 */

import type { StreamName, UserId } from '../../domain/event.ts'
import { positionOf } from '../../domain/event.ts'
import type { DomainEvent } from '../../domain/index.ts'
import { listStream } from '../../domain/list-stream.ts'
import type { ListMemberRow } from '../../projections/list-members.ts'
import type { EventStore, StoredEvent } from '../event-store/event-store.ts'
import { withoutHash } from '../event-store/hash-chain.ts'
import type { Cursor } from './cursor.ts'
import type { ReadLists } from './list-access.ts'
import { listAccess } from './list-access.ts'

export interface ListChanges {
  readonly events: readonly DomainEvent[]
  readonly forget: readonly StreamName[]
  readonly cursor: Pick<Cursor, 'lists' | 'part'>
  readonly more: boolean
}

type Store = Pick<EventStore, 'readAll' | 'readStream' | 'lastPosition'>
type Since = Pick<Cursor, 'lists' | 'part'>

/** One thing to tell. `given`: it is from a list's beginning, of which so much has then been told. */
interface Step { readonly at: number; readonly given?: number; readonly event?: DomainEvent; readonly forget?: StreamName }
/** All there is to tell of one list; nothing of it is before `from`. */
interface Source { readonly from: number; readonly read: (limit: number) => Promise<readonly Step[]> }

export async function listChanges(store: Store, readLists: ReadLists, userId: UserId, after: Since, limit: number): Promise<ListChanges> {
  const { at, members, changed } = await listAccess(store, readLists, { userId }, after.lists)
  const sources = members.flatMap((row) => sourceOf(store, row, { after, at, changed }) ?? [])
  const steps = await firstOf(sources, limit + 1)
  const page = steps.slice(0, limit)
  return {
    events: page.flatMap(({ event }) => event ?? []),
    forget: page.flatMap(({ forget }) => forget ?? []),
    cursor: page.reduce(reached, { lists: after.lists, part: after.part }),
    more: steps.length > page.length,
  }
}

interface Asked { readonly after: Since; readonly at: number; readonly changed: ReadonlySet<string> }

function sourceOf(store: Store, { listId, role, since, until }: ListMemberRow, { after, at, changed }: Asked): Source | undefined {
  const stream = listStream(listId)
  const [from, end] = [Number(since), Number(until ?? 0)]
  if (role === null) return end > after.lists ? { from: end, read: async () => [{ at: end, forget: stream }] } : undefined
  if (from > after.lists) return { from, read: (limit) => wholeOf(store, stream, { since: from, after, at, limit }) }
  return changed.has(listId) ? { from: after.lists, read: (limit) => newOf(store, stream, { after, at, limit }) } : undefined
}

interface Reading { readonly after: Since; readonly at: number; readonly limit: number }

async function newOf(store: Store, stream: StreamName, { after, at, limit }: Reading): Promise<readonly Step[]> {
  const events = await upTo(at, store.readAll(positionOf(after.lists), { family: stream, limit }))
  return events.map((event) => ({ at: Number(event.position), event }))
}

/** From its first event, or from where the last page was full. */
async function wholeOf(store: Store, stream: StreamName, { since, after, at, limit }: Reading & { readonly since: number }): Promise<readonly Step[]> {
  const fromVersion = after.part?.since === since ? after.part.given : 0
  const events = await upTo(at, store.readStream(stream, { fromVersion, limit }))
  return events.map((event) => Number(event.position) < since ? { at: since, given: event.version + 1, event } : { at: Number(event.position), event })
}

function reached({ lists }: Since, { at, given }: Step): Since {
  return given === undefined ? { lists: at, part: null } : { lists, part: { since: at, given } }
}

/** Nobody knows yet who may see what lies beyond. Only deciders of the registry append, so what is recorded is a domain event. */
async function upTo(at: number, events: AsyncIterable<StoredEvent>): Promise<DomainEvent[]> {
  return (await Array.fromAsync(events, withoutHash) as DomainEvent[]).filter(({ position }) => Number(position) <= at)
}

/** The first steps of all sources; one is read only when it may have something among them. */
async function firstOf(sources: readonly Source[], limit: number): Promise<readonly Step[]> {
  let first: readonly Step[] = []
  for (const { from, read } of [...sources].sort((a, b) => a.from - b.from)) {
    const last = first[limit - 1]
    if (last && last.at < from) break
    first = [...first, ...await read(limit)].sort((a, b) => a.at - b.at).slice(0, limit)
  }
  return first
}
