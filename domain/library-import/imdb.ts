/**
 * IMDb's exports: a table of ratings, of the watchlist, or of a list, each a file of its own. Columns came and went over the years
 * and stand in any order, so they are known by name: "Your Rating" and, until 2017, "You rated"; "Movie", "movie", "Feature Film".
 *
 * 1. A table with a position is a list. Nothing in it says of which: the watchlist's file is called so, or, as IMDb has named all since
 *    2024, by a random number. Other names are those of lists, some with the list's id before them, `ls…`.
 * 2. A row of type episode has the id and name of the episode; which series it is of, only the name may say.
 * 3. Neither a rating nor a place in a list is a viewing.
 */

import type { TableLine } from './csv-records.ts'
import { columnName, columnsOf, forEachLine } from './csv-records.ts'
import type { ExportFile, FileGathering, LineReading } from './gathering.ts'
import { lineReading, tableProblems } from './gathering.ts'
import type { ImportedFact, ImportedIds } from './imported-row.ts'
import type { MediaType } from '../title.ts'
import { idsOf } from './read-values.ts'

type Holds = 'ratings' | 'watchlist' | 'list'

export function imdbHolds({ name, text }: ExportFile): Holds | undefined {
  const columns = columnsOf(text)
  if (!columns.includes('const') || !columns.some((column) => ['title', 'url', 'titletype', 'yourrating', 'yourated', 'position'].includes(column))) return undefined
  if (!columns.includes('position')) return 'ratings'
  // Until 2017 ratings had positions too.
  if (/^ratings/.test(name)) return 'ratings'
  return /watchlist|imdb|export|^[0-9a-f]{8}-[0-9a-f]{4}/.test(name) ? 'watchlist' : 'list'
}

/** Type names as `columnName` makes them. What is not here is a film or a series: its id tells. */
const FILMS = ['movie', 'featurefilm', 'film', 'short', 'shortfilm', 'tvmovie', 'video', 'documentary', 'musicvideo']
const SERIES = ['tvseries', 'tvminiseries', 'miniseries', 'serietv', 'miniserietv', 'tvepisode']
const NO_TITLES: ReadonlyMap<string, string> = new Map([['videogame', 'a game'], ['podcastseries', 'a podcast'], ['podcastepisode', 'a podcast']])

function mediaTypeOf(type: string): MediaType | null {
  return FILMS.includes(type) ? 'movie' : SERIES.includes(type) ? 'tv' : null
}

/** Answers with how many lines there are. */
export function readImdb({ path, text }: ExportFile, holds: Holds, into: FileGathering): number {
  if (holds === 'list') into.list({ key: path, name: listName(path), description: '', visibility: null, when: null })
  return forEachLine(text, (line) => {
    const type = columnName(line.cell('titletype'))
    const title = line.cell('title', 'originaltitle') || null
    const given = line.cell('const')
    if (NO_TITLES.has(type) || /^(?:nm|co|li)\d/.test(given)) {
      into.problem('NOT_A_TITLE', line.line, `${title ?? given} in line ${line.line} of ${path} is ${NO_TITLES.get(type) ?? 'no title but a person or a company'}, and is left out.`)
      return
    }
    const ids = idsOf({ imdb: given || idInLink(line.cell('url')) })
    if (ids.imdb === undefined && given !== '') {
      into.problem('VALUE_UNREADABLE', line.line, `"${given}" in line ${line.line} of ${path} is no id of IMDb, as tt0133093 is one. The rest of the line was read.`)
    }
    const reading = lineReading(path, line.line, into)
    const facts = factsOf(line, holds, path, reading)
    if (facts.length === 0) into.problem('LINE_INCOMPLETE', line.line, `Line ${line.line} of ${path} gives no rating.`)
    const year = type === 'tvepisode' ? null : reading.year(line.cell('year'))
    into.row({ ...aboutOf(type, ids), title, year, season: null, episode: null, line: line.line, facts })
  }, tableProblems(path, into))
}

/** Rule 2. */
function aboutOf(type: string, ids: ImportedIds) {
  return type === 'tvepisode' ? { ids: {}, mediaType: 'tv', episodeIds: ids } as const : { ids, mediaType: mediaTypeOf(type), episodeIds: null } as const
}

function idInLink(link: string): string {
  return /\btt\d+/.exec(link)?.[0] ?? ''
}

function factsOf(line: TableLine, holds: Holds, path: string, reading: LineReading): readonly ImportedFact[] {
  const rating = reading.rating(line.cell('yourrating', 'yourated'), 10, reading.time(line.cell('daterated', ...holds === 'ratings' ? ['created'] : [])))
  if (holds === 'ratings') return rating
  const note = line.cell('description') || null
  const when = reading.time(line.cell('created'))
  if (holds === 'watchlist') return [{ kind: 'watchlist', when, note, priority: null }, ...rating]
  const position = reading.number(line.cell('position'), 'position') ?? line.line - 1
  return [{ kind: 'listed', list: path, position, note, when }, ...rating]
}

/** "ls012345678_best-of-2019.csv" */
function listName(path: string): string {
  const name = path.replace(/^.*\//, '').replace(/\.\w+$/, '')
  return name.replace(/^ls\d+[_-]/, '').replaceAll('-', ' ')
}
