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

/** Rows by command and subject, in the order the groups began. */
export interface Gathering {
  /** Of nearly every command there is one: rows of a whole library are gone through here. */
  readonly byCommand: Map<string, Group[]>
  readonly groups: Group[]
  readonly imports: Set<string>
  /** What each event that took something back took back. */
  readonly undoing: Map<string, string>
}

export function nothingGathered(): Gathering {
  return { byCommand: new Map(), groups: [], imports: new Set(), undoing: new Map() }
}

/** That a batch began is no act of its own. */
export function gather({ byCommand, groups, imports, undoing }: Gathering, row: TimelineRow): void {
  if (row.undoes !== null) undoing.set(row.key, row.undoes)
  if (row.type === 'BatchBegun') {
    if (row.data.kind === 'import') imports.add(row.commandId)
    return
  }
  const ofCommand = byCommand.get(row.commandId)
  const group = ofCommand?.find(([{ stream }]) => stream === row.stream)
  if (group) {
    group.push(row)
    return
  }
  const begun: Group = [row]
  groups.push(begun)
  if (ofCommand) ofCommand.push(begun)
  else byCommand.set(row.commandId, [begun])
}

/** Never 0 of two acts. */
export function newestFirst(a: Act, b: Act): number {
  return a.issuedAt < b.issuedAt ? 1 : a.issuedAt > b.issuedAt ? -1 : a.rows[0].key < b.rows[0].key ? 1 : -1
}

/** Groups rows by command and subject, newest act first. `rows` in any order. */
export function actsOf(rows: readonly TimelineRow[], gathering = nothingGathered()): readonly Act[] {
  for (const row of rows) gather(gathering, row)
  // Rows mostly come oldest first: turned around, there is little left to sort.
  return gathering.groups.toReversed().map((group) => actOf(group, gathering)).sort(newestFirst)
}

/** To take back what took something back puts it back: so it goes in turns, however often. */
function kindOf(undoes: string | null, undoing: ReadonlyMap<string, string>): Act['kind'] {
  let kind: Act['kind'] = 'plain'
  for (let each = undoes; each !== null; each = undoing.get(each) ?? null) kind = kind === 'undo' ? 'redo' : 'undo'
  return kind
}

/** Once all that it may have to do with is gathered. */
export function actOf(rows: Group, { undoing, imports }: Gathering): Act {
  // The ids of a command's events sort in the order the events were decided in.
  if (rows.length > 1) rows.sort((a, b) => a.key < b.key ? -1 : 1)
  const { commandId, stream, subject, batchId, actor, type, data, recordedAt, deviceId, undoes } = rows[0]
  const issuedAt = batchId !== null && imports.has(batchId) ? recordedAt : rows[0].issuedAt
  const kind = kindOf(undoes, undoing)
  return { commandId: commandId as CommandId, stream, subject, batchId, actor, type, data, rows, issuedAt, recordedAt, deviceId, kind, undone: rows.every((row) => row.undoneBy !== null) }
}

/** One act, or all that belong to one batch; newest first, never empty. */
export interface Stretch { readonly batchId: string | null; readonly acts: readonly [Act, ...Act[]] }

/** Gathers the acts of each batch where its newest one stands. A batch of one is an act like any other. The first `most` of them, whole. */
export function stretchesOf(acts: readonly Act[], most = Infinity): readonly Stretch[] {
  const batches = new Map<string, [Act, ...Act[]]>()
  const stretches: Stretch[] = []
  for (const act of acts) {
    const batch = act.batchId === null ? undefined : batches.get(act.batchId)
    if (batch) {
      batch.push(act)
      continue
    }
    if (stretches.length >= most) continue
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
