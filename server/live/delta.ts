/** What one person is to be told at once, made into text once for all their sockets. */

import type { Changes } from '../../projections/wire.ts'
import type { Cursor } from '../sync/cursor.ts'
import { isOfList } from '../sync/list-access.ts'

/** How far each part reaches; 0 where the part is empty. */
export type Reaches = Pick<Cursor, 'events' | 'rows' | 'lists'>

export interface Delta extends Changes {
  readonly reaches: Reaches
  /** Only for a device that has come so far with its lists: another lacks the beginning of one of them. */
  readonly needs: number
  /** The JSON of the changes, without the braces around it. */
  json(): string
}

export function deltaOf(changes: Partial<Changes>, { events = 0, rows = 0, lists = 0 }: Partial<Reaches>, needs = 0): Delta {
  const all: Changes = { events: [], cards: [], jobs: [], people: null, forget: [], ...changes }
  let text: string | undefined
  return { ...all, reaches: { events, rows, lists }, needs, json: () => text ??= JSON.stringify(all).slice(1, -1) }
}

/** What is left for who has come so far already; undefined when that is nothing. */
export function remaining(delta: Delta, cursor: Cursor): Delta | undefined {
  const events = delta.events.filter((event) => Number(event.position) > (isOfList(event) ? cursor.lists : cursor.events))
  // Rows read before those that the device has are older than them.
  const rowsAreNew = delta.reaches.rows > cursor.rows
  const forget = delta.reaches.lists > cursor.lists ? delta.forget : []
  if (events.length === 0 && !rowsAreNew && forget.length === 0) return undefined
  if (events.length === delta.events.length && forget.length === delta.forget.length && (rowsAreNew || delta.reaches.rows === 0)) return delta
  return deltaOf({ events, forget, ...rowsAreNew ? { cards: delta.cards, jobs: delta.jobs } : {} }, delta.reaches, delta.needs)
}
