/** How far the projections have come, wherever they run: for reads that wait for their own writes, for pushes to devices, for health. */

import type { Position } from '../../domain/event.ts'
import { positionOf } from '../../domain/event.ts'
import type { AnyProjection } from '../../projections/index.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'
import type { Watermark } from '../watermark.ts'
import { createWatermark } from '../watermark.ts'
import type { Database } from './database.ts'
import { listen } from './listen.ts'
import { readModelTable } from './read-model.ts'
import type { CheckpointError } from './tables.ts'

type Named = Pick<AnyProjection, 'name' | 'version'>

export interface ProjectionStatus {
  readonly name: string
  readonly version: number
  readonly position: Position
  readonly status: 'running' | 'failed' | 'paused' | 'building'
  readonly error: CheckpointError | null
  readonly updatedAt: string
}

export async function projectionStatuses(database: Database, projections: readonly Named[]): Promise<ProjectionStatus[]> {
  const rows = await database.kysely.selectFrom('checkpoints').selectAll().execute()
  return projections.flatMap(({ name, version }) => {
    const row = rows.find((row) => row.name === name && row.version === version)
    return row ? [{ ...row, position: positionOf(row.position) }] : []
  })
}

export interface ProjectionProgress {
  /** True as soon as the projection has seen everything up to the position; false when the time is up first. */
  waitFor(projection: Named, position: Position, timeoutMs: number): Promise<boolean>
  /** The projection's position once it is beyond another; undefined when the signal aborts. */
  beyond(projection: Named, position: Position, signal: AbortSignal): Promise<Position | undefined>
  close(): Promise<void>
}

/** Channel on which projectors say `<table> <position>` with each commit. */
export const PROJECTIONS_CHANNEL = 'projections'

export function createProjectionProgress({ database, projections, system, log }:
  { database: Database; projections: readonly Named[]; system: System; log: Log }): ProjectionProgress {
  const marks = new Map<string, Watermark>(projections.map((projection) => [readModelTable(projection), createWatermark()]))
  const stop = new AbortController()
  const listening = listen({
    database, channel: PROJECTIONS_CHANNEL, system, log, signal: stop.signal,
    onNotification(payload) {
      const [table, position] = payload.split(' ')
      marks.get(table!)?.advance(Number(position))
    },
    async poll(client) {
      const { rows } = await client.query<{ name: string; version: number; position: number }>('select name, version, position from checkpoints')
      for (const row of rows) marks.get(readModelTable(row))?.advance(row.position)
    },
    pollMs: limits.headPollMs,
  })

  const markOf = (projection: Named) => marks.get(readModelTable(projection))!

  return {
    async beyond(projection, position, signal) {
      const mark = await markOf(projection).beyond(Number(position), signal)
      return mark === undefined ? undefined : positionOf(mark)
    },
    async waitFor(projection, position, timeoutMs) {
      const over = new AbortController()
      const timeUp = system.sleep(timeoutMs, over.signal).then(() => undefined)
      const reached = await Promise.race([markOf(projection).beyond(Number(position) - 1, over.signal), timeUp])
      over.abort()
      return reached !== undefined
    },
    async close() {
      stop.abort()
      for (const mark of marks.values()) mark.close()
      await listening
    },
  }
}
