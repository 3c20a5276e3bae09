/**
 * How far a device has come: the last of its person's own events it has, the last change of cards and of downloads, the last event
 * of lists it may see, and which people it knows. All are of what the device really was given, so that however it was given it (a pull,
 * the whole replica, live) two devices that have the same also have the same cursor.
 */

import type { UserId } from '../../domain/event.ts'

export interface Cursor {
  readonly events: number
  /** Of cards. */
  readonly rows: number
  /** Of downloads; null of a device that holds none, because its person may see none or has just come. */
  readonly jobs: number | null
  /** Of every list they belong to, all up to here; of one that they were let into up to here, the whole of it. */
  readonly lists: number
  /** Of the list that they were let into next, at `since`, so many events: its beginning, where a page was full. */
  readonly part: { readonly since: number; readonly given: number } | null
  /** A digest of the household's people; empty for none. */
  readonly people: string
}

export const BEGINNING: Cursor = { events: 0, rows: 0, jobs: null, lists: 0, part: null, people: '' }

/** Opaque to clients. Bound to the person, so that one who signs in on another's device does not go on from there. */
export function encodeCursor(userId: UserId, { events, rows, jobs, lists, part, people }: Cursor): string {
  const numbers = [events, rows, lists, part?.since ?? 0, part?.given ?? 0, jobs === null ? 0 : jobs + 1].map((number) => number.toString(36))
  return ['3', ...numbers, people, userId.slice(-12)].join('.')
}

const NUMBER = '([0-9a-z]{1,11})'
const PEOPLE_AND_PERSON = '((?:[0-9a-f]{8})?)\\.([0-9a-f]{12})'
const THREE = new RegExp(`^3\\.${`${NUMBER}\\.`.repeat(6)}${PEOPLE_AND_PERSON}$`)
/** Of a device that was given downloads, whoever it was, with the other rows. */
const TWO = new RegExp(`^2\\.${`${NUMBER}\\.`.repeat(5)}${PEOPLE_AND_PERSON}$`)
/** Of a device that has known no lists and no people yet. */
const ONE = new RegExp(`^1\\.${NUMBER}\\.${NUMBER}\\.([0-9a-f]{12})$`)

/** Undefined for what is no cursor, or another person's. */
export function decodeCursor(userId: UserId, text: string): Cursor | undefined {
  const [, ...found] = THREE.exec(text) ?? TWO.exec(text) ?? ONE.exec(text) ?? []
  if (found.pop() !== userId.slice(-12)) return undefined
  const people = found.length > 2 ? found.pop()! : ''
  const [events = 0, rows = 0, lists = 0, since = 0, given = 0, afterJobs = rows + 1] = found.map((number) => parseInt(number, 36))
  if (![events, rows, lists, since, given, afterJobs].every(Number.isSafeInteger)) return undefined
  return { events, rows, jobs: afterJobs === 0 ? null : afterJobs - 1, lists, part: given > 0 ? { since, given } : null, people }
}

/** Together with what reaches as far as this. */
export function advanced(cursor: Cursor, { events = 0, rows = 0, jobs = 0, lists = 0 }: Partial<Cursor>): Cursor {
  return { ...cursor, events: Math.max(cursor.events, events), rows: Math.max(cursor.rows, rows), jobs: cursor.jobs === null ? null : Math.max(cursor.jobs, jobs ?? 0), lists: Math.max(cursor.lists, lists) }
}
