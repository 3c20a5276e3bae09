/** How much of a number of titles a person has seen. Pure. */

import type { TitleRef } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import type { LibraryRow } from '../../projections/library.ts'

/** Watched or rated; a series, once some of it was. */
export function isSeen(entry: Pick<LibraryRow, 'plays' | 'rating'> | undefined): boolean {
  return entry !== undefined && (entry.plays.length > 0 || entry.rating !== null)
}

export interface Progress { readonly seen: number; readonly count: number }

/** Each title once, however often it is named. */
export function progressOf(titles: readonly TitleRef[], entryOf: (title: TitleRef) => Parameters<typeof isSeen>[0]): Progress {
  const each = new Map(titles.map((title) => [titleKey(title), title]))
  return { count: each.size, seen: [...each.values()].filter((title) => isSeen(entryOf(title))).length }
}
