/**
 * Rebuilds a read model while the old one serves, or verifies it against a fresh fold.
 *
 *   requested ──► folding ──► catching_up ──► rebuild: swapped in one transaction ──► done
 *       ▲            │            │  └──────► verify:  verifying ───────────────────► done
 *       │            ├────────────┴──► cancelled, failed (the new table goes, the old one has never noticed)
 *       └── paused ◄─┘
 *
 * Folding is in memory (folded-table.ts), from position 0, into a table beside the live one. Catching up applies what came meanwhile. For the swap
 * the live checkpoint is locked, the last events are applied, and the tables change names: nobody reads half of it, and the live projector finds its
 * checkpoint where the new table stands.
 *
 * The request is a row in `rebuilds`, and whoever works at it holds the session's advisory lock. Killed or paused, it goes on, in whichever process, from
 * the checkpoint of the new table: what was folded since that was written (`limits.rebuildKeepMs`) is folded again, and no more. The swap, and that it
 * is done, are one transaction; the event that says so is recorded after it, by a command whose id stands in the row until it is.
 */

import type pg from 'pg'
import type { Command, CommandId, Issued, Outcome } from '../domain/command.ts'
import type { Actor, Position } from '../domain/event.ts'
import { START } from '../domain/event.ts'
import type { AnyProjection } from '../projections/index.ts'
import type { Database } from '../server/db/database.ts'
import { isPassingFault } from '../server/db/faults.ts'
import { dropTable, indexTable, tidyTable } from '../server/db/read-model-tables.ts'
import { readModelTable } from '../server/db/read-model.ts'
import type { Rebuild } from '../server/db/rebuilds.ts'
import { endRebuild, endRebuildIn, UNFINISHED, updateRebuild, wantedRebuilds } from '../server/db/rebuilds.ts'
import type { RebuildEnding } from '../server/db/tables.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import { skippedEvents } from '../server/events/skipped-events.ts'
import { limits } from '../server/limits.ts'
import type { Log } from '../server/log.ts'
import type { System } from '../server/system.ts'
import { instantOf, uuidv7 } from '../server/system.ts'
import { PoisonedEventError } from './apply-events.ts'
import { catchUp, catchUpTo, foldAll } from './fold-events.ts'
import { openFoldedTable } from './folded-table.ts'
import { createReporter, Interrupted } from './report-rebuild.ts'
import { swapTables } from './swap-tables.ts'
import { verifyTables } from './verify-tables.ts'
import { runWorker } from './worker.ts'

export interface RebuildOptions {
  readonly store: Pick<EventStore, 'readAll' | 'readStream' | 'lastPosition' | 'distance'>
  readonly database: Database
  readonly projections: readonly AnyProjection[]
  /** As an event, in the name of who asked for it; once, however often it is told. */
  readonly record: (projection: Pick<AnyProjection, 'name' | 'version'>, ending: RebuildEnding, requestedBy: Actor) => Promise<void>
  readonly system: System
  readonly log: Log
  readonly signal: AbortSignal
  readonly rowsMax?: number
  readonly keepMs?: number
  /** Stop when there is nothing to do, rather than wait for it. */
  readonly untilIdle?: boolean
}

export function recordRebuildsWith(handle: (command: Issued<Command>) => Promise<Outcome>, system: System): RebuildOptions['record'] {
  return async ({ name, version }, { commandId, type, ...rest }, actor) => {
    const outcome = await handle({ id: commandId, type, data: { name, version, ...rest }, issuedAt: instantOf(system), deviceId: null, actor, sender: 'worker' } as Issued<Command>)
    if (outcome.status !== 'accepted') throw new Error(`${outcome.code}: ${outcome.message}`)
  }
}

/** Resolves after the signal, when what was under way is over. */
export async function runRebuilds(options: RebuildOptions): Promise<void> {
  await runWorker({ name: 'rebuilds', step: (signal) => rebuildNext({ ...options, signal }) }, options)
}

async function rebuildNext(options: RebuildOptions): Promise<number | 'stop'> {
  const { database, projections, untilIdle = false } = options
  for (const projection of await wantedRebuilds(database.kysely, projections)) if (await rebuildAlone(projection, options)) return 0
  return untilIdle ? 'stop' : limits.rebuildPollMs
}

/** False when another process is at it, or has been. */
async function rebuildAlone(projection: AnyProjection, options: RebuildOptions): Promise<boolean> {
  const { database } = options
  const client = await database.connect()
  try {
    const { rows } = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(hashtext('rebuild'), hashtext($1)) as mine`, [projection.name])
    if (!rows[0]!.mine) return false
    const request = await rowOf(projection, options)
    if (request.version !== projection.version) return false
    if (UNFINISHED.includes(request.status)) await settle(client, projection, request, { ...options, store: await withoutSkipped(options.store, projection) })
    await recordEnding(projection, await rowOf(projection, options), options)
    return true
  } finally {
    await client.end().catch(() => {})
  }
}

async function rowOf({ name }: AnyProjection, { database }: RebuildOptions): Promise<Rebuild> {
  return await database.kysely.selectFrom('rebuilds').selectAll().where('name', '=', name).executeTakeFirstOrThrow()
}

async function recordEnding(projection: AnyProjection, { ending, requestedBy }: Rebuild, { database, record }: RebuildOptions): Promise<void> {
  if (!ending) return
  await record(projection, ending, requestedBy as Actor)
  await updateRebuild(database.kysely, projection.name, { ending: null })
}

/** What an admin has had skipped stays skipped: a fresh fold would only stop there again. */
async function withoutSkipped(store: RebuildOptions['store'], { name }: AnyProjection): Promise<RebuildOptions['store']> {
  const skipped = await skippedEvents(store, name)
  if (skipped.size === 0) return store
  return {
    ...store,
    async *readAll(...given) {
      for await (const event of store.readAll(...given)) if (!skipped.has(event.id)) yield event
    },
  }
}

async function settle(client: pg.Client, projection: AnyProjection, request: Rebuild, options: RebuildOptions): Promise<void> {
  const { database: { kysely }, system, log } = options
  const { name, kind } = request
  // A verification is nothing to be recorded.
  const ended = (ending: RebuildEnding) => kind === 'rebuild' ? ending : null
  const commandId = uuidv7(system) as CommandId
  try {
    await rebuild(client, projection, request, options)
  } catch (error) {
    await client.query('rollback').catch(() => {})
    if (error instanceof Interrupted && error.why === 'pause') await updateRebuild(kysely, name, { status: 'paused', wish: null })
    if (error instanceof Interrupted && error.why !== 'cancel') return
    // The database was away: the request stands, and is gone on with.
    if (isPassingFault(error)) throw error
    await dropTable(client, shadowOf(projection))
    if (error instanceof Interrupted) return await endRebuild(kysely, name, { status: 'cancelled', ending: ended({ commandId, type: 'CancelRebuild' }) })
    const { message, poisoned } = toldOf(error)
    log.error({ err: error, projection: name, kind }, 'a projection could not be rebuilt')
    await endRebuild(kysely, name, { status: 'failed', error: message, poisoned, ending: ended({ commandId, type: 'FailRebuild', message: message.slice(0, 2_000) }) })
  }
}

function toldOf(error: unknown) {
  if (!(error instanceof PoisonedEventError)) return { message: error instanceof Error ? error.message : String(error), poisoned: null }
  const { event: { id, position, type }, cause } = error
  const why = cause instanceof Error ? cause.message : String(cause)
  return { message: `It cannot apply ${type} ${id} at ${position}: ${why}`, poisoned: { eventId: id, position, type, message: why } }
}

/** The projection under another name: its table and its checkpoint stand beside the live ones. */
function shadowOf(projection: AnyProjection): AnyProjection {
  return { ...projection, name: `${projection.name}_rebuild` }
}

async function rebuild(client: pg.Client, projection: AnyProjection, request: Rebuild, options: RebuildOptions): Promise<void> {
  const { store, database: { kysely }, system, log } = options
  const { name, kind, wish } = request
  const shadow = shadowOf(projection)
  if (wish) throw new Interrupted(wish)
  const clock = createClock()
  await tidyTable(client, projection, shadow)
  const table = await openFoldedTable(client, {
    projection: shadow, again: request.kept, rowsMax: options.rowsMax ?? limits.rebuildRowsMax,
    kept: async (own, upTo) => { await own.query('update rebuilds set kept = true, events_done = $2 where name = $1', [name, Number(upTo)]) },
  })
  const from = table.keptUpTo
  log.info({ projection: name, version: projection.version, kind, from: Number(from) }, request.kept ? 'a rebuild goes on' : 'a rebuild begins')
  const report = await createReporter(projection, from, options)
  await foldAll(table, shadow, { store, system, report, keepMs: options.keepMs ?? limits.rebuildKeepMs })
  clock.lap('foldMs')
  await indexTable(client, shadow)
  await client.query(`analyze ${readModelTable(shadow)}`)
  clock.lap('indexMs')
  await report.phase('catching_up')
  const upTo = await catchUp(client, shadow, table.keptUpTo, { store, report })
  clock.lap('catchUpMs')
  const catchUpOf = (from: Position, to: Position) => catchUpTo(client, shadow, from, to, { store })
  if (kind === 'verify') {
    await report.phase('verifying')
    const result = await verifyTables(client, projection, shadow, options, catchUpOf)
    await dropTable(client, shadow)
    await endRebuild(kysely, name, { status: 'done', result, eventsDone: Number(upTo) })
    log.info({ projection: name, same: result.same, rows: result.rows, ...clock.laps }, 'a projection was verified')
    return
  }
  const { rows: [counted] } = await client.query<{ count: number }>(`select count(*) as count from ${readModelTable(shadow)}`)
  await report.now(upTo)
  const done = { events: await options.store.distance(START, upTo), rows: counted!.count }
  const ending: RebuildEnding = { commandId: uuidv7(system) as CommandId, type: 'CompleteRebuild', ...done, durationMs: Math.max(0, Math.round(system.now() - Date.parse(request.startedAt))) }
  const { swapMs } = await swapTables(client, projection, shadow, { ...options, catchUpTo: catchUpOf, swapped: (owner, swapMs) => endRebuildIn(owner, name, { eventsDone: Number(upTo), swapMs, ending }) })
  clock.lap('swapAllMs')
  log.info({ projection: name, version: projection.version, ...done, ...clock.laps, swapMs }, 'a projection was rebuilt')
}

function createClock() {
  let last = performance.now()
  const laps: Record<string, number> = { wholeMs: 0 }
  return {
    laps,
    lap(name: string) {
      const now = performance.now()
      laps[name] = Math.round(now - last)
      laps.wholeMs! += laps[name]
      last = now
    },
  }
}
