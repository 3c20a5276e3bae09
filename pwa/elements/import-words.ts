/** What an import brings, in words. */

import type { ImportCounts, ImportKind, LibraryImport } from '../../projections/wire-import.ts'
import { IMPORT_KINDS } from '../../projections/wire-import.ts'
import { t } from '../strings/bring.ts'
import { listed } from '../strings/format.ts'

/** "3 ratings", "watchlist". */
function manyOf(kind: ImportKind, count: number): string {
  switch (kind) {
    case 'watchlist': case 'favourite': case 'dismissed': case 'progress': case 'elsewhere': return t(`bring.one.${kind}`)
    case 'rating': case 'play': case 'review': case 'tag': case 'listed': case 'list': return t(`bring.one.${kind}`, { count })
  }
}

export function freshIn(counts: ImportCounts): string {
  return listed(IMPORT_KINDS.map((kind) => (counts[kind]?.fresh ?? 0) > 0 ? manyOf(kind, counts[kind]!.fresh) : null))
}

/** Of a whole import kinds are counted, whatever they are. */
export function broughtIn({ counts, take }: Pick<LibraryImport, 'counts' | 'take'>): string {
  return listed(IMPORT_KINDS.map((kind) => {
    const { fresh = 0, differing = 0 } = counts[kind] ?? {}
    const count = fresh + (take === 'theirs' ? differing : 0)
    return count === 0 ? null : `${t(`bring.kind.${kind}`)}: ${count.toLocaleString()}`
  }))
}
