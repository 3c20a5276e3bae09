import type { Position } from '../domain/event.ts'
import { millisecondsOf } from '../domain/instant.ts'
import type { Moment } from '../projections/as-of.ts'
import type { EventStore } from './event-store/event-store.ts'
import type { System } from './system.ts'

const POSITION = /^\d{20}$/
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i

/** The moment that a text names, a time or a position; or what is wrong with it, to be told after the name of the field. */
export async function momentOf(text: string, { store, system }: { readonly store: Pick<EventStore, 'lastPosition'>; readonly system: Pick<System, 'now'> }): Promise<Moment | { readonly problem: string }> {
  if (POSITION.test(text)) return text > await store.lastPosition() ? { problem: 'lies ahead: no event has that position yet' } : { position: text as Position }
  const ms = INSTANT.test(text) ? millisecondsOf(text) : NaN
  if (Number.isNaN(ms)) return { problem: 'must be a time with a zone, such as 2026-01-31T12:00:00Z, or a position of 20 digits' }
  return ms > system.now() ? { problem: 'lies ahead: nothing has happened there yet' } : { at: text }
}
