/** Tables of people's imports; see tables.ts. */

import type { ColumnType, Generated } from 'kysely'
import type { ImportedList, ImportedRow } from '../../domain/library-import/imported-row.ts'
import type { MediaType } from '../../domain/title.ts'
import type { ImportCandidate, ImportCounts, ImportPhase, ImportTake, ImportTitle, UnmatchedCode } from '../../projections/wire-import.ts'
import type { GivenTitle } from '../library-import/group-rows.ts'
import type { ImportRead, ImportResult, KeptPlan } from '../library-import/import-shapes.ts'
import type { Instant, Json } from './tables.ts'

type MaybeInstant = ColumnType<string | null, string | null | undefined, string | null>
type MaybeJson<Value> = ColumnType<Value | null, string | null | undefined, string | null>

/** One import of a person's; at most one of a person's has no `endedAt`. Its id is that of its batch. */
export interface LibraryImportsTable {
  importId: string
  userId: string
  fileName: string
  phase: Generated<ImportPhase>
  /** What was sent, until it has been read. */
  bytes: ColumnType<Uint8Array | null, Uint8Array | null, Uint8Array | null>
  take: Generated<ImportTake>
  name: string | null
  read: MaybeJson<ImportRead>
  note: string | null
  errorCode: string | null
  errorMessage: string | null
  result: MaybeJson<ImportResult>
  createdAt: Instant
  /** They take turns by it. */
  workedAt: Instant
  startedAt: MaybeInstant
  endedAt: MaybeInstant
}

/** A title that an import speaks of, with all it says of it; gone once the import is over. Several may turn out to be the same. */
export interface LibraryImportTitlesTable {
  importId: string
  place: number
  state: Generated<ImportTitle['state']>
  given: Json<GivenTitle>
  rows: Json<readonly ImportedRow[]>
  /** Keys of the export's lists that it is on. */
  lists: readonly string[]
  mediaType: MediaType | null
  tmdbId: number | null
  name: string | null
  year: number | null
  posterPath: string | null
  code: UnmatchedCode | null
  candidates: MaybeJson<readonly ImportCandidate[]>
  take: ImportTake | null
  /** What it would bring; of several that are the same title, with the first of them. */
  plan: MaybeJson<KeptPlan>
  /** What was about to be recorded: after a kill the library no longer says what was new to it. */
  sent: MaybeJson<ImportCounts>
  done: Generated<boolean>
}

export interface LibraryImportListsTable {
  importId: string
  place: number
  list: Json<ImportedList>
  /** The list here that it becomes. */
  listId: string | null
  plan: MaybeJson<KeptPlan>
  sent: MaybeJson<ImportCounts>
  done: Generated<boolean>
}
