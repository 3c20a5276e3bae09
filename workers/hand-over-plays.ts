/**
 * Policy: what a person says of somebody else's viewing happens in the other's library too: "that was you", "we watched it
 * together". When they take their word back, or give it again, the other's library follows. Both sides belong to one chain of
 * causes, and to one batch where there was one.
 */

import type { Kysely } from 'kysely'
import type { EventId, RecordedEvent, UserId } from '../domain/event.ts'
import type { CommandData } from '../domain/index.ts'
import type { LibraryEvent } from '../domain/library-entry.ts'
import { parseLibraryStream } from '../domain/title.ts'
import type { Tables } from '../server/db/tables.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import type { CommandPayload } from './deliver-command.ts'
import type { OutboxMessage, Policy } from './policy.ts'

type Play = Extract<LibraryEvent, { type: 'TitleWatched' }>['data']
type Word = Extract<LibraryEvent, { type: 'PlayGivenAway' | 'WatchedTogether' }>

/** What the event means for another person; null where it means nothing for anybody. */
interface Handover {
  readonly to: UserId
  readonly playId: string
  readonly play: Play | null
  readonly back: boolean
  /** Events about this viewing before this one: what they led to comes first. */
  readonly after: readonly EventId[]
}

export function handOverPlays({ store, db }: { readonly store: Pick<EventStore, 'readStream'>; readonly db: Kysely<Tables> }): Policy<Handover | null> {
  return {
    name: 'hand-over-plays', version: 1, categories: ['library'],
    types: ['PlayGivenAway', 'WatchedTogether', 'TitleWatched', 'PlayReceived', 'WatchRemoved', 'WatchedApart'],
    async lookup(event) {
      const { undoes, redoes, undoesAgain } = event.meta
      const isWord = event.type === 'PlayGivenAway' || event.type === 'WatchedTogether'
      if (!isWord && undoes === undefined) return null
      const rootId = redoes ?? undoesAgain ?? undoes ?? event.id
      const past: (LibraryEvent & { readonly id: EventId })[] = []
      for await (const { id, type, data, version } of store.readStream(event.stream)) {
        if (version > event.version) break
        past.push({ id, type, data } as LibraryEvent & { readonly id: EventId })
      }
      const word = past.find((fact): fact is Word & { readonly id: EventId } => fact.id === rootId && (fact.type === 'PlayGivenAway' || fact.type === 'WatchedTogether'))
      if (!word) return null
      const { playId } = word.data
      const play = past.findLast((fact) => (fact.type === 'TitleWatched' || fact.type === 'PlayReceived') && fact.data.playId === playId)?.data as Play | undefined ?? null
      const to = word.type === 'PlayGivenAway' ? word.data.to : word.data.userId
      if (to === null || !await isThere(db, to)) return null
      const after = past.flatMap(({ id, data }) => id !== event.id && 'playId' in data && data.playId === playId ? [id] : [])
      return { to: to as UserId, playId, play, back: undoes !== undefined && redoes === undefined, after }
    },
    messages: messagesFor,
  }
}

async function isThere(db: Kysely<Tables>, userId: string): Promise<boolean> {
  return await db.selectFrom('accounts').select('userId').where('userId', '=', userId).executeTakeFirst() !== undefined
}

function messagesFor(event: RecordedEvent, handover: Handover | null): readonly OutboxMessage[] {
  const entry = parseLibraryStream(event.stream)
  if (!handover || !entry) return []
  const { to, playId, play, back, after } = handover
  const { meta } = event
  const about = { userId: to, title: entry.title, playId, from: entry.userId }
  const on = { actor: meta.actor, cause: { correlationId: meta.correlationId, causationId: event.id }, ...meta.batchId === undefined ? {} : { batchId: meta.batchId } }
  if (back) return [message({ type: 'ReturnPlay', data: about satisfies CommandData['ReturnPlay'], on, after })]
  if (!play) return []
  const { watchedAt, season, episode } = play
  const place = { ...season === undefined ? {} : { season }, ...episode === undefined ? {} : { episode } }
  return [message({ type: 'ReceivePlay', data: { ...about, watchedAt, ...place } satisfies CommandData['ReceivePlay'], on, after })]
}

function message(payload: CommandPayload): OutboxMessage {
  return { kind: 'command', payload }
}
