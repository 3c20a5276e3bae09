/** What travels of importing one's own library. The route schemas are checked against these types. */

import type { FileRead, ImportProblem } from '../domain/library-import/imported-row.ts'
import type { MediaType, TitleRef } from '../domain/title.ts'

/**
 * `reading → matching → planning → ready → running → done`. What cannot be read has `failed`; one that was stopped while it ran is
 * `cancelled`, with what it had done; one that was never started and is given up is gone.
 */
export const IMPORT_PHASES = ['reading', 'matching', 'planning', 'ready', 'running', 'done', 'cancelled', 'failed'] as const
export type ImportPhase = (typeof IMPORT_PHASES)[number]

/** Sorts of facts that an import brings; `list`: a list itself, `listed`: a title on it. */
export const IMPORT_KINDS = ['rating', 'play', 'watchlist', 'favourite', 'review', 'tag', 'listed', 'list', 'dismissed', 'progress', 'elsewhere'] as const
export type ImportKind = (typeof IMPORT_KINDS)[number]

/** Whose word counts where both say something of the same. */
export const IMPORT_TAKES = ['mine', 'theirs'] as const
export type ImportTake = (typeof IMPORT_TAKES)[number]

/** `fresh`: to be added. `same`: here already. `differing`: something else is here, or was taken away here. `leftOut`: cannot be taken. */
export interface ImportCount { readonly fresh: number; readonly same: number; readonly differing: number; readonly leftOut: number }
export type ImportCounts = Readonly<Partial<Record<ImportKind, ImportCount>>>

/** `mine`: null where it was taken away here. Ratings by their names; of reviews the beginning. */
export interface ImportConflict { readonly kind: ImportKind; readonly mine: string | null; readonly theirs: string }

/** Public codes: the domain's refusals, and `EPISODE_FACT`, `OLDER_REVIEW`, `TOO_MUCH_OF_ONE`, `INVALID_INPUT`. */
export interface ImportLeftOut { readonly kind: ImportKind; readonly code: string; readonly message: string; readonly file: string; readonly line: number }

/** Why a title was not found by itself. Public codes: never renamed. */
export type UnmatchedCode = 'NOT_FOUND' | 'SEVERAL' | 'YEAR_DIFFERS' | 'NAME_DIFFERS' | 'NO_NAME' | 'NO_ANSWER' | 'NO_CATALOGUE'

export interface ImportCandidate extends TitleRef { readonly title: string; readonly year: number | null; readonly posterPath: string | null }

/** Titles by how they stand. */
export interface ImportTitleCounts {
  readonly all: number
  readonly waiting: number
  readonly matched: number
  readonly unmatched: number
  readonly leftOut: number
  /** Of those that matched: what they bring differs from what is here. */
  readonly differing: number
  readonly done: number
}

/** `GET /api/me/import/:importId`. Its id is also that of the batch in one's history, once it has been started. */
export interface LibraryImport {
  readonly importId: string
  readonly fileName: string
  /** As the history calls it. */
  readonly name: string | null
  readonly phase: ImportPhase
  readonly take: ImportTake
  readonly files: readonly FileRead[]
  readonly rows: number
  readonly problems: readonly ImportProblem[]
  readonly problemsLeftOut: number
  readonly titles: ImportTitleCounts
  readonly counts: ImportCounts
  /** Commands that starting it would send, as it was planned. */
  readonly size: number
  /** Of those, how many take the place of something that is here. */
  readonly replaces: number
  /** So much of one's history that starting it has to be confirmed. */
  readonly mustBeConfirmed: boolean
  /** What it could not take, once it is over. */
  readonly leftOut: readonly ImportLeftOut[]
  /** What it waits for. */
  readonly note: string | null
  readonly error: { readonly code: string; readonly message: string } | null
  readonly createdAt: string
  readonly startedAt: string | null
  readonly endedAt: string | null
}

/** `GET /api/me/import`, newest first. */
export interface LibraryImportsAnswer { readonly imports: readonly LibraryImport[] }

export const IMPORT_SHOWN = ['unmatched', 'differing', 'fresh', 'left-out', 'all'] as const
export type ImportShown = (typeof IMPORT_SHOWN)[number]

/** One title as the export names it, and what would come of it. */
export interface ImportTitle {
  /** In its import, from 1. */
  readonly place: number
  readonly given: { readonly title: string | null; readonly year: number | null; readonly mediaType: MediaType | null; readonly imdb: string | null }
  /** Where it stood first. */
  readonly file: string
  readonly line: number
  readonly rows: number
  readonly state: 'waiting' | 'matched' | 'unmatched' | 'left_out'
  readonly match: ImportCandidate | null
  readonly code: UnmatchedCode | null
  readonly candidates: readonly ImportCandidate[]
  /** Null: as the import at large. */
  readonly take: ImportTake | null
  readonly counts: ImportCounts
  readonly conflicts: readonly ImportConflict[]
  readonly leftOut: readonly ImportLeftOut[]
}

/** `GET /api/me/import/:importId/titles?shown=&after=`; `next` is where to ask on, null at the end. */
export interface ImportTitlesPage { readonly titles: readonly ImportTitle[]; readonly next: number | null }
