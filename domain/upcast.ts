/**
 * Old events in today's shape. An event is recorded once and never rewritten; whoever folds it, decides on it or shows it meets
 * it as it would be recorded today. A step makes the next shape of a payload of the one before; the steps stand in
 * `event-shapes.ts`.
 */

import type { Fact, NewEvent } from './event.ts'
import { eventSchemas, eventUpcasters } from './event-shapes.ts'

/** Payloads of one shape into those of the next; pure. */
export type UpcastStep = (data: never) => unknown
/** For every type that has had other shapes: from the first to the second, from the second to the third, and so on to the last but one. */
export type Upcasters<F extends Fact = Fact> = { readonly [Type in F['type']]?: readonly UpcastStep[] }

/** The event as it would be recorded today. The very same object where it is already, or where only a newer version can read it. */
export function upcast<E extends NewEvent>(event: E): E {
  const { type, schema } = event
  if (!Object.hasOwn(eventUpcasters, type)) return event
  const steps = eventUpcasters[type]!.slice(schema - 1)
  if (steps.length === 0) return event
  return { ...event, schema: schema + steps.length, data: steps.reduce((data, step) => step(data as never), event.data) }
}

/** False for what a newer version recorded: its type, or the number of its shape, is not known here. */
export function isReadable({ type, schema }: Pick<NewEvent, 'type' | 'schema'>): boolean {
  return Object.hasOwn(eventSchemas, type) && schema <= (eventSchemas as Readonly<Record<string, number>>)[type]!
}

/** Met where an event has to be understood: nothing may be folded from it, or decided on it, until a version runs that can read it. */
export class UnreadableEventError extends Error {
  override readonly name = 'UnreadableEventError'
  readonly code = 'NEWER_EVENT'
  constructor({ type, schema, id }: NewEvent) {
    super(`${type} ${id} has shape ${schema}, which only a newer Rewind can read: update this one`)
  }
}

/** Throws `UnreadableEventError` for a known type in a shape that is not known. */
export function assertReadable(event: NewEvent): void {
  if (Object.hasOwn(eventSchemas, event.type) && !isReadable(event)) throw new UnreadableEventError(event)
}
