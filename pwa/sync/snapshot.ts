/**
 * The library's rows on the disk, for the next start: which of its records have changed since they were written, and what the first picture
 * needs. Loaded when there is one to write.
 */

import { titleKey } from '../../domain/title.ts'
import type { CardRow } from '../../projections/cards.ts'
import type { LibraryRow } from '../../projections/library.ts'
import { library } from '../../projections/library.ts'
import type { Shelf, Shelved } from '../screens/shelf.ts'
import { firstOf, isOnShelf, SHELVES, wishOf } from '../screens/shelf.ts'
import { changedLast } from './card-records.ts'
import type { Opening, PersonDatabase, SnapshotMark, SyncMark } from './database.ts'
import type { Environment } from './environment.ts'
import { limits } from './limits.ts'
import type { Picture } from './overlay.ts'
import type { Slicer } from './slicer.ts'
import { slicer } from './slicer.ts'
import { allOf } from './writing.ts'

/** FNV-1a: which record of `rows` a key lies in. */
export function bucketOf(key: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193)
  return (hash >>> 0) % limits.bucketCount
}

/** Rows by the record they lie in; of those that the keys in `wanted` lie in, or of all. A record that has become empty is among them. */
async function recordsOf(rows: readonly LibraryRow[], wanted: ReadonlySet<string> | 'all', inSlices: Slicer): Promise<ReadonlyMap<number, readonly LibraryRow[]>> {
  const records = new Map<number, LibraryRow[]>(wanted === 'all' ? [] : [...wanted].map((key) => [bucketOf(key), []]))
  if (wanted !== 'all' && records.size === 0) return records
  await inSlices(rows, (row) => {
    const bucket = bucketOf(row.key)
    const record = records.get(bucket)
    if (record) record.push(row)
    else if (wanted === 'all') records.set(bucket, [row])
  })
  return records
}

/** Of each shelf as it is shown when nothing is chosen; one shelf after the other, so that the page answers in between. */
async function openingOf(rows: readonly LibraryRow[], cards: ReadonlyMap<string, CardRow>, breathe: Environment['breathe']): Promise<Opening> {
  const all: Shelved[] = []
  await slicer(breathe)(rows, (entry) => { all.push({ entry, card: cards.get(titleKey(entry)) }) })
  const first = new Set<Shelved>()
  const counts: Record<string, number> = {}
  for (const shelf of SHELVES) {
    await breathe()
    const on = all.filter(({ entry }) => isOnShelf(entry, shelf))
    counts[shelf] = on.length
    for (const each of beginningOf(on, shelf)) first.add(each)
  }
  return { ...openingTitles(first), counts }
}

/** Of titles that are on the shelf. */
export function beginningOf(on: readonly Shelved[], shelf: Shelf): readonly Shelved[] {
  return firstOf(on, wishOf(new URLSearchParams({ shelf })), limits.openingTitles)
}

export function openingTitles(first: ReadonlySet<Shelved>): Pick<Opening, 'rows' | 'cards'> {
  return { rows: [...first].map(({ entry }) => entry), cards: [...first].flatMap(({ card }) => card ?? []) }
}

interface Saving { readonly database: PersonDatabase; readonly picture: Pick<Picture, 'library' | 'cards'>; readonly mark: SyncMark; readonly breathe: Environment['breathe'] }

/** Writes the records in which the rows `unsaved` lie, or all; nothing where that is how it stands on the disk, as at most starts. */
export async function saveSnapshot({ database, picture, mark, breathe }: Saving, unsaved: ReadonlySet<string> | 'all'): Promise<void> {
  const saved = await readSnapshotMark(database)
  const next = { version: library.version, events: mark.events, cards: changedLast(mark.cards) }
  if (saved?.opening && saved.version === next.version && saved.events === next.events && saved.cards !== undefined && saved.cards === next.cards) return
  const rows = [...picture.library.confirmed.values()]
  const opening = await openingOf(rows, picture.cards.confirmed, breathe)
  // One that another version of the app has written in between is written anew as well.
  const wanted = saved?.version === library.version ? unsaved : 'all'
  await writeSnapshot(database, { ...next, opening }, await recordsOf(rows, wanted, slicer(breathe)), wanted === 'all')
}

export async function readSnapshotMark(database: PersonDatabase): Promise<SnapshotMark | undefined> {
  return await database.get('meta', 'snapshot') as SnapshotMark | undefined
}

/** `all`: whatever else is there goes. */
export async function writeSnapshot(database: PersonDatabase, mark: SnapshotMark, buckets: ReadonlyMap<number, readonly LibraryRow[]>, all: boolean): Promise<void> {
  const writing = database.transaction(['rows', 'meta'], 'readwrite', { durability: 'relaxed' })
  const store = writing.objectStore('rows')
  // Requests of a transaction run in the order they are made: what was there goes before what comes.
  const writes: (() => Promise<unknown>)[] = [
    ...all ? [() => store.clear()] : [], ...[...buckets].map(([bucket, inBucket]) => () => store.put(inBucket, bucket)),
    () => writing.objectStore('meta').put(mark, 'snapshot'),
  ]
  await allOf(writing.done, [oneByOne(writes)])
}

async function oneByOne(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const step of steps) await step()
}
