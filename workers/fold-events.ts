/** Brings a rebuild's table from where it stands to where history is: first in memory, then in batches. */

import type pg from 'pg'
import type { Position, RecordedEvent } from '../domain/event.ts'
import type { AnyProjection } from '../projections/index.ts'
import { eventsOf } from '../projections/projection.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import { limits } from '../server/limits.ts'
import type { System } from '../server/system.ts'
import { applyEvents } from './apply-events.ts'
import type { FoldedTable } from './folded-table.ts'
import type { Reporter } from './report-rebuild.ts'
import { Interrupted } from './report-rebuild.ts'

type Store = Pick<EventStore, 'readAll' | 'lastPosition'>

/** Until few events are left. What has been folded when somebody wants it to stop is kept, but when all is given up. */
export async function foldAll(table: FoldedTable, projection: AnyProjection, { store, system, report, keepMs }: { store: Store; system: System; report: Reporter; keepMs: number }): Promise<void> {
  let position = table.keptUpTo
  let keepAt = system.now() + keepMs
  try {
    for (let last = await store.lastPosition(); Number(last) > Number(position); last = await store.lastPosition()) {
      let count = 0
      for await (const events of batches(store, projection, position, last)) {
        count += events.length
        await table.fold(events)
        position = events.at(-1)!.position
        await report(position)
        if (system.now() < keepAt) continue
        await table.keep(position)
        keepAt = system.now() + keepMs
      }
      position = last
      if (count < limits.rebuildLeftEvents) break
    }
  } catch (error) {
    if (error instanceof Interrupted && error.why !== 'cancel') await table.keep(position)
    throw error
  }
  await table.keep(position)
  await table.check()
}

/** The next one is read while the one before is worked at. */
async function* batches(store: Pick<Store, 'readAll'>, projection: AnyProjection, from: Position, to: Position, size: number = limits.rebuildBatchEvents): AsyncGenerator<readonly RecordedEvent[]> {
  const reading = read(store, projection, from, to, size)
  let next = reading.next()
  try {
    for (let batch = await next; !batch.done; batch = await next) {
      next = reading.next()
      // Heard of when its turn comes.
      next.catch(() => {})
      yield batch.value
    }
  } finally {
    await next.catch(() => {})
    await reading.return(undefined)
  }
}

async function* read(store: Pick<Store, 'readAll'>, projection: AnyProjection, from: Position, to: Position, size: number): AsyncGenerator<readonly RecordedEvent[], undefined> {
  let events: RecordedEvent[] = []
  for await (const event of store.readAll(from, eventsOf(projection))) {
    if (event.position > to) break
    events.push(event)
    if (events.length < size) continue
    yield events
    events = []
  }
  if (events.length > 0) yield events
}

/** Until there is nothing more to be had. */
export async function catchUp(client: pg.Client, projection: AnyProjection, from: Position, { store, report }: { store: Store; report: Reporter }): Promise<Position> {
  for (let position = from; ;) {
    await report(position)
    const last = await store.lastPosition()
    const { reached, count } = await applyUpTo(client, projection, position, last, { store, batchesMax: BATCHES_BETWEEN_REPORTS })
    if (reached === last && count < limits.rebuildBatchEvents) return last
    position = reached
  }
}

interface CatchUpOptions { readonly store: Pick<Store, 'readAll'>; readonly batchEvents?: number; readonly signal?: AbortSignal }

/** Answers where it has come to: to the end, but when the signal aborts. */
export async function catchUpTo(client: pg.Client, projection: AnyProjection, from: Position, to: Position, options: CatchUpOptions): Promise<Position> {
  return (await applyUpTo(client, projection, from, to, { ...options, batchesMax: Infinity })).reached
}

const BATCHES_BETWEEN_REPORTS = 20

/** It stops at events only: a position between two need not be one. */
async function applyUpTo(client: pg.Client, projection: AnyProjection, from: Position, to: Position, { store, batchesMax, batchEvents, signal }: CatchUpOptions & { batchesMax: number }): Promise<{ reached: Position; count: number }> {
  let [position, count, batchesLeft] = [from, 0, batchesMax]
  for await (const events of batches(store, projection, from, to, batchEvents)) {
    if (signal?.aborted) return { reached: position, count }
    const upTo = events.at(-1)!.position
    await applyEvents(client, projection, position, { events, upTo })
    position = upTo
    count += events.length
    if (--batchesLeft <= 0) return { reached: position, count }
  }
  if (position < to) await applyEvents(client, projection, position, { events: [], upTo: to })
  return { reached: to, count }
}
