/** What a list is made of: how it is after an event, which field of it the event changed, and how a field is given a value again. */

import type { UserId } from './event.ts'
import type { ListEvent, ListRole, ListVisibility } from './list.ts'
import type { Placed } from './by-order.ts'
import { byOrder } from './by-order.ts'
import type { TitleRef } from './title.ts'
import { parseTitleKey, titleKey } from './title.ts'
import type { Change, Entry, Fields } from './undo.ts'

/** A list as it is. */
export interface List {
  readonly ownerId: UserId
  readonly name: string
  readonly description: string
  readonly visibility: ListVisibility
  readonly deleted: boolean
  /** In their order. */
  readonly items: readonly ListItem[]
  /** Besides the owner. */
  readonly members: Readonly<Record<string, ListRole>>
}

/** `name` is the title's key. */
export interface ListItem extends Placed {
  readonly title: TitleRef
  readonly note: string | null
  readonly addedBy: string
  readonly addedAt: string
}

type DataOf<Type extends ListEvent['type']> = Extract<ListEvent, { type: Type }>['data']

export function itemOf({ items }: List, title: TitleRef): ListItem | undefined {
  const key = titleKey(title)
  return items.find(({ name }) => name === key)
}

/** The list after a fact. Every event but the first finds a list there. */
export function listAfter(list: List | null, { type, data }: ListEvent): List {
  const fact = { type, data } as ListEvent
  if (fact.type === 'ListCreated') {
    const { ownerId, name, description, visibility } = fact.data
    return { ownerId: ownerId as UserId, name, description, visibility, deleted: false, items: [], members: {} }
  }
  if (list === null) throw new Error(`${fact.type} before ListCreated`)
  switch (fact.type) {
    case 'ListRenamed': case 'ListDescribed': case 'ListVisibilityChanged': return { ...list, ...fact.data }
    case 'ListDeleted': return { ...list, deleted: true }
    case 'ListRestored': return { ...list, deleted: false }
    case 'AddedToList': return { ...list, items: inserted(list.items, { ...fact.data, name: titleKey(fact.data.title) }) }
    case 'RemovedFromList': return { ...list, items: withoutItem(list, fact.data.title) }
    case 'ListItemNoted': case 'ListItemMoved': return { ...list, items: withItem(list, fact.data) }
    case 'ListShared': return { ...list, members: { ...list.members, [fact.data.userId]: fact.data.role } }
    case 'ListUnshared': {
      const { [fact.data.userId]: _left, ...members } = list.members
      return { ...list, members }
    }
  }
}

function withoutItem({ items }: List, title: TitleRef): readonly ListItem[] {
  const key = titleKey(title)
  return items.filter(({ name }) => name !== key)
}

/** Found by halving: sorting anew for every one that is added would make a long list slow to fold. */
function inserted(items: readonly ListItem[], item: ListItem): readonly ListItem[] {
  let [from, to] = [0, items.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (byOrder(items[middle]!, item) < 0) from = middle + 1
    else to = middle
  }
  return items.toSpliced(from, 0, item)
}

function withItem({ items }: List, change: { readonly title: TitleRef; readonly note?: string | null; readonly orderKey?: string }): readonly ListItem[] {
  const key = titleKey(change.title)
  const changed = items.map((item) => item.name === key ? { ...item, ...change } : item)
  return change.orderKey === undefined ? changed : changed.sort(byOrder)
}

/** Which field an event changed, and what of it there was before and is now. */
export function changeOf(list: List | null, { type, data }: ListEvent): Change<ListEvent> & Pick<Entry<ListEvent>, 'before'> {
  const fact = { type, data } as ListEvent
  const field = fieldOf(fact)
  const after = type === 'ListDeleted' || type === 'RemovedFromList' || type === 'ListUnshared' ? null : fact
  return { field, before: list && valueOf(list, fact), after }
}

function fieldOf({ type, data }: ListEvent): string {
  switch (type) {
    case 'ListCreated': case 'ListDeleted': case 'ListRestored': return 'list'
    case 'ListRenamed': return 'name'
    case 'ListDescribed': return 'description'
    case 'ListVisibilityChanged': return 'visibility'
    case 'AddedToList': case 'RemovedFromList': return `item:${titleKey(data.title)}`
    case 'ListItemNoted': return `note:${titleKey(data.title)}`
    case 'ListItemMoved': return `place:${titleKey(data.title)}`
    case 'ListShared': case 'ListUnshared': return `member:${data.userId}`
  }
}

/** The fact that says of the field that `changing` is about what the list says of it; null where it has no value. */
function valueOf(list: List, { type, data }: ListEvent): ListEvent | null {
  switch (type) {
    case 'ListCreated': case 'ListDeleted': case 'ListRestored': return list.deleted ? null : { type: 'ListRestored', data: {} }
    case 'ListRenamed': return { type, data: { name: list.name } }
    case 'ListDescribed': return { type, data: { description: list.description } }
    case 'ListVisibilityChanged': return { type, data: { visibility: list.visibility } }
    case 'AddedToList': case 'RemovedFromList': return addedFact(itemOf(list, data.title))
    case 'ListItemNoted': return { type, data: { title: data.title, note: itemOf(list, data.title)?.note ?? null } }
    case 'ListItemMoved': return movedFact(data, itemOf(list, data.title))
    case 'ListShared': case 'ListUnshared': {
      const role = list.members[data.userId]
      return role === undefined ? null : { type: 'ListShared', data: { userId: data.userId, role } }
    }
  }
}

function addedFact(item: ListItem | undefined): ListEvent | null {
  if (!item) return null
  const { title, note, orderKey, addedBy, addedAt } = item
  return { type: 'AddedToList', data: { title, note, orderKey, addedBy, addedAt } }
}

function movedFact(data: DataOf<'ListItemMoved'>, item: ListItem | undefined): ListEvent {
  return { type: 'ListItemMoved', data: { title: data.title, orderKey: item?.orderKey ?? data.orderKey } }
}

const NAMES: Readonly<Record<string, string>> = {
  list: 'list', name: 'name', description: 'description', visibility: 'visibility', item: 'title', note: 'note', place: 'place', member: 'sharing with that person',
}

export const fields: Fields<ListEvent> = {
  restore(field, value) {
    // A list was created once; that it is there again is another fact.
    if (value !== null) return value.type === 'ListCreated' ? { type: 'ListRestored', data: {} } : value
    const [kind, rest = ''] = field.split(':')
    if (kind === 'item') return { type: 'RemovedFromList', data: { title: parseTitleKey(rest)! } }
    if (kind === 'member') return { type: 'ListUnshared', data: { userId: rest } }
    return { type: 'ListDeleted', data: {} }
  },
  nameOf: (field) => NAMES[field.split(':')[0]!]!,
}
