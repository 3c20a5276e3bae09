/** A list that comes page by page, each title once: the catalogue moves while somebody reads. Pure. */

import { titleKey } from '../../domain/title.ts'
import type { TitlePage, TitleSummary } from '../../projections/wire-catalogue.ts'

export interface PagedList {
  readonly films: readonly TitleSummary[]
  /** The last page that came. */
  readonly page: number
  readonly totalPages: number
  readonly totalResults: number
  /** One of its pages is an older answer. */
  readonly stale: boolean
  /** How many pages in a row brought nothing new. */
  readonly barren: number
}

export function withPage(list: PagedList | undefined, { page, totalPages, totalResults, stale, results }: TitlePage): PagedList {
  const known = new Set(list?.films.map(titleKey))
  const fresh = results.filter((film) => !known.has(titleKey(film)) && known.add(titleKey(film)))
  return {
    films: [...list?.films ?? [], ...fresh], page, totalPages, totalResults, stale: stale || list?.stale === true, barren: fresh.length === 0 ? (list?.barren ?? 0) + 1 : 0,
  }
}

export const isEnded = (list: PagedList): boolean => list.page >= list.totalPages
