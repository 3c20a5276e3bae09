/** A made-up history of people's libraries, appended through the store: about five events for each of as many entries, in mixed order. */

import type { CommandId } from '../domain/command.ts'
import type { EventMeta, NewEvent, Position, StreamName, UserId } from '../domain/event.ts'
import { eventIdOf } from '../domain/event.ts'
import { librarySchemas } from '../domain/event-shapes.ts'
import { seededRandom } from '../demo/seed.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import { realSystem, uuidv7 } from '../server/system.ts'

const EVENTS_PER_ENTRY = 5
const PEOPLE = 20
const AT_ONCE = 512

export interface History {
  /** Appends so many more events; resolves when all are on disk. */
  append(count: number): Promise<void>
  /** One event to a random entry; resolves with its position. */
  appendOne(): Promise<Position>
  readonly people: readonly UserId[]
}

/** `count` is how many events there will be in the end: it decides how many entries they spread over. */
export function libraryHistory(store: EventStore, { count, seed }: { count: number; seed: number }): History {
  const random = seededRandom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const people = Array.from({ length: PEOPLE }, () => uuidv7(realSystem) as UserId)
  const entries = Math.max(PEOPLE, Math.round(count / EVENTS_PER_ENTRY))
  const versions = new Int32Array(entries).fill(-1)
  const streamOf = (entry: number) => `library-${people[entry % PEOPLE]!}_movie_${1 + Math.floor(entry / PEOPLE)}` as StreamName
  const busy = new Set<number>()
  let minutes = 0

  function eventsFor(): NewEvent[] {
    const commandId = uuidv7(realSystem) as CommandId
    const at = new Date(Date.UTC(2020, 0, 1) + ++minutes * 60_000).toISOString()
    const meta: EventMeta = { commandId, correlationId: commandId, causationId: commandId, actor: people[below(PEOPLE)]!, deviceId: null, issuedAt: at }
    return [KINDS[below(KINDS.length)]!({ at, below, playId: commandId })].map(({ type, data }, i) => ({ id: eventIdOf(commandId, i), type, schema: librarySchemas[type], data, meta }))
  }

  async function appendTo(entry: number): Promise<Position> {
    const outcome = await store.append(streamOf(entry), versions[entry]!, eventsFor())
    if (outcome.status !== 'appended') throw new Error('an entry of the made-up history has another version than was thought')
    versions[entry]! += outcome.events.length
    return outcome.events.at(-1)!.position
  }

  return {
    people,
    async append(wanted) {
      for (let done = 0; done < wanted;) {
        const batch = new Set<number>()
        while (batch.size < Math.min(AT_ONCE, wanted - done, entries)) batch.add(below(entries))
        await Promise.all([...batch].map(appendTo))
        done += batch.size
      }
    },
    appendOne() {
      // An entry that is being appended to would refuse the next version.
      for (let entry = below(entries); ; entry = below(entries)) {
        if (busy.has(entry)) continue
        busy.add(entry)
        return appendTo(entry).finally(() => busy.delete(entry))
      }
    },
  }
}

interface Moment { readonly at: string; readonly playId: string; below(limit: number): number }
type Kind = (moment: Moment) => { readonly type: keyof typeof librarySchemas; readonly data: object }

/** What people do most, about as often as they do it; no words of theirs, which SQL could not open. */
const KINDS: readonly Kind[] = [
  ({ at, below }) => ({ type: 'TitleRated', data: { rating: ['DISLIKE', 'OK', 'LIKE', 'SUPER_LIKE'][below(4)]!, ratedAt: at } }),
  ({ at, below }) => ({ type: 'AddedToWatchlist', data: { priority: ['LOW', 'MEDIUM', 'HIGH'][below(3)]!, note: null, addedAt: at } }),
  () => ({ type: 'RemovedFromWatchlist', data: {} }),
  ({ at, playId }) => ({ type: 'TitleWatched', data: { playId, watchedAt: at } }),
  ({ at }) => ({ type: 'TitleViewed', data: { at } }),
  ({ at }) => ({ type: 'TitleViewed', data: { at } }),
  ({ at, below }) => ({ type: 'ProgressRecorded', data: { positionSeconds: below(7_000), durationSeconds: 7_200, at } }),
  ({ at, below }) => ({ type: 'ProgressRecorded', data: { positionSeconds: below(7_000), durationSeconds: 7_200, at } }),
  ({ at }) => ({ type: 'FavouriteAdded', data: { addedAt: at } }),
  () => ({ type: 'FavouriteRemoved', data: {} }),
]
