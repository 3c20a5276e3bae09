/**
 * Taking back a batch that is too large for the outbox: each of the server's answers decides the rest of an outbox anew. The server plans it as a device
 * would, the person sees what will change, and the server does it; what it did comes back as everything comes that other devices do.
 */

import type { CommandId } from '../domain/command.ts'
import { refuse } from '../domain/decider.ts'
import type { Deed, ForeseenTaking } from '../domain/take-back.ts'
import type { TakeBackAnswer } from '../projections/wire-history.ts'
import { batchOf, undoOf } from './begun-batches.ts'
import { ask, CatalogueFailure } from './catalogue.ts'
import type { BatchQuestion } from './elements/batch-dialog.ts'
import { askFirst } from './elements/batch-dialog.ts'
import { endToast, showToast } from './elements/show-toast.ts'
import { sent } from './sent.ts'
import { t as large } from './strings/large-batch.ts'
import { t } from './strings/t.ts'

/** However slow the server is: what it has begun it does. */
const DEADLINE_MS = 600_000

export async function takeBackOnServer(batchId: string, redo: boolean): Promise<void> {
  const before = undoOf(batchId)?.commandId
  try {
    const foreseen = await lookFirst(batchId, redo)
    if (!foreseen) return
    showToast({ lasting: 'batch', text: large(redo ? 'batch.large.redoing' : 'batch.large.undoing', { count: foreseen.taken.length }) })
    const { done, kept: left, batchId: undoing } = await move(batchId, { confirmed: true })
    showToast({
      text: t(redo ? 'batch.redone' : 'batch.taken', { done, count: done + left.length }),
      ...undoing === null ? {} : { action: { label: t(redo ? 'act.undo' : 'act.redo'), icon: redo ? 'undo' : 'redo', run: () => void takeBackOnServer(undoing, !redo) } },
    })
  } catch (error) {
    if (!(error instanceof CatalogueFailure)) throw error
    // Cut off from a server that has begun: it goes on.
    const begun = error.kind === 'offline' && undoOf(batchId)?.commandId !== before
    showToast(begun ? { text: large('batch.large.goesOn') } : { text: error.kind === 'offline' ? large('batch.large.offline') : error.message, tone: 'bad' })
  } finally {
    endToast('batch')
  }
}

/** The dialog is there at once, and what will change comes into it. Undefined when the person thought better of it, or there is nothing. */
async function lookFirst(batchId: string, redo: boolean): Promise<TakeBackAnswer | undefined> {
  const titled = (name: unknown) => ({ title: t(redo ? 'batch.redo.title' : 'batch.undo.title', { name: String(name ?? t('batch.unnamed')) }) })
  const leaving = new AbortController()
  const looked = move(batchId, { dryRun: true }, leaving.signal)
  const coming = looked.then(({ name, removes, held, mustBeConfirmed, ...foreseen }): BatchQuestion | undefined => foreseen.taken.length === 0
    ? undefined : { ...titled(name), plan: planOf({ ...foreseen, removes }), ...mustBeConfirmed ? { removal: { removes, held } } : {} })
  if (!await askFirst(titled(batchOf(batchId)?.data.name), coming)) {
    leaving.abort()
    return undefined
  }
  const foreseen = await looked
  if (foreseen.taken.length > 0) return foreseen
  showToast({ text: foreseen.kept.length === 0 ? t('batch.undone') : t('batch.superseded', { count: foreseen.kept.length }), tone: 'bad' })
  return undefined
}

function move(batchId: string, wish: { readonly dryRun?: boolean; readonly confirmed?: boolean }, signal?: AbortSignal): Promise<TakeBackAnswer> {
  return ask<TakeBackAnswer>(`/api/batches/${batchId}/undo`, signal, { ...sent('POST', wish), deadlineMs: DEADLINE_MS })
}

/** As the dialog shows it. */
function planOf({ taken, kept, removes }: Pick<TakeBackAnswer, 'taken' | 'kept' | 'removes'>): ForeseenTaking {
  const deedOf = ({ stream, commandId }: Pick<Deed, 'stream'> & { readonly commandId: string }): Deed => ({ stream, commandId: commandId as CommandId, type: '', data: {} })
  return {
    taken: taken.map((each) => ({ deed: deedOf(each), facts: each.facts as ForeseenTaking['taken'][number]['facts'] })),
    kept: kept.map(({ code, message, by, ...each }) => ({ deed: deedOf(each), refusal: refuse(code, message, by === null ? undefined : { commandId: by }) })),
    removes,
  }
}
