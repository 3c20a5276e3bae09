/** What travels of imports of the catalogue, to admins. See wire.ts for the rest. */

import type { TitleRef } from '../domain/title.ts'
import type { SyncRow } from './syncs.ts'

/** One import. What goes on is counted live. */
export interface SyncInfo extends Omit<SyncRow, 'key'> {
  readonly runId: string
  /** Answers that are in files, of the way of files. */
  readonly fetched: number
  /** Of `total`, how many titles the present phase has behind it. */
  readonly moved: number
  readonly titlesPerSecond: number | null
  readonly secondsLeft: number | null
  /** What it waits for. */
  readonly note: string | null
}
/** Of the imported catalogue; `bytes` with its indexes. */
export interface ImportedSize { readonly titles: number; readonly titlesEstimated: boolean; readonly bytes: number }
/** `GET /api/admin/sync`, newest first. */
export interface SyncsAnswer { readonly runs: readonly SyncInfo[]; readonly imported: ImportedSize }

export interface SyncFailureInfo extends TitleRef { readonly code: string; readonly message: string; readonly retryable: boolean; readonly tries: number }
/** `GET /api/admin/sync/:runId`: with the first of what failed, and of what the catalogue does not have. */
export interface SyncDetail extends SyncInfo { readonly failures: readonly SyncFailureInfo[]; readonly goneTitles: readonly TitleRef[] }

/** `GET /api/admin/sync/titles/:mediaType/:tmdbId` */
export interface ImportedTitle extends TitleRef {
  readonly title: string
  readonly year: number | null
  readonly posterPath: string | null
  readonly imdbId: string | null
  readonly tvdbId: number | null
  readonly fetchedAt: string
}
