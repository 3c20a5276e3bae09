/** Where each fact on a screen comes from: the act that made it as it is, what that replaced, and what put it in force again. */

import type { LibraryEvent } from '../domain/library-entry.ts'
import { changeOf } from '../domain/library-fields.ts'
import type { TitleRef } from '../domain/title.ts'
import { titleKey } from '../domain/title.ts'
import { wasOffline } from './activity.ts'
import type { TimelineRow } from './timeline.ts'

export interface Provenance {
  /** `rating`, `watchlist`, `favourite`, `review`, `play:<id>`, `tag:<tag>`, `dismissal`, `file`; in a list `item:<title>`. */
  readonly field: string
  readonly act: TimelineRow
  /** The act that made what was there before it, if anything was. */
  readonly replaced: TimelineRow | null
  /** The undo or redo that put it in force again. */
  readonly again: TimelineRow | null
  /** It was done without a network, and arrived later. */
  readonly offline: boolean
}

interface Made { readonly row: TimelineRow; readonly there: boolean }
interface Field { readonly applied: Made[]; readonly takenBack: Made[]; again: TimelineRow | null }

/** Of what is in force now, by field. `rows` of one subject, in the order in which they were recorded. */
export function provenanceOf(rows: Iterable<TimelineRow>): ReadonlyMap<string, Provenance> {
  const fields = new Map<string, Field>()
  const depths = new Map<string, number>()
  for (const row of rows) {
    const change = changeBy(row)
    if (!change) continue
    const field = fields.get(change.field) ?? { applied: [], takenBack: [], again: null }
    fields.set(change.field, field)
    // An undo takes back, the undo of an undo does again, and so on.
    const depth = row.undoes === null ? 0 : (depths.get(row.undoes) ?? 0) + 1
    depths.set(row.key, depth)
    move(field, { row, there: change.there }, depth)
  }
  return new Map([...fields].flatMap(([name, { applied, again }]) => {
    const [made, before] = [applied.at(-1), applied.at(-2)]
    if (!made?.there) return []
    return [[name, { field: name, act: made.row, replaced: before?.there ? before.row : null, again, offline: wasOffline(made.row) }] as const]
  }))
}

function move(field: Field, made: Made, depth: number): void {
  if (depth === 0) {
    field.applied.push(made)
    field.takenBack.length = 0
    field.again = null
    return
  }
  const [from, to] = depth % 2 === 1 ? [field.applied, field.takenBack] : [field.takenBack, field.applied]
  const moved = from.pop()
  if (moved) to.push(moved)
  field.again = made.row
}

const LISTED: LibraryEvent = { type: 'AddedToWatchlist', data: { priority: 'MEDIUM', note: null, addedAt: '' } }
const ITEMS: ReadonlySet<string> = new Set(['AddedToList', 'RemovedFromList', 'ListItemNoted', 'ListItemMoved'])
const FILES: Readonly<Record<string, boolean>> = { FetchRequested: true, FetchApproved: true, FetchRetried: true, FetchDeclined: false, FetchCancelled: false, MovieDeleted: false }

/** Which field a row is about, and whether there is something in it afterwards. */
function changeBy({ stream, type, data }: TimelineRow): { readonly field: string; readonly there: boolean } | undefined {
  if (stream.startsWith('library-')) {
    const { field, after } = changeOf({ type, data } as unknown as LibraryEvent, { watchlist: LISTED })
    return { field, there: after !== null }
  }
  if (ITEMS.has(type)) return { field: `item:${titleKey((data as { title: TitleRef }).title)}`, there: type !== 'RemovedFromList' }
  return type in FILES ? { field: 'file', there: FILES[type]! } : undefined
}
