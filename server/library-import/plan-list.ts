/** What an import brings to one list of a person: the list itself, where there is none of its name, and the titles that are not on it yet. */

import type { ImportedList, ImportedTime } from '../../domain/library-import/imported-row.ts'
import { itemOf } from '../../domain/list-fields.ts'
import type { ListState } from '../../domain/list.ts'
import { listDecider } from '../../domain/list.ts'
import type { TitleRef } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import type { Origin, Plan, Planning } from './import-plan.ts'
import { draft } from './import-plan.ts'
import { instantOfTime } from './imported-times.ts'

export interface ListedTitle { readonly title: TitleRef; readonly name: string; readonly position: number; readonly note: string | null; readonly when: ImportedTime | null; readonly origin: Origin }

const PLACELESS: Origin = { file: '', line: 0 }

/** Titles go to the end of a list that is here already, in the export's order. */
export function planList(listId: string, { name, description, visibility, when }: ImportedList, titles: readonly ListedTitle[], state: ListState, planning: Planning): Plan {
  const { drafting, plan } = draft(listDecider, state, planning)
  if (state.list) drafting.same('list')
  else {
    drafting.propose({
      kind: 'list', key: `list ${listId}`, origin: titles[0]?.origin ?? PLACELESS, at: when === null ? null : instantOfTime(when),
      wish: { type: 'CreateList', data: { listId, name, ...description === '' ? {} : { description }, visibility: visibility ?? 'private' } },
    })
  }
  for (const { title, name, note, when, origin } of titles.toSorted((a, b) => a.position - b.position)) {
    const item = drafting.state.list && itemOf(drafting.state.list, title)
    // What somebody noted here stays.
    if (item && (note === null || item.note !== null)) {
      drafting.same('listed')
      continue
    }
    const at = when === null ? null : instantOfTime(when)
    const proposal = { kind: 'listed', key: `listed ${listId} ${titleKey(title)}`, origin, at, wish: { type: 'AddToList', data: { listId, title, ...note === null ? {} : { note } } } } as const
    if (drafting.wasTakenAway(`item:${titleKey(title)}`, proposal.key, at)) drafting.differs({ kind: 'listed', mine: null, theirs: name }, proposal)
    else drafting.propose(proposal)
  }
  return plan()
}
