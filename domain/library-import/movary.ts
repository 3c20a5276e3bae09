/**
 * Movary's exports (its src/Service/Export/ExportService.php): three tables of films, of viewings, ratings and the watchlist, told
 * apart by their last columns. A comment belongs to a viewing there; here it is a review for oneself.
 */

import type { TableLine } from './csv-records.ts'
import { columnsOf, forEachLine } from './csv-records.ts'
import type { ExportFile, FileGathering, LineReading } from './gathering.ts'
import { lineReading, tableProblems } from './gathering.ts'
import type { ImportedFact } from './imported-row.ts'
import { idsOf } from './read-values.ts'

type Holds = 'history' | 'ratings' | 'watchlist'

export function movaryHolds({ text }: ExportFile): Holds | undefined {
  const columns = columnsOf(text)
  if (!['title', 'year', 'tmdbid', 'imdbid'].every((column) => columns.includes(column))) return undefined
  if (columns.includes('watchedat')) return 'history'
  return columns.includes('userrating') ? 'ratings' : columns.includes('addedat') ? 'watchlist' : undefined
}

/** Answers with how many lines there are. */
export function readMovary({ path, text }: ExportFile, holds: Holds, into: FileGathering): number {
  return forEachLine(text, (given) => {
    const reading = lineReading(path, given.line, into)
    const line = withYear(given)
    into.row({
      ids: idsOf({ tmdb: line.cell('tmdbid'), imdb: line.cell('imdbid') }), mediaType: 'movie', title: line.cell('title') || null, year: reading.year(line.cell('year')),
      season: null, episode: null, episodeIds: null, line: line.line, facts: factsOf(line, holds, reading),
    })
  }, tableProblems(path, into))
}

/** One of its versions names the year in the watchlist's first line and then leaves it out. */
function withYear({ line, cell }: TableLine): TableLine {
  if (!/^tt\d/.test(cell('tmdbid'))) return { line, cell }
  const moved: Readonly<Record<string, string>> = { year: '', tmdbid: 'year', imdbid: 'tmdbid', addedat: 'imdbid' }
  return { line, cell: (name = '') => cell(moved[name] ?? name) }
}

function factsOf(line: TableLine, holds: Holds, reading: LineReading): readonly ImportedFact[] {
  switch (holds) {
    case 'ratings': return reading.rating(line.cell('userrating'), 10, null)
    case 'watchlist': return [{ kind: 'watchlist', when: reading.time(line.cell('addedat')), note: null, priority: null }]
    case 'history': {
      const when = reading.time(line.cell('watchedat'))
      const comment = line.cell('comment')
      return [{ kind: 'play', when }, ...comment === '' ? [] : [{ kind: 'review', text: comment, spoiler: false, score: null, visibility: 'private', when } as const]]
    }
  }
}
