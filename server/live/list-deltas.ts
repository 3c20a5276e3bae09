/** Who is told what of changes to lists. */

import type { UserId } from '../../domain/event.ts'
import type { DomainEvent } from '../../domain/index.ts'
import { listStream, parseListStream } from '../../domain/list-stream.ts'
import type { ListMemberRow } from '../../projections/list-members.ts'
import { maySee } from '../sync/list-access.ts'
import type { Delta } from './delta.ts'
import { deltaOf } from './delta.ts'

/**
 * One for each of these people that the events, in order, are news for. `members`: of the lists, as they are now. Somebody who was
 * let in is told by a delta that their devices cannot use yet, so that they pull the whole list.
 */
export function listDeltas(events: readonly DomainEvent[], members: readonly ListMemberRow[], people: readonly UserId[]): ReadonlyMap<UserId, Delta> {
  const byPerson = Map.groupBy(members, ({ userId }) => userId)
  return new Map(people.flatMap((userId) => {
    const own = new Map((byPerson.get(userId) ?? []).map((row) => [row.listId, row]))
    const delta = deltaFor(events, own)
    return delta ? [[userId, delta] as const] : []
  }))
}

function deltaFor(events: readonly DomainEvent[], own: ReadonlyMap<string, ListMemberRow>): Delta | undefined {
  const seen = events.filter((event) => {
    const row = own.get(parseListStream(event.stream)!)
    return row !== undefined && maySee(row, Number(event.position))
  })
  const lost = [...own.values()].filter(({ role, until }) => role === null && events.some(({ position }) => position === until))
  if (seen.length === 0 && lost.length === 0) return undefined
  const reached = [...seen.map(({ position }) => Number(position)), ...lost.map(({ until }) => Number(until))]
  const begun = new Set(seen.filter(({ version }) => version === 0).map(({ stream }) => stream))
  const lists = seen.filter(({ stream }) => !begun.has(stream)).map(({ stream }) => own.get(parseListStream(stream)!)!)
  return deltaOf({ events: seen, forget: lost.map(({ listId }) => listStream(listId)) }, { lists: Math.max(...reached) }, { needs: Math.max(0, ...lists.map(({ since }) => Number(since))) })
}
