/** Puts things back as they were at a moment: by ordinary commands, now, with a way to take it back. All else stays as it is. */

import type { TitleRef } from '../domain/title.ts'
import { titleKey } from '../domain/title.ts'
import { acts, cardOf, refOf, sayRefusal } from './acts.ts'
import { doAll } from './batches.ts'
import { showToast } from './elements/toast-stack.ts'
import { replica } from './house.ts'
import { library } from './library.ts'
import { past } from './past.ts'
import type { BatchWish } from './replica.ts'
import { tellField } from './strings/fact.ts'
import { t } from './strings/t.ts'

/** What of a title is to be as it was; fields as in domain/put-back.ts. */
export interface Differing { readonly title: TitleRef; readonly fields: readonly string[] }

/** One thing, told in words; or several as one batch with one undo. Where the rules say no, the toast says why, or how many were left out. */
export async function putBack(differing: readonly Differing[], at: string): Promise<void> {
  const [first, ...others] = differing.flatMap(({ title, fields }) => fields.map((field) => ({ title, field })))
  if (!first) return
  if (others.length === 0) return await putOneBack(first.title, first.field, at)
  const wishes = [first, ...others].flatMap(({ title, field }): readonly BatchWish[] => {
    const wish = replica()?.past?.putBack(refOf(title), field, at)
    return wish ? [{ wish, card: cardOf(library.film(title)) }] : []
  })
  await doAll(wishes, (count) => t('then.done.all', { count }))
}

async function putOneBack(title: TitleRef, field: string, at: string): Promise<void> {
  const what = tellField(field, past.entry(title, at), library.entry(title))
  const wish = replica()?.past?.putBack(refOf(title), field, at)
  const taken = wish && await replica()?.send(wish.type, wish.data)
  if (taken?.status === 'refused') return sayRefusal(titleKey(title), taken)
  const done = taken?.changed === true ? library.acts(titleKey(title)).find(({ commandId }) => commandId === taken.commandId) : undefined
  if (!done) return
  showToast({ text: t('then.done', { title: library.film(title).title, what }), action: { label: t('act.undo'), icon: 'undo', run: () => acts.undoAct(done) } })
}
