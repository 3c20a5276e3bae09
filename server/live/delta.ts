/** What one person is to be told at once, made into text once for all their sockets. */

import type { Changes } from '../../projections/wire.ts'
import type { Cursor } from '../sync/cursor.ts'

export interface Delta extends Pick<Changes, 'events' | 'cards' | 'jobs'> {
  /** How far each half reaches; 0 where the half is empty. */
  readonly reaches: Cursor
  /** The JSON of the changes, without the braces around it. */
  json(): string
}

export function deltaOf(changes: Partial<Pick<Changes, 'events' | 'cards' | 'jobs'>>, reaches: Cursor): Delta {
  const { events = [], cards = [], jobs = [] } = changes
  let text: string | undefined
  return { events, cards, jobs, reaches, json: () => text ??= JSON.stringify({ events, cards, jobs, forget: [] } satisfies Changes).slice(1, -1) }
}

/** What is left for who has come so far already; undefined when that is nothing. */
export function remaining(delta: Delta, cursor: Cursor): Delta | undefined {
  const events = delta.events.filter(({ position }) => Number(position) > cursor.events)
  // Rows read before those that the device has are older than them.
  const rowsAreNew = delta.reaches.rows > cursor.rows
  if (events.length === 0 && !rowsAreNew) return undefined
  if (events.length === delta.events.length && (rowsAreNew || delta.reaches.rows === 0)) return delta
  return deltaOf({ events, ...rowsAreNew ? { cards: delta.cards, jobs: delta.jobs } : {} }, delta.reaches)
}
