/**
 * What people wrote in their own words. These fields of events are recorded sealed with a key of the person's own; once an account
 * is erased that key is no more, and they read `ERASED` wherever they are met, also in history. Which fields:
 * in `event-shapes.ts`.
 */

import type { Actor, Fact, RecordedEvent, StreamName, UserId } from './event.ts'
import { personalFields } from './event-shapes.ts'

export const ERASED = '[erased]'

/** By event type, the fields of the payload whose text is a person's own. */
export type PersonalFields<F extends Fact = Fact> = { readonly [Type in F['type']]?: readonly (keyof Extract<F, { type: Type }>['data'] & string)[] }

/** The event as it reads once this person's account is erased: the very same object where none of their words are in it. */
export function withoutWordsOf<E extends RecordedEvent>(userId: string, event: E): E {
  const fields = Object.hasOwn(personalFields, event.type) ? personalFields[event.type]! : []
  if (fields.length === 0 || personOf(event.stream, event.meta.actor) !== userId) return event
  const data = Object.entries(event.data as object).map(([field, value]: [string, unknown]) => [field, typeof value === 'string' && fields.includes(field) ? ERASED : value])
  return { ...event, data: Object.fromEntries(data) as unknown }
}

const PERSON = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** Streams that are one person's: whoever acts on them, the words are that person's. */
const OWN_STREAM = /^(?:library|user|notifications|batch|devices|profile)-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:_|$)/

/** Whose words an event in this stream holds: its owner's, else those of the person who acted. Null for what no person said. */
export function personOf(stream: StreamName, actor: Actor): UserId | null {
  const owner = OWN_STREAM.exec(stream)?.[1]
  if (owner !== undefined) return owner as UserId
  return PERSON.test(actor) ? actor as UserId : null
}
