/** Batches by their beginnings, which carry their names. */

import type { TimelineRow } from '../projections/timeline.ts'
import { replica } from './house.ts'
import { perVersion } from './library.ts'

const begun = perVersion(() => new Map([...replica()?.timeline.values() ?? []].flatMap((row) => row.type === 'BatchBegun' ? [[row.commandId, row] as const] : [])))

/** Undefined for one that somebody else began. */
export function batchOf(batchId: string): TimelineRow | undefined {
  return begun().get(batchId)
}

/** The newest undo of a batch. */
export function undoOf(batchId: string): TimelineRow | undefined {
  return [...begun().values()].findLast(({ data }) => data.undoes === batchId && data.kind === 'undo')
}
