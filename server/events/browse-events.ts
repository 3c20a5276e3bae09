/**
 * Looking into history, newest first, at a cost that has a bound whatever is asked: each answer looks at no more than
 * `limits.browseLookedAtMax` events and says where to look on from.
 */

import type { CommandId } from '../../domain/command.ts'
import type { Position, RecordedEvent, StreamName } from '../../domain/event.ts'
import { eventIdOf, START } from '../../domain/event.ts'
import type { EventAnswer, EventPage } from '../../projections/wire.ts'
import type { EventStore } from '../event-store/event-store.ts'
import { limits } from '../limits.ts'
import type { EventFilter } from './event-filter.ts'
import { passes } from './event-filter.ts'

type Store = Pick<EventStore, 'readStream' | 'readAll' | 'readAllBackwards' | 'readEvent' | 'readRaw'>

/** The newest events that pass, before a position. */
export async function browseEvents(store: Store, filter: EventFilter, { before, limit }: { readonly before?: Position; readonly limit: number }): Promise<EventPage> {
  const events: RecordedEvent[] = []
  // Nothing older was recorded later, but for how much the clocks of two servers may differ.
  const from = filter.from === undefined ? undefined : Date.parse(filter.from) - limits.browseClocksApartMs
  let lookedAt = 0
  for await (const event of newestFirst(store, filter, before)) {
    if (from !== undefined && Date.parse(event.recordedAt) < from) break
    if (passes(event, filter)) events.push(event)
    if (events.length === limit || ++lookedAt === limits.browseLookedAtMax) return { events, before: event.position }
  }
  return { events, before: null }
}

function newestFirst(store: Store, { stream, commandId }: EventFilter, before: Position | undefined): AsyncIterable<RecordedEvent> {
  if (commandId !== undefined) return ofCommand(store, commandId as CommandId, before)
  if (stream !== undefined) return ofStream(store, stream as StreamName, before)
  return store.readAllBackwards(before, { limit: limits.browseLookedAtMax })
}

/** A command's events have ids that follow from its own. */
async function* ofCommand(store: Store, commandId: CommandId, before: Position | undefined): AsyncGenerator<RecordedEvent> {
  const events: RecordedEvent[] = []
  for (let index = 0; index < limits.browseRelatedMax; index++) {
    const event = await store.readEvent(eventIdOf(commandId, index))
    if (!event) break
    if (before === undefined || event.position < before) events.push(event)
  }
  yield* events.reverse()
}

/** Finds its place in the stream by halving: positions rise with versions. */
async function* ofStream(store: Store, stream: StreamName, before: Position | undefined): AsyncGenerator<RecordedEvent> {
  if (before === undefined) return yield* store.readStream(stream, { direction: 'backwards' })
  const positionAt = async (fromVersion: number) => (await Array.fromAsync(store.readStream(stream, { fromVersion, limit: 1 })))[0]?.position
  const [newest] = await Array.fromAsync(store.readStream(stream, { direction: 'backwards', limit: 1 }))
  let [low, high] = [0, newest ? newest.version + 1 : 0]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((await positionAt(middle) ?? before) < before) low = middle + 1
    else high = middle
  }
  if (low > 0) yield* store.readStream(stream, { direction: 'backwards', fromVersion: low - 1 })
}

/** Every event that passes, oldest first: what an export writes. */
export async function* everyEvent(store: Store, filter: EventFilter, after = START): AsyncGenerator<RecordedEvent> {
  const { stream, type, category } = filter
  const source = stream !== undefined ? store.readStream(stream as StreamName)
    : store.readAll(after, { ...type === undefined ? {} : { types: [type] }, ...category === undefined ? {} : { categories: [category] } })
  for await (const event of source) if (event.position > after && passes(event, filter)) yield event
}

/** One event with what led to it and what it led to, as far as a bounded look finds it. */
export async function eventWithRelated(store: Store, id: RecordedEvent['id']): Promise<EventAnswer | undefined> {
  const event = await store.readEvent(id)
  if (!event) return undefined
  const { correlationId, undoes } = event.meta
  const found = new Map<string, RecordedEvent>([[event.id, event]])
  let lookedAt = 0
  // A chain begins with the command it is named after: nothing of it lies before that command's first event.
  const first = await store.readEvent(eventIdOf(correlationId as CommandId, 0))
  const start = first && first.position < event.position ? first : event
  found.set(start.id, start)
  for await (const next of store.readAll(start.position, { limit: limits.browseLookedAtMax })) {
    lookedAt++
    if (next.meta.correlationId === correlationId) found.set(next.id, next)
    if (found.size >= limits.browseRelatedMax) break
  }
  const later = await undoingOf(store, event)
  const taken = undoes === undefined ? undefined : await store.readEvent(undoes)
  return {
    event,
    stored: await storedAs(store, event),
    correlated: [...found.values()].sort((a, b) => a.position < b.position ? -1 : 1),
    undoes: taken ?? null,
    undoneBy: later,
    complete: lookedAt < limits.browseLookedAtMax && found.size < limits.browseRelatedMax,
  }
}

/** What lies in the store, where that is something else than what is read of it: a former shape, a sealed text. */
async function storedAs(store: Store, { stream, version, schema, data }: RecordedEvent): Promise<EventAnswer['stored']> {
  const [raw] = await Array.fromAsync(store.readRaw({ stream, fromVersion: version, toVersion: version }))
  return raw === undefined || (raw.schema === schema && raw.dataText === JSON.stringify(data)) ? null : { schema: raw.schema, data: JSON.parse(raw.dataText) as unknown }
}

/** What takes an event back stands later in its own stream. */
async function undoingOf(store: Store, { id, stream, version }: RecordedEvent): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = []
  for await (const later of store.readStream(stream, { fromVersion: version + 1, limit: limits.browseLookedAtMax })) {
    if (later.meta.undoes === id || later.meta.redoes === id || later.meta.undoesAgain === id) events.push(later)
    if (events.length === limits.browseRelatedMax) break
  }
  return events
}
