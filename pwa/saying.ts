/** Says what was done, with an Undo, and what could not be; loaded with the first act. */

import type { Act } from './act.ts'
import { acts } from './acts.ts'
import type { Toast } from './elements/show-toast.ts'
import { showToast } from './elements/show-toast.ts'
import { replica } from './house.ts'
import { library, parseListSubject } from './library.ts'
import type { Taken } from './replica.ts'
import { DEVICE_FULL } from './replica.ts'
import { goTo, listPath } from './routes.ts'
import { ago, listed } from './strings/format.ts'
import { tellRefusal } from './strings/refusal.ts'
import { midSentence, t, textsComing } from './strings/shell.ts'
import { tell, tellFact } from './strings/told.ts'

/** One sentence without a full stop. */
export function tellAct(act: Act): string {
  return tell(act, (eventId) => replica()?.timeline.get(eventId), library.names)
}

export async function sayDone(subject: string, commandId: string): Promise<void> {
  await textsComing()
  const done = library.acts(subject).find((each) => each.commandId === commandId)
  if (!done) return
  const text = `${library.nameOf(subject)}: ${tellAct(done)}`
  const back: NonNullable<Toast['action']> = done.kind === 'undo'
    ? { label: t('act.redo'), icon: 'redo', run: () => acts.redoAct(done, done.commandId) }
    : { label: t('act.undo'), icon: 'undo', run: () => acts.undoAct(done) }
  const holds = () => library.acts(subject).some((each) => each.commandId === commandId && !each.undone)
  showToast(acts.isUndoable(done) || done.kind === 'undo' ? { text, action: back, holds } : { text, holds })
}

/** What stands in the way is named in words, and can be undone from here. */
export async function sayRefusal(subject: string, { code, message, details }: Extract<Taken, { status: 'refused' }>): Promise<void> {
  if (code === DEVICE_FULL) return await (await import('./storage-told.ts')).sayNoRoom()
  await textsComing()
  const later = library.acts(subject).find(({ commandId }) => commandId === details?.commandId)
  if (code !== 'SUPERSEDED' || !later) return showToast({ text: `${library.nameOf(subject)}: ${tellRefusal(code, message)}`, tone: 'bad' })
  showToast({
    text: t('history.superseded', { name: library.nameOf(subject), what: midSentence(tellAct(later)), when: ago(later.issuedAt, Date.now()) }), tone: 'bad',
    action: { label: t('history.superseded.undo'), icon: 'undo', run: () => acts.undoAct(later) },
    second: { label: t('history.superseded.show'), run: () => goTo(`${historyOf(subject)}#act-${later.commandId}`) },
    holds: () => library.acts(subject).some((each) => each.commandId === later.commandId && !each.undone),
  })
}

/** Where all that was done to it is told. */
function historyOf(subject: string): string {
  const listId = parseListSubject(subject)
  return listId === undefined ? '/history' : listPath(listId)
}

/** What the undo of an act would do now, in words. */
export function foretell(act: Act): string {
  const plan = replica()?.foreseeTakingBack([act])
  const [taking] = plan?.taken ?? []
  const [keeping] = plan?.kept ?? []
  if (keeping) return tellRefusal(keeping.refusal.code, keeping.refusal.message)
  if (!taking) return t('history.would.nothing')
  const facts = taking.facts.map(({ type, data }) => midSentence(tellFact({ type, data: data as Record<string, unknown>, issuedAt: act.issuedAt }, library.names)))
  return t('history.would', { what: listed(facts) })
}
