/** What admins want of projections and how far that is: one row per projection, which any process may write and the one that works notices. */

import type { Kysely, Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Actor, Position } from '../../domain/event.ts'
import type { AnyProjection } from '../../projections/index.ts'
import type { ProjectionInfo, RebuildInfo, RebuildStatus, VerifyResult } from '../../projections/wire.ts'
import type { Database } from './database.ts'
import { projectionStatuses } from './projection-progress.ts'
import { readModelTable } from './read-model.ts'
import type { RebuildsTable, Tables } from './tables.ts'

export type Rebuild = Selectable<RebuildsTable>
type Named = Pick<AnyProjection, 'name' | 'version'>

/** Those on which somebody works, or should. */
export const UNFINISHED: readonly RebuildStatus[] = ['requested', 'folding', 'catching_up', 'verifying']

/** False while another one of the same projection is under way. */
export async function requestRebuild(db: Kysely<Tables>, name: string, kind: Rebuild['kind'], requestedBy: Actor): Promise<boolean> {
  const fresh = { kind, status: 'requested' as const, wish: null, eventsDone: 0, eventsTotal: 0, requestedBy, startedAt: sql<string>`now()`, endedAt: null, error: null, result: null }
  const { numInsertedOrUpdatedRows } = await db.insertInto('rebuilds').values({ name, ...fresh })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(fresh).where('rebuilds.status', 'not in', [...UNFINISHED, 'paused'])).executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** False when there is nothing under way to which it could apply. */
export async function wishOfRebuild(db: Kysely<Tables>, name: string, wish: 'pause' | 'cancel' | 'resume'): Promise<boolean> {
  const wanted = wish === 'resume' ? { status: 'requested' as const, wish: null } : { wish }
  const { numUpdatedRows } = await db.updateTable('rebuilds').set(wanted).where('name', '=', name)
    .where('status', 'in', wish === 'resume' ? ['paused'] : [...UNFINISHED, 'paused']).executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function updateRebuild(db: Kysely<Tables>, name: string, change: { status?: RebuildStatus; eventsDone?: number; eventsTotal?: number; error?: string | null; result?: VerifyResult | null; ended?: boolean }): Promise<Rebuild> {
  const { ended = false, result, ...rest } = change
  return await db.updateTable('rebuilds').set({ ...rest, ...result === undefined ? {} : { result: JSON.stringify(result) }, ...ended ? { endedAt: sql<string>`now()`, wish: null } : {} })
    .where('name', '=', name).returningAll().executeTakeFirstOrThrow()
}

export async function pauseProjection(db: Kysely<Tables>, { name, version }: Named): Promise<void> {
  await db.updateTable('checkpoints').set({ status: 'paused' }).where('name', '=', name).where('version', '=', version).where('status', '=', 'running').execute()
}

/** Also one that has failed: it tries again. */
export async function resumeProjection(db: Kysely<Tables>, { name, version }: Named): Promise<void> {
  await db.updateTable('checkpoints').set({ status: 'running', error: sql<string>`null` }).where('name', '=', name).where('version', '=', version).execute()
}

/** Moves a projection that stopped at an event past it; false when it has not stopped there. */
export async function skipEvent(db: Kysely<Tables>, { name, version }: Named, eventId: string): Promise<boolean> {
  const { numUpdatedRows } = await db.updateTable('checkpoints')
    .set({ position: sql<number>`(error ->> 'position')::bigint`, status: 'running', error: sql<string>`null` })
    .where('name', '=', name).where('version', '=', version).where('status', '=', 'failed').where(sql<boolean>`error ->> 'eventId' = ${eventId}`).executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function projectionInfos({ database, projections, last, nowMs }: { database: Database; projections: readonly Named[]; last: Position; nowMs: number }): Promise<readonly ProjectionInfo[]> {
  const [statuses, rebuilds] = await Promise.all([projectionStatuses(database, projections), database.kysely.selectFrom('rebuilds').selectAll().execute()])
  return await Promise.all(statuses.map(async ({ name, version, status, position, error, updatedAt }): Promise<ProjectionInfo> => {
    const { rows: [counted] } = await database.pool.query<{ count: number }>(`select count(*)::int as count from ${readModelTable({ name, version })}`)
    const lagEvents = Math.max(0, Number(last) - Number(position))
    const rebuild = rebuilds.find((row) => row.name === name)
    return {
      name, version, status, position, lagEvents, lagSeconds: lagEvents === 0 ? null : Math.max(0, (nowMs - Date.parse(updatedAt)) / 1_000), rows: counted!.count,
      error: error && { position: error.position, eventId: error.eventId, type: error.type, message: error.message },
      rebuild: rebuild ? rebuildInfo(rebuild, nowMs) : null, updatedAt,
    }
  }))
}

function rebuildInfo({ kind, status, eventsDone, eventsTotal, startedAt, endedAt, error, result }: Rebuild, nowMs: number): RebuildInfo {
  const seconds = ((endedAt === null ? nowMs : Date.parse(endedAt)) - Date.parse(startedAt)) / 1_000
  const eventsPerSecond = eventsDone > 0 && seconds > 0 ? Math.round(eventsDone / seconds) : null
  const secondsLeft = UNFINISHED.includes(status) && eventsPerSecond ? Math.max(0, Math.round((eventsTotal - eventsDone) / eventsPerSecond)) : null
  return { kind, status, eventsDone, eventsTotal, eventsPerSecond, secondsLeft, startedAt, error, result }
}
