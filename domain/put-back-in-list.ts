/** What of a list is not as it was, and the commands that put one such thing back as it was and leave all else as it is. */

import type { List, ListItem } from './list-fields.ts'
import type { ListState } from './list.ts'
import { orderKeyBetween } from './order-key.ts'
import type { Wish } from './take-back.ts'
import { parseTitleKey } from './title.ts'
import { newestFirst } from './undo.ts'

/** `gone`: was there then and is not now. `added`: the other way round. `changed`: is another now. */
export interface ListDifference {
  /** `name`, `description`, `visibility`, `order`, `item:<title>`, `note:<title>` */
  readonly field: string
  readonly since: 'gone' | 'added' | 'changed'
}

/** Who it is shared with is of today, whatever it was. Titles are in order when those that were there then and are now follow each other as they did. */
export function listDifferences(then: List, now: List): readonly ListDifference[] {
  const changed = (field: string, a: unknown, b: unknown): readonly ListDifference[] => a === b ? [] : [{ field, since: 'changed' }]
  const [before, after] = [byName(then), byName(now)]
  const titles = [...new Set([...before.keys(), ...after.keys()])].flatMap((name): readonly ListDifference[] => {
    const [was, is] = [before.get(name), after.get(name)]
    if (was && is) return changed(`note:${name}`, was.note, is.note)
    return [{ field: `item:${name}`, since: was ? 'gone' : 'added' }]
  })
  return [
    ...changed('name', then.name, now.name), ...changed('description', then.description, now.description), ...changed('visibility', then.visibility, now.visibility),
    ...changed('order', common(then, now).join(), common(now, then).join()), ...titles,
  ]
}

function byName({ items }: List): ReadonlyMap<string, ListItem> {
  return new Map(items.map((item) => [item.name, item]))
}

/** The names of the titles of one list that another has too, in its order. */
function common({ items }: List, other: List): readonly string[] {
  const names = byName(other)
  return items.filter(({ name }) => names.has(name)).map(({ name }) => name)
}

/** Where the newest change of the field is all that stands between, that is undone; otherwise it is said anew. `field` as above. */
export function putBackInList(listId: string, field: string, then: List, now: ListState): readonly Wish[] {
  const { list } = now
  if (!list || !listDifferences(then, list).some((difference) => difference.field === field)) return []
  if (field === 'order') return reordered(listId, then, list)
  for (const entry of newestFirst(now)) {
    if (entry.field !== field) continue
    if (says(entry.before, field, then)) return [{ type: 'UndoListChange', data: { listId, eventId: entry.id } }]
    break
  }
  return saidAnew(listId, field, then)
}

/** Whether a fact gives the field the value that it has in a list. */
function says(fact: { readonly data: object } | null, field: string, list: List): boolean {
  const [kind, name = ''] = field.split(':')
  const item = byName(list).get(name)
  if (kind === 'item') return (fact !== null) === (item !== undefined)
  if (fact === null) return false
  const data = fact.data as Readonly<Record<string, unknown>>
  return kind === 'note' ? data.note === item?.note : data[field] === list[field as 'name' | 'description' | 'visibility']
}

function saidAnew(listId: string, field: string, then: List): readonly Wish[] {
  const [kind, name = ''] = field.split(':')
  if (kind === 'name') return [{ type: 'RenameList', data: { listId, name: then.name } }]
  if (kind === 'description') return [{ type: 'DescribeList', data: { listId, description: then.description } }]
  if (kind === 'visibility') return [{ type: 'ChangeListVisibility', data: { listId, visibility: then.visibility } }]
  const title = parseTitleKey(name)!
  const item = byName(then).get(name)
  if (kind === 'note') return [{ type: 'NoteListItem', data: { listId, title, note: item?.note ?? null } }]
  if (!item) return [{ type: 'RemoveFromList', data: { listId, title } }]
  return [{ type: 'AddToList', data: { listId, title, orderKey: item.orderKey, ...item.note === null ? {} : { note: item.note } } }]
}

/** As few moves as there can be: what already follows as it did stays, the rest comes behind the one it came behind. */
function reordered(listId: string, then: List, now: List): readonly Wish[] {
  const wanted = common(then, now)
  const staying = new Set(longestInOrder(common(now, then), wanted))
  const places = now.items.map(({ name, orderKey }) => ({ name, orderKey }))
  return wanted.flatMap((name, i): readonly Wish[] => {
    if (staying.has(name)) return []
    places.splice(places.findIndex((place) => place.name === name), 1)
    const before = i === 0 ? places.findIndex((place) => staying.has(place.name)) : places.findIndex((place) => place.name === wanted[i - 1]) + 1
    const orderKey = orderKeyBetween(places[before - 1]?.orderKey ?? null, places[before]?.orderKey ?? null)
    places.splice(before, 0, { name, orderKey })
    return [{ type: 'MoveInList', data: { listId, title: parseTitleKey(name)!, orderKey } }]
  })
}

/** The longest part of `names` that is in the order of `wanted` (patience sorting). */
function longestInOrder(names: readonly string[], wanted: readonly string[]): readonly string[] {
  const rank = new Map(wanted.map((name, i) => [name, i]))
  interface Card { readonly name: string; readonly under: Card | undefined }
  const piles: Card[] = []
  for (const name of names) {
    const at = piles.findIndex((card) => rank.get(card.name)! > rank.get(name)!)
    piles[at === -1 ? piles.length : at] = { name, under: piles[(at === -1 ? piles.length : at) - 1] }
  }
  const longest: string[] = []
  for (let card = piles.at(-1); card; card = card.under) longest.unshift(card.name)
  return longest
}
