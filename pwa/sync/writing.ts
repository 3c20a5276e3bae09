/** What a device writes of one person to their database; whole records, see database.ts. Loaded with the log: before that there is nothing to write. */

import type { DomainEvent } from '../../domain/index.ts'
import type { JobRow } from '../../projections/jobs.ts'
import type { Person } from '../../projections/wire.ts'
import type { CardRecord } from './card-records.ts'
import type { LogRecord, PersonDatabase, SyncMark } from './database.ts'
import { readOutbox } from './database.ts'
import { limits } from './limits.ts'
import type { Parcel, ParcelState } from './parcel.ts'

/** What to write for events that follow on the last record: it with them, or new ones. */
export function logRecordsFor(events: readonly DomainEvent[], last: LogRecord): readonly LogRecord[] {
  if (events.length === 0) return []
  if (last.events.length + events.length <= limits.logChunkEvents) return [{ start: last.start, events: [...last.events, ...events] }]
  const begin = last.start + last.events.length
  return Array.from({ length: Math.ceil(events.length / limits.logChunkEvents) }, (_, i) => {
    const at = i * limits.logChunkEvents
    return { start: begin + at, events: events.slice(at, at + limits.logChunkEvents) }
  })
}

/** Resolves when they are on disk, all or none: only then may the screen say so. */
export async function addParcels(database: PersonDatabase, parcels: readonly Omit<Parcel, 'order'>[]): Promise<readonly Parcel[]> {
  const writing = database.transaction('outbox', 'readwrite', { durability: 'strict' })
  const orders = await allOf(writing.done, parcels.map((parcel) => writing.store.add(parcel)))
  return parcels.map((parcel, i) => ({ ...parcel, order: orders[i]! }))
}

/** Those that are not there yet; another tab may have brought them. Answers all that are. */
export async function carryParcels(database: PersonDatabase, parcels: readonly Parcel[]): Promise<readonly Parcel[]> {
  const there = new Set((await readOutbox(database)).map(({ command }) => command.id))
  await addParcels(database, parcels.filter(({ command }) => !there.has(command.id)).map(({ order: _, ...parcel }) => parcel))
  return await readOutbox(database)
}

export async function removeParcel(database: PersonDatabase, { order }: Parcel): Promise<void> {
  const writing = database.transaction('outbox', 'readwrite', { durability: 'strict' })
  await allOf(writing.done, [writing.store.delete(order)])
}

export type ParcelChange = readonly [parcel: Parcel, state: ParcelState | undefined]

export interface Write {
  readonly mark: SyncMark
  /** New records of the log, and the last one when it grows. */
  readonly log?: readonly LogRecord[]
  /** Whole records in which a card changed. */
  readonly cards?: readonly CardRecord[]
  readonly jobs?: readonly JobRow[]
  readonly people?: readonly Person[] | null
  readonly parcels?: readonly ParcelChange[]
  /** What goes first: everything the server ever sent, the log and what was folded from it, or the downloads. */
  readonly clear?: 'everything' | keyof typeof CLEARED | null
}

const CLEARED = { log: ['log', 'rows'], jobs: ['jobs'] } as const

/** One transaction: what the server sent, what that means for the outbox, and the cursor; all or none. */
export async function write(database: PersonDatabase, { mark, log = [], cards = [], jobs = [], people = null, parcels = [], clear = null }: Write): Promise<void> {
  // The outbox only where it changes: an act is written there meanwhile.
  const stores = ['log', 'rows', 'cards', 'jobs', 'meta', ...parcels.length > 0 ? ['outbox'] as const : []] as const
  const writing = database.transaction(stores, 'readwrite', { durability: parcels.length > 0 ? 'strict' : 'relaxed' })
  const meta = writing.objectStore('meta')
  const done: Promise<unknown>[] = []
  if (clear) {
    for (const store of clear === 'everything' ? ['log', 'rows', 'cards', 'jobs'] as const : CLEARED[clear]) done.push(writing.objectStore(store).clear())
    if (clear !== 'jobs') done.push(meta.delete('snapshot'))
    if (clear === 'everything') done.push(meta.delete('people'))
  }
  for (const { start, events } of log) done.push(writing.objectStore('log').put(events, start))
  for (const { record, cards: rows } of cards) done.push(writing.objectStore('cards').put(rows, record))
  for (const row of jobs) done.push(writing.objectStore('jobs').put(row))
  if (people) done.push(meta.put(people, 'people'))
  for (const [{ order, ...parcel }, state] of parcels) {
    done.push(state ? writing.objectStore('outbox').put({ ...parcel, state }, order) : writing.objectStore('outbox').delete(order))
  }
  done.push(meta.put(mark, 'sync'))
  await allOf(writing.done, done)
}

/** Why a transaction failed is told by its end: of its requests most say only that it did. */
export async function allOf<Value>(done: Promise<void>, requests: readonly Promise<Value>[]): Promise<readonly Value[]> {
  const answers = Promise.all(requests)
  answers.catch(() => undefined)
  await done
  return await answers
}
