/** The history in words a person would use. Pure: timeline rows in, sentences out. */

import type { CommandId } from '../../domain/command.ts'
import type { Priority, Rating } from '../../domain/library-entry.ts'
import type { Deed } from '../../domain/take-back.ts'
import type { TimelineRow } from '../../projections/timeline.ts'
import { enShell } from './en-shell.ts'
import { calendarDate, localDay, timecode } from './format.ts'
import { locale, t } from './shell.ts'
import type { Names } from './told-list.ts'
import { tellListFact } from './told-list.ts'

const sentence = new Intl.ListFormat(locale)

/** What one command did to one title or other thing: a row of the history, and a deed that can be taken back. */
export interface Act extends Deed {
  readonly data: TimelineRow['data']
  readonly subject: string
  readonly batchId: string | null
  readonly actor: string
  /** In the order they happened; never empty. */
  readonly rows: readonly [TimelineRow, ...TimelineRow[]]
  readonly issuedAt: string
  readonly recordedAt: string
  readonly deviceId: string | null
  /** Takes something back, or puts it back. */
  readonly kind: 'plain' | 'undo' | 'redo'
  /** Everything it did is taken back at present. */
  readonly undone: boolean
}

/** Groups rows by command and subject, newest act first. `rows` in any order. That a batch began is no act of its own. */
export function actsOf(rows: readonly TimelineRow[]): readonly Act[] {
  const byCommand = new Map<string, [TimelineRow, ...TimelineRow[]]>()
  for (const row of rows) {
    if (row.type === 'BatchBegun') continue
    const key = `${row.commandId} ${row.stream}`
    const group = byCommand.get(key)
    if (group) group.push(row)
    else byCommand.set(key, [row])
  }
  const undoing = new Set(rows.filter((row) => row.undoes !== null).map((row) => row.key))
  const acts = [...byCommand.values()].map((group) => actOf(group, undoing))
  return acts.sort((a, b) => a.issuedAt < b.issuedAt ? 1 : a.issuedAt > b.issuedAt ? -1 : a.commandId < b.commandId ? 1 : -1)
}

function actOf(rows: [TimelineRow, ...TimelineRow[]], undoing: ReadonlySet<string>): Act {
  // The ids of a command's events sort in the order the events were decided in.
  rows.sort((a, b) => a.key < b.key ? -1 : 1)
  const { commandId, stream, subject, batchId, actor, type, data, issuedAt, recordedAt, deviceId, undoes } = rows[0]
  const kind = undoes === null ? 'plain' : undoing.has(undoes) ? 'redo' : 'undo'
  return { commandId: commandId as CommandId, stream, subject, batchId, actor, type, data, rows, issuedAt, recordedAt, deviceId, kind, undone: rows.every((row) => row.undoneBy !== null) }
}

/** One act, or all that belong to one batch; newest first, never empty. */
export interface Stretch { readonly batchId: string | null; readonly acts: readonly [Act, ...Act[]] }

/** Gathers the acts of each batch where its newest one stands. A batch of one is an act like any other. */
export function stretchesOf(acts: readonly Act[]): readonly Stretch[] {
  const batches = new Map<string, [Act, ...Act[]]>()
  const stretches: Stretch[] = []
  for (const act of acts) {
    const batch = act.batchId === null ? undefined : batches.get(act.batchId)
    if (batch) {
      batch.push(act)
      continue
    }
    const own: [Act, ...Act[]] = [act]
    if (act.batchId !== null) batches.set(act.batchId, own)
    stretches.push({ batchId: act.batchId, acts: own })
  }
  return stretches.map((stretch) => stretch.acts.length === 1 ? { ...stretch, batchId: null } : stretch)
}

/** One sentence without a full stop. `find` looks any row up by its event's id, to say what was taken back. */
export function tell(act: Act, find: (eventId: string) => TimelineRow | undefined, names: Names): string {
  if (act.kind === 'plain') return tellFacts(act.rows, names)
  const originals = act.rows.map((row) => originOf(row, find)).filter((row) => row !== undefined)
  const [first, ...others] = originals.sort((a, b) => a.key < b.key ? -1 : 1)
  const what = lowerFirst(tellFacts(first ? [first, ...others] : act.rows, names))
  return t(act.kind === 'undo' ? 'told.undo' : 'told.redo', { what })
}

/** The change that an undo or redo is about, however often it went back and forth. */
function originOf(row: TimelineRow, find: (eventId: string) => TimelineRow | undefined): TimelineRow | undefined {
  let origin = row
  const seen = new Set<string>()
  while (origin.undoes !== null && !seen.has(origin.key)) {
    seen.add(origin.key)
    const earlier = find(origin.undoes)
    if (!earlier) return undefined
    origin = earlier
  }
  return origin
}

function tellFacts(rows: readonly [TimelineRow, ...TimelineRow[]], names: Names): string {
  if (rows.length > 1 && rows.every(({ type }) => type === 'WatchRemoved')) return t('told.WatchRemoved.many', { count: rows.length })
  const main = rows.find((row) => row.type === 'TitleRated') ?? rows[0]
  const also = rows.filter((row) => row !== main).map((row) => `told.also.${row.type}`).filter((key) => key in enShell)
  const company = rows.filter(({ type }) => type === 'WatchedTogether').map(({ data }) => names.person(String(data.userId)))
  const told = tellFact(main, names)
  return sentence.format([company.length > 0 && main.type !== 'WatchedTogether' ? t('told.with', { what: told, names: sentence.format(company) }) : told, ...also.map((key) => t(key as 'told.also.TitleWatched'))])
}

export function tellFact({ type, data, issuedAt }: Pick<TimelineRow, 'type' | 'data' | 'issuedAt'>, names: Names): string {
  const text = (name: string) => String(data[name] ?? '')
  switch (type) {
    case 'TitleRated': return t('told.TitleRated', { rating: t(`rating.${text('rating') as Rating}`) })
    case 'AddedToWatchlist': return t('told.AddedToWatchlist', { priority: t(`priority.${text('priority') as Priority}`).toLocaleLowerCase() })
    case 'WatchlistPriorityChanged': return t('told.WatchlistPriorityChanged', { priority: t(`priority.${text('priority') as Priority}`).toLocaleLowerCase() })
    case 'TitleWatched': return tellViewing(data, issuedAt)
    case 'WatchRemoved': return tellRemoval({ ...data, ...names.part(text('playId')) })
    case 'PlayGivenAway': return data.to === null ? t('told.PlayGivenAway.nobody') : t('told.PlayGivenAway', { name: names.person(text('to')) })
    case 'PlayReceived': return t('told.PlayReceived', { name: names.person(text('from')), date: calendarDate(text('watchedAt')) })
    case 'WatchedTogether': return t('told.WatchedTogether', { name: names.person(text('userId')) })
    case 'WatchedApart': return t('told.WatchedApart', { name: names.person(text('userId')) })
    case 'ReviewWritten': return t('told.ReviewWritten', { score: text('score') })
    case 'ProgressRecorded': return t('told.ProgressRecorded', { time: timecode(Number(data.positionSeconds)) })
    case 'WatchingContinuedElsewhere': return t('told.WatchingContinuedElsewhere', { provider: text('providerName') })
    case 'TitleTagged': return t('told.TitleTagged', { tag: text('tag') })
    case 'TitleUntagged': return t('told.TitleUntagged', { tag: text('tag') })
  }
  const key = `told.${type}`
  return tellListFact({ type, data }, names) ?? (key in enShell ? t(key as 'told.FavouriteAdded') : t('told.other', { type }))
}

function tellViewing(data: TimelineRow['data'], issuedAt: string): string {
  const { season, episode, watchedAt } = data
  if (typeof season === 'number' && typeof episode === 'number') return t('told.TitleWatched.episode', { season, episode })
  if (typeof season === 'number') return t('told.TitleWatched.season', { season })
  return typeof watchedAt === 'string' && localDay(watchedAt) !== localDay(issuedAt) ? t('told.TitleWatched.on', { date: calendarDate(watchedAt) }) : t('told.TitleWatched')
}

function tellRemoval({ season, episode }: TimelineRow['data']): string {
  if (typeof season === 'number' && typeof episode === 'number') return t('told.WatchRemoved.episode', { season, episode })
  return typeof season === 'number' ? t('told.WatchRemoved.season', { season }) : t('told.WatchRemoved')
}

export function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLocaleLowerCase() + sentence.slice(1)
}

/** Only looked at or played: too small for the history at large and for undo. */
export function isMinor(act: Act): boolean {
  return act.rows.every((row) => minor.has(row.type))
}
const minor: ReadonlySet<string> = new Set(['TitleViewed', 'ViewForgotten', 'ProgressRecorded', 'ProgressCleared', 'MovieStreamed'])
