/**
 * All that a person did, kept from one change to the next: gathered once, in slices between which the page draws and answers; from then on
 * only what an act touches is gathered anew. Pure but for what it remembers.
 */

import type { TimelineRow } from '../projections/timeline.ts'
import type { Act, Gathering } from './act.ts'
import { actOf, actsOf, gather, isMinor, newestFirst, nothingGathered } from './act.ts'
import { changesBetween, placeOf } from './in-order.ts'
import type { Slicer } from './sync/slicer.ts'

/** Newest first; `decisions`, without what was merely looked at or played. */
export interface Acts { readonly all: readonly Act[]; readonly decisions: readonly Act[] }

interface Known extends Acts { readonly rows: readonly TimelineRow[]; readonly gathering: Gathering }

export interface ActIndex {
  /** Has gathered once: what comes now is quickly read. */
  readonly isGathered: boolean
  gather(rows: readonly TimelineRow[], inSlices: Slicer): Promise<void>
  /** The same object for the same rows. */
  read(rows: readonly TimelineRow[]): Acts
}

/** Beyond so many changes at once all is gathered anew. */
const CHANGES_MAX = 512

export function createActIndex(): ActIndex {
  let known: Known | undefined

  return {
    get isGathered() { return known !== undefined },
    async gather(rows, inSlices) {
      const gathering = nothingGathered()
      await inSlices(rows, (row) => gather(gathering, row))
      const [all, decisions]: [Act[], Act[]] = [[], []]
      await inSlices(gathering.groups.toReversed(), (group) => { all.push(actOf(group, gathering)) })
      all.sort(newestFirst)
      await inSlices(all, (act) => { if (!isMinor(act)) decisions.push(act) })
      known = { rows, gathering: { ...gathering, groups: [] }, all, decisions }
    },
    read(rows) {
      return known = (known && changed(known, rows)) ?? gathered(rows)
    },
  }
}

function gathered(rows: readonly TimelineRow[]): Known {
  const gathering = nothingGathered()
  const all = actsOf(rows, gathering)
  return { rows, gathering: { ...gathering, groups: [] }, all, decisions: all.filter((act) => !isMinor(act)) }
}

/** Undefined where much has changed, or something that others lean on. */
function changed(known: Known, rows: readonly TimelineRow[]): Known | undefined {
  const changes = changesBetween(known.rows, rows, CHANGES_MAX)
  if (!changes) return undefined
  const { gone, come } = changes
  if (gone.length + come.length === 0) return known
  const gathering: Gathering = { ...known.gathering, groups: [] }
  const { byCommand, groups, undoing } = gathering
  const undone = new Set(undoing.values())
  const isLeantOn = ({ type, data, undoes, key }: TimelineRow) => (type === 'BatchBegun' && data.kind === 'import') || (undoes !== null && undone.has(key))
  if ([...gone, ...come].some(isLeantOn)) return undefined

  const commands = new Set([...gone, ...come].map(({ commandId }) => commandId))
  const touched = [...commands].flatMap((command) => byCommand.get(command) ?? [])
  const away = new Set(gone)
  for (const { key } of gone) undoing.delete(key)
  for (const command of commands) byCommand.delete(command)
  for (const row of [...touched.flat().filter((each) => !away.has(each)), ...come]) gather(gathering, row)
  const acts = groups.splice(0).map((group) => actOf(group, gathering))
  const before = new Set<Act['rows']>(touched)
  const replaced = (from: readonly Act[], by: readonly Act[]): readonly Act[] => {
    const next = from.filter((act) => !before.has(act.rows))
    for (const act of by) next.splice(placeOf(act, next, newestFirst), 0, act)
    return next
  }
  return { rows, gathering, all: replaced(known.all, acts), decisions: replaced(known.decisions, acts.filter((act) => !isMinor(act))) }
}
