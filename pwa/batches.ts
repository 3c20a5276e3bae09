/** Many titles at once: one batch, one toast, one undo. A batch that would take much away asks first, by the server's own rule. */

import type { Removal } from '../domain/batch.ts'
import { mustBeConfirmed, removalOf } from '../domain/batch.ts'
import { isRefusal } from '../domain/decider.ts'
import type { Rating, Priority } from '../domain/library-entry.ts'
import type { Deed, TakingBack, Wish } from '../domain/take-back.ts'
import type { TitleRef } from '../domain/title.ts'
import { parseTitleKey, titleKey } from '../domain/title.ts'
import { factCount } from '../projections/library.ts'
import { cardOf, refOf } from './acts.ts'
import { askFirst } from './elements/batch-dialog.ts'
import { askWhose } from './elements/handover-dialog.ts'
import { showToast } from './elements/show-toast.ts'
import type { Film } from './elements/title-link.ts'
import { replica } from './house.ts'
import { batchOf, undoOf } from './begun-batches.ts'
import { library } from './library.ts'
import type { BatchWish, NewBatch, Replica, Taken } from './replica.ts'
import { DEVICE_FULL } from './replica.ts'
import { locale } from './strings/language.ts'
import { tellRefusal } from './strings/refusal.ts'
import { t } from './strings/t.ts'
import type { Act } from './act.ts'

/** What can be done to many titles. */
export type BulkAct =
  | { readonly name: 'rate'; readonly rating: Rating }
  | { readonly name: 'watchlist'; readonly priority: Priority }
  | { readonly name: 'tag'; readonly tag: string }
  /** Onto a list; off it; from one to another with what was noted. */
  | { readonly name: 'toList' | 'offList'; readonly listId: string }
  | { readonly name: 'toOtherList'; readonly fromListId: string; readonly listId: string }
  | { readonly name: 'favourite' | 'watched' | 'offWatchlist' | 'unrate' | 'unfavourite' | 'unwatch' | 'unreview' }

/** The commands that do it to one title. */
function wishesFor(act: BulkAct, film: Film, series: typeof import('./watching.ts') | undefined): readonly Wish[] {
  const title = refOf(film)
  switch (act.name) {
    case 'rate': return [{ type: film.mediaType === 'movie' ? 'RateMovie' : 'RateSeries', data: { title, rating: act.rating } }]
    case 'watchlist': return [{ type: 'AddToWatchlist', data: { title, priority: act.priority } }]
    case 'tag': return [{ type: 'TagTitle', data: { title, tag: act.tag } }]
    case 'toList': return [{ type: 'AddToList', data: { listId: act.listId, title } }]
    case 'offList': return [{ type: 'RemoveFromList', data: { listId: act.listId, title } }]
    case 'toOtherList': {
      const note = library.listItems(act.fromListId).find((item) => titleKey(item) === titleKey(film))?.note
      return [{ type: 'AddToList', data: { listId: act.listId, title, ...note ? { note } : {} } }, { type: 'RemoveFromList', data: { listId: act.fromListId, title } }]
    }
    case 'favourite': return [{ type: 'AddFavourite', data: { title } }]
    case 'watched': return series && film.mediaType === 'tv' ? series.allWatched(film) : [{ type: 'MarkWatched', data: { title } }]
    case 'offWatchlist': return [{ type: 'RemoveFromWatchlist', data: { title } }]
    case 'unrate': return [{ type: 'ClearRating', data: { title } }]
    case 'unfavourite': return [{ type: 'RemoveFavourite', data: { title } }]
    case 'unreview': return [{ type: 'DeleteReview', data: { title } }]
    case 'unwatch': return (library.entry(film)?.plays ?? []).map(({ playId }) => ({ type: 'UnmarkWatched', data: { title, playId } }))
  }
}

function nameOf(act: BulkAct, count: number): string {
  switch (act.name) {
    case 'rate': return t('batch.rate', { count, rating: t(`rating.${act.rating}`) })
    case 'watchlist': return t('batch.watchlist', { count })
    case 'tag': return t('batch.tag', { count, tag: act.tag })
    case 'toList': case 'offList': case 'toOtherList': return t(`batch.${act.name}`, { count, list: library.list(act.listId)?.name ?? t('nav.list') })
    case 'favourite': case 'watched': case 'offWatchlist': case 'unrate': case 'unfavourite': case 'unwatch': case 'unreview': return t(`batch.${act.name}`, { count })
  }
}

/** Each answer of the server decides the rest of the outbox anew: more would hold up the screen. */
const titlesAtOnceMax = 2_000

/** Does it to every film it can be done to, and says to how many it could not. Answers false when the person thought better of it. */
export async function doToMany(act: BulkAct, films: readonly Film[]): Promise<boolean> {
  const series = films.some(({ mediaType }) => mediaType === 'tv') ? await import('./watching.ts') : undefined
  return await doAll(films.flatMap((film) => wishesFor(act, film, series).map((wish): BatchWish => ({ wish, card: cardOf(film) }))), (count) => nameOf(act, count))
}

/** Any wishes, each with the card of its title; `named` after how many titles it changes. */
export async function doAll(wishes: readonly BatchWish[], named: (titles: number) => string): Promise<boolean> {
  const here = replica()
  if (!here) return false
  const foreseen = await here.foresee(wishes.map(({ wish }) => wish))
  const useful = wishes.filter((_, i) => { const facts = foreseen[i]!; return !isRefusal(facts) && facts.length > 0 })
  const refused = foreseen.filter(isRefusal)
  if (useful.length === 0) {
    showToast({ text: refused[0] ? tellRefusal(refused[0].code, refused[0].message) : t('batch.nothing') })
    return false
  }
  const removes = foreseen.reduce((sum, facts) => sum + (isRefusal(facts) ? 0 : removalOf(facts)), 0)
  return await begin(here, { kind: 'edit', name: named(countTitles(useful)), removes }, useful, refused.length)
}

function countTitles(wishes: readonly BatchWish[]): number {
  return new Set(wishes.map(({ card }) => card && `${card.mediaType}_${card.tmdbId}`)).size
}

/** Asks first where it must, then sends. */
async function begin(here: Replica, batch: NewBatch, wishes: readonly BatchWish[], leftOut: number): Promise<boolean> {
  const removal: Removal = { removes: batch.removes, held: heldBy(here) }
  const confirmed = mustBeConfirmed(removal)
  if (confirmed && !await askFirst({ title: batch.name, removal })) return false
  const { batchId, taken } = await here.sendBatch({ ...batch, ...confirmed ? { confirmed } : {} }, wishes)
  if (foundNoRoom(taken)) return false
  const text = leftOut === 0 ? batch.name : `${batch.name}. ${t('batch.leftOut', { count: leftOut })}`
  showToast({ text, action: { label: t('act.undo'), icon: 'undo', run: () => void takeBackBatch(batchId, { ask: false }) }, holds: () => undoOf(batchId) === undefined })
  return true
}

/** All or none of a batch is kept. */
function foundNoRoom(taken: readonly Taken[]): boolean {
  const none = taken.some((each) => each.status === 'refused' && each.code === DEVICE_FULL)
  if (none) void import('./storage-told.ts').then(({ sayNoRoom }) => sayNoRoom())
  return none
}

function heldBy(here: Replica): number {
  let held = 0
  for (const row of here.library.values()) held += factCount(row)
  return held
}

/** What it did, last first. */
function deedsIn(batchId: string): readonly Deed[] {
  return library.acts().filter((act) => act.batchId === batchId)
}

/** Takes back all of it that is still in force, as one batch. With `ask` the person sees first what will change. */
export async function takeBackBatch(batchId: string, { ask = true }: { readonly ask?: boolean } = {}): Promise<void> {
  const begun = batchOf(batchId)
  const deeds = deedsIn(batchId)
  if (deeds.length > titlesAtOnceMax) return await (await import('./large-batch.ts')).takeBackOnServer(batchId, begun?.data.kind === 'undo')
  await takeBackAll(deeds, { name: () => String(begun?.data.name ?? t('batch.unnamed')), undoes: batchId, redo: begun?.data.kind === 'undo', ask })
}

/** Takes back what is still in force of several acts, whatever they were part of; newest first. Answers false when the person thought better of it, or there is nothing. */
export async function takeBackSeveral(acts: readonly Act[]): Promise<boolean> {
  return await takeBackAll(acts, { name: (count) => t('history.batch.count', { count }), redo: false, ask: true })
}

interface Back {
  /** What it is called, by how much of it is taken back. */
  readonly name: (taken: number) => string
  readonly undoes?: string
  readonly redo: boolean
  readonly ask: boolean
}

async function takeBackAll(deeds: readonly Deed[], { name, undoes, redo, ask }: Back): Promise<boolean> {
  const here = replica()
  if (!here) return false
  const plan = here.foreseeTakingBack(deeds)
  if (plan.taken.length === 0) {
    showToast({ text: plan.kept.length === 0 ? t('batch.undone') : t('batch.superseded', { count: plan.kept.length }), tone: 'bad' })
    return false
  }
  const original = name(plan.taken.length)
  const removal: Removal = { removes: plan.removes, held: heldBy(here) }
  const confirmed = mustBeConfirmed(removal)
  if ((ask || confirmed || plan.kept.length > 0) && !await askFirst({ title: t(redo ? 'batch.redo.title' : 'batch.undo.title', { name: original }), plan, ...confirmed ? { removal } : {} })) return false
  const { batchId: undoing, taken } = await here.sendBatch({ kind: redo ? 'redo' : 'undo', name: original, removes: plan.removes, ...undoes === undefined ? {} : { undoes }, ...confirmed ? { confirmed } : {} }, plan.taken.map(({ wish }) => ({ wish })))
  if (foundNoRoom(taken)) return false
  showToast({
    text: [t(redo ? 'batch.redone' : 'batch.taken', { done: plan.taken.length, count: plan.taken.length + plan.kept.length }), plan.kept.length > 0 ? t('batch.kept', { count: plan.kept.length, names: namesOf(plan) }) : ''].filter(Boolean).join(' '),
    action: redo ? { label: t('act.undo'), icon: 'undo', run: () => void takeBackBatch(undoing, { ask: false }) } : { label: t('act.redo'), icon: 'redo', run: () => void takeBackBatch(undoing, { ask: false }) },
  })
  return true
}

const namesShown = 3
const list = new Intl.ListFormat(locale)

/** Of what stays as it is. */
function namesOf({ kept }: TakingBack): string {
  const names = [...new Set(kept.map(({ deed }) => library.nameOf(library.subjectOf(deed))))]
  return list.format(names.length <= namesShown ? names : [...names.slice(0, namesShown - 1), t('batch.more', { count: names.length - namesShown + 1 })])
}

/** Viewings that an act recorded and that are still there. */
export function playsIn(act: Act): readonly { readonly title: TitleRef; readonly playId: string }[] {
  const title = parseTitleKey(act.subject)
  if (!title) return []
  const there = new Set(library.entry(title)?.plays.map(({ playId }) => playId))
  // What a redo recorded anew is the viewing of the act that it did again.
  return act.rows.flatMap(({ type, undoes, data }) => (type === 'TitleWatched' || type === 'PlayReceived') && undoes === null && there.has(String(data.playId)) ? [{ title, playId: String(data.playId) }] : [])
}

/** "That wasn't me": they become somebody else's, or nobody's. Answers false when the person thought better of it. */
export async function handOver(acts: readonly Act[]): Promise<boolean> {
  const here = replica()
  const plays = acts.flatMap(playsIn)
  if (!here || plays.length === 0) return false
  const whose = await askWhose(plays.length)
  if (whose === undefined) return false
  const name = whose ? t('handover.done', { count: plays.length, name: whose.username }) : t('handover.done.nobody', { count: plays.length })
  const wishes = plays.map(({ title, playId }): BatchWish => ({ wish: { type: 'GivePlayAway', data: { title, playId, ...whose ? { to: whose.userId } : {} } } }))
  return await begin(here, { kind: 'handover', name, removes: plays.length }, wishes, 0)
}
