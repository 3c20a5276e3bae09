/**
 * Keeps the read models: one worker per projection, each alone with it wherever it runs.
 *
 *   waiting for the lock ──► subscribed ──► batch: rows and checkpoint in one transaction ──► next batch
 *            ▲                   │                     │
 *            └── connection lost ┘                     └─► an event it cannot apply ──► failed, until the next start
 *
 * Each event takes effect exactly once: the transaction moves the checkpoint from the very position it started at, on the
 * connection that holds the projection's lock. A worker that lost either writes nothing.
 */

import type pg from 'pg'
import type { Position, RecordedEvent } from '../domain/event.ts'
import { positionOf } from '../domain/event.ts'
import type { AnyProjection } from '../projections/index.ts'
import { handlerFor } from '../projections/projection.ts'
import type { Database } from '../server/db/database.ts'
import { isPassingFault } from '../server/db/faults.ts'
import { PROJECTIONS_CHANNEL } from '../server/db/projection-progress.ts'
import type { StoredRow } from '../server/db/read-model.ts'
import { createReadModels, deleteRows, readModelTable, readStoredRows, writeRows } from '../server/db/read-model.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import { limits } from '../server/limits.ts'
import type { Log } from '../server/log.ts'
import type { System } from '../server/system.ts'
import { runWorker } from './worker.ts'

type Batch = { readonly events: readonly RecordedEvent[]; readonly upTo: Position }

export interface ProjectorOptions {
  readonly store: Pick<EventStore, 'subscribe'>
  readonly database: Database
  readonly projections: readonly AnyProjection[]
  readonly system: System
  readonly log: Log
  readonly signal: AbortSignal
}

/** The tables are there when this resolves. `stopped` resolves after the signal, when the last transaction is over. */
export async function startProjector(options: ProjectorOptions): Promise<{ readonly stopped: Promise<void> }> {
  await createReadModels(options.database.pool, options.projections)
  const workers = options.projections.map((projection) =>
    runWorker({ name: `projection ${projection.name}`, step: (signal) => project(projection, { ...options, signal }) }, options))
  return { stopped: Promise.all(workers).then(() => {}) }
}

/** From lock to loss of the connection, abort, or an event that cannot be applied. */
async function project(projection: AnyProjection, { store, database, log, signal }: ProjectorOptions): Promise<number | 'stop'> {
  const client = await database.connect()
  const session = new AbortController()
  client.on('end', () => session.abort())
  try {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock(hashtext($1), $2) as mine', [projection.name, projection.version])
    if (!rows[0]!.mine) return limits.projectionLockPollMs
    await follow(client, projection, store, AbortSignal.any([signal, session.signal]))
    return 0
  } catch (error) {
    if (!(error instanceof PoisonedEventError)) throw error
    log.error({ err: error.cause, projection: projection.name, event: error.event.id, position: error.event.position }, error.message)
    await recordFailure(client, projection, error)
    return 'stop'
  } finally {
    await client.end().catch(() => {})
  }
}

async function follow(client: pg.Client, projection: AnyProjection, store: ProjectorOptions['store'], signal: AbortSignal): Promise<void> {
  let from = await checkpoint(client, projection)
  const options = { categories: projection.categories, types: Object.keys(projection.on), signal }
  for await (const batch of store.subscribe(from, options)) {
    await apply(client, projection, from, batch)
    from = batch.upTo
  }
}

async function checkpoint(client: pg.Client, { name, version }: AnyProjection): Promise<Position> {
  const { rows } = await client.query<{ position: number }>('select position from checkpoints where name = $1 and version = $2', [name, version])
  return positionOf(rows[0]!.position)
}

/** When a batch cannot be applied, its halves are tried, down to the one event that is at fault: all before it take effect. */
async function apply(client: pg.Client, projection: AnyProjection, from: Position, batch: Batch): Promise<void> {
  const { events, upTo } = batch
  try {
    await applyAtOnce(client, projection, from, batch)
  } catch (error) {
    await client.query('rollback')
    if (isPassingFault(error) || error instanceof StaleProjectorError || events.length === 0) throw error
    if (events.length === 1) throw new PoisonedEventError(projection, events[0]!, from, error)
    const half = events.length >> 1
    const middle = events[half - 1]!.position
    await apply(client, projection, from, { events: events.slice(0, half), upTo: middle })
    await apply(client, projection, middle, { events: events.slice(half), upTo })
  }
}

async function applyAtOnce(client: pg.Client, projection: AnyProjection, from: Position, { events, upTo }: Batch): Promise<void> {
  await client.query('begin')
  // Rows and checkpoint stay together whatever happens; what a power cut takes back is projected again. So no need to wait for the disk.
  await client.query('set local synchronous_commit = off')
  const { changed, gone } = await fold(client, projection, events)
  await writeRows(client, projection, changed)
  await deleteRows(client, projection, gone)
  const { rowCount } = await client.query(
    `update checkpoints set position = $4, status = 'running', error = null, updated_at = now() where name = $1 and version = $2 and position = $3`,
    [projection.name, projection.version, Number(from), Number(upTo)])
  if (rowCount !== 1) throw new StaleProjectorError(`Projection ${projection.name} is no longer at ${from}: another worker has moved it`)
  await client.query('select pg_notify($1, $2)', [PROJECTIONS_CHANNEL, `${readModelTable(projection)} ${upTo}`])
  await client.query('commit')
}

type Changes = { readonly changed: readonly StoredRow<{ key: string }>[]; readonly gone: readonly string[] }

/** All rows that the events concern in one query, then the pure fold over them. */
async function fold(client: pg.Client, projection: AnyProjection, events: readonly RecordedEvent[]): Promise<Changes> {
  const concerned = events.flatMap((event) => {
    const handler = handlerFor(projection, event)
    return handler ? handler.keys(event).map((key) => ({ event, key, handler })) : []
  })
  if (concerned.length === 0) return { changed: [], gone: [] }
  const keys = [...new Set(concerned.map(({ key }) => key))]
  const stored = await readStoredRows<{ key: string }>(client, projection, { where: { key: keys } })
  const before = new Set(stored.map(({ row }) => row.key))
  const rows = new Map<string, StoredRow<{ key: string }>>(stored.map((stored) => [stored.row.key, stored]))
  const touched = new Set<string>()
  for (const { event, key, handler } of concerned) {
    const old = rows.get(key)?.row
    const next = handler.fold(old, event, key) as { key: string } | undefined
    if (next === old) continue
    touched.add(key)
    if (next === undefined) rows.delete(key)
    else rows.set(key, { row: next, position: event.position })
  }
  return {
    changed: [...touched].flatMap((key) => rows.get(key) ?? []),
    gone: [...touched].filter((key) => !rows.has(key) && before.has(key)),
  }
}

async function recordFailure(client: pg.Client, { name, version }: AnyProjection, { event, from, cause }: PoisonedEventError): Promise<void> {
  const error = { eventId: event.id, position: event.position, type: event.type, message: cause instanceof Error ? cause.message : String(cause) }
  await client.query(
    `update checkpoints set status = 'failed', error = $4, updated_at = now() where name = $1 and version = $2 and position = $3`,
    [name, version, Number(from), JSON.stringify(error)])
}

/** Another worker has the projection now. */
class StaleProjectorError extends Error {
  override readonly name = 'StaleProjectorError'
}

class PoisonedEventError extends Error {
  override readonly name = 'PoisonedEventError'
  readonly event: RecordedEvent
  readonly from: Position
  constructor(projection: AnyProjection, event: RecordedEvent, from: Position, cause: unknown) {
    super(`projection ${projection.name} cannot apply ${event.type} ${event.id} and has stopped there`, { cause })
    this.event = event
    this.from = from
  }
}
