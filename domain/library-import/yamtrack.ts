/**
 * Yamtrack's export: one table for all that it tracks, a line for each film, series, season and episode. Columns changed with its
 * versions: `source` came in 2024, `watch_date` and `repeats` went in 2025, when each viewing became a line of its own.
 *
 * 1. A viewing is a film that is completed, or an episode; what a series or season has come to follows from its episodes.
 * 2. "Planning" is the watchlist. Notes are a review for oneself.
 * 3. Ids are TMDB's where `source` says so, or where there is no such column.
 * 4. Anime are numbered by MyAnimeList, season by season: they have ratings and plans, and no episodes of ours.
 */

import { columnName, columnsOf, forEachLine } from './csv-records.ts'
import type { TableLine } from './csv-records.ts'
import type { ExportFile, FileGathering, LineReading } from './gathering.ts'
import { lineReading, tableProblems } from './gathering.ts'
import type { ImportedFact } from './imported-row.ts'
import { by, idsOf, wholeOf } from './read-values.ts'

export function yamtrackHolds({ text }: ExportFile): 'media' | undefined {
  const columns = columnsOf(text)
  return ['mediaid', 'mediatype', 'title'].every((column) => columns.includes(column)) ? 'media' : undefined
}

const TYPES: ReadonlyMap<string, 'movie' | 'tv' | null> = new Map([['movie', 'movie'], ['tv', 'tv'], ['season', 'tv'], ['episode', 'tv'], ['anime', null]])

/** Answers with how many lines there are. */
export function readYamtrack({ path, text }: ExportFile, into: FileGathering): number {
  return forEachLine(text, (line) => {
    const type = columnName(line.cell('mediatype'))
    const mediaType = TYPES.get(type)
    const title = line.cell('title') || null
    if (mediaType === undefined) {
      into.problem('NOT_A_TITLE', line.line, `${title ?? 'What is'} in line ${line.line} of ${path} is of the type "${line.cell('mediatype').slice(0, 40)}", no film or series, and is left out.`)
      return
    }
    const reading = lineReading(path, line.line, into)
    const facts = factsOf(line, type, reading)
    if (type === 'anime' && facts.length === 0) into.problem('LINE_INCOMPLETE', line.line, `Line ${line.line} of ${path} says how far ${title ?? 'an anime'} was watched as MyAnimeList numbers it, which tells no episode of ours.`)
    const isTmdb = ['tmdb', ''].includes(line.cell('source')) && type !== 'anime'
    into.row({
      ids: isTmdb ? idsOf({ tmdb: line.cell('mediaid') }) : {}, mediaType, title, year: null, line: line.line,
      season: reading.number(line.cell('seasonnumber'), 'season'), episode: reading.number(line.cell('episodenumber'), 'episode'), episodeIds: null,
      facts,
    })
  }, tableProblems(path, into))
}

function factsOf(line: TableLine, type: string, reading: LineReading): readonly ImportedFact[] {
  const status = columnName(line.cell('status'))
  const changed = reading.time(line.cell('progressedat', 'progresschanged', 'createdat'))
  const notes = line.cell('notes')
  return [
    // A zero is what was never scored, or the worst: nobody can tell.
    ...Number(line.cell('score') || 0) === 0 ? [] : reading.rating(line.cell('score'), 10, by(changed)),
    ...type === 'episode' || type === 'movie' && (status === 'completed' || status === 'repeating') ? viewings(line, reading) : [],
    ...status === 'planning' ? [{ kind: 'watchlist', when: by(changed), note: null, priority: null } as const] : [],
    ...notes === '' ? [] : [{ kind: 'review', text: notes, spoiler: false, score: null, visibility: 'private', when: by(changed) } as const],
  ]
}

/** Rule 1. `repeats` are further ones, and nobody wrote down when. */
function viewings(line: TableLine, reading: LineReading): readonly ImportedFact[] {
  const when = reading.time(line.cell('enddate')) ?? reading.time(line.cell('watchdate'))
  const repeats = Math.min(wholeOf(line.cell('repeats')) ?? 0, REPEATS_MAX)
  return [{ kind: 'play', when }, ...Array.from({ length: repeats }, () => ({ kind: 'play', when: by(when), besides: true } as const))]
}

/** More is a slip. */
const REPEATS_MAX = 1_000
