/**
 * Watcharr's export: a list of what somebody tracks, each with its state, and of series the seasons and episodes with theirs. It
 * says when something was last changed, not when it was watched.
 */

import type { FileGathering, LineReading } from './gathering.ts'
import { lineReading } from './gathering.ts'
import type { ImportedFact, ImportedRow } from './imported-row.ts'
import type { JsonObject } from './json-values.ts'
import { isObject, objectsIn, textIn } from './json-values.ts'
import { by, idsOf, wholeOf, yearOf } from './read-values.ts'

export function isWatcharr(json: unknown): json is readonly unknown[] {
  return objectsIn(json).some((entry) => 'status' in entry && isObject(entry['content']) && 'tmdbId' in entry['content'])
}

/** Answers with how many entries there are. */
export function readWatcharr(entries: readonly unknown[], path: string, into: FileGathering): number {
  for (const [at, entry] of entries.entries()) {
    const line = at + 1
    if (!isObject(entry)) into.problem('LINE_UNREADABLE', line, `Entry ${line} of ${path} is none that Watcharr writes.`)
    else if (!isObject(entry['content'])) into.problem('NOT_A_TITLE', line, `Entry ${line} of ${path} is about no film and no series, and is left out.`)
    else if (textIn(entry, 'deletedAt') === '') for (const row of rowsOf(entry, line, path, into)) into.row(row)
  }
  return entries.length
}

function rowsOf(entry: JsonObject, line: number, path: string, into: FileGathering): readonly Omit<ImportedRow, 'file'>[] {
  const reading = lineReading(path, line, into)
  const content = entry['content']
  const type = textIn(content, 'type')
  const title = {
    ids: idsOf({ tmdb: textIn(content, 'tmdbId'), imdb: textIn(content, 'imdb_id') }), mediaType: type === 'movie' ? 'movie' : type === 'tv' ? 'tv' : null,
    title: textIn(content, 'title') || null, year: yearOf(textIn(content, 'release_date')), season: null, episode: null, episodeIds: null, line,
  } as const
  const thoughts = textIn(entry, 'thoughts')
  const own: readonly ImportedFact[] = thoughts === '' ? [] : [{ kind: 'review', text: thoughts, spoiler: false, score: null, visibility: 'private', when: by(reading.time(textIn(entry, 'updatedAt'))) }]
  return [
    { ...title, facts: [...factsOf(entry, type === 'movie', reading), ...own] },
    ...objectsIn(entry['watchedSeasons']).map((season) => ({ ...title, season: wholeOf(textIn(season, 'seasonNumber')) ?? null, facts: factsOf(season, false, reading).filter(({ kind }) => kind === 'rating') })),
    ...objectsIn(entry['watchedEpisodes']).map((episode) => ({
      ...title, season: wholeOf(textIn(episode, 'seasonNumber')) ?? null, episode: wholeOf(textIn(episode, 'episodeNumber')) ?? null,
      facts: factsOf(episode, true, reading).filter(({ kind }) => kind !== 'watchlist'),
    })),
  ]
}

/** What a series or season has come to follows from its episodes. */
function factsOf(state: JsonObject, isWatched: boolean, reading: LineReading): readonly ImportedFact[] {
  const changed = by(reading.time(textIn(state, 'updatedAt')))
  const status = textIn(state, 'status')
  const rating = textIn(state, 'rating')
  return [
    ...rating === '0' ? [] : reading.rating(rating, 10, changed),
    ...isWatched && status === 'FINISHED' ? [{ kind: 'play', when: changed } as const] : [],
    ...status === 'PLANNED' ? [{ kind: 'watchlist', when: by(reading.time(textIn(state, 'createdAt'))), note: null, priority: null } as const] : [],
  ]
}
