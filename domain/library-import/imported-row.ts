/** What the export of another system says of titles, in one shape for all of them. The readers beside this file make it; whoever imports matches and plans by it. */

import type { Priority, Rating, Visibility } from '../library-entry.ts'
import type { MediaType } from '../title.ts'

export type ExportSystem = 'rewind' | 'letterboxd' | 'trakt' | 'imdb' | 'tmdb' | 'yamtrack' | 'movary' | 'simkl' | 'watcharr'

/** One line of a table, or one entry of a list in JSON: something said of one title, or of one season or episode of it. */
export interface ImportedRow {
  /** Path within the export. */
  readonly file: string
  /** Of a table: the line of text where it begins, the first being 1. Of JSON: its place among the file's entries, from 1; a series has a row for each of its episodes. */
  readonly line: number
  /** Of the film or series, never of an episode. As given: nobody has looked whether they name the same thing. */
  readonly ids: ImportedIds
  /** Null where the export does not say. */
  readonly mediaType: MediaType | null
  /** Of the film or series, as the export writes it. */
  readonly title: string | null
  /** Of its first release. */
  readonly year: number | null
  /** 0 for specials. With no episode the whole season is meant. */
  readonly season: number | null
  readonly episode: number | null
  /** Of the episode, where it is known by an id of its own; its series and number may then be missing. */
  readonly episodeIds: ImportedIds | null
  /** At least one. */
  readonly facts: readonly ImportedFact[]
}

export interface ImportedIds {
  readonly tmdb?: number
  /** `tt` and digits. */
  readonly imdb?: string
  readonly tvdb?: number
}

/**
 * When something was so, no more exactly than the export says it. `instant`: RFC 3339 UTC with milliseconds. `day`: `YYYY-MM-DD` of
 * the person's own calendar. `by`: the same two forms, of a time by which it was so; since when, nobody wrote down.
 */
export interface ImportedTime { readonly at: string; readonly precision: 'instant' | 'day' | 'by' }

/** `when` is null where the export says nothing of it. */
export type ImportedFact =
  /** `ofTen`: for a bridge of the person's own; null where our four were meant. `original`: as the export has it, with its scale: "3.5/5". At most one for each title, season or episode: the newest. */
  | { readonly kind: 'rating'; readonly rating: Rating; readonly ofTen: number | null; readonly original: string; readonly when: ImportedTime | null }
  /** One viewing, once however often the export tells of it. `together`: ids of people, of this system's own exports alone. `besides`: one more than those that the export gives a time, of which it knows only how many they are. */
  | { readonly kind: 'play'; readonly when: ImportedTime | null; readonly together?: readonly string[]; readonly besides?: true }
  | { readonly kind: 'watchlist'; readonly when: ImportedTime | null; readonly note: string | null; readonly priority: Priority | null }
  | { readonly kind: 'favourite'; readonly when: ImportedTime | null }
  /** One title may have several, the oldest first. `score`: of ten, in halves; null where none was given. `visibility`: null where the export does not say who may read it. */
  | { readonly kind: 'review'; readonly text: string; readonly spoiler: boolean; readonly score: number | null; readonly visibility: Visibility | null; readonly when: ImportedTime | null }
  | { readonly kind: 'tag'; readonly tag: string }
  /** `list`: the key of one of the export's lists. `position`: from 1, with gaps and ties as given. */
  | { readonly kind: 'listed'; readonly list: string; readonly position: number; readonly note: string | null; readonly when: ImportedTime | null }
  /** Not to be recommended again. */
  | { readonly kind: 'dismissed'; readonly when: ImportedTime | null }
  /** Where somebody stopped. */
  | { readonly kind: 'progress'; readonly positionSeconds: number; readonly durationSeconds: number; readonly when: ImportedTime | null }
  | { readonly kind: 'elsewhere'; readonly watchLink: string; readonly providerName: string; readonly when: ImportedTime | null }

/** A list of a person's own; its titles are the rows that name its `key`. It may be empty. */
export interface ImportedList {
  /** Unique in the export. */
  readonly key: string
  readonly name: string
  readonly description: string
  /** Null where the export does not say. */
  readonly visibility: 'private' | 'unlisted' | 'public' | null
  readonly when: ImportedTime | null
}

/** `FILE_…` and `TOO_MANY_…` concern a whole file, the others one line of it. Public codes: never renamed. */
export type ImportProblemCode =
  /** It is no text, or breaks off: nothing of it was read, or what `message` says. */
  | 'FILE_UNREADABLE'
  /** It can be read, but is none of the files that we know. */
  | 'FILE_UNKNOWN'
  | 'TOO_MANY_ROWS'
  /** The line cannot be told apart into its fields. */
  | 'LINE_UNREADABLE'
  /** It lacks what it is about: a title or id, or what was said of it. */
  | 'LINE_INCOMPLETE'
  /** One value of it means nothing: the rest of the line was read. */
  | 'VALUE_UNREADABLE'
  /** It is about a game, a podcast, a book. */
  | 'NOT_A_TITLE'

export interface ImportProblem {
  readonly code: ImportProblemCode
  readonly file: string
  /** As in rows; null for the file as a whole. */
  readonly line: number | null
  /** A sentence for a person, that names what stood there. */
  readonly message: string
}

/** What became of one file. */
export interface FileRead {
  readonly file: string
  /** Null: unknown, or unreadable. */
  readonly system: ExportSystem | null
  /** What it holds, in that system's own word: "diary", "watched-history". Null where `system` is, and for what holds nothing of a library. */
  readonly holds: string | null
  /** Lines or entries that were there, read or not. */
  readonly lines: number
}

export interface LibraryExport {
  readonly files: readonly FileRead[]
  readonly rows: readonly ImportedRow[]
  readonly lists: readonly ImportedList[]
  readonly problems: readonly ImportProblem[]
  /** Problems beyond as many as are listed. */
  readonly problemsLeftOut: number
}
