/**
 * Trakt's export (https://trakt.tv/settings/data): lists in JSON, long ones in pages, `watched-history-1.json`; and one file with all
 * of them by name, as other programs write it. Entries are as in its API (https://trakt.docs.apiary.io/#reference/users).
 *
 * 1. What an entry is follows from its fields, not from the name of its file; whether a list is the watchlist, from the name alone.
 * 2. History has each viewing with its time. `watched` counts them for each title: a count adds those that history has not, with no
 *    time but that of the newest.
 * 3. The first second of 1970 is what Trakt writes for a day that nobody knows.
 * 4. Owning a copy (`collection`) and where somebody stopped, in percent of a length that is not told, are nothing of a library.
 */

import type { FileGathering, LineReading } from './gathering.ts'
import { lineReading } from './gathering.ts'
import type { ImportedFact, ImportedIds, ImportedList, ImportedRow, ImportedTime } from './imported-row.ts'
import type { JsonObject } from './json-values.ts'
import { isObject, objectsIn, textIn } from './json-values.ts'
import { by, idsOf, wholeOf } from './read-values.ts'

/** Between the files of one export. */
export interface TraktExport {
  /** Viewings that history has, by what was watched. */
  readonly counted: Map<string, number>
  /** Of its entries. */
  readonly ids: Set<string>
  /** What lists are, by Trakt's number and by slug. */
  readonly about: Map<string, JsonObject>
}

export function traktExport(): TraktExport {
  return { counted: new Map(), ids: new Set(), about: new Map() }
}

/** Read before what builds on them: what lists are called, then each viewing. */
export function traktOrder(name: string): number {
  if (/lists-lists/.test(name)) return 0
  return /history/.test(name) ? 1 : 2
}

export interface TraktFile { readonly path: string; readonly name: string; readonly json: unknown }

const SECTIONS = ['lists', 'history', 'watched', 'ratings', 'watchlist', 'favorites', 'favourites', 'collection', 'comments'] as const

/** What it holds; null for what says nothing of a library, undefined for what is not Trakt's. */
export function traktHolds({ name, json }: TraktFile): string | null | undefined {
  const named = /^(?:watched|ratings|lists|comments|collection|hidden|likes|network|notes|user)-[a-z0-9-]+\.json$/.test(name) || name === '_errors.json'
  if (Array.isArray(json)) {
    const first = json.find(isObject)
    if (!first) return named ? null : undefined
    const kind = kindOf(first)
    if (kind === undefined) return named ? null : undefined
    return kind === 'collection' ? null : name.replace(/(?:-\d+)?\.json$/, '')
  }
  if (!isObject(json)) return undefined
  if (Array.isArray(json['items']) && typeof json['name'] === 'string') return 'list'
  if (SECTIONS.some((section) => sectionOf(json, section).length > 0)) return 'export'
  return named || SECTIONS.some((section) => section in json) ? null : undefined
}

/** Rule 1. */
function kindOf(entry: JsonObject): 'history' | 'watched' | 'rating' | 'listed' | 'comment' | 'collection' | 'about' | undefined {
  if ('watched_at' in entry) return 'history'
  if ('last_watched_at' in entry && 'plays' in entry) return 'watched'
  if ('rated_at' in entry || 'rating' in entry && aboutOf(entry) !== undefined) return 'rating'
  if ('comment' in entry && aboutOf(entry) !== undefined) return 'comment'
  if ('collected_at' in entry || 'last_collected_at' in entry) return 'collection'
  if ('item_count' in entry && 'name' in entry) return 'about'
  return ('listed_at' in entry || 'rank' in entry) && aboutOf(entry) !== undefined ? 'listed' : undefined
}

function aboutOf(entry: JsonObject): 'movie' | 'show' | undefined {
  return isObject(entry['movie']) ? 'movie' : isObject(entry['show']) ? 'show' : undefined
}

/** Answers with how many entries there are. */
export function readTrakt({ path, name, json }: TraktFile, known: TraktExport, into: FileGathering): number {
  if (Array.isArray(json)) return readEntries(json, path, listOf(path, name, known), known, into)
  if (!isObject(json)) return 0
  // As our own export has its lists.
  if (Array.isArray(json['items'])) return readEntries(json['items'], path, { key: path, about: json }, known, into)
  let entries = 0
  for (const section of SECTIONS) {
    const list = section === 'favourites' ? 'favorites' : section === 'watchlist' || section === 'favorites' ? section : undefined
    if (section === 'lists') {
      for (const [at, about] of sectionOf(json, section).entries()) entries += readEntries(objectsIn(about['items']), path, { key: `${path}#${at + 1}`, about }, known, into, entries)
    } else {
      entries += readEntries(sectionOf(json, section), path, list, known, into, entries)
    }
  }
  return entries
}

/** A list of entries, or one for each kind of title. */
function sectionOf(json: JsonObject, section: string): readonly JsonObject[] {
  const found = json[section]
  if (Array.isArray(found)) return objectsIn(found)
  return isObject(found) ? Object.values(found).flatMap(objectsIn) : []
}

type ListIn = 'watchlist' | 'favorites' | { readonly key: string; readonly about: JsonObject } | undefined

/** `lists-list-4242-rewatch-soon.json` */
function listOf(path: string, name: string, { about }: TraktExport): ListIn {
  if (/watchlist/.test(name)) return 'watchlist'
  if (/favou?rites/.test(name)) return 'favorites'
  const [, id, slug] = /^lists?-(?:list-)?(?:(\d+)-)?(.+)\.json$/.exec(name) ?? []
  const named = slug ?? name.replace(/\.json$/, '')
  return { key: path, about: about.get(id ?? '') ?? about.get(named) ?? { name: named.replaceAll('-', ' ') } }
}

function readEntries(entries: readonly unknown[], path: string, list: ListIn, known: TraktExport, into: FileGathering, before = 0): number {
  let told = false
  for (const [at, entry] of entries.entries()) {
    const line = before + at + 1
    const kind = isObject(entry) ? kindOf(entry) : undefined
    if (!isObject(entry) || kind === undefined) {
      into.problem('LINE_UNREADABLE', line, `Entry ${line} of ${path} is none that Trakt writes.`)
    } else if (kind === 'about') {
      for (const name of [textIn(entry, 'ids', 'trakt'), textIn(entry, 'ids', 'slug')]) if (name !== '') known.about.set(name, entry)
    } else if (kind === 'watched') {
      for (const row of watchedRows(entry, line, path, known, into)) into.row(row)
    } else if (kind !== 'collection') {
      const reading = lineReading(path, line, into)
      if (typeof list === 'object' && kind === 'listed' && !told) {
        told = true
        into.list(aboutList(list, reading))
      }
      const title = titleOf(entry, reading)
      into.row({ ...title, line, facts: factsOf(entry, kind, title, line, list, known, reading) })
    }
  }
  return entries.length
}

function aboutList({ key, about }: Extract<ListIn, object>, reading: LineReading): ImportedList {
  const said = (name: string) => textIn(about, name)
  return { key, name: said('name') || key, description: said('description'), visibility: visibilityOf(said('privacy')), when: reading.time(said('created_at')) }
}

function visibilityOf(privacy: string): 'private' | 'unlisted' | 'public' | null {
  if (privacy === 'public') return 'public'
  if (privacy === 'link') return 'unlisted'
  return privacy === '' ? null : 'private'
}

type Title = Omit<ImportedRow, 'file' | 'line' | 'facts'>

function titleOf(entry: JsonObject, reading: LineReading): Title {
  const kind = aboutOf(entry)
  const title = kind === undefined ? {} : entry[kind] as JsonObject
  const episode = kind === 'show' && isObject(entry['episode']) ? entry['episode'] : undefined
  const season = kind === 'show' && isObject(entry['season']) ? entry['season'] : undefined
  return {
    ids: idsIn(title), mediaType: kind === undefined ? null : kind === 'movie' ? 'movie' : 'tv', title: textIn(title, 'title') || null, year: reading.year(textIn(title, 'year')),
    season: (episode ? wholeOf(textIn(episode, 'season')) : season ? wholeOf(textIn(season, 'number')) : null) ?? null,
    episode: (episode ? wholeOf(textIn(episode, 'number')) : null) ?? null,
    episodeIds: episode ? idsIn(episode) : null,
  }
}

function idsIn(title: JsonObject): ImportedIds {
  return idsOf({ tmdb: textIn(title, 'ids', 'tmdb'), imdb: textIn(title, 'ids', 'imdb'), tvdb: textIn(title, 'ids', 'tvdb') })
}

/** What `counted` knows it by: Trakt's own number, where there is one. */
function watchedKey(entry: JsonObject, season: number | null, episode: number | null): string {
  const about = aboutOf(entry)
  const title = about === undefined ? {} : entry[about]
  return `${about}\n${textIn(title, 'ids', 'trakt') || `${textIn(title, 'ids', 'tmdb')} ${textIn(title, 'title')} ${textIn(title, 'year')}`}\n${season}\n${episode}`
}

function factsOf(entry: JsonObject, kind: 'history' | 'rating' | 'listed' | 'comment', { season, episode }: Title, line: number, list: ListIn, known: TraktExport, reading: LineReading): readonly ImportedFact[] {
  switch (kind) {
    case 'history': {
      const id = textIn(entry, 'id')
      if (id !== '' && known.ids.has(id)) return []
      known.ids.add(id)
      const key = watchedKey(entry, season, episode)
      known.counted.set(key, (known.counted.get(key) ?? 0) + 1)
      return [{ kind: 'play', when: watchedTime(reading.time(textIn(entry, 'watched_at'))) }]
    }
    case 'rating': return reading.rating(textIn(entry, 'rating'), 10, reading.time(textIn(entry, 'rated_at')))
    case 'comment': return commentOf(entry, reading)
    case 'listed': {
      const when = reading.time(textIn(entry, 'listed_at'))
      const note = textIn(entry, 'notes') || null
      if (list === 'favorites') return [{ kind: 'favourite', when }]
      if (list === 'watchlist' || list === undefined) return [{ kind: 'watchlist', when, note, priority: null }]
      return [{ kind: 'listed', list: list.key, position: reading.number(textIn(entry, 'rank'), 'rank') ?? line, note, when }]
    }
  }
}

/** Rule 3. */
function watchedTime(time: ImportedTime | null): ImportedTime | null {
  return time?.at.startsWith('1970-01-01T00:00:00') ? null : time
}

/** An answer to somebody else's comment is no review. */
function commentOf(entry: JsonObject, reading: LineReading): readonly ImportedFact[] {
  const comment = isObject(entry['comment']) ? entry['comment'] : entry
  const text = textIn(comment, 'comment').trim()
  if (text === '' || !['', '0'].includes(textIn(comment, 'parent_id'))) return []
  const [rated] = reading.rating(textIn(comment, 'user_rating'), 10, null)
  return [{ kind: 'review', text, spoiler: comment['spoiler'] === true, score: rated?.ofTen ?? null, visibility: null, when: reading.time(textIn(comment, 'created_at')) }]
}

/** Rule 2. */
function watchedRows(entry: JsonObject, line: number, path: string, { counted }: TraktExport, into: FileGathering): readonly Omit<ImportedRow, 'file'>[] {
  const reading = lineReading(path, line, into)
  const title = titleOf(entry, reading)
  const plays = (watched: JsonObject, had: number): readonly ImportedFact[] => {
    const count = Math.min(wholeOf(textIn(watched, 'plays')) ?? 1, PLAYS_MAX)
    const last = watchedTime(reading.time(textIn(watched, 'last_watched_at')))
    const unknown: ImportedFact = { kind: 'play', when: by(last), besides: true }
    return Array.from({ length: Math.max(0, count - had) }, (_, index) => had === 0 && index === 0 ? { kind: 'play', when: last } : unknown)
  }
  if (aboutOf(entry) !== 'show') return [{ ...title, line, facts: plays(entry, counted.get(watchedKey(entry, null, null)) ?? 0) }]
  if (!Array.isArray(entry['seasons'])) {
    into.problem('LINE_INCOMPLETE', line, `Entry ${line} of ${path} says that ${title.title ?? 'a series'} was watched, but not which episodes.`)
    return []
  }
  return objectsIn(entry['seasons']).flatMap((season) => objectsIn(season['episodes']).map((episode) => {
    const place = { season: wholeOf(textIn(season, 'number')) ?? null, episode: wholeOf(textIn(episode, 'number')) ?? null }
    return { ...title, ...place, line, facts: plays(episode, counted.get(watchedKey(entry, place.season, place.episode)) ?? 0) }
  }))
}

/** A count beyond it is a slip. */
const PLAYS_MAX = 1_000
