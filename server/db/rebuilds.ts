/** What admins want of projections and how far that is: one row per projection, which any process may write and the one that works notices. */

import type { Kysely, Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Actor } from '../../domain/event.ts'
import type { AnyProjection } from '../../projections/index.ts'
import type { RebuildStatus, VerifyResult } from '../../projections/wire.ts'
import type { Queryable } from './read-model.ts'
import type { CheckpointError, RebuildEnding, RebuildsTable, Tables } from './tables.ts'

export type Rebuild = Selectable<RebuildsTable>
type Named = Pick<AnyProjection, 'name' | 'version'>

/** Those on which somebody works, or should. */
export const UNFINISHED: readonly RebuildStatus[] = ['requested', 'folding', 'catching_up', 'verifying']

/** What is to be worked at by a process that has these versions; what another version is to be filled with, one that has that version does. */
export async function wantedRebuilds<Each extends Named>(db: Kysely<Tables>, projections: readonly Each[]): Promise<readonly Each[]> {
  const wanted = await db.selectFrom('rebuilds').select(['name', 'version'])
    .where((row) => row.or([row('status', 'in', UNFINISHED), row('ending', 'is not', null)])).orderBy('startedAt').execute()
  return wanted.flatMap(({ name, version }) => projections.find((one) => one.name === name && one.version === version) ?? [])
}

/** False while another one of the same version is under way. */
export async function requestRebuild(db: Kysely<Tables>, { name, version }: Named, kind: Rebuild['kind'], requestedBy: Actor): Promise<boolean> {
  const fresh = {
    version, kind, status: 'requested' as const, wish: null, kept: false, eventsDone: 0, eventsTotal: 0, partFrom: 0, requestedBy, startedAt: sql<string>`now()`, endedAt: null,
    error: null, result: null, poisoned: null, ending: null, swapMs: null,
  }
  const { numInsertedOrUpdatedRows } = await db.insertInto('rebuilds').values({ name, ...fresh })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(fresh)
      .where((row) => row.or([row('rebuilds.version', '!=', version), row.and([row('rebuilds.status', 'not in', [...UNFINISHED, 'paused']), row('rebuilds.ending', 'is', null)])])))
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** False when there is nothing under way to which it could apply. */
export async function wishOfRebuild(db: Kysely<Tables>, name: string, wish: 'pause' | 'cancel' | 'resume'): Promise<boolean> {
  const wanted = wish === 'resume' ? { status: 'requested' as const, wish: null }
    // A paused one is taken up again to be cleared away.
    : wish === 'cancel' ? { wish, status: sql<RebuildStatus>`case status when 'paused' then 'requested' else status end` } : { wish }
  const { numUpdatedRows } = await db.updateTable('rebuilds').set(wanted).where('name', '=', name)
    .where('status', 'in', wish === 'resume' ? ['paused'] : wish === 'pause' ? UNFINISHED : [...UNFINISHED, 'paused']).executeTakeFirst()
  return numUpdatedRows > 0n
}

type Change = Partial<Pick<Rebuild, 'status' | 'wish' | 'eventsDone' | 'eventsTotal' | 'partFrom' | 'partAt'>> & { readonly ending?: null }

export async function updateRebuild(db: Kysely<Tables>, name: string, change: Change): Promise<Rebuild> {
  return await db.updateTable('rebuilds').set(change).where('name', '=', name).returningAll().executeTakeFirstOrThrow()
}

interface End {
  readonly status: 'done' | 'failed' | 'cancelled'
  readonly eventsDone?: number
  readonly error?: string
  readonly result?: VerifyResult
  readonly poisoned?: CheckpointError | null
  readonly ending?: RebuildEnding | null
}

export async function endRebuild(db: Kysely<Tables>, name: string, { result = null as never, poisoned = null, ending = null, ...rest }: End): Promise<void> {
  const json = (value: object | null) => value === null ? null : JSON.stringify(value)
  await db.updateTable('rebuilds').set({ ...rest, result: json(result), poisoned: json(poisoned), ending: json(ending), endedAt: sql<string>`now()`, wish: null, kept: false })
    .where('name', '=', name).execute()
}

/** Done, in the transaction of the caller. */
export async function endRebuildIn(client: Queryable, name: string, { eventsDone, swapMs, ending }: { eventsDone: number; swapMs: number; ending: RebuildEnding }): Promise<void> {
  await client.query(`update rebuilds set status = 'done', events_done = $2, swap_ms = $3, ending = $4, ended_at = now(), wish = null, kept = false where name = $1`,
    [name, eventsDone, swapMs, JSON.stringify(ending)])
}

export async function pauseProjection(db: Kysely<Tables>, { name, version }: Named): Promise<void> {
  await db.updateTable('checkpoints').set({ status: 'paused' }).where('name', '=', name).where('version', '=', version).where('status', '=', 'running').execute()
}

/** Also one that has failed: it tries again. */
export async function resumeProjection(db: Kysely<Tables>, { name, version }: Named): Promise<void> {
  await db.updateTable('checkpoints').set({ status: 'running', error: sql<string>`null` }).where('name', '=', name).where('version', '=', version).where('status', '!=', 'building').execute()
}

/** Moves a projection that stopped at an event past it; `rebuild` when it is a rebuild that stopped there, undefined when nothing did. */
export async function skipEvent(db: Kysely<Tables>, { name, version }: Named, eventId: string): Promise<'projection' | 'rebuild' | undefined> {
  const { numUpdatedRows } = await db.updateTable('checkpoints')
    .set({ position: sql<number>`(error ->> 'position')::bigint`, status: 'running', error: sql<string>`null` })
    .where('name', '=', name).where('version', '=', version).where('status', '=', 'failed').where(sql<boolean>`error ->> 'eventId' = ${eventId}`).executeTakeFirst()
  if (numUpdatedRows > 0n) return 'projection'
  const stopped = await db.selectFrom('rebuilds').select('name').where('name', '=', name).where('status', '=', 'failed').where(sql<boolean>`poisoned ->> 'eventId' = ${eventId}`).executeTakeFirst()
  return stopped && 'rebuild'
}
