/**
 * Rebuilds a read model while the old one serves, or verifies it against a fresh fold.
 *
 *   requested ──► folding ──► catching_up ──► rebuild: swapped in one transaction ──► done
 *       ▲           │  │           │ └──────► verify:  verifying ───────────────────► done
 *       │           │  └───────────┴──► cancelled, failed (the new table goes, the old one has never noticed)
 *       └─ killed   └──◀──► paused
 *
 * Folding is in memory, from position 0, and ends as one COPY into a table beside the live one; a library too large for that goes on in batches
 * in the table. Catching up applies what came meanwhile. For the swap the live checkpoint is locked, the last events are
 * applied, and the tables change names: nobody reads half of it, and the live projector finds its checkpoint where the new
 * table stands. Killed on the way, it begins anew when a process with this worker runs again: the request is a row in `rebuilds`.
 */

import type pg from 'pg'
import type { Command, CommandId, Issued, Outcome } from '../domain/command.ts'
import type { Actor, Position, RecordedEvent } from '../domain/event.ts'
import { positionOf, START } from '../domain/event.ts'
import { projectionStream } from '../domain/projection-admin.ts'
import type { AnyProjection } from '../projections/index.ts'
import type { Handler } from '../projections/projection.ts'
import { handlerFor } from '../projections/projection.ts'
import type { Database } from '../server/db/database.ts'
import { isPassingFault } from '../server/db/faults.ts'
import type { StoredRow } from '../server/db/read-model.ts'
import { copyRows, createTable, dropTable, indexTable, readModelTable } from '../server/db/read-model.ts'
import type { RebuildStatus } from '../projections/wire.ts'
import type { Rebuild } from '../server/db/rebuilds.ts'
import { UNFINISHED, updateRebuild } from '../server/db/rebuilds.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import { limits } from '../server/limits.ts'
import type { Log } from '../server/log.ts'
import type { System } from '../server/system.ts'
import { instantOf, uuidv7 } from '../server/system.ts'
import { applyEvents } from './apply-events.ts'
import { swapTables } from './swap-tables.ts'
import { verifyTables } from './verify-tables.ts'
import { runWorker } from './worker.ts'

type AnyRow = { readonly key: string }
/** How a rebuild that ended is recorded. */
export type RebuildEnd =
  | { readonly type: 'CompleteRebuild'; readonly events: number; readonly rows: number; readonly durationMs: number }
  | { readonly type: 'FailRebuild'; readonly message: string }
  | { readonly type: 'CancelRebuild' }

export interface RebuildOptions {
  readonly store: Pick<EventStore, 'readAll' | 'readStream' | 'lastPosition'>
  readonly database: Database
  readonly projections: readonly AnyProjection[]
  readonly record: (projection: AnyProjection, end: RebuildEnd, requestedBy: Actor) => Promise<void>
  readonly system: System
  readonly log: Log
  readonly signal: AbortSignal
}

/** As events, in the name of who asked for it. */
export function recordRebuildsWith(handle: (command: Issued<Command>) => Promise<Outcome>, system: System): RebuildOptions['record'] {
  return async ({ name, version }, { type, ...rest }, actor) => {
    const outcome = await handle({ id: uuidv7(system) as CommandId, type, data: { name, version, ...rest }, issuedAt: instantOf(system), deviceId: null, actor, sender: 'worker' })
    if (outcome.status !== 'accepted') throw new Error(`${outcome.code}: ${outcome.message}`)
  }
}

/** Resolves after the signal, when what was under way is over. */
export async function runRebuilds(options: RebuildOptions): Promise<void> {
  await runWorker({ name: 'rebuilds', step: (signal) => rebuildNext({ ...options, signal }) }, options)
}

async function rebuildNext(options: RebuildOptions): Promise<number> {
  const { database, projections } = options
  const wanted = await database.kysely.selectFrom('rebuilds').selectAll().where('status', 'in', UNFINISHED).orderBy('startedAt').execute()
  for (const request of wanted) {
    const projection = projections.find(({ name }) => name === request.name)
    if (projection && await rebuildAlone(projection, request, { ...options, store: await withoutSkipped(options.store, projection) })) return 0
  }
  return limits.rebuildPollMs
}

/** What an admin has had skipped stays skipped: a fresh fold would only stop there again. */
async function withoutSkipped(store: RebuildOptions['store'], { name }: AnyProjection): Promise<RebuildOptions['store']> {
  const skipped = new Set<string>()
  for await (const { type, data } of store.readStream(projectionStream(name))) if (type === 'EventSkipped') skipped.add((data as { eventId: string }).eventId)
  if (skipped.size === 0) return store
  return {
    ...store,
    async *readAll(...given) {
      for await (const event of store.readAll(...given)) if (!skipped.has(event.id)) yield event
    },
  }
}

/** False when another process is at it. */
async function rebuildAlone(projection: AnyProjection, request: Rebuild, options: RebuildOptions): Promise<boolean> {
  const client = await options.database.connect()
  try {
    const { rows } = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(hashtext('rebuild'), hashtext($1)) as mine`, [projection.name])
    if (!rows[0]!.mine) return false
    await settle(client, projection, request, options)
    return true
  } finally {
    await client.end().catch(() => {})
  }
}

/** Someone's wish stops it where it is. */
class Interrupted extends Error {
  override readonly name = 'Interrupted'
  readonly wish: 'cancel' | 'stop'
  constructor(wish: Interrupted['wish']) {
    super(`interrupted: ${wish}`)
    this.wish = wish
  }
}

async function settle(client: pg.Client, projection: AnyProjection, request: Rebuild, options: RebuildOptions): Promise<void> {
  const { database: { kysely }, record, system, log } = options
  const { name, requestedBy, kind } = request
  const startedAt = system.now()
  const end = async (recorded: RebuildEnd) => { if (kind === 'rebuild') await record(projection, recorded, requestedBy as Actor) }
  try {
    const { events, rows } = await rebuild(client, projection, request, options)
    await end({ type: 'CompleteRebuild', events, rows, durationMs: Math.round(system.now() - startedAt) })
    log.info({ projection: name, kind, events, rows, durationMs: Math.round(system.now() - startedAt) }, 'a projection was rebuilt')
  } catch (error) {
    if (error instanceof Interrupted && error.wish === 'stop') return
    // The database was away: the request stands, and is begun anew.
    if (isPassingFault(error)) throw error
    await client.query('rollback')
    await dropTable(client, shadowOf(projection))
    if (error instanceof Interrupted) {
      await updateRebuild(kysely, name, { status: 'cancelled', ended: true })
      return await end({ type: 'CancelRebuild' })
    }
    const message = error instanceof Error ? error.message : String(error)
    log.error({ err: error, projection: name, kind }, 'a projection could not be rebuilt')
    await updateRebuild(kysely, name, { status: 'failed', error: message, ended: true })
    await end({ type: 'FailRebuild', message: message.slice(0, 2_000) })
  }
}

/** The projection under another name: its table and its checkpoint stand beside the live ones. */
function shadowOf(projection: AnyProjection): AnyProjection {
  return { ...projection, name: `${projection.name}_rebuild` }
}

async function rebuild(client: pg.Client, projection: AnyProjection, { kind }: Rebuild, options: RebuildOptions): Promise<{ events: number; rows: number }> {
  const { store, database: { kysely } } = options
  const shadow = shadowOf(projection)
  const report = createReporter(projection, options)
  await dropTable(client, shadow)
  await createTable(client, shadow)
  const head = await store.lastPosition()
  await updateRebuild(kysely, projection.name, { status: 'folding', eventsDone: 0, eventsTotal: Number(head) })
  let position = await foldAll(client, shadow, options, report)
  await indexTable(client, shadow)
  await client.query('insert into checkpoints (name, version, position) values ($1, $2, $3)', [shadow.name, shadow.version, Number(position)])
  await updateRebuild(kysely, projection.name, { status: 'catching_up' })
  position = await catchUp(client, shadow, position, options, report)
  if (kind === 'verify') {
    await updateRebuild(kysely, projection.name, { status: 'verifying' })
    const result = await verifyTables(client, projection, shadow, options, (from, to) => catchUpTo(client, shadow, from, to, options))
    await dropTable(client, shadow)
    await updateRebuild(kysely, projection.name, { status: 'done', result, eventsDone: Number(position), ended: true })
    return { events: Number(position), rows: result.rows }
  }
  await report(position, { now: true })
  const rows = await swapTables(client, projection, shadow, options, (from, to) => catchUpTo(client, shadow, from, to, options))
  await updateRebuild(kysely, projection.name, { status: 'done', eventsDone: Number(position), ended: true })
  return { events: Number(position), rows }
}

/** Events between two looks at the clock. */
const REPORT_EVENTS = 100
type Reporter = (position: Position, options?: { readonly now: true }) => Promise<void>

/** Tells how far it is, some times a second, and hears what is wanted of it. */
function createReporter(projection: AnyProjection, { database: { kysely }, system, signal }: RebuildOptions): Reporter {
  let due = 0
  return async (position, options) => {
    if (!options?.now && system.now() < due) return
    due = system.now() + limits.rebuildReportMs
    if (signal.aborted) throw new Interrupted('stop')
    const { wish, status } = await updateRebuild(kysely, projection.name, { eventsDone: Number(position) })
    if (wish === 'cancel') throw new Interrupted(wish)
    if (wish === 'pause') await rest(projection, status, { database: { kysely }, system, signal })
  }
}

/** Paused: what is folded so far stays in memory, until somebody wants it to go on. */
async function rest({ name }: AnyProjection, before: RebuildStatus, { database: { kysely }, system, signal }: { database: Pick<Database, 'kysely'>; system: System; signal: AbortSignal }): Promise<void> {
  const look = () => kysely.selectFrom('rebuilds').select(['status', 'wish']).where('name', '=', name).executeTakeFirstOrThrow()
  await updateRebuild(kysely, name, { status: 'paused' })
  for (let now = await look(); now.status === 'paused'; now = await look()) {
    if (now.wish === 'cancel') throw new Interrupted('cancel')
    await system.sleep(limits.rebuildReportMs, signal)
    if (signal.aborted) throw new Interrupted('stop')
  }
  await updateRebuild(kysely, name, { status: before })
}

/** Everything there is, folded in memory and copied in one go; what is too much for the memory is written in between, and the rest left to catching up. */
async function foldAll(client: pg.Client, shadow: AnyProjection, { store }: RebuildOptions, report: Reporter): Promise<Position> {
  const upTo = await store.lastPosition()
  const rows = new Map<string, StoredRow<AnyRow>>()
  let seen: Position = START
  let count = 0
  for await (const event of store.readAll(START, { categories: shadow.categories, types: Object.keys(shadow.on) })) {
    if (event.position > upTo) break
    foldInMemory(shadow, rows, event)
    seen = event.position
    if (++count % REPORT_EVENTS === 0) await report(seen)
    if (rows.size >= limits.rebuildRowsMax) {
      await fill(client, shadow, rows.values())
      return seen
    }
  }
  await fill(client, shadow, rows.values())
  return upTo
}

function foldInMemory(projection: AnyProjection, rows: Map<string, StoredRow<AnyRow>>, event: RecordedEvent): void {
  const handler = handlerFor(projection, event)
  for (const key of handler?.keys(event) ?? []) {
    const old = rows.get(key)?.row
    const next = foldOne(handler!, old, event, key)
    if (next === old) continue
    if (next === undefined) rows.delete(key)
    else rows.set(key, { row: next, position: event.position })
  }
}

function foldOne(handler: Handler<AnyRow, RecordedEvent>, old: AnyRow | undefined, event: RecordedEvent, key: string): AnyRow | undefined {
  try {
    return handler.fold(old, event, key)
  } catch (error) {
    throw new Error(`It cannot apply ${event.type} ${event.id} at ${event.position}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

async function fill(client: pg.Client, shadow: AnyProjection, rows: Iterable<StoredRow<AnyRow>>): Promise<void> {
  await client.query('begin')
  await client.query('set local synchronous_commit = off')
  await copyRows(client, shadow, rows)
  await client.query('commit')
  await client.query(`analyze ${readModelTable(shadow)}`)
}

/** Until there is nothing more to be had. */
async function catchUp(client: pg.Client, shadow: AnyProjection, from: Position, options: RebuildOptions, report: Reporter): Promise<Position> {
  for (let position = from; ;) {
    const last = await options.store.lastPosition()
    if (Number(last) - Number(position) < limits.rebuildBatchEvents) return await catchUpTo(client, shadow, position, last, options)
    position = await catchUpTo(client, shadow, position, positionOf(Math.min(Number(last), Number(position) + 20 * limits.rebuildBatchEvents)), options)
    await report(position)
  }
}

async function catchUpTo(client: pg.Client, shadow: AnyProjection, from: Position, to: Position, { store }: Pick<RebuildOptions, 'store'>): Promise<Position> {
  let position = from
  let events: RecordedEvent[] = []
  const flush = async (upTo: Position) => {
    if (upTo === position) return
    await applyEvents(client, shadow, position, { events, upTo })
    position = upTo
    events = []
  }
  for await (const event of store.readAll(from, { categories: shadow.categories, types: Object.keys(shadow.on) })) {
    if (event.position > to) break
    events.push(event)
    if (events.length === limits.rebuildBatchEvents) await flush(event.position)
  }
  await flush(to)
  return position
}
