/** Pages of lists: what the address asks for, and the answer around what was found. */

import type { Listed } from '../../projections/wire.ts'
import type { TitleRef } from '../../domain/title.ts'
import { limits } from '../limits.ts'
import type { Found, Page, ReadModels } from '../read-models.ts'

export interface PageQuery { readonly page?: string; readonly limit?: string }

export function pageOf({ page, limit }: PageQuery): Page {
  return { page: wholeBetween(page, limits.pageNumberMax) ?? 1, limit: wholeBetween(limit, limits.pageSizeMax) ?? limits.pageSizeDefault }
}

function wholeBetween(text: string | undefined, maximum: number): number | undefined {
  const value = Number(text)
  return Number.isInteger(value) && value >= 1 && value <= maximum ? value : undefined
}

/** With the cards of the rows' titles. */
export async function listedWith<Row>(models: ReadModels, { page, limit }: Page, { rows, total }: Found<Row>, titleOf: (row: Row) => TitleRef | undefined): Promise<Listed<Row>> {
  return { page, totalPages: Math.ceil(total / limit), totalResults: total, results: rows, cards: await models.cards(rows.map(titleOf).filter((title) => title !== undefined)) }
}
