/** What a log says of lists, worked out from what its events mean to people alone: of the second opinion. */

import type { Seen, ShownList } from './history.ts'

interface LoggedItem { readonly title: string; readonly note: string | null; readonly orderKey: string }
export interface LoggedList extends ShownList { readonly ownerId: string; readonly items: readonly LoggedItem[] }

export function listsIn(log: readonly Seen[]): ReadonlyMap<string, LoggedList> {
  const lists = new Map<string, LoggedList>()
  for (const { stream, type, data } of log) {
    if (!stream.startsWith('list-')) continue
    const listId = stream.slice('list-'.length)
    const list = lists.get(listId) ?? { listId, ownerId: String(data.ownerId), name: '', deleted: false, members: {}, items: [] }
    lists.set(listId, { ...list, ...effectOf(type, data, list) })
  }
  return lists
}

function effectOf(type: string, data: Seen['data'], { members, items }: LoggedList): Partial<LoggedList> {
  const person = String(data.userId)
  switch (type) {
    case 'ListCreated': case 'ListRenamed': return { name: String(data.name) }
    case 'ListDeleted': return { deleted: true }
    case 'ListRestored': return { deleted: false }
    case 'ListShared': return { members: { ...members, [person]: String(data.role) } }
    case 'ListUnshared': return { members: Object.fromEntries(Object.entries(members).filter(([userId]) => userId !== person)) }
    case 'AddedToList': case 'RemovedFromList': case 'ListItemNoted': case 'ListItemMoved': return { items: itemsAfter(type, data, items) }
    default: return {}
  }
}

function itemsAfter(type: string, data: Seen['data'], items: readonly LoggedItem[]): readonly LoggedItem[] {
  const { mediaType, tmdbId } = data.title as { readonly mediaType: string; readonly tmdbId: number }
  const title = `${mediaType}_${tmdbId}`
  const others = items.filter((item) => item.title !== title)
  const before = items.find((item) => item.title === title)
  if (type === 'RemovedFromList') return others
  const after = { title, note: null, orderKey: '', ...before, ...'note' in data && { note: data.note as string | null }, ...'orderKey' in data && { orderKey: String(data.orderKey) } }
  return [...others, after].sort((a, b) => a.orderKey < b.orderKey || a.orderKey === b.orderKey && a.title < b.title ? -1 : 1)
}
