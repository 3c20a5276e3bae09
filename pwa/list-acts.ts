/** What screens do to lists: each act shows at once and offers to take itself back. */

import { uuidv4Of } from '../domain/ids.ts'
import { orderKeyBetween } from '../domain/order-key.ts'
import type { CommandData } from '../domain/index.ts'
import type { ListCommandData, ListRole, ListVisibility } from '../domain/list.ts'
import type { TitleRef } from '../domain/title.ts'
import { titleKey } from '../domain/title.ts'
import type { ListRow } from '../projections/lists.ts'
import { actOn, acts, refOf } from './acts.ts'
import type { Film } from './elements/title-link.ts'
import { showToast } from './elements/show-toast.ts'
import { library, listSubject } from './library.ts'
import { goTo, publicListPath } from './routes.ts'
import { t } from './strings/t.ts'

function act<Type extends keyof ListCommandData>(type: Type, data: ListCommandData[Type], film?: Film): Promise<boolean> {
  return actOn(listSubject(data.listId), type, data as CommandData[Type], film)
}

export interface ListWish { readonly name: string; readonly description: string; readonly visibility: ListVisibility }

async function create({ name, description, visibility }: ListWish): Promise<string | undefined> {
  const listId = uuidv4Of(crypto.getRandomValues(new Uint8Array(16)))
  const done = await act('CreateList', { listId, name, visibility, ...description === '' ? {} : { description } })
  return done ? listId : undefined
}

async function describe(list: ListRow, name: string, description: string): Promise<void> {
  const { key: listId } = list
  if (name !== list.name) await act('RenameList', { listId, name })
  if (description !== (list.description ?? '')) await act('DescribeList', { listId, description })
}

/** The newest deletion, taken back. */
function restore({ key: listId }: ListRow): void {
  const deletion = library.acts(listSubject(listId)).find((each) => !each.undone && each.rows.some(({ type }) => type === 'ListDeleted'))
  if (deletion) acts.undoAct(deletion)
}

/** Nobody can take this back but the owner. */
async function leave({ key: listId, name }: ListRow): Promise<void> {
  if (!await act('UnshareList', { listId, userId: library.userId() })) return
  showToast({ text: t('list.departed', { name }) })
  goTo('/lists')
}

async function copyLink({ key }: ListRow): Promise<void> {
  const link = new URL(publicListPath(key), location.origin).href
  const copied = await navigator.clipboard?.writeText(link).then(() => true, () => false) ?? false
  // Without leave to copy, the person does it, here.
  const here = location.pathname
  showToast(copied ? { text: t('list.copied') } : { text: link, lasting: 'link', holds: () => location.pathname === here })
}

/** The key for `MoveInList` and `AddToList` that makes a title the `index`-th of a list; of one that is in it, counted without it. */
function orderKeyAt(listId: string, index: number, moving?: TitleRef): string {
  const others = library.listItems(listId).filter((row) => moving === undefined || titleKey(row) !== titleKey(moving))
  const at = Math.max(0, Math.min(index, others.length))
  return orderKeyBetween(others[at - 1]?.orderKey ?? null, others[at]?.orderKey ?? null)
}

export const listActs = {
  /** Resolves with the id of the list, or undefined when it was refused. */
  create,
  describe,
  setVisibility: ({ key: listId }: ListRow, visibility: ListVisibility) => void act('ChangeListVisibility', { listId, visibility }),
  add: (listId: string, film: Film) => void act('AddToList', { listId, title: refOf(film) }, film),
  remove: (listId: string, film: Film) => void act('RemoveFromList', { listId, title: refOf(film) }),
  note: (listId: string, film: Film, note: string) => void act('NoteListItem', { listId, title: refOf(film), note: note === '' ? null : note }),
  /** `to` is a place among the others, the moved one taken out. */
  move: (listId: string, title: TitleRef, to: number) => act('MoveInList', { listId, title: refOf(title), orderKey: orderKeyAt(listId, to, title) }),
  share: ({ key: listId }: ListRow, userId: string, role: ListRole) => void act('ShareList', { listId, userId, role }),
  unshare: ({ key: listId }: ListRow, userId: string) => void act('UnshareList', { listId, userId }),
  leave,
  delete: ({ key: listId }: ListRow) => void act('DeleteList', { listId }),
  restore,
  copyLink,
} as const
