/** Tells how far a rebuild is, some times a second, and hears what is wanted of it. */

import type { Position } from '../domain/event.ts'
import type { AnyProjection } from '../projections/index.ts'
import type { RebuildStatus } from '../projections/wire.ts'
import type { Database } from '../server/db/database.ts'
import { updateRebuild } from '../server/db/rebuilds.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import { limits } from '../server/limits.ts'
import type { System } from '../server/system.ts'
import { instantOf } from '../server/system.ts'

/** Somebody's wish stops it where it is. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
  readonly why: 'cancel' | 'pause' | 'stop'
  constructor(why: Interrupted['why']) {
    super(`interrupted: ${why}`)
    this.why = why
  }
}

export interface Reporter {
  /** When it is time again. Throws `Interrupted`. */
  (position: Position): Promise<void>
  now(position: Position): Promise<void>
  phase(status: RebuildStatus): Promise<void>
}

interface Options { readonly database: Database; readonly store: Pick<EventStore, 'lastPosition'>; readonly system: System; readonly signal: AbortSignal }

/** It is folding, from `from` on. */
export async function createReporter({ name }: AnyProjection, from: Position, { database: { kysely }, store, system, signal }: Options): Promise<Reporter> {
  let due = 0
  const [eventsDone, eventsTotal] = [Number(from), Number(await store.lastPosition())]
  await updateRebuild(kysely, name, { status: 'folding', eventsDone, eventsTotal, partFrom: eventsDone, partAt: instantOf(system) })

  async function now(position: Position): Promise<void> {
    due = system.now() + limits.rebuildReportMs
    if (signal.aborted) throw new Interrupted('stop')
    const { wish } = await updateRebuild(kysely, name, { eventsDone: Number(position) })
    if (wish) throw new Interrupted(wish)
  }
  const report = async (position: Position) => { if (system.now() >= due) await now(position) }
  return Object.assign(report, { now, phase: async (status: RebuildStatus) => { await updateRebuild(kysely, name, { status }) } })
}
