/** What an import brings to one title in one person's library. Viewings first, then what is thought of it, the watchlist last. */

import { factOf, playField, playsOf, progressField, tagField } from '../../domain/library-fields.ts'
import type { LibraryEvent, LibraryState, Place } from '../../domain/library-entry.ts'
import { libraryDecider } from '../../domain/library-entry.ts'
import type { ImportedFact, ImportedRow, ImportedTime } from '../../domain/library-import/imported-row.ts'
import { millisecondsOf } from '../../domain/instant.ts'
import type { TitleRef } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import { newestFirst } from '../../domain/undo.ts'
import type { ImportCounts, ImportKind, ImportLeftOut } from '../../projections/wire-import.ts'
import { limits } from '../limits.ts'
import type { Drafting, Plan, Planning, Proposal } from './import-plan.ts'
import { draft } from './import-plan.ts'
import { counted } from './import-shapes.ts'
import { instantOfTime, isSameViewing } from './imported-times.ts'

type Kind = ImportedFact['kind']
type FactOf<K extends Kind> = Extract<ImportedFact, { kind: K }>
interface Told<K extends Kind> { readonly fact: FactOf<K>; readonly row: ImportedRow }
type Draft = Drafting<LibraryState>
/** `at`: when the import was sent. */
interface Title { readonly title: TitleRef; readonly at: string }

/** Of a review with no score: as Letterboxd's own bridge has it. */
const SCORES = { DISLIKE: 3, OK: 6, LIKE: 8, SUPER_LIKE: 10 } as const
const UNSCORED = 5
const TEXT_SHOWN = 200

export function planTitle(title: TitleRef, given: readonly ImportedRow[], state: LibraryState, planning: Planning): Plan {
  const { drafting, plan } = draft(libraryDecider, state, planning)
  const rows = fewEnough(drafting, given)
  const about = { title, at: planning.at }
  const listed = factOf(state, 'watchlist')
  const seen = playsOf(state).length
  const told = byTime(of('play', rows))
  const stood = new Set<string>()
  for (const one of told) play(drafting, about, one, stood)
  if (listed && playsOf(drafting.state).length > seen) stayListed(drafting, about, rows, listed)
  for (const { fact: { tag }, row } of of('tag', rows)) add(drafting, about, 'tag', row, `tag ${tag}`, null, tagField(tag.trim().normalize('NFC')), { type: 'TagTitle', data: { title, tag } })
  for (const told of once(drafting, of('favourite', rows))) add(drafting, about, 'favourite', told.row, 'favourite', timeOf(told.fact.when), 'favourite', { type: 'AddFavourite', data: { title } })
  rate(drafting, about, whole(drafting, byTime(of('rating', rows))))
  review(drafting, about, whole(drafting, byTime(of('review', rows))), of('rating', rows).at(-1)?.fact)
  for (const told of once(drafting, of('dismissed', rows))) add(drafting, about, 'dismissed', told.row, 'dismissed', timeOf(told.fact.when), 'dismissal', { type: 'DismissTitle', data: { title } })
  for (const told of of('progress', rows)) progress(drafting, about, told)
  for (const told of once(drafting, of('elsewhere', rows))) elsewhere(drafting, about, told)
  for (const told of once(drafting, of('watchlist', rows))) watchlist(drafting, about, told)
  return plan()
}

const TOO_MUCH_OF_ONE = 'No one has this much of one title: of so many lines the first were taken.'

/** Each play is held against all others of its title: what nobody could have watched would hold up everybody. */
function fewEnough(drafting: Draft, rows: readonly ImportedRow[]): readonly ImportedRow[] {
  const plays = new Map<string, number>()
  return rows.filter((row, index) => {
    const place = `${row.season}x${row.episode}`
    const seen = (plays.get(place) ?? 0) + (row.facts.some(({ kind }) => kind === 'play') ? 1 : 0)
    plays.set(place, seen)
    if (index < limits.libraryImportRowsOfTitleMax && seen <= limits.libraryImportPlaysOfOneMax) return true
    for (const { kind } of row.facts) if (kind !== 'listed') drafting.leaveOut(kind, row, 'TOO_MUCH_OF_ONE', TOO_MUCH_OF_ONE)
    return false
  })
}

function of<K extends Kind>(kind: K, rows: readonly ImportedRow[]): readonly Told<K>[] {
  return rows.flatMap((row) => row.facts.flatMap((fact) => fact.kind === kind ? [{ fact: fact as FactOf<K>, row }] : []))
}

const EPISODE_FACT = 'This is kept of whole series here, not of a season or an episode.'
const EPISODE_UNKNOWN = 'Which episode this is the export does not say.'

/** Of an episode that nobody can place. */
export function planLoneEpisode(rows: readonly ImportedRow[]): Pick<Plan, 'counts' | 'leftOut'> {
  let counts: ImportCounts = {}
  const leftOut: ImportLeftOut[] = []
  for (const { facts, file, line } of rows) {
    for (const { kind } of facts) {
      counts = counted(counts, kind, 'leftOut')
      if (leftOut.length < limits.libraryImportLeftOutMax) leftOut.push({ kind, file, line, ...kind === 'play' ? { code: 'EPISODE_UNKNOWN', message: EPISODE_UNKNOWN } : { code: 'EPISODE_FACT', message: EPISODE_FACT } })
    }
  }
  return { counts, leftOut }
}

/** Those without a time, or with none that is exact, last: an exact one may stand for them; and last of all those that are more than these. */
function byTime<T extends { readonly fact: { readonly when: ImportedTime | null; readonly besides?: true } }>(told: readonly T[]): readonly T[] {
  const rank = ({ when, besides }: T['fact']) => besides ? 3 : when === null ? 2 : when.precision === 'by' ? 1 : 0
  return told.toSorted(({ fact: a }, { fact: b }) => rank(a) - rank(b) || (a.when === null || b.when === null ? 0 : millisecondsOf(instantOfTime(a.when)) - millisecondsOf(instantOfTime(b.when))))
}

/** What is kept of a title alone, and said of a season or an episode. */
function whole<K extends Kind>(drafting: Draft, told: readonly Told<K>[]): readonly Told<K>[] {
  return told.filter(({ fact, row }) => {
    if (row.season === null && row.episode === null && row.episodeIds === null) return true
    drafting.leaveOut(fact.kind as ImportKind, row, 'EPISODE_FACT', EPISODE_FACT)
    return false
  })
}

/** What there is one of: said in two files it is the same. */
function once<K extends Kind>(drafting: Draft, told: readonly Told<K>[]): readonly Told<K>[] {
  return whole(drafting, told).slice(0, 1)
}

function timeOf(when: ImportedTime | null): string | null {
  return when === null ? null : instantOfTime(when)
}

function add(drafting: Draft, { title }: Title, kind: ImportKind, origin: ImportedRow, key: string, at: string | null, field: string, wish: Proposal['wish']): void {
  const proposal = { kind, key: `${titleKey(title)} ${key}`, origin, wish, at }
  if (drafting.wasTakenAway(field, proposal.key, at)) drafting.differs({ kind, mine: null, theirs: kind === 'tag' ? (wish.data as { tag: string }).tag : '' }, proposal)
  else drafting.propose(proposal)
}

/** `stood`: viewings here that stand for one that was told of; one that is told of besides needs another. */
function play(drafting: Draft, { title, at }: Title, { fact: { when, besides }, row }: Told<'play'>, stood: Set<string>): void {
  if (row.episodeIds !== null && row.episode === null) return drafting.leaveOut('play', row, 'EPISODE_UNKNOWN', EPISODE_UNKNOWN)
  const place: Place = { ...row.season === null ? {} : { season: row.season }, ...row.episode === null ? {} : { episode: row.episode } }
  const madeAt = timeOf(when)
  const watchedAt = madeAt ?? at
  const alike = () => playsOf(drafting.state).filter((one) => one.season === place.season && one.episode === place.episode && isSameViewing(one.watchedAt, when) && !(besides && stood.has(one.playId)))
  const [here] = alike()
  if (here) {
    stood.add(here.playId)
    return drafting.same('play')
  }
  const key = `${titleKey(title)} play ${row.season ?? ''}x${row.episode ?? ''}`
  const proposal: Proposal = { kind: 'play', key, origin: row, at: madeAt, wish: { type: 'MarkWatched', data: { title, watchedAt, ...place } } }
  if (takenAwayPlay(drafting, key, madeAt)) drafting.differs({ kind: 'play', mine: null, theirs: watchedAt }, proposal)
  else drafting.propose(proposal)
  for (const { playId } of alike()) stood.add(playId)
}

/** A viewing's field is named after its command. */
function takenAwayPlay(drafting: Draft, key: string, at: string | null): boolean {
  const own = drafting.ownIds(key, at)
  if (own.size === 0) return false
  for (const { field, commandId } of newestFirst<LibraryEvent>(drafting.state)) {
    if (field === playField(commandId) && own.has(commandId)) return drafting.wasTakenAway(field, key, at)
  }
  return false
}

/** A film that somebody wants to see again does not leave the watchlist because the export knows when they saw it first. */
function stayListed(drafting: Draft, { title }: Title, rows: readonly ImportedRow[], { addedAt, priority, note }: NonNullable<ReturnType<typeof factOf<'watchlist'>>>): void {
  const isNewer = playsOf(drafting.state).some(({ watchedAt }) => watchedAt > addedAt)
  if (isNewer || factOf(drafting.state, 'watchlist') || of('rating', rows).length > 0) return
  drafting.propose({ kind: null, key: `${titleKey(title)} stays`, origin: rows[0]!, at: addedAt, wish: { type: 'AddToWatchlist', data: { title, priority, ...note === null ? {} : { note } } } })
}

const ratingKey = (title: TitleRef, rating: string) => `${titleKey(title)} rating ${rating}`

/** The newest that the export has. */
function rate(drafting: Draft, about: Title, told: readonly Told<'rating'>[]): void {
  const newest = told.findLast(({ fact }) => fact.when !== null && fact.when.precision !== 'by') ?? told.at(-1)
  if (!newest) return
  const { title } = about
  const { fact: { rating, when }, row } = newest
  const at = timeOf(when)
  const proposal: Proposal = { kind: 'rating', key: ratingKey(title, rating), origin: row, at, wish: { type: title.mediaType === 'movie' ? 'RateMovie' : 'RateSeries', data: { title, rating, watched: false } } }
  const here = factOf(drafting.state, 'rating')
  if (here?.rating === rating) return drafting.same('rating')
  if (here && !isFromImport(drafting, 'rating', ratingKey(title, here.rating), here.ratedAt)) return drafting.differs({ kind: 'rating', mine: here.rating, theirs: rating }, proposal)
  if (!here && drafting.wasTakenAway('rating', proposal.key, at)) return drafting.differs({ kind: 'rating', mine: null, theirs: rating }, proposal)
  drafting.propose(proposal)
}

/** What an earlier import brought and nobody has touched since may follow its source. */
function isFromImport(drafting: Draft, field: string, key: string, at: string): boolean {
  for (const entry of newestFirst<LibraryEvent>(drafting.state)) if (entry.field === field) return drafting.isOwn(key, at, entry.commandId) || drafting.isOwn(key, null, entry.commandId)
  return false
}

const reviewKey = (title: TitleRef, text: string) => `${titleKey(title)} review ${text}`

function review(drafting: Draft, about: Title, told: readonly Told<'review'>[], rating: FactOf<'rating'> | undefined): void {
  const newest = told.findLast(({ fact }) => fact.when !== null && fact.when.precision !== 'by') ?? told.at(-1)
  if (!newest) return
  const texts = new Set([newest.fact.text])
  for (const { fact, row } of told) {
    if (texts.has(fact.text)) continue
    texts.add(fact.text)
    drafting.leaveOut('review', row, 'OLDER_REVIEW', 'One review of a title is kept, the newest.')
  }
  const { title } = about
  const { fact: { text, spoiler, score, visibility, when }, row } = newest
  const at = timeOf(when)
  const given = rating?.rating ?? factOf(drafting.state, 'rating')?.rating
  const data = { title, text, spoiler, score: score ?? (given ? SCORES[given] : UNSCORED), visibility: visibility ?? 'private' }
  const proposal: Proposal = { kind: 'review', key: reviewKey(title, text), origin: row, at, wish: { type: 'WriteReview', data } }
  const here = factOf(drafting.state, 'review')
  if (here?.text === text) return drafting.same('review')
  const theirs = text.slice(0, TEXT_SHOWN).toWellFormed()
  if (here && !isFromImport(drafting, 'review', reviewKey(title, here.text), here.writtenAt)) return drafting.differs({ kind: 'review', mine: here.text.slice(0, TEXT_SHOWN).toWellFormed(), theirs }, proposal)
  if (!here && drafting.wasTakenAway('review', proposal.key, at)) return drafting.differs({ kind: 'review', mine: null, theirs }, proposal)
  drafting.propose(proposal)
}

/** Where one stopped elsewhere says nothing where one is further here. */
function progress(drafting: Draft, about: Title, { fact: { positionSeconds, durationSeconds, when }, row }: Told<'progress'>): void {
  const { title } = about
  const place: Place = row.season === null || row.episode === null ? {} : { season: row.season, episode: row.episode }
  if (drafting.state.facts[progressField(place)] || playsOf(drafting.state).some(({ season, episode }) => season === place.season && episode === place.episode)) return drafting.same('progress')
  const at = timeOf(when)
  drafting.propose({ kind: 'progress', key: `${titleKey(title)} ${progressField(place)} ${positionSeconds}`, origin: row, at, wish: { type: 'RecordProgress', data: { title, positionSeconds, durationSeconds, ...place } } })
}

function elsewhere(drafting: Draft, about: Title, { fact: { watchLink, providerName, when }, row }: Told<'elsewhere'>): void {
  if (factOf(drafting.state, 'elsewhere')) return drafting.same('elsewhere')
  const { title } = about
  drafting.propose({ kind: 'elsewhere', key: `${titleKey(title)} elsewhere ${watchLink}`, origin: row, at: timeOf(when), wish: { type: 'ContinueOn', data: { title, watchLink, providerName } } })
}

function watchlist(drafting: Draft, about: Title, { fact: { note, priority, when }, row }: Told<'watchlist'>): void {
  if (factOf(drafting.state, 'watchlist')) return drafting.same('watchlist')
  const { title } = about
  add(drafting, about, 'watchlist', row, 'watchlist', timeOf(when), 'watchlist', { type: 'AddToWatchlist', data: { title, ...priority === null ? {} : { priority }, ...note ? { note } : {} } })
}
