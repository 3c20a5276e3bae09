/** Batches by their beginnings, which carry their names. */

import type { TimelineRow } from '../projections/timeline.ts'
import { replica } from './house.ts'
import { library, perVersion } from './library.ts'

const begun = perVersion(() => new Map([...replica()?.timeline.values() ?? []].flatMap((row) => row.type === 'BatchBegun' ? [[row.commandId, row] as const] : [])))

/** Undefined for one that somebody else began. */
export function batchOf(batchId: string): TimelineRow | undefined {
  return begun().get(batchId)
}

/** How far the newest taking back of a batch is, or of its undo; undefined while none has begun since `before`, another one's id. */
export function takingBackOf(batchId: string, before?: string): { readonly batchId: string; readonly size: number; readonly done: number } | undefined {
  const row = [...begun().values()].findLast(({ data }) => data.undoes === batchId)
  if (!row || row.commandId === before) return undefined
  return { batchId: row.commandId, size: Number(row.data.size), done: library.acts().filter((act) => act.batchId === row.commandId).length }
}

/** The newest undo of a batch. */
export function undoOf(batchId: string): TimelineRow | undefined {
  return [...begun().values()].findLast(({ data }) => data.undoes === batchId && data.kind === 'undo')
}
