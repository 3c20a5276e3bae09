/** Events for tests that are not about what events say. */

import type { CommandId } from '../../domain/command.ts'
import type { NewEvent, Position, RecordedEvent, StreamName } from '../../domain/event.ts'
import { eventIdOf } from '../../domain/event.ts'
import type { EventStore, StoredEvent } from '../../server/event-store/event-store.ts'
import { realSystem, uuidv7 } from '../../server/system.ts'

export function newEvent(data: unknown = { rating: 'LIKE' }, commandId = uuidv7(realSystem) as CommandId, index = 0, type = 'TitleRated'): NewEvent {
  const meta = { commandId, correlationId: commandId, causationId: commandId, actor: 'system' as const, deviceId: null, issuedAt: '2026-01-01T00:00:00.000Z' }
  return { id: eventIdOf(commandId, index), type, schema: 1, data, meta }
}

export function newEvents(count: number): NewEvent[] {
  const commandId = uuidv7(realSystem) as CommandId
  return Array.from({ length: count }, (_, i) => newEvent({ i }, commandId, i))
}

export function newStream(category = 'library'): StreamName {
  return `${category}-${uuidv7(realSystem)}` as StreamName
}

export async function appended(answer: ReturnType<EventStore['append']>): Promise<readonly StoredEvent[]> {
  const outcome = await answer
  if (outcome.status !== 'appended') throw new Error(`Expected to append, but the stream is at ${outcome.actual}`)
  return outcome.events
}

/** What a subscriber sees from `after` up to and including `upTo`. */
export async function collect(store: EventStore, after: Position, upTo: Position, filter: { categories?: string[]; types?: string[]; family?: string } = {}): Promise<StoredEvent[]> {
  const over = new AbortController()
  const seen: StoredEvent[] = []
  for await (const batch of store.subscribe(after, { ...filter, signal: over.signal })) {
    seen.push(...batch.events)
    if (batch.upTo >= upTo) break
  }
  over.abort()
  return seen
}

export const positionsOf = (events: readonly RecordedEvent[]) => events.map(({ position }) => Number(position))
/** 1, 2, 3 … */
export const countingTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1)
