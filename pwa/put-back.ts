/** Puts things back as they were at a moment: by ordinary commands, now, with a way to take it back. All else stays as it is. */

import type { TitleRef } from '../domain/title.ts'
import { titleKey } from '../domain/title.ts'
import { acts, cardOf, refOf } from './acts.ts'
import { doAll } from './batches.ts'
import { showToast } from './elements/show-toast.ts'
import { replica } from './house.ts'
import { library, listSubject } from './library.ts'
import { past } from './past.ts'
import type { BatchWish } from './replica.ts'
import { sayRefusal } from './saying.ts'
import { tellField } from './strings/fact.ts'
import { t } from './strings/t.ts'

/** What of a title is to be as it was; fields as in domain/put-back.ts. */
export interface Differing { readonly title: TitleRef; readonly fields: readonly string[] }

export async function putBack(differing: readonly Differing[], at: string): Promise<void> {
  const each = differing.flatMap(({ title, fields }) => fields.map((field) => ({ title, field })))
  const wishes = each.flatMap(({ title, field }): readonly BatchWish[] => {
    const wish = replica()?.past?.putBack(refOf(title), field, at)
    return wish ? [{ wish, card: cardOf(library.film(title)) }] : []
  })
  const [{ title, field } = { title: undefined, field: '' }] = each
  if (title) await carryOut(wishes, titleKey(title), () => tellField(field, past.entry(title, at), library.entry(title)))
}

/** `what` it was, in words. Fields as in domain/put-back-in-list.ts. */
export async function putBackInList(listId: string, field: string, at: string, what: string): Promise<void> {
  const wishes = replica()?.past?.putBackInList(listId, field, at) ?? []
  await carryOut(wishes.map((wish) => ({ wish })), listSubject(listId), () => what)
}

/** One thing, told in words; or several as one batch with one undo. Where the rules say no, the toast says why, or how many were left out. */
async function carryOut(wishes: readonly BatchWish[], subject: string, what: () => string): Promise<void> {
  const [first, ...others] = wishes
  if (!first) return
  if (others.length > 0) return void await doAll(wishes, (count) => t('then.done.all', { count }))
  const told = what()
  const taken = await replica()?.send(first.wish.type, first.wish.data)
  if (taken?.status === 'refused') return await sayRefusal(subject, taken)
  const done = taken?.changed === true ? library.acts(subject).find(({ commandId }) => commandId === taken.commandId) : undefined
  if (!done) return
  showToast({ text: t('then.done', { title: library.nameOf(subject), what: told }), action: { label: t('act.undo'), icon: 'undo', run: () => acts.undoAct(done) } })
}
