/**
 * Taking back a batch that is too large for the outbox: each of the server's answers decides the rest of an outbox anew. The server plans it as a device
 * would, the person sees what will change, and the server does it; what it did comes back as everything comes that other devices do.
 */

import type { CommandId } from '../domain/command.ts'
import { refuse } from '../domain/decider.ts'
import type { Deed, ForeseenTaking } from '../domain/take-back.ts'
import type { TakeBackAnswer } from '../projections/wire-history.ts'
import { ask, CatalogueFailure } from './catalogue.ts'
import { askFirst } from './elements/batch-dialog.ts'
import { showToast } from './elements/show-toast.ts'
import { sent } from './sent.ts'
import { t } from './strings/t.ts'

export async function takeBackOnServer(batchId: string, redo: boolean): Promise<void> {
  const move = (wish: { readonly dryRun?: boolean; readonly confirmed?: boolean }) => ask<TakeBackAnswer>(`/api/batches/${batchId}/undo`, undefined, sent('POST', wish))
  try {
    const foreseen = await move({ dryRun: true })
    const { name, taken, kept, removes, held, mustBeConfirmed } = foreseen
    if (taken.length === 0) return showToast({ text: kept.length === 0 ? t('batch.undone') : t('batch.superseded', { count: kept.length }), tone: 'bad' })
    if (!await askFirst({ title: t(redo ? 'batch.redo.title' : 'batch.undo.title', { name }), plan: planOf(foreseen), ...mustBeConfirmed ? { removal: { removes, held } } : {} })) return
    const { done, kept: left, batchId: undoing } = await move({ confirmed: true })
    showToast({
      text: t(redo ? 'batch.redone' : 'batch.taken', { done, count: done + left.length }),
      ...undoing === null ? {} : { action: { label: t(redo ? 'act.undo' : 'act.redo'), icon: redo ? 'undo' : 'redo', run: () => void takeBackOnServer(undoing, !redo) } },
    })
  } catch (error) {
    if (!(error instanceof CatalogueFailure)) throw error
    showToast({ text: error.kind === 'offline' ? t('batch.large.offline') : error.message, tone: 'bad' })
  }
}

/** As the dialog shows it. */
function planOf({ taken, kept, removes }: TakeBackAnswer): ForeseenTaking {
  const deedOf = ({ stream, commandId }: Pick<Deed, 'stream'> & { readonly commandId: string }): Deed => ({ stream, commandId: commandId as CommandId, type: '', data: {} })
  return {
    taken: taken.map((each) => ({ deed: deedOf(each), facts: each.facts as ForeseenTaking['taken'][number]['facts'] })),
    kept: kept.map(({ code, message, by, ...each }) => ({ deed: deedOf(each), refusal: refuse(code, message, by === null ? undefined : { commandId: by }) })),
    removes,
  }
}
