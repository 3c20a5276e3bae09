/**
 * Simkl's backup, SimklBackup.json, and what its API answers for all of a person's items (https://simkl.docs.apiary.io, /sync/all-items):
 * films, series and anime, each once with its state; of series the episodes that were watched. Anime are numbered entry by entry, as
 * MyAnimeList does: they have ratings and plans, and no episodes of ours.
 */

import type { FileGathering, LineReading } from './gathering.ts'
import { lineReading } from './gathering.ts'
import type { ImportedFact, ImportedRow } from './imported-row.ts'
import type { JsonObject } from './json-values.ts'
import { isObject, objectsIn, textIn } from './json-values.ts'
import { idsOf, wholeOf } from './read-values.ts'

const SHELVES = ['movies', 'shows', 'anime'] as const

export function isSimkl(json: unknown): json is JsonObject {
  return isObject(json) && SHELVES.some((shelf) => objectsIn(json[shelf]).some((entry) => 'status' in entry && (isObject(entry['movie']) || isObject(entry['show']))))
}

/** Answers with how many entries there are. */
export function readSimkl(json: JsonObject, path: string, into: FileGathering): number {
  let line = 0
  for (const shelf of SHELVES) {
    for (const entry of objectsIn(json[shelf])) {
      line++
      for (const row of rowsOf(entry, shelf, line, path, into)) into.row(row)
    }
  }
  return line
}

function rowsOf(entry: JsonObject, shelf: (typeof SHELVES)[number], line: number, path: string, into: FileGathering): readonly Omit<ImportedRow, 'file'>[] {
  const reading = lineReading(path, line, into)
  const about = isObject(entry['movie']) ? entry['movie'] : entry['show']
  const isFilm = shelf === 'movies' || textIn(entry, 'anime_type') === 'movie'
  const title = {
    ids: idsOf({ tmdb: textIn(about, 'ids', 'tmdb'), imdb: textIn(about, 'ids', 'imdb'), tvdb: textIn(about, 'ids', 'tvdb') }), mediaType: isFilm ? 'movie' : 'tv',
    title: textIn(about, 'title') || null, year: reading.year(textIn(about, 'year')), season: null, episode: null, episodeIds: null, line,
  } as const
  const episodes = objectsIn(entry['seasons']).flatMap((season) => objectsIn(season['episodes']).map((episode) => ({ season, episode })))
  if (shelf === 'anime' && !isFilm && episodes.length > 0) {
    into.problem('LINE_INCOMPLETE', line, `Entry ${line} of ${path} says how far ${title.title ?? 'an anime'} was watched as MyAnimeList numbers it, which tells no episode of ours.`)
  }
  const watched = shelf !== 'shows' ? [] : episodes.map(({ season, episode }) => ({
    ...title, season: wholeOf(textIn(season, 'number')) ?? null, episode: wholeOf(textIn(episode, 'number')) ?? null,
    facts: [{ kind: 'play', when: reading.time(textIn(episode, 'watched_at')) } as const],
  }))
  return [{ ...title, facts: factsOf(entry, isFilm, reading) }, ...watched]
}

function factsOf(entry: JsonObject, isFilm: boolean, reading: LineReading): readonly ImportedFact[] {
  const status = textIn(entry, 'status')
  const memo = textIn(entry, 'memo', 'text')
  return [
    ...reading.rating(textIn(entry, 'user_rating'), 10, reading.time(textIn(entry, 'user_rated_at'))),
    ...isFilm && status === 'completed' ? [{ kind: 'play', when: reading.time(textIn(entry, 'last_watched_at')) } as const] : [],
    ...status === 'plantowatch' ? [{ kind: 'watchlist', when: reading.time(textIn(entry, 'added_to_watchlist_at')), note: null, priority: null } as const] : [],
    ...memo === '' ? [] : [{ kind: 'review', text: memo, spoiler: false, score: null, visibility: 'private', when: null } as const],
  ]
}
