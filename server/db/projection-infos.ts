/** How each read model is: what the list of admins, the command line, the health check and Prometheus show. */

import type { Position } from '../../domain/event.ts'
import { START } from '../../domain/event.ts'
import type { AnyProjection } from '../../projections/index.ts'
import type { ProjectionInfo, RebuildInfo } from '../../projections/wire.ts'
import type { EventStore } from '../event-store/event-store.ts'
import { limits } from '../limits.ts'
import type { Database } from './database.ts'
import type { ProjectionStatus } from './projection-progress.ts'
import { projectionStatuses } from './projection-progress.ts'
import { readModelTable } from './read-model.ts'
import { servedVersion } from './read-model-tables.ts'
import type { Rebuild } from './rebuilds.ts'
import { UNFINISHED } from './rebuilds.ts'

type Named = Pick<AnyProjection, 'name' | 'version'>

export interface InfoPorts { readonly database: Database; readonly store: Pick<EventStore, 'lastPosition' | 'readAll' | 'distance'>; readonly nowMs: number }

export async function projectionInfos(projections: readonly Named[], { database, store, nowMs }: InfoPorts): Promise<readonly ProjectionInfo[]> {
  const [last, statuses, rebuilds] = await Promise.all([store.lastPosition(), projectionStatuses(database, projections), database.kysely.selectFrom('rebuilds').selectAll().execute()])
  // Rebuilds keep positions, and people are told of events.
  const eventsPerPosition = last === START ? 1 : await store.distance(START, last) / Number(last)
  return await Promise.all(statuses.map(async (status): Promise<ProjectionInfo> => {
    const { name, version, error, position } = status
    const rebuild = rebuilds.find((row) => row.name === name)
    return {
      name, version, status: status.status, position, updatedAt: status.updatedAt,
      servedVersion: status.status === 'building' ? await servedVersion(database.pool, status) : version,
      lagEvents: await store.distance(position, last),
      lagSeconds: await lagSeconds(status, last, { store, nowMs }),
      ...await sizeOf(database, status),
      error: error && { position: error.position, eventId: error.eventId, type: error.type, message: error.message },
      rebuild: rebuild ? rebuildInfo(rebuild, eventsPerPosition, nowMs) : null,
    }
  }))
}

/** How long ago the oldest event was recorded that it has not seen. */
async function lagSeconds({ position }: ProjectionStatus, last: Position, { store, nowMs }: Pick<InfoPorts, 'store' | 'nowMs'>): Promise<number | null> {
  if (last <= position) return null
  for await (const event of store.readAll(position, { limit: 1 })) return Math.max(0, (nowMs - Date.parse(event.recordedAt)) / 1_000)
  return null
}

/** Counting a large table takes long: PostgreSQL's own estimate does. */
async function sizeOf({ pool }: Database, projection: Named): Promise<Pick<ProjectionInfo, 'rows' | 'rowsEstimated' | 'bytes'>> {
  const table = readModelTable(projection)
  const { rows: [size] } = await pool.query<{ estimate: number; bytes: number }>(
    'select reltuples::bigint as estimate, pg_total_relation_size(oid) as bytes from pg_class where oid = to_regclass($1)', [table])
  if (size && size.estimate > limits.countedRowsMax) return { rows: size.estimate, rowsEstimated: true, bytes: size.bytes }
  const { rows: [counted] } = await pool.query<{ count: number }>(`select count(*) as count from ${table}`)
  return { rows: counted!.count, rowsEstimated: false, bytes: size?.bytes ?? 0 }
}

function rebuildInfo(row: Rebuild, eventsPerPosition: number, nowMs: number): RebuildInfo {
  const { kind, version, status, wish, startedAt, endedAt, error, result, swapMs } = row
  const eventsAt = (position: number) => Math.round(position * eventsPerPosition)
  const [eventsDone, eventsTotal, partFrom] = [eventsAt(row.eventsDone), eventsAt(row.eventsTotal), eventsAt(row.partFrom)]
  const moving = UNFINISHED.includes(status) && status !== 'requested'
  const seconds = ((endedAt ? Date.parse(endedAt) : nowMs) - Date.parse(row.partAt)) / 1_000
  const eventsPerSecond = status !== 'requested' && seconds > 0 && eventsDone > partFrom ? (eventsDone - partFrom) / seconds : null
  return {
    kind, version, status, wish, eventsDone, eventsTotal, eventsPerSecond, startedAt, endedAt, error, result, swapMs,
    secondsLeft: moving && eventsPerSecond ? Math.max(0, (eventsTotal - eventsDone) / eventsPerSecond) : null,
    poisoned: row.poisoned && { position: row.poisoned.position, eventId: row.poisoned.eventId, type: row.poisoned.type, message: row.poisoned.message },
  }
}
