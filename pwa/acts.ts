/** What screens do: each act shows at once and offers to take itself back. */

import type { Priority, Rating } from '../domain/library-entry.ts'
import { jobIdOf } from '../domain/ids.ts'
import type { CommandId } from '../domain/command.ts'
import type { CommandData, CommandType } from '../domain/index.ts'
import type { Wish } from '../domain/take-back.ts'
import { putBack, takeBack } from '../domain/take-back.ts'
import type { Playable, PlainRef } from '../domain/playable.ts'
import { plainRef, playableOf } from '../domain/playable.ts'
import type { TitleRef } from '../domain/title.ts'
import { titleKey } from '../domain/title.ts'
import type { CardRow } from '../projections/cards.ts'
import type { JobRow } from '../projections/jobs.ts'
import type { Review } from '../projections/library.ts'
import { outlineOf } from '../projections/series-outline.ts'
import type { TitleDetail } from '../projections/wire-catalogue.ts'
import { showToast } from './elements/show-toast.ts'
import type { Film } from './elements/title-link.ts'
import { replica } from './house.ts'
import { isUnderWay, library, parseListSubject } from './library.ts'
import type { Report } from './player/progress-report.ts'
import type { Parcel, Taken } from './replica.ts'
import { t } from './strings/shell.ts'
import type { Act } from './act.ts'

/** Sends, then says what was done, with an Undo; a refusal says why, with the way to what stands in its way. False when refused. */
export async function actOn<Type extends CommandType>(subject: string, type: Type, data: CommandData[Type], film?: Film): Promise<boolean> {
  const taken = await send(type, data, film)
  if (taken?.status === 'refused') void import('./saying.ts').then(({ sayRefusal }) => sayRefusal(subject, taken))
  else if (taken?.changed) void import('./saying.ts').then(({ sayDone }) => sayDone(subject, taken.commandId))
  return taken?.status === 'taken'
}

function act<Type extends CommandType>(about: TitleRef, type: Type, data: CommandData[Type], film?: Film): Promise<boolean> {
  return actOn(titleKey(about), type, data, film)
}

/** Takes an act back, or does again what it took back. */
async function move({ subject }: Pick<Act, 'subject'>, wish: Wish | undefined): Promise<void> {
  if (wish) await actOn(subject, wish.type, wish.data)
  else showToast({ text: t('act.notUndoable') })
}

/** Until everything that was done so far is kept. A row that was dragged shows before that, and is then what Ctrl+Z is about. */
let kept: Promise<unknown> = Promise.resolve()

function send<Type extends CommandType>(type: Type, data: CommandData[Type], film?: Film): Promise<Taken> | undefined {
  const taken = replica()?.send(type, data, film && cardOf(film))
  kept = Promise.allSettled([kept, taken])
  return taken
}

function onceKept(run: () => Promise<void> | void): void {
  kept = kept.then(run, run)
}

/** What a screen knows of a title, so that the library has its name and poster before the server sends them. */
export function cardOf(film: Film & Partial<CardRow> & Partial<Pick<TitleDetail, 'series' | 'status'>>): Omit<CardRow, 'key'> {
  const { mediaType, tmdbId, title, year, posterPath, backdropPath = null, runtimeMinutes = null, genres = [], overview = '', series, status, outline = series && status ? outlineOf({ series, status }) : null } = film
  return { mediaType, tmdbId, title, year, posterPath, backdropPath, runtimeMinutes, genres, overview, outline }
}

async function undoAct(act: Act): Promise<void> {
  await move(act, takeBack(act))
}

/** `undoing`: the command that took it back. */
async function redoAct(act: Act, undoing: string): Promise<void> {
  await move(act, putBack({ stream: act.stream, commandId: undoing as CommandId }))
}

/** Whether there is something that takes it back at all. */
function isUndoable(act: Act): boolean {
  if (library.isGuest()) return false
  const job = act.stream.startsWith('acquisition-') ? replica()?.jobs.get(String(act.data.jobId)) : undefined
  if (act.stream.startsWith('acquisition-') && !job) return false
  // A film that is ready, or a job that has ended, is beyond the undo of its request.
  if (act.type === 'FetchRequested' || act.type === 'FetchRetried') return job !== undefined && isUnderWay(job)
  // A list that somebody shares for looking at: others' acts are theirs to take back.
  return takeBack(act) !== undefined && library.list(parseListSubject(act.subject) ?? '')?.myRole !== 'viewer'
}

/** A batch is taken back, or done again, as one. */
async function moveBatch(batchId: string): Promise<void> {
  const { takeBackBatch } = await import('./batches.ts')
  await takeBackBatch(batchId)
}

export function refOf({ mediaType, tmdbId }: TitleRef): TitleRef {
  return { mediaType, tmdbId }
}

export function newJobId(): string {
  return jobIdOf(crypto.getRandomValues(new Uint8Array(26)))
}

/** Rated, listed, watched and so on, by oneself: what Ctrl+Z is about. */
async function undoable(): Promise<readonly Act[]> {
  const { ownActs } = await import('./own-acts.ts')
  return ownActs().decisions.filter((each) => library.isMe(each.actor) && !/^(Fetch|Movie)/.test(each.rows[0].type))
}

/** The newest act still in force. */
async function undoLast(): Promise<void> {
  const last = (await undoable()).find((each) => each.kind !== 'undo' && !each.undone)
  if (last?.batchId) await moveBatch(last.batchId)
  else if (last) await undoAct(last)
  else showToast({ text: t('act.nothingToUndo') })
}

/** What was undone last, unless something newer was done since. */
async function redoLast(): Promise<void> {
  const last = (await undoable()).find((each) => !each.undone && each.kind !== 'redo')
  if (last?.kind === 'undo' && last.batchId) await moveBatch(last.batchId)
  else if (last?.kind === 'undo') await redoAct(last, last.commandId)
  else showToast({ text: t('act.nothingToRedo') })
}

export const acts = {
  rate(film: Film, rating: Rating | null): void {
    const title = refOf(film)
    if (rating === null) void act(film, 'ClearRating', { title })
    else void act(film, film.mediaType === 'movie' ? 'RateMovie' : 'RateSeries', { title, rating }, film)
  },
  addToWatchlist: (film: Film) => void act(film, 'AddToWatchlist', { title: refOf(film) }, film),
  setPriority: (film: Film, priority: Priority) => void act(film, 'SetWatchlistPriority', { title: refOf(film), priority }),
  removeFromWatchlist: (film: Film) => void act(film, 'RemoveFromWatchlist', { title: refOf(film) }),
  setDismissed: (film: Film, wanted: boolean) => void act(film, wanted ? 'DismissTitle' : 'RestoreInterest', { title: refOf(film) }, film),
  setFavourite: (film: Film, wanted: boolean) => void act(film, wanted ? 'AddFavourite' : 'RemoveFavourite', { title: refOf(film) }, film),
  markWatched: (film: Film, watchedAt: string | undefined, together: readonly string[]) =>
    void act(film, 'MarkWatched', { title: refOf(film), ...watchedAt === undefined ? {} : { watchedAt }, ...together.length === 0 ? {} : { together } }, film),
  unmarkWatched: (film: Film, playId: string) => void act(film, 'UnmarkWatched', { title: refOf(film), playId }),
  review: (film: Film, review: Omit<Review, 'writtenAt'>) => void act(film, 'WriteReview', { title: refOf(film), ...review }, film),
  deleteReview: (film: Film) => void act(film, 'DeleteReview', { title: refOf(film) }),
  tag: (film: Film, tag: string) => void act(film, 'TagTitle', { title: refOf(film), tag }, film),
  untag: (film: Film, tag: string) => void act(film, 'UntagTitle', { title: refOf(film), tag }),
  /** Noted without a word: looking is not an act a person would want announced. */
  viewed: (film: Film) => void send('ViewTitle', { title: refOf(film) }, film),
  recordProgress: (of: Playable, report: Report) => void send('RecordProgress', { title: refOf(of), ...of.mediaType === 'movie' ? {} : { season: of.season, episode: of.episode }, ...report }),
  request: (film: Film) => void act(film, 'RequestFetch', { movieId: film.tmdbId, jobId: newJobId() }, film),
  cancel: (job: JobRow) => void act(playableOf(job), 'CancelFetch', jobRef(job)),
  retry: (job: JobRow) => void act(playableOf(job), 'RetryFetch', jobRef(job)),
  undoAct,
  redoAct,
  undoBatch: moveBatch,
  isUndoable,
  undo: () => onceKept(undoLast),
  redo: () => onceKept(redoLast),
  /** In which country they watch from now on; null: wherever they are. */
  keepCountry: async (country: string | null): Promise<void> => await (await import('./keep-country.ts')).keepCountry(country),
  nameDevice: (deviceId: string, name: string) => replica()?.send('NameDevice', { deviceId, name }),
  markRead: (notificationId: string) => void send('MarkNotificationRead', { notificationId }),
  markAllRead: () => void send('MarkAllNotificationsRead', {}),
  discard: (parcel: Parcel) => void replica()?.discard(parcel.id),
  workOffline: (wanted: boolean) => replica()?.workOffline(wanted),
} as const

export function jobRef({ key: jobId, ...about }: JobRow): PlainRef & { readonly jobId: string } {
  return { ...plainRef(about), jobId }
}
