/**
 * TMDB's exports (https://www.themoviedb.org/settings/…, "Export"): tables of ratings, the watchlist and favourites, with the same
 * columns in each; which it is, its name says. Of an episode the ids and the date are its own, and the name is the series' with
 * "S1E1" behind it.
 */

import { columnsOf, forEachLine } from './csv-records.ts'
import type { TableLine } from './csv-records.ts'
import type { ExportFile, FileGathering } from './gathering.ts'
import { lineReading, tableProblems } from './gathering.ts'
import { idsOf, yearOf } from './read-values.ts'

type Holds = 'ratings' | 'watchlist' | 'favorites'

export function tmdbHolds({ name, text }: ExportFile): Holds | undefined {
  const columns = columnsOf(text)
  if (!['tmdbid', 'type', 'name', 'yourrating'].every((column) => columns.includes(column))) return undefined
  return name.includes('watchlist') ? 'watchlist' : /favou?rite/.test(name) ? 'favorites' : 'ratings'
}

/** Answers with how many lines there are. */
export function readTmdb({ path, text }: ExportFile, holds: Holds, into: FileGathering): number {
  return forEachLine(text, (line) => {
    const reading = lineReading(path, line.line, into)
    // Watchlists have the day they were added on in the same column.
    const when = reading.time(line.cell('daterated'))
    const rating = reading.rating(line.cell('yourrating'), 10, when)
    if (holds === 'ratings' && rating.length === 0) into.problem('LINE_INCOMPLETE', line.line, `Line ${line.line} of ${path} gives no rating.`)
    into.row({
      ...aboutOf(line), line: line.line, season: reading.number(line.cell('seasonnumber'), 'season'), episode: reading.number(line.cell('episodenumber'), 'episode'),
      facts: [...rating, ...holds === 'watchlist' ? [{ kind: 'watchlist', when, note: null, priority: null } as const] : holds === 'favorites' ? [{ kind: 'favourite', when } as const] : []],
    })
  }, tableProblems(path, into))
}

function aboutOf(line: TableLine) {
  const ids = idsOf({ tmdb: line.cell('tmdbid'), imdb: line.cell('imdbid') })
  const type = line.cell('type').toLowerCase()
  const mediaType = type === 'movie' ? 'movie' : type === 'tv' ? 'tv' : null
  const name = line.cell('name') || null
  if (line.cell('seasonnumber') === '') return { ids, mediaType, title: name, year: yearOf(line.cell('releasedate')), episodeIds: null } as const
  return { ids: {}, mediaType, title: name?.replace(/\s+S\d+(?:E\d+)?$/i, '') ?? null, year: null, episodeIds: line.cell('episodenumber') === '' ? null : ids } as const
}
