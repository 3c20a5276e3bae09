/**
 * What people wrote in their own words. These fields of events are recorded sealed with a key of the person's own; once an account
 * is erased that key is no more, and they read `ERASED` wherever they are met, also in history. Which fields: beside the events
 * (`libraryPersonal` in `library-fields.ts`), gathered in `index.ts`.
 */

import type { Actor, Fact, StreamName, UserId } from './event.ts'

export const ERASED = '[erased]'

/** By event type, the fields of the payload whose text is a person's own. */
export type PersonalFields<F extends Fact = Fact> = { readonly [Type in F['type']]?: readonly (keyof Extract<F, { type: Type }>['data'] & string)[] }

const PERSON = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** Streams that are one person's: whoever acts on them, the words are that person's. */
const OWN_STREAM = /^(?:library|user|notifications|batch|devices)-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:_|$)/

/** Whose words an event in this stream holds: its owner's, else those of the person who acted. Null for what no person said. */
export function personOf(stream: StreamName, actor: Actor): UserId | null {
  const owner = OWN_STREAM.exec(stream)?.[1]
  if (owner !== undefined) return owner as UserId
  return PERSON.test(actor) ? actor as UserId : null
}
