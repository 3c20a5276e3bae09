/** The history in words a person would use. Pure: timeline rows in, sentences out. */

import type { Priority, Rating } from '../../domain/library-entry.ts'
import { parseAcquisitionStream } from '../../domain/playable.ts'
import type { TimelineRow } from '../../projections/timeline.ts'
import type { Act } from '../act.ts'
import { enTold } from './en-told.ts'
import { calendarDate, localDay, timecode } from './format.ts'
import { locale } from './language.ts'
import { midSentence, t as say } from './shell.ts'
import type { Names } from './told-list.ts'
import { tellListFact } from './told-list.ts'
import { t } from './told-texts.ts'

const sentence = new Intl.ListFormat(locale)

/** One sentence without a full stop. `find` looks any row up by its event's id, to say what was taken back. */
export function tell(act: Act, find: (eventId: string) => TimelineRow | undefined, names: Names): string {
  if (act.kind === 'plain') return tellFacts(act.rows, names)
  const originals = act.rows.map((row) => originOf(row, find)).filter((row) => row !== undefined)
  const [first, ...others] = originals.sort((a, b) => a.key < b.key ? -1 : 1)
  const what = midSentence(tellFacts(first ? [first, ...others] : act.rows, names))
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
  const also = rows.filter((row) => row !== main).map((row) => `told.also.${row.type}`).filter((key) => key in enTold)
  const company = rows.filter(({ type }) => type === 'WatchedTogether').map(({ data }) => names.person(String(data.userId)))
  const told = ofEpisode(tellFact(main, names), main)
  return sentence.format([company.length > 0 && main.type !== 'WatchedTogether' ? t('told.with', { what: told, names: sentence.format(company) }) : told, ...also.map((key) => t(key as 'told.also.TitleWatched'))])
}

export function tellFact({ type, data, issuedAt }: Pick<TimelineRow, 'type' | 'data' | 'issuedAt'>, names: Names): string {
  const text = (name: string) => String(data[name] ?? '')
  switch (type) {
    case 'TitleRated': return t('told.TitleRated', { rating: say(`rating.${text('rating') as Rating}`) })
    case 'AddedToWatchlist': return t('told.AddedToWatchlist', { priority: midSentence(say(`priority.${text('priority') as Priority}`)) })
    case 'WatchlistPriorityChanged': return t('told.WatchlistPriorityChanged', { priority: midSentence(say(`priority.${text('priority') as Priority}`)) })
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
  return tellListFact({ type, data }, names) ?? (key in enTold ? t(key as 'told.FavouriteAdded') : t('told.other', { type }))
}

/** Which episode a fetch or a position is of; a viewing says it itself. */
function ofEpisode(what: string, { stream, type, data }: TimelineRow): string {
  const of = type === 'ProgressRecorded' && typeof data.season === 'number' ? data as { readonly season: number; readonly episode: number } : parseAcquisitionStream(stream)
  return of && 'season' in of ? t('told.ofEpisode', { what, season: of.season, episode: of.episode }) : what
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
