/** What was done to a list, in words. Pure. */

import type { ListRole, ListVisibility } from '../../domain/list.ts'
import type { TitleRef } from '../../domain/title.ts'
import type { TimelineRow } from '../../projections/timeline.ts'
import { t } from './told-texts.ts'

/** What people and titles are called. */
export interface Names {
  title(title: TitleRef): string
  person(userId: string): string
  /** What a viewing was of, where it was of a part of a series. */
  part(playId: string): { readonly season?: number; readonly episode?: number } | undefined
}

/** One sentence without a full stop; undefined for what is no event of a list. */
export function tellListFact({ type, data }: Pick<TimelineRow, 'type' | 'data'>, names: Names): string | undefined {
  const title = () => names.title(data.title as TitleRef)
  const person = () => names.person(String(data.userId))
  switch (type) {
    case 'ListCreated': return t('told.ListCreated', { name: String(data.name) })
    case 'ListRenamed': return t('told.ListRenamed', { name: String(data.name) })
    case 'ListDescribed': return t(data.description === '' ? 'told.ListDescribed.none' : 'told.ListDescribed')
    case 'ListVisibilityChanged': return t(`told.ListVisibilityChanged.${data.visibility as ListVisibility}`)
    case 'AddedToList': return t('told.AddedToList', { title: title() })
    case 'RemovedFromList': return t('told.RemovedFromList', { title: title() })
    case 'ListItemNoted': return t(data.note === null ? 'told.ListItemNoted.none' : 'told.ListItemNoted', { title: title() })
    case 'ListItemMoved': return t('told.ListItemMoved', { title: title() })
    case 'ListShared': return t(`told.ListShared.${data.role as ListRole}`, { name: person() })
    case 'ListUnshared': return t('told.ListUnshared', { name: person() })
    case 'ListDeleted': return t('told.ListDeleted')
    case 'ListRestored': return t('told.ListRestored')
  }
  return undefined
}
