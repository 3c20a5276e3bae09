/** What the hub learns from the database besides events: rows, and sessions that are over. */

import type { Kysely } from 'kysely'
import { positionOf } from '../../domain/event.ts'
import type { ProjectionProgress } from '../db/projection-progress.ts'
import type { Tables } from '../db/tables.ts'
import { TELLING } from '../sync/row-changes.ts'
import type { LiveNews } from './hub.ts'
import { readLiveRows } from './live-rows.ts'

export function liveNewsIn(db: Kysely<Tables>, progress: Pick<ProjectionProgress, 'beyond'>): LiveNews {
  return {
    rows: (people, after) => readLiveRows(db, people, after),
    beyond: (position, signal) => Promise.all(TELLING.map((projection) => progress.beyond(projection, positionOf(position), signal))),
    ended: (sessionIds, nowMs) => endedOf(db, sessionIds, nowMs),
  }
}

/** Sessions also end by themselves, and by what another process did. */
async function endedOf(db: Kysely<Tables>, ids: readonly string[], nowMs: number): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('sessions').select('id').where('id', 'in', ids).where('expiresAt', '>', new Date(nowMs).toISOString()).execute()
  const alive = new Set(rows.map(({ id }) => id))
  return ids.filter((id) => !alive.has(id))
}
