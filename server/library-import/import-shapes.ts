/** What an import keeps of itself between its steps. */

import type { FileRead, ImportProblem } from '../../domain/library-import/imported-row.ts'
import type { ImportConflict, ImportCount, ImportCounts, ImportKind, ImportLeftOut, ImportTitleCounts } from '../../projections/wire-import.ts'

/** What reading the files came to. */
export interface ImportRead {
  readonly files: readonly FileRead[]
  readonly rows: number
  readonly problems: readonly ImportProblem[]
  readonly problemsLeftOut: number
}

/** What one title or list would bring. */
export interface KeptPlan {
  readonly counts: ImportCounts
  readonly conflicts: readonly ImportConflict[]
  readonly leftOut: readonly ImportLeftOut[]
  /** Commands, by whose word counts. */
  readonly mine: number
  readonly theirs: number
}

/** How an import ended. */
export interface ImportResult {
  readonly counts: ImportCounts
  readonly titles: ImportTitleCounts
  readonly size: number
  readonly leftOut: readonly ImportLeftOut[]
}

const NONE: ImportCount = { fresh: 0, same: 0, differing: 0, leftOut: 0 }

/** Counts with one more of a sort. */
export function counted(counts: ImportCounts, kind: ImportKind, which: keyof ImportCount, more = 1): ImportCounts {
  const before = counts[kind] ?? NONE
  return { ...counts, [kind]: { ...before, [which]: before[which] + more } }
}
