/** A list's name among streams, and who may what in it: what can be known of it without deciding. */

import type { StreamName } from './event.ts'
import type { List } from './list-fields.ts'
import type { ListRole } from './list.ts'

export function listStream(listId: string): StreamName {
  return `list-${listId}` as StreamName
}

/** The list whose stream it is; undefined for any other stream. */
export function parseListStream(stream: StreamName): string | undefined {
  return stream.startsWith('list-') ? stream.slice('list-'.length) : undefined
}

/** What the actor is to a list; undefined for one who does not belong to it. */
export function roleIn({ ownerId, members }: { readonly ownerId: string; readonly members: List['members'] }, actor: string): 'owner' | ListRole | undefined {
  return actor === ownerId ? 'owner' : Object.hasOwn(members, actor) ? members[actor] : undefined
}
