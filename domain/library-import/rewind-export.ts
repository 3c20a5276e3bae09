/**
 * Our own export (pwa/exports/formats.ts): state.json has everything that a person's library is, and what is read here gives all of it
 * back. events.ndjson is how it came to be, and library.csv the same as a table for people: beside state.json neither says anything
 * new; alone the table is read as far as it goes.
 */

import type { Priority, Rating, Visibility } from '../library-entry.ts'
import { PRIORITIES, RATINGS, VISIBILITIES } from '../scales.ts'
import type { MediaType } from '../title.ts'
import { columnsOf, forEachLine } from './csv-records.ts'
import type { ExportFile, FileGathering, LineReading } from './gathering.ts'
import { lineReading, tableProblems } from './gathering.ts'
import type { ImportedFact, ImportedList, ImportedRow } from './imported-row.ts'
import type { JsonObject } from './json-values.ts'
import { isObject, objectsIn, textIn } from './json-values.ts'
import { by, decimalOf, idsOf, wholeOf, yearOf } from './read-values.ts'

export function isRewindState(json: unknown): json is JsonObject {
  return isObject(json) && Array.isArray(json['library']) && Array.isArray(json['lists'])
}

/** Each of its lines is an event; of somebody new it has none. */
export function isRewindLog({ name, text }: ExportFile): boolean {
  return name === 'events.ndjson' && (text === '' || /^\{.*"stream":/.test(text))
}

export function isRewindTable({ text }: ExportFile): boolean {
  const columns = columnsOf(text)
  return ['kind', 'tmdbid', 'timeswatched', 'watchlistadded'].every((column) => columns.includes(column))
}

const oneOf = <Value extends string>(values: readonly Value[], text: string): Value | null => (values as readonly string[]).includes(text) ? text as Value : null

/** Answers with how many entries there are. */
export function readRewindState(json: JsonObject, path: string, into: FileGathering): number {
  const library = json['library'] as readonly unknown[]
  const lists = json['lists'] as readonly unknown[]
  let line = 0
  for (const entry of library) {
    line++
    if (!isObject(entry) || mediaTypeOf(entry) === null) into.problem('LINE_UNREADABLE', line, `Entry ${line} of ${path} is none of a library.`)
    else for (const row of entryRows(entry, line, path, into)) into.row(row)
  }
  for (const [at, list] of lists.entries()) {
    line++
    if (isObject(list) && list['deletedAt'] === null) readList(list, `${path}#${at + 1}`, line, path, into)
    else if (!isObject(list)) into.problem('LINE_UNREADABLE', line, `Entry ${line} of ${path} is no list.`)
  }
  return library.length + lists.length
}

type Row = Omit<ImportedRow, 'file'>

function mediaTypeOf(entry: JsonObject): MediaType | null {
  return oneOf(['movie', 'tv'], textIn(entry, 'mediaType'))
}

function titleOf(entry: JsonObject, line: number): Omit<Row, 'facts'> {
  return {
    ids: idsOf({ tmdb: textIn(entry, 'tmdbId') }), mediaType: mediaTypeOf(entry), title: textIn(entry, 'title') || null, year: yearOf(textIn(entry, 'year')),
    season: null, episode: null, episodeIds: null, line,
  }
}

/** What concerns the title, and then a row for each episode that was watched or begun. */
function entryRows(entry: JsonObject, line: number, path: string, into: FileGathering): readonly Row[] {
  const reading = lineReading(path, line, into)
  const title = titleOf(entry, line)
  const placed = [
    ...objectsIn(entry['plays']).map((play) => ({ place: play, fact: playOf(play, reading) })),
    ...objectsIn(entry['begun']).map((position) => ({ place: position, fact: positionOf(position, textIn(position, 'at'), reading) })),
  ].map(({ place, fact }) => ({ season: wholeOf(textIn(place, 'season')) ?? null, episode: wholeOf(textIn(place, 'episode')) ?? null, facts: fact ? [fact] : [] }))
  const own = placed.filter(({ season }) => season === null).flatMap(({ facts }) => facts)
  return [{ ...title, facts: [...own, ...titleFacts(entry, reading)] }, ...placed.filter(({ season }) => season !== null).map((row) => ({ ...title, ...row }))]
}

function playOf(play: JsonObject, reading: LineReading): ImportedFact {
  const together = (Array.isArray(play['together']) ? play['together'] : []).filter((person): person is string => typeof person === 'string')
  return { kind: 'play', when: reading.time(textIn(play, 'watchedAt')), ...together.length > 0 ? { together } : {} }
}

function positionOf(position: JsonObject, at: string, reading: LineReading): ImportedFact | null {
  const positionSeconds = decimalOf(textIn(position, position['positionSeconds'] === undefined ? 'progressSeconds' : 'positionSeconds'))
  const durationSeconds = decimalOf(textIn(position, 'durationSeconds'))
  return typeof positionSeconds === 'number' && typeof durationSeconds === 'number' ? { kind: 'progress', positionSeconds, durationSeconds, when: reading.time(at) } : null
}

function titleFacts(entry: JsonObject, reading: LineReading): readonly ImportedFact[] {
  const time = (name: string) => reading.time(textIn(entry, name))
  const has = (name: string) => textIn(entry, name) !== ''
  const rating = oneOf(RATINGS, textIn(entry, 'rating'))
  const progress = positionOf(entry, textIn(entry, 'progressAt'), reading)
  const facts: (ImportedFact | null | false)[] = [
    rating && ratingOf(rating, time('ratedAt')),
    has('watchlistAddedAt') && { kind: 'watchlist', when: time('watchlistAddedAt'), note: textIn(entry, 'watchlistNote') || null, priority: oneOf(PRIORITIES, textIn(entry, 'watchlistPriority')) },
    has('favouriteAt') && { kind: 'favourite', when: time('favouriteAt') },
    isObject(entry['review']) && reviewOf(entry['review'], reading),
    progress,
    has('dismissedAt') && { kind: 'dismissed', when: time('dismissedAt') },
    isObject(entry['elsewhere']) && elsewhereOf(entry['elsewhere'], reading),
  ]
  const tags = (Array.isArray(entry['tags']) ? entry['tags'] : []).filter((tag): tag is string => typeof tag === 'string' && tag !== '')
  return [...facts.filter((fact) => fact !== null && fact !== false), ...tags.map((tag): ImportedFact => ({ kind: 'tag', tag }))]
}

function ratingOf(rating: Rating, when: ReturnType<LineReading['time']>): ImportedFact {
  return { kind: 'rating', rating, ofTen: null, original: rating, when }
}

function reviewOf(review: JsonObject, reading: LineReading): ImportedFact {
  const visibility: Visibility | null = oneOf(VISIBILITIES, textIn(review, 'visibility'))
  const text = typeof review['text'] === 'string' ? review['text'] : ''
  return { kind: 'review', text, spoiler: review['spoiler'] === true, score: decimalOf(textIn(review, 'score')) ?? null, visibility, when: reading.time(textIn(review, 'writtenAt')) }
}

function elsewhereOf(elsewhere: JsonObject, reading: LineReading): ImportedFact | null {
  const [watchLink, providerName] = [textIn(elsewhere, 'watchLink'), textIn(elsewhere, 'providerName')]
  return /^https:\/\//.test(watchLink) && providerName !== '' ? { kind: 'elsewhere', watchLink, providerName, when: reading.time(textIn(elsewhere, 'at')) } : null
}

/** In the order in which its titles are. Whom it was shared with is not taken along: they need not be here. */
function readList(list: JsonObject, key: string, line: number, path: string, into: FileGathering): void {
  const reading = lineReading(path, line, into)
  const visibility: ImportedList['visibility'] = oneOf(['private', 'unlisted', 'public'], textIn(list, 'visibility'))
  into.list({ key, name: textIn(list, 'name') || key, description: textIn(list, 'description'), visibility, when: reading.time(textIn(list, 'createdAt')) })
  for (const [at, item] of objectsIn(list['items']).entries()) {
    into.row({ ...titleOf(item, line), facts: [{ kind: 'listed', list: key, position: at + 1, note: textIn(item, 'note') || null, when: reading.time(textIn(item, 'addedAt')) }] })
  }
}

/** Answers with how many lines there are. */
export function readRewindTable({ path, text }: ExportFile, into: FileGathering): number {
  return forEachLine(text, (line) => {
    const reading = lineReading(path, line.line, into)
    const time = (column: string) => reading.time(line.cell(column))
    const rating = oneOf(RATINGS, line.cell('rating'))
    const priority: Priority | null = oneOf(PRIORITIES, line.cell('watchlist'))
    const last = time('lastwatched')
    const plays = Math.min(reading.number(line.cell('timeswatched'), 'count') ?? 0, PLAYS_MAX)
    const review = line.cell('review')
    const score = decimalOf(line.cell('score')) ?? null
    const isSeries = line.cell('kind') === 'tv'
    into.row({
      ids: idsOf({ tmdb: line.cell('tmdbid'), imdb: line.cell('imdbid') }), mediaType: oneOf(['movie', 'tv'], line.cell('kind')), title: line.cell('title') || null,
      year: yearOf(line.cell('year')), season: null, episode: null, episodeIds: null, line: line.line,
      facts: [
        ...rating ? [ratingOf(rating, time('rated'))] : [],
        // Of a series it counts episodes, and says not which.
        ...isSeries ? [] : Array.from({ length: plays }, (_, index): ImportedFact => (index === 0 ? { kind: 'play', when: last } : { kind: 'play', when: by(last), besides: true })),
        ...priority ? [{ kind: 'watchlist', when: time('watchlistadded'), note: line.cell('note') || null, priority } as const] : [],
        ...line.cell('favouritesince') === '' ? [] : [{ kind: 'favourite', when: time('favouritesince') } as const],
        ...review === '' && score === null ? [] : [{ kind: 'review', text: review, spoiler: false, score, visibility: oneOf(VISIBILITIES, line.cell('reviewvisibility')), when: null } as const],
        ...line.cell('tags').split(',').map((tag) => tag.trim()).filter((tag) => tag !== '').map((tag) => ({ kind: 'tag', tag } as const)),
      ],
    })
  }, tableProblems(path, into))
}

/** More is a slip. */
const PLAYS_MAX = 1_000
