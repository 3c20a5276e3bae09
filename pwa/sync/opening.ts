/** How the shelves begin where a snapshot is not quite how things stand: what came since, and what is not sent yet, is drawn into it. */

import type { StreamName } from '../../domain/event.ts'
import { categoryOf } from '../../domain/event.ts'
import type { DomainEvent } from '../../domain/index.ts'
import type { TitleRef } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import type { LibraryRow } from '../../projections/library.ts'
import { library } from '../../projections/library.ts'
import type { Shelved } from '../screens/shelf.ts'
import { isOnShelf, SHELVES } from '../screens/shelf.ts'
import type { Opening, PersonDatabase, SnapshotMark, SyncMark } from './database.ts'
import { readLog, readOutbox } from './database.ts'
import { rebase } from './deciding.ts'
import { confirmRow } from './layer.ts'
import { limits } from './limits.ts'
import type { Person, Picture } from './overlay.ts'
import { confirmEntry, createPicture } from './overlay.ts'
import type { Parcel } from './parcel.ts'
import { beginningOf, bucketOf, openingTitles, readSnapshotMark } from './snapshot.ts'
import { needLog } from './state-of-row.ts'

/** Undefined where there is too much of it, or something that only the log decides. */
export async function readOpeningNow(database: PersonDatabase, person: Person): Promise<Opening | undefined> {
  const [mark, snapshot, parcels] = await Promise.all([database.get('meta', 'sync') as Promise<SyncMark | undefined>, readSnapshotMark(database), readOutbox(database)])
  if (!snapshot?.opening || snapshot.version !== library.version || !mark || isTooMuch(mark, snapshot, parcels)) return undefined
  const events = await eventsSince(database, snapshot.events, mark.events)
  const keys = new Set([...events.flatMap(({ stream }) => keyOf(stream)), ...parcels.map(({ command }) => `${person.userId}_${titleKey((command.data as { readonly title: TitleRef }).title)}`)])
  const picture = createPicture()
  const before = await rowsOf(database, keys)
  for (const [key, row] of before) confirmRow(picture.library, key, row)
  for (const card of snapshot.opening.cards) confirmRow(picture.cards, card.key, card)
  for (const event of events) confirmEntry(picture, event)
  rebase(picture, person, parcels)
  return withRows(snapshot.opening, before, picture, keys)
}

function isTooMuch(mark: SyncMark, snapshot: SnapshotMark, parcels: readonly Parcel[]): boolean {
  const later = mark.events - snapshot.events
  return later < 0 || later > limits.openingEventsMax || parcels.length > limits.openingParcelsMax || needLog(parcels.map(({ command }) => command))
}

function keyOf(stream: StreamName): readonly string[] {
  return categoryOf(stream) === 'library' ? [stream.slice('library-'.length)] : []
}

async function eventsSince(database: PersonDatabase, from: number, to: number): Promise<readonly DomainEvent[]> {
  const events: DomainEvent[] = []
  if (from < to) for await (const record of readLog(database, from)) events.push(...record.events.slice(Math.max(0, from - record.start)))
  return events.slice(0, to - from)
}

async function rowsOf(database: PersonDatabase, keys: ReadonlySet<string>): Promise<ReadonlyMap<string, LibraryRow>> {
  const records = await Promise.all([...new Set([...keys].map(bucketOf))].map((bucket) => database.get('rows', bucket)))
  return new Map(records.flatMap((rows) => rows ?? []).flatMap((row) => keys.has(row.key) ? [[row.key, row] as const] : []))
}

/** A title whose card is not known yet has no name to draw: it comes with the others. */
function withRows(opening: Opening, before: ReadonlyMap<string, LibraryRow>, { library: { shown }, cards }: Picture, keys: ReadonlySet<string>): Opening {
  const rows = [...opening.rows.filter(({ key }) => !keys.has(key)), ...[...keys].flatMap((key) => shown.get(key) ?? [])]
  const all = rows.flatMap((entry): readonly Shelved[] => {
    const card = cards.shown.get(titleKey(entry))
    return card || !keys.has(entry.key) ? [{ entry, card }] : []
  })
  const first = new Set<Shelved>()
  const counts = { ...opening.counts }
  for (const shelf of SHELVES) {
    for (const key of keys) counts[shelf] = (counts[shelf] ?? 0) + on(shown.get(key), shelf) - on(before.get(key), shelf)
    for (const each of beginningOf(all.filter(({ entry }) => isOnShelf(entry, shelf)), shelf)) first.add(each)
  }
  return { ...openingTitles(first), counts }
}

function on(row: LibraryRow | undefined, shelf: (typeof SHELVES)[number]): number {
  return Number(row !== undefined && isOnShelf(row, shelf))
}
