/**
 * How far a device has come: the last of its person's own events it has, the last change of rows, the last event of lists it
 * may see, and which people it knows. All are of what the device really was given, so that however it was given it (a pull,
 * the whole replica, live) two devices that have the same also have the same cursor.
 */

import type { UserId } from '../../domain/event.ts'

export interface Cursor {
  readonly events: number
  readonly rows: number
  /** Of every list they belong to, all up to here; of one that they were let into up to here, the whole of it. */
  readonly lists: number
  /** Of the list that they were let into next, at `since`, so many events: its beginning, where a page was full. */
  readonly part: { readonly since: number; readonly given: number } | null
  /** A digest of the household's people; empty for none. */
  readonly people: string
}

export const BEGINNING: Cursor = { events: 0, rows: 0, lists: 0, part: null, people: '' }

/** Opaque to clients. Bound to the person, so that one who signs in on another's device does not go on from there. */
export function encodeCursor(userId: UserId, { events, rows, lists, part, people }: Cursor): string {
  const numbers = [events, rows, lists, part?.since ?? 0, part?.given ?? 0].map((number) => number.toString(36))
  return ['2', ...numbers, people, userId.slice(-12)].join('.')
}

const TWO = /^2\.([0-9a-z]{1,11})\.([0-9a-z]{1,11})\.([0-9a-z]{1,11})\.([0-9a-z]{1,11})\.([0-9a-z]{1,11})\.((?:[0-9a-f]{8})?)\.([0-9a-f]{12})$/
/** Of a device that has known no lists and no people yet. */
const ONE = /^1\.([0-9a-z]{1,11})\.([0-9a-z]{1,11})\.([0-9a-f]{12})$/

/** Undefined for what is no cursor, or another person's. */
export function decodeCursor(userId: UserId, text: string): Cursor | undefined {
  const [, ...found] = TWO.exec(text) ?? ONE.exec(text) ?? []
  if (found.pop() !== userId.slice(-12)) return undefined
  const people = found.length > 2 ? found.pop()! : ''
  const [events = 0, rows = 0, lists = 0, since = 0, given = 0] = found.map((number) => parseInt(number, 36))
  if (![events, rows, lists, since, given].every(Number.isSafeInteger)) return undefined
  return { events, rows, lists, part: given > 0 ? { since, given } : null, people }
}

/** Together with what reaches as far as this. */
export function advanced(cursor: Cursor, { events = 0, rows = 0, lists = 0 }: Partial<Cursor>): Cursor {
  return { ...cursor, events: Math.max(cursor.events, events), rows: Math.max(cursor.rows, rows), lists: Math.max(cursor.lists, lists) }
}
