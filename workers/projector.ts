/**
 * Keeps the read models: one worker per projection, each alone with it wherever it runs.
 *
 *   waiting for the lock ──► subscribed ──► batch: rows and checkpoint in one transaction ──► next batch
 *            ▲                   │                     ├─► an event it cannot apply ──► failed, until the next start or an admin's word
 *            └── connection lost ┘                     └─► paused, or swapped by a rebuild (rebuild.ts) ──► looks again
 *
 * The lock is the session's advisory lock on its own connection: PostgreSQL lets go of it when the process dies, and another takes it within
 * `limits.projectionLockPollMs`; when a whole machine goes silent, about 11 s later (the keep-alives in database.ts).
 *
 * Each event takes effect exactly once: the transaction moves the checkpoint from the very position it started at, on the
 * connection that holds the projection's lock. A worker that lost either writes nothing.
 */

import type pg from 'pg'
import type { Position } from '../domain/event.ts'
import { positionOf } from '../domain/event.ts'
import type { AnyProjection } from '../projections/index.ts'
import { eventsOf } from '../projections/projection.ts'
import type { Database } from '../server/db/database.ts'
import { createReadModels, dropFormerVersions } from '../server/db/read-model-tables.ts'
import { requestRebuild } from '../server/db/rebuilds.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import { limits } from '../server/limits.ts'
import type { Log } from '../server/log.ts'
import type { System } from '../server/system.ts'
import { applyEvents, PoisonedEventError, StaleProjectorError } from './apply-events.ts'
import { catchUpTo } from './fold-events.ts'
import { runWorker } from './worker.ts'

export interface ProjectorOptions {
  readonly store: Pick<EventStore, 'subscribe' | 'readAll' | 'lastPosition' | 'distance'>
  readonly database: Database
  readonly projections: readonly AnyProjection[]
  readonly system: System
  readonly log: Log
  readonly signal: AbortSignal
}

/** The tables are there when this resolves, and rebuilds asked for where they need one. `stopped` resolves after the signal, when the last transaction is over. */
export async function startProjector(options: ProjectorOptions): Promise<{ readonly stopped: Promise<void> }> {
  const { database, log } = options
  for (const projection of await createReadModels(database.pool, options.projections)) {
    if (await requestRebuild(database.kysely, projection, 'rebuild', 'system')) log.info({ projection: projection.name, version: projection.version }, 'a raised version is to be filled')
  }
  const workers = options.projections.map((projection) =>
    runWorker({ name: `projection ${projection.name}`, step: untilItWorks(projection, options) }, options))
  return { stopped: Promise.all(workers).then(() => {}) }
}

/** A projection that has stopped is tried once at every start: the code may have been mended. After that an admin resumes it. */
function untilItWorks(projection: AnyProjection, options: ProjectorOptions): (signal: AbortSignal) => Promise<number> {
  let [first, tried] = [true, false]
  return async (signal) => {
    const status = await statusOf(options.database, projection)
    if (first && status === 'running') await clearAway(projection, options)
    first = false
    if (status !== 'running' && (status !== 'failed' || tried)) return limits.projectionLockPollMs
    tried = true
    return await project(projection, { ...options, signal })
  }
}

async function clearAway(projection: AnyProjection, { database, log }: ProjectorOptions): Promise<void> {
  const client = await database.connect()
  try {
    for (const version of await dropFormerVersions(client, projection)) log.info({ projection: projection.name, version }, 'the table of a former version was dropped')
  } finally {
    await client.end().catch(() => {})
  }
}

async function statusOf({ kysely }: Database, { name, version }: AnyProjection): Promise<string> {
  return (await kysely.selectFrom('checkpoints').select('status').where('name', '=', name).where('version', '=', version).executeTakeFirstOrThrow()).status
}

/** From lock to loss of the connection, abort, a pause, or an event that cannot be applied. */
async function project(projection: AnyProjection, { store, database, log, signal }: ProjectorOptions): Promise<number> {
  const client = await database.connect()
  const session = new AbortController()
  client.on('end', () => session.abort())
  try {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock(hashtext($1), $2) as mine', [projection.name, projection.version])
    if (!rows[0]!.mine) return limits.projectionLockPollMs
    // One that had stopped is tried again.
    await client.query(`update checkpoints set status = 'running' where name = $1 and version = $2 and status = 'failed'`, [projection.name, projection.version])
    log.info({ projection: projection.name, version: projection.version }, 'a projection is followed')
    await follow(client, projection, store, AbortSignal.any([signal, session.signal]))
    return 0
  } catch (error) {
    // Paused, or swapped by a rebuild: what is true now is in the checkpoint.
    if (error instanceof StaleProjectorError) return limits.retryDelayMinMs
    if (!(error instanceof PoisonedEventError)) throw error
    log.error({ err: error.cause, projection: projection.name, event: error.event.id, position: error.event.position }, error.message)
    await recordFailure(client, projection, error)
    return limits.projectionLockPollMs
  } finally {
    await client.end().catch(() => {})
  }
}

async function follow(client: pg.Client, projection: AnyProjection, store: ProjectorOptions['store'], signal: AbortSignal): Promise<void> {
  let from = await checkpoint(client, projection)
  // Far behind, many at a time are several times as fast as the small batches that come live.
  for (let last = await store.lastPosition(); !signal.aborted && await store.distance(from, last) > limits.catchUpFromEvents; last = await store.lastPosition()) {
    from = await catchUpTo(client, projection, from, last, { store, batchEvents: limits.catchUpBatchEvents, signal })
  }
  const options = { ...eventsOf(projection), signal }
  for await (const batch of store.subscribe(from, options)) {
    await applyEvents(client, projection, from, batch)
    from = batch.upTo
  }
}

async function checkpoint(client: pg.Client, { name, version }: AnyProjection): Promise<Position> {
  const { rows } = await client.query<{ position: number }>('select position from checkpoints where name = $1 and version = $2', [name, version])
  return positionOf(rows[0]!.position)
}

async function recordFailure(client: pg.Client, { name, version }: AnyProjection, { event, from, cause }: PoisonedEventError): Promise<void> {
  const error = { eventId: event.id, position: event.position, type: event.type, message: cause instanceof Error ? cause.message : String(cause) }
  await client.query(
    `update checkpoints set status = 'failed', error = $4, updated_at = now() where name = $1 and version = $2 and position = $3`,
    [name, version, Number(from), JSON.stringify(error)])
}
