/**
 * Letterboxd's export (https://letterboxd.com/settings/data/): a folder of tables, and each of them alone; also the table that
 * Letterboxd imports (https://letterboxd.com/about/importing-data/), which other programs write.
 *
 * 1. diary.csv and reviews.csv tell of viewings, with the day; a review of a viewing in the diary is the same viewing. Its address
 *    tells two viewings of one day apart.
 * 2. ratings.csv is what somebody thinks of a film now, and no viewing. It goes before what they thought after one of them.
 * 3. watched.csv is that a film was seen by the day it was said on. Where the diary has a viewing of it, it says nothing new.
 * 4. Addresses in the diary are of entries, elsewhere of films: a film is known by its name and year.
 * 5. A list is two tables in one file: what the list is, an empty line, what is in it.
 * 6. What lies in deleted/ and orphaned/ is no longer so.
 */

import { columnsOf, forEachLine, forEachRecord, columnName } from './csv-records.ts'
import type { TableLine } from './csv-records.ts'
import type { ExportFile, FileGathering, LineReading } from './gathering.ts'
import { lineReading, tableProblems } from './gathering.ts'
import type { ImportedFact, ImportedIds, ImportedTime } from './imported-row.ts'
import { by, idsOf } from './read-values.ts'

const HOLDS = ['ratings', 'diary', 'reviews', 'watched', 'likes', 'watchlist', 'list'] as const
/** In the order in which they have to be read. */
type Holds = (typeof HOLDS)[number]

/** Between the files of one export. */
export interface LetterboxdExport {
  readonly rated: Set<string>
  /** By address, and by film and day. */
  readonly viewings: Set<string>
  readonly seen: Set<string>
}

export function letterboxdExport(): LetterboxdExport {
  return { rated: new Set(), viewings: new Set(), seen: new Set() }
}

/** Null for what says nothing of a library, undefined for what is not Letterboxd's. */
export function letterboxdHolds({ path, name, text }: ExportFile): Holds | null | undefined {
  const gone = /(?:^|\/)(?:deleted|orphaned)\//i.test(path)
  if (/^\s*"?Letterboxd list export/i.test(text)) return gone ? null : 'list'
  const columns = columnsOf(text)
  const has = (...names: readonly string[]) => names.every((column) => columns.includes(column))
  const named = has('name', 'year') && has('letterboxduri')
  const importable = has('title') && (has('watcheddate') || has('rating10') || has('letterboxduri') || has('tmdbid', 'imdbid', 'year'))
  if (!named && !importable) return isBeside(path, columns) ? null : undefined
  if (gone) return null
  if (has('review')) return 'reviews'
  if (has('watcheddate') || has('rewatch')) return 'diary'
  if (has('rating') || has('rating10')) return 'ratings'
  if (name.includes('watchlist')) return 'watchlist'
  if (/(?:^|\/)likes\//i.test(path) || /like|^films/.test(name)) return 'likes'
  return name.includes('watched') ? 'watched' : undefined
}

/** Of its export too, but nothing that is imported: likes of other people's lists and reviews, comments, the profile. */
function isBeside(path: string, columns: readonly string[]): boolean {
  return /(?:^|\/)(?:likes\/(?:lists|reviews)|comments|profile)\.csv$/i.test(path) && (columns.includes('datejoined') || columns.includes('content') || columns.includes('comment'))
}

export function letterboxdOrder(holds: Holds): number {
  return HOLDS.indexOf(holds)
}

/** Answers with how many lines there are. */
export function readLetterboxd(file: ExportFile, holds: Holds, known: LetterboxdExport, into: FileGathering): number {
  if (holds === 'list') return readList(file, into)
  return forEachLine(file.text, (line) => {
    const reading = lineReading(file.path, line.line, into)
    const film = filmOf(line, reading)
    const lacks = (what: string) => { into.problem('LINE_INCOMPLETE', line.line, `Line ${line.line} of ${file.path} gives no ${what}.`) }
    into.row({ ...film, line: line.line, facts: factsOf(line, filmKey(film), holds, known, reading, lacks) })
  }, tableProblems(file.path, into))
}

const noPlace = { season: null, episode: null, episodeIds: null } as const

function filmOf(line: TableLine, reading: LineReading) {
  const ids: ImportedIds = idsOf({ tmdb: line.cell('tmdbid'), imdb: line.cell('imdbid') })
  return { ids, mediaType: 'movie', title: line.cell('name', 'title') || null, year: reading.year(line.cell('year')), ...noPlace } as const
}

function filmKey({ title, year }: ReturnType<typeof filmOf>): string {
  return `${title}\n${year}`
}

function factsOf(line: TableLine, film: string, holds: Exclude<Holds, 'list'>, known: LetterboxdExport, reading: LineReading, lacks: (what: string) => void): readonly ImportedFact[] {
  const said = reading.time(line.cell('date'))
  switch (holds) {
    case 'ratings': {
      const rating = ratingOf(line, said, reading)
      if (rating.length > 0) known.rated.add(film)
      else if (line.cell('rating') === '' && line.cell('rating10') === '') lacks('rating')
      return rating
    }
    case 'diary': case 'reviews': {
      const watched = reading.time(line.cell('watcheddate'))
      // A line of another program's without a day tells what somebody thinks of a film, and of no viewing.
      const play = watched === null && (holds === 'reviews' || said === null) ? [] : viewing(line, film, holds, watched ?? by(said), known)
      return [...play, ...known.rated.has(film) ? [] : ratingOf(line, said ?? watched, reading), ...tagsOf(line), ...reviewOf(line, said ?? watched)]
    }
    case 'watched': return known.seen.has(film) ? [] : [{ kind: 'play', when: by(said) }]
    case 'likes': return [{ kind: 'favourite', when: said }]
    case 'watchlist': return [{ kind: 'watchlist', when: said, note: null, priority: null }]
  }
}

/** Rule 1. */
function viewing(line: TableLine, film: string, holds: 'diary' | 'reviews', when: ImportedTime | null, { viewings, seen }: LetterboxdExport): readonly ImportedFact[] {
  const day = `${film}\n${when?.at ?? ''}`
  const address = line.cell('letterboxduri')
  if (viewings.has(holds === 'reviews' || address === '' ? day : address)) return []
  seen.add(film)
  viewings.add(day)
  if (address !== '') viewings.add(address)
  return [{ kind: 'play', when }]
}

function ratingOf(line: TableLine, when: ImportedTime | null, reading: LineReading) {
  const ofTen = line.cell('rating10')
  return ofTen === '' ? reading.rating(line.cell('rating'), 5, when) : reading.rating(ofTen, 10, when)
}

function tagsOf(line: TableLine): readonly ImportedFact[] {
  return line.cell('tags').split(',').map((tag) => tag.trim()).filter((tag) => tag !== '').map((tag) => ({ kind: 'tag', tag }))
}

function reviewOf(line: TableLine, when: ImportedTime | null): readonly ImportedFact[] {
  const text = line.cell('review')
  if (text === '') return []
  const spoiler = /^<spoiler>([^]*)<\/spoiler>$/.exec(text)
  return [{ kind: 'review', text: spoiler ? spoiler[1]! : text, spoiler: spoiler !== null, score: null, visibility: null, when }]
}

/** Rule 5. */
function readList({ path, text }: ExportFile, into: FileGathering): number {
  let columns: readonly string[] = []
  let listed = false
  let lines = 0
  const unclosed = forEachRecord(text, (cells, line) => {
    const names = cells.map(columnName)
    if (names.includes('name') && (names.includes('position') || names.includes('url'))) {
      columns = names
      return
    }
    if (columns.length === 0) return
    const cell = (name: string) => cells[columns.indexOf(name)] ?? ''
    const reading = lineReading(path, line, into)
    if (!columns.includes('position')) {
      listed = true
      const description = [cell('description'), cell('tags')].filter(Boolean).join('\n\n')
      into.list({ key: path, name: cell('name') || nameOf(path), description, visibility: null, when: reading.time(cell('date')) })
      return
    }
    lines++
    const position = reading.number(cell('position'), 'position') ?? lines
    into.row({
      line, ids: {}, mediaType: 'movie', title: cell('name') || null, year: reading.year(cell('year')), ...noPlace,
      facts: [{ kind: 'listed', list: path, position, note: cell('description') || null, when: null }],
    })
  })
  for (const line of unclosed) tableProblems(path, into).unreadable(line, 'a quotation mark in it is not closed')
  if (!listed) into.list({ key: path, name: nameOf(path), description: '', visibility: null, when: null })
  return lines + unclosed.length
}

/** "lists/best-of-2019.csv" */
function nameOf(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.\w+$/, '').replaceAll('-', ' ')
}
