/**
 * What a device keeps of one person, in an IndexedDB of their own.
 *
 * - `log`: the person's events in the order they came, some hundreds to a record, under the number of the first. Written far
 *   faster than one by one, and read back in one go.
 * - `rows`: a snapshot of the library's rows, only to draw the first screen before the log is read. It says how many events
 *   it has folded and with which version of the projection; what is missing is folded on top.
 * - `cards`, `jobs`: rows the server sends; of cards those that came together to a record (see card-records.ts); of people all
 *   at once, in `meta`. `outbox`: see parcel.ts. `meta`: cursor and the like.
 *
 * Whatever grows with the library is read and written a record at a time, each in a task of its own, so that the page can draw in between.
 */

import type { DBSchema, IDBPDatabase } from 'idb'
import { wrap } from 'idb'
import type { DomainEvent } from '../../domain/index.ts'
import type { CardRow } from '../../projections/cards.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { maySeeJobs } from '../../projections/jobs.ts'
import type { LibraryRow } from '../../projections/library.ts'
import type { Person } from '../../projections/wire.ts'
import type { CardRecord, ChangedRecords } from './card-records.ts'
import { limits } from './limits.ts'
import type { Parcel, ParcelState } from './parcel.ts'

export interface PersonSchema extends DBSchema {
  log: { key: number; value: readonly DomainEvent[] }
  rows: { key: number; value: readonly LibraryRow[] }
  cards: { key: number; value: readonly CardRow[] }
  jobs: { key: string; value: JobRow }
  outbox: { key: number; value: Omit<Parcel, 'order'> }
  meta: { key: 'sync' | 'snapshot' | 'people'; value: SyncMark | SnapshotMark | readonly Person[] }
}
export type PersonDatabase = IDBPDatabase<PersonSchema>

export interface SyncMark {
  readonly cursor: string | null
  readonly lastSyncAt: string | null
  /** How many events the log holds. */
  readonly events: number
  /** Raised by every write of what the server sent; tells a tab that it has missed one. */
  readonly revision: number
  /** Raised when the replica begins anew. */
  readonly beginning: number
  /** Not there in marks of former versions. */
  readonly cards?: ChangedRecords
}
/** `opening`: what the first picture of the library needs of it; `cards`: at which revision those in it are. Not there in snapshots of former versions. */
export interface SnapshotMark { readonly version: number; readonly events: number; readonly cards?: number | undefined; readonly opening?: Opening }
/** The titles that the shelves begin with, and how many there are on each. */
export interface Opening { readonly rows: readonly LibraryRow[]; readonly cards: readonly CardRow[]; readonly counts: Readonly<Record<string, number>> }

export const NOTHING_YET: SyncMark = { cursor: null, lastSyncAt: null, events: 0, revision: 0, beginning: 0 }

function personDatabaseName(userId: string): string {
  return `rewind-${userId}`
}

export async function openPersonDatabase(factory: IDBFactory, userId: string): Promise<PersonDatabase> {
  return await openDatabase(factory, personDatabaseName(userId), (database) => {
    for (const store of ['log', 'rows', 'cards', 'meta']) database.createObjectStore(store)
    database.createObjectStore('jobs', { keyPath: 'key' })
    database.createObjectStore('outbox', { autoIncrement: true })
  }) as PersonDatabase
}

/** At version 1 so far. A later one is added as one more step here, and an old app's outbox is carried over. */
export async function openDatabase(factory: IDBFactory, name: string, create: (database: IDBDatabase) => void): Promise<unknown> {
  const request = factory.open(name, 1)
  request.onupgradeneeded = () => create(request.result)
  const database = await wrap<IDBDatabase>(request)
  // Sign-out in another tab deletes the database; it must not wait for this tab.
  database.addEventListener('versionchange', () => database.close())
  return database
}

/** What the catalogue said of what the person looked at: see kept-answers.ts. */
export function keptDatabaseName(userId: string): string {
  return `${personDatabaseName(userId)}-kept`
}

/** Which films they saved: see ../saved/saved-records.ts. */
export function savedDatabaseName(userId: string): string {
  return `${personDatabaseName(userId)}-saved`
}

export async function deletePersonDatabase(factory: IDBFactory, userId: string): Promise<void> {
  for (const name of [personDatabaseName(userId), keptDatabaseName(userId), savedDatabaseName(userId)]) await wrap(factory.deleteDatabase(name))
}

export interface Opened {
  readonly mark: SyncMark
  readonly snapshot: SnapshotMark | null
  readonly rows: readonly LibraryRow[]
  readonly jobs: readonly JobRow[]
  readonly people: readonly Person[]
  readonly parcels: readonly Parcel[]
}

/** What to draw until all rows are read. `otherwise`: where that would not be how things stand. */
export async function readOpening(database: PersonDatabase, version: number, otherwise: () => Promise<Opening | undefined>): Promise<Opening | undefined> {
  const { store } = database.transaction('meta')
  const [mark, snapshot, parcels] = await Promise.all([store.get('sync') as Promise<SyncMark | undefined>, store.get('snapshot') as Promise<SnapshotMark | undefined>, database.count('outbox')])
  if (snapshot?.version !== version) return undefined
  return snapshot.events === mark?.events && parcels === 0 ? snapshot.opening : await otherwise()
}

/** All but the cards and the log. `without`: for who has the rows already, of which there are many. */
export async function readRows(database: PersonDatabase, userId: string, without?: 'rows'): Promise<Opened> {
  const reading = database.transaction(['rows', 'jobs', 'meta'])
  const [meta, rowStore] = [reading.objectStore('meta'), reading.objectStore('rows')]
  const readRecords = async () => {
    const keys = without ? [] : await rowStore.getAllKeys()
    const records: (readonly LibraryRow[])[] = []
    let next = 0
    const oneByOne = async () => {
      for (let i = next++; i < keys.length; i = next++) records[i] = (await rowStore.get(keys[i]!))!
    }
    await Promise.all(Array.from({ length: limits.recordsAtOnce.rows }, oneByOne))
    return records
  }
  const [mark, snapshot, people, rows, jobs, parcels] = await Promise.all([
    meta.get('sync'), meta.get('snapshot'), meta.get('people'), readRecords(), reading.objectStore('jobs').getAll(), readOutbox(database),
  ])
  // By the role that came with them. What an app that could not be told to forget them has left is not shown, and goes as everything is asked for once more.
  const role = (people as readonly Person[] | undefined)?.find((person) => person.userId === userId)?.role
  const sees = jobs.length === 0 || role === undefined || maySeeJobs(role)
  // An app that did not keep them has been told of people already: likewise.
  const known = mark as SyncMark | undefined ?? NOTHING_YET
  return {
    mark: people && sees ? known : { ...known, cursor: null }, snapshot: snapshot as SnapshotMark | undefined ?? null,
    rows: rows.flat(), jobs: sees ? jobs : [], people: people as readonly Person[] | undefined ?? [], parcels,
  }
}

export interface LogRecord { readonly start: number; readonly events: readonly DomainEvent[] }
export const NO_LOG: LogRecord = { start: 0, events: [] }

/** Whole records from the one that holds the `from`-th event on. */
export async function* readLog(database: PersonDatabase, from: number): AsyncIterable<LogRecord> {
  const first = await database.transaction('log').store.openKeyCursor(IDBKeyRange.upperBound(from), 'prev')
  for await (const { key, value } of recordsFrom(database, 'log', first?.key ?? 0)) yield { start: key, events: value }
}

/** All of them, or those `records`. What is written while they are read may be among them: later than what `readRows` has answered, and never earlier. */
export async function* readCards(database: PersonDatabase, records?: readonly number[]): AsyncIterable<CardRecord> {
  for (const record of records ?? []) yield { record, cards: await database.get('cards', record) ?? [] }
  if (records) return
  for await (const { key, value } of recordsFrom(database, 'cards', 0)) yield { record: key, cards: value }
}

async function* recordsFrom<Store extends 'log' | 'cards'>(database: PersonDatabase, name: Store, from: number): AsyncIterable<{ readonly key: number; readonly value: PersonSchema[Store]['value'] }> {
  const atOnce = limits.recordsAtOnce[name]
  for (let next = from, more = true; more;) {
    const { store } = database.transaction(name)
    const keys = await store.getAllKeys(IDBKeyRange.lowerBound(next), atOnce) as number[]
    // Asked for at once, and handed on as each comes.
    const records = keys.map((key) => store.get(key as never))
    // Whoever stops reading leaves some unheard.
    for (const record of records) record.catch(() => undefined)
    for (const [i, key] of keys.entries()) yield { key, value: (await records[i])! }
    more = keys.length === atOnce
    next = (keys.at(-1) ?? 0) + 1
  }
}

export async function readOutbox(database: PersonDatabase): Promise<readonly Parcel[]> {
  const { store } = database.transaction('outbox')
  const [orders, parcels] = await Promise.all([store.getAllKeys(), store.getAll()])
  return parcels.map((parcel, i) => ({ ...parcel, order: orders[i]! }))
}
