/** A list of titles that one person owns and may share: stream `list-<listId>`. */

import { roleIn } from './list-stream.ts'
import type { Command, Issued } from './command.ts'
import type { Decider, Decision, Refusal } from './decider.ts'
import { isRefusal, refuse } from './decider.ts'
import type { Fact, StreamName, UserId } from './event.ts'
import { utc } from './instant.ts'
import type { List, ListItem } from './list-fields.ts'
import { changeOf, fields, itemOf, listAfter } from './list-fields.ts'
import { isOrderKey, orderKey, placeAt, placeAtEnd } from './order-key.ts'
import type { Infer, Schema } from './schema.ts'
import { nullableText, object, oneOf, optional, text, uuid } from './schema.ts'
import type { TitleRef } from './title.ts'
import { parseTitleKey, titleKey, titleRef } from './title.ts'
import type { Log } from './undo.ts'
import { logged, newestFirst, redo, undo } from './undo.ts'

/** Who may read it besides its members: nobody; who has its address; everyone, who also finds it. */
export const LIST_VISIBILITIES = ['private', 'unlisted', 'public'] as const
export type ListVisibility = (typeof LIST_VISIBILITIES)[number]
export const LIST_ROLES = ['viewer', 'editor'] as const
/** What somebody it was shared with may do: look; or change what is in it. */
export type ListRole = (typeof LIST_ROLES)[number]

// Events. These shapes are stored forever: to change one, raise its schema number and add an upcaster.
export type ListEvent =
  | Fact<'ListCreated', { readonly ownerId: string; readonly name: string; readonly description: string; readonly visibility: ListVisibility; readonly createdAt: string }>
  | Fact<'ListRenamed', { readonly name: string }>
  | Fact<'ListDescribed', { readonly description: string }>
  | Fact<'ListVisibilityChanged', { readonly visibility: ListVisibility }>
  | Fact<'AddedToList', { readonly title: TitleRef; readonly note: string | null; readonly orderKey: string; readonly addedBy: string; readonly addedAt: string }>
  | Fact<'RemovedFromList', { readonly title: TitleRef }>
  | Fact<'ListItemNoted', { readonly title: TitleRef; readonly note: string | null }>
  | Fact<'ListItemMoved', { readonly title: TitleRef; readonly orderKey: string }>
  | Fact<'ListShared', { readonly userId: string; readonly role: ListRole }>
  | Fact<'ListUnshared', { readonly userId: string }>
  | Fact<'ListDeleted', Record<string, never>>
  | Fact<'ListRestored', Record<string, never>>

/**
 * The account of somebody who belonged to the list was erased: what they wrote reads `ERASED` from now on, also in what a device
 * keeps. It changes nothing of the list, and there is nothing to undo.
 */
export type WordsErased = Fact<'WordsErased', { readonly userId: string }>

/** The list as it is (null: not created yet), the log that undo needs, and whose words have been erased in it. */
export interface ListState extends Log<ListEvent> { readonly list: List | null; readonly erased: readonly string[] }

// Commands: payload schemas.
const listId = uuid
const NOTE_MAX = 2_000
export const listCommands = {
  CreateList: object({ listId, name: text(200, 1), description: optional(text(5_000)), visibility: oneOf(LIST_VISIBILITIES) }),
  RenameList: object({ listId, name: text(200, 1) }),
  DescribeList: object({ listId, description: text(5_000) }),
  ChangeListVisibility: object({ listId, visibility: oneOf(LIST_VISIBILITIES) }),
  /** Without `orderKey`: at the end. */
  AddToList: object({ listId, title: titleRef, note: optional(text(NOTE_MAX)), orderKey: optional(orderKey) }),
  RemoveFromList: object({ listId, title: titleRef }),
  NoteListItem: object({ listId, title: titleRef, note: nullableText(NOTE_MAX) }),
  MoveInList: object({ listId, title: titleRef, orderKey }),
  /** Also changes the role of who it is shared with already. */
  ShareList: object({ listId, userId: uuid, role: oneOf(LIST_ROLES) }),
  /** By the owner, or by who no longer wants to belong to it. */
  UnshareList: object({ listId, userId: uuid }),
  DeleteList: object({ listId }),
  /** Takes back one event, or with `commandId` every event of that command. Exactly one of the two. */
  UndoListChange: object({ listId, eventId: optional(uuid), commandId: optional(uuid) }),
  /** Puts back what was last undone, or what the undo command `commandId` took back. */
  RedoListChange: object({ listId, commandId: optional(uuid) }),
} as const satisfies Record<string, Schema>

/** Of our own: the account of somebody who had a part in the list was erased. */
export const listErasureCommands = { EraseMember: object({ listId, userId: uuid }) } as const satisfies Record<string, Schema>
export type ListErasureData = { readonly EraseMember: Infer<typeof listErasureCommands.EraseMember> }

export type ListCommandType = keyof typeof listCommands
export type ListCommandData = { [T in ListCommandType]: Infer<(typeof listCommands)[T]> }
export type ListCommand = { [T in ListCommandType]: { type: T; data: ListCommandData[T] } }[ListCommandType]

// Decide.
type Of<Type extends ListCommandType> = Issued<Command & Extract<ListCommand, { type: Type }>>
type Decided = Decision<ListEvent>

export const LIST_ITEMS_MAX = 5_000
export const LIST_MEMBERS_MAX = 50

const NOT_FOUND = refuse('NOT_FOUND', 'There is no such list, or it is not shared with you any more.')
const LIST_DELETED = refuse('LIST_DELETED', 'This list has been deleted. Put it back first.')
const VIEW_ONLY = refuse('VIEW_ONLY', 'You may look at this list, but not change it. Ask its owner to let you.')
const OWNER_ONLY = refuse('OWNER_ONLY', 'Only the owner of this list may do that.')
const EMPTY_NAME = refuse('EMPTY_NAME', 'A list needs a name. Give it one.')
const NOT_IN_LIST = refuse('NOT_IN_LIST', 'This title is not in the list. Add it first.')
const LIST_FULL = refuse('LIST_FULL', `A list holds at most ${LIST_ITEMS_MAX.toLocaleString('en')} titles. Take one off, or begin another list.`)
const TOO_MANY_MEMBERS = refuse('TOO_MANY_MEMBERS', `A list is shared with at most ${LIST_MEMBERS_MAX} people. Stop sharing it with somebody first.`)
const NO_ROOM = refuse('NO_ROOM', 'There is no room at this place. Choose another one.')
const INVALID_ORDER_KEY = refuse('INVALID_ORDER_KEY', 'That is no place in a list. Choose one between two titles.')

export const listDecider: Decider<ListState, ListCommand | { type: 'EraseMember'; data: ListErasureData['EraseMember'] }, ListEvent | WordsErased> = {
  category: 'list',
  initial: { list: null, log: null, erased: [] },
  evolve(state, event) {
    if (event.type === 'WordsErased') return { ...state, erased: [...state.erased, event.data.userId] }
    return { ...state, list: listAfter(state.list, event), log: logged(state.log, event, changeOf(state.list, event)) }
  },
  decide(command, state) {
    const { list } = state
    for (const entry of newestFirst(state)) if (entry.commandId === command.id) return []
    if (command.type === 'CreateList') return list ? refuse('ALREADY_EXISTS', 'There is a list with this id already. Create it with another one.') : create(command)
    if (command.type === 'EraseMember') return list && !state.erased.includes(command.data.userId) ? eraseMember(list, command.data.userId) : []
    const role = list && roleIn(list, command.actor)
    if (!list || !role) return NOT_FOUND
    if (command.type === 'UndoListChange') return allowed(list, role, consistent(state, list, undoOf(command, state)))
    if (command.type === 'RedoListChange') return allowed(list, role, consistent(state, list, redo(state, command.data.commandId, fields)))
    if (list.deleted) return command.type === 'DeleteList' && role === 'owner' ? [] : LIST_DELETED
    if (command.type === 'UnshareList' && command.data.userId === command.actor) return unshare(list, command.data.userId)
    return allowed(list, role, change(command, list))
  },
}

const OF_EDITORS: ReadonlySet<ListEvent['type']> = new Set(['AddedToList', 'RemovedFromList', 'ListItemNoted', 'ListItemMoved'])

/** Whoever may not make a change may not undo it either. What changes nothing is nobody's business. */
function allowed({ deleted }: List, role: 'owner' | ListRole, decided: Decided): Decided {
  if (role === 'viewer') return VIEW_ONLY
  if (isRefusal(decided)) return decided
  if (role !== 'owner' && decided.some(({ type }) => !OF_EDITORS.has(type))) return OWNER_ONLY
  return deleted && decided.some(({ type }) => type !== 'ListRestored') ? LIST_DELETED : decided
}

function create(command: Of<'CreateList'>): Decided {
  const { description = '', visibility } = command.data
  const name = nameOf(command.data.name)
  if (name === '') return EMPTY_NAME
  return [{ type: 'ListCreated', data: { ownerId: command.actor, name, description: description.trim(), visibility, createdAt: utc(command.issuedAt) } }]
}

function change(command: Of<Exclude<ListCommandType, 'CreateList' | 'UndoListChange' | 'RedoListChange'>>, list: List): Decided {
  switch (command.type) {
    case 'RenameList': {
      const name = nameOf(command.data.name)
      return name === '' ? EMPTY_NAME : name === list.name ? [] : [{ type: 'ListRenamed', data: { name } }]
    }
    case 'DescribeList': {
      const description = command.data.description.trim()
      return description === list.description ? [] : [{ type: 'ListDescribed', data: { description } }]
    }
    case 'ChangeListVisibility': return command.data.visibility === list.visibility ? [] : [{ type: 'ListVisibilityChanged', data: { visibility: command.data.visibility } }]
    case 'AddToList': return add(command, list)
    case 'RemoveFromList': return itemOf(list, command.data.title) ? [{ type: 'RemovedFromList', data: { title: command.data.title } }] : []
    case 'NoteListItem': return note(list, command.data.title, command.data.note)
    case 'MoveInList': return move(command, list)
    case 'ShareList': return share(command, list)
    case 'UnshareList': return unshare(list, command.data.userId)
    case 'DeleteList': return [{ type: 'ListDeleted', data: {} }]
  }
}

function nameOf(text: string): string {
  return text.trim().normalize('NFC')
}

/** Two people who add the same title have added it once; what the second says of it is kept. */
function add(command: Of<'AddToList'>, list: List): Decided {
  const { title, orderKey: wanted } = command.data
  const noted = command.data.note?.trim() || null
  if (itemOf(list, title)) return noted === null ? [] : note(list, title, noted)
  if (list.items.length >= LIST_ITEMS_MAX) return LIST_FULL
  if (wanted !== undefined && !isOrderKey(wanted)) return INVALID_ORDER_KEY
  const place = wanted === undefined ? placeAtEnd(list.items) : placeAt(wanted, list.items)
  if (!place) return NO_ROOM
  return [{ type: 'AddedToList', data: { title, note: noted, orderKey: place.orderKey, addedBy: command.actor, addedAt: utc(command.issuedAt) } }, ...place.moved.map(movedOver)]
}

function note(list: List, title: TitleRef, text: string | null): Decided {
  const item = itemOf(list, title)
  if (!item) return NOT_IN_LIST
  const noted = text?.trim() || null
  return item.note === noted ? [] : [{ type: 'ListItemNoted', data: { title, note: noted } }]
}

function move({ data: { title, orderKey: wanted } }: Of<'MoveInList'>, list: List): Decided {
  const item = itemOf(list, title)
  if (!item) return NOT_IN_LIST
  if (item.orderKey === wanted) return []
  if (!isOrderKey(wanted)) return INVALID_ORDER_KEY
  const place = placeAt(wanted, others(list, item.name))
  return place ? [{ type: 'ListItemMoved', data: { title, orderKey: place.orderKey } }, ...place.moved.map(movedOver)] : NO_ROOM
}

function movedOver({ name, orderKey }: { readonly name: string; readonly orderKey: string }): ListEvent {
  return { type: 'ListItemMoved', data: { title: parseTitleKey(name)!, orderKey } }
}

function others({ items }: List, name: string): readonly ListItem[] {
  return items.filter((item) => item.name !== name)
}

function share({ data: { userId, role } }: Of<'ShareList'>, list: List): Decided {
  if (userId === list.ownerId) return refuse('ALREADY_OWNER', 'This person owns the list. Choose somebody else.')
  if (list.members[userId] === role) return []
  return list.members[userId] === undefined && Object.keys(list.members).length >= LIST_MEMBERS_MAX ? TOO_MANY_MEMBERS : [{ type: 'ListShared', data: { userId, role } }]
}

function unshare(list: List, userId: string): readonly ListEvent[] {
  return list.members[userId] === undefined ? [] : [{ type: 'ListUnshared', data: { userId } }]
}

/** A list whose owner is gone is nobody's: it goes, for everybody. */
function eraseMember(list: List, userId: string): readonly (ListEvent | WordsErased)[] {
  const ended = userId === list.ownerId ? [...Object.keys(list.members).flatMap((member) => unshare(list, member)), ...list.deleted ? [] : [{ type: 'ListDeleted', data: {} } as const]] : unshare(list, userId)
  return [...ended, { type: 'WordsErased', data: { userId } }]
}

function undoOf({ data: { eventId, commandId } }: Of<'UndoListChange'>, state: ListState): Decided {
  if (eventId !== undefined && commandId === undefined) return undo(state, { eventId }, fields)
  if (commandId !== undefined && eventId === undefined) return undo(state, { commandId }, fields)
  return refuse('INVALID_UNDO', 'Name either the event or the command to undo, not both.')
}

/** Undo and redo may not lead where no command leads. A place that somebody else has taken meanwhile becomes the one right after. */
function consistent(state: ListState, before: List, decided: Decided): Decided {
  if (isRefusal(decided)) return decided
  const facts: ListEvent[] = []
  let list = before
  for (const fact of decided) {
    const settled = settle(state, list, fact)
    if (isRefusal(settled)) return settled
    facts.push(...settled)
    list = settled.reduce(listAfter, list)
  }
  return facts
}

function settle(state: ListState, list: List, fact: ListEvent): Decided {
  if (fact.type === 'ListShared') return list.members[fact.data.userId] === undefined && Object.keys(list.members).length >= LIST_MEMBERS_MAX ? TOO_MANY_MEMBERS : [fact]
  if (fact.type === 'AddedToList' && list.items.length >= LIST_ITEMS_MAX) return LIST_FULL
  if (fact.type === 'ListItemNoted' || fact.type === 'ListItemMoved') {
    if (!itemOf(list, fact.data.title)) return refuse('SUPERSEDED', 'The title was taken off the list later. Undo that first.', newestOf(state, `item:${titleKey(fact.data.title)}`))
  }
  if (fact.type !== 'AddedToList' && fact.type !== 'ListItemMoved') return [fact]
  const place = placeAt(fact.data.orderKey, others(list, titleKey(fact.data.title)))
  return place ? [{ ...fact, data: { ...fact.data, orderKey: place.orderKey } } as ListEvent, ...place.moved.map(movedOver)] : NO_ROOM
}

function newestOf(state: ListState, field: string): Refusal['details'] {
  for (const { id, commandId, type, ...entry } of newestFirst(state)) if (entry.field === field) return { eventId: id, commandId, type, field }
  return { field }
}
