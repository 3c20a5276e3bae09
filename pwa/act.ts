/** What a person did, gathered from the rows of the timeline. Pure. */

import type { CommandId } from '../domain/command.ts'
import type { Deed } from '../domain/take-back.ts'
import type { TimelineRow } from '../projections/timeline.ts'

/** What one command did to one title or other thing: a row of the history, and a deed that can be taken back. */
export interface Act extends Deed {
  readonly data: TimelineRow['data']
  readonly subject: string
  readonly batchId: string | null
  readonly actor: string
  /** In the order they happened; never empty. */
  readonly rows: readonly [TimelineRow, ...TimelineRow[]]
  /** When it was done. Among all acts, what an import brought stands where the import does, not where it says that it was so. */
  readonly issuedAt: string
  readonly recordedAt: string
  readonly deviceId: string | null
  /** Takes something back, or puts it back. */
  readonly kind: 'plain' | 'undo' | 'redo'
  /** Everything it did is taken back at present. */
  readonly undone: boolean
}

type Group = [TimelineRow, ...TimelineRow[]]

/** Groups rows by command and subject, newest act first. `rows` in any order. That a batch began is no act of its own. */
export function actsOf(rows: readonly TimelineRow[]): readonly Act[] {
  const groups: Group[] = []
  /** Of nearly every command there is one: rows of a whole library are gone through here. */
  const byCommand = new Map<string, Group[]>()
  const imports = new Set<string>()
  const undoing = new Map<string, string>()
  for (const row of rows) {
    if (row.undoes !== null) undoing.set(row.key, row.undoes)
    if (row.type === 'BatchBegun') {
      if (row.data.kind === 'import') imports.add(row.commandId)
      continue
    }
    const ofCommand = byCommand.get(row.commandId)
    const group = ofCommand?.find(([{ stream }]) => stream === row.stream)
    if (group) {
      group.push(row)
      continue
    }
    const begun: Group = [row]
    groups.push(begun)
    if (ofCommand) ofCommand.push(begun)
    else byCommand.set(row.commandId, [begun])
  }
  // Rows mostly come oldest first: turned around, there is little left to sort.
  const acts = groups.reverse().map((group) => actOf(group, undoing, imports))
  return acts.sort((a, b) => a.issuedAt < b.issuedAt ? 1 : a.issuedAt > b.issuedAt ? -1 : a.rows[0].key < b.rows[0].key ? 1 : -1)
}

/** To take back what took something back puts it back: so it goes in turns, however often. */
function kindOf(undoes: string | null, undoing: ReadonlyMap<string, string>): Act['kind'] {
  let kind: Act['kind'] = 'plain'
  for (let each = undoes; each !== null; each = undoing.get(each) ?? null) kind = kind === 'undo' ? 'redo' : 'undo'
  return kind
}

function actOf(rows: Group, undoing: ReadonlyMap<string, string>, imports: ReadonlySet<string>): Act {
  // The ids of a command's events sort in the order the events were decided in.
  if (rows.length > 1) rows.sort((a, b) => a.key < b.key ? -1 : 1)
  const { commandId, stream, subject, batchId, actor, type, data, recordedAt, deviceId, undoes } = rows[0]
  const issuedAt = batchId !== null && imports.has(batchId) ? recordedAt : rows[0].issuedAt
  const kind = kindOf(undoes, undoing)
  return { commandId: commandId as CommandId, stream, subject, batchId, actor, type, data, rows, issuedAt, recordedAt, deviceId, kind, undone: rows.every((row) => row.undoneBy !== null) }
}

/** One act, or all that belong to one batch; newest first, never empty. */
export interface Stretch { readonly batchId: string | null; readonly acts: readonly [Act, ...Act[]] }

/** Gathers the acts of each batch where its newest one stands. A batch of one is an act like any other. */
export function stretchesOf(acts: readonly Act[]): readonly Stretch[] {
  const batches = new Map<string, [Act, ...Act[]]>()
  const stretches: Stretch[] = []
  for (const act of acts) {
    const batch = act.batchId === null ? undefined : batches.get(act.batchId)
    if (batch) {
      batch.push(act)
      continue
    }
    const own: [Act, ...Act[]] = [act]
    if (act.batchId !== null) batches.set(act.batchId, own)
    stretches.push({ batchId: act.batchId, acts: own })
  }
  return stretches.map((stretch) => stretch.acts.length === 1 && stretch.batchId !== null ? { ...stretch, batchId: null } : stretch)
}

/** Only looked at or played: too small for the history at large and for undo. */
export function isMinor(act: Act): boolean {
  return act.rows.every((row) => minor.has(row.type))
}
const minor: ReadonlySet<string> = new Set(['TitleViewed', 'ViewForgotten', 'ProgressRecorded', 'ProgressCleared', 'MovieStreamed'])
