/**
 * How far a device has come: the last of its person's own events it has, and the last change of rows. Both are positions of
 * the global order that the device really was given something for, so that however it was given it (a pull, the whole
 * replica, live) two devices that have the same also have the same cursor.
 */

import type { UserId } from '../../domain/event.ts'

export interface Cursor { readonly events: number; readonly rows: number }

export const BEGINNING: Cursor = { events: 0, rows: 0 }

/** Opaque to clients. Bound to the person, so that one who signs in on another's device does not go on from there. */
export function encodeCursor(userId: UserId, { events, rows }: Cursor): string {
  return `1.${events.toString(36)}.${rows.toString(36)}.${userId.slice(-12)}`
}

/** Undefined for what is no cursor, or another person's. */
export function decodeCursor(userId: UserId, text: string): Cursor | undefined {
  const match = /^1\.([0-9a-z]{1,11})\.([0-9a-z]{1,11})\.([0-9a-f]{12})$/.exec(text)
  if (!match || match[3] !== userId.slice(-12)) return undefined
  const [events, rows] = [parseInt(match[1]!, 36), parseInt(match[2]!, 36)]
  return Number.isSafeInteger(events) && Number.isSafeInteger(rows) ? { events, rows } : undefined
}
