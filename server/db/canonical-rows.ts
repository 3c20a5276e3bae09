/** The canonical dump of a read model: each row as one line of JSON, its properties in the order of their names, the rows in the order of their keys. */

import type { AnyProjection } from '../../projections/index.ts'
import { limits } from '../limits.ts'
import type { Queryable } from './read-model.ts'
import { readRowsAfterKey } from './read-model.ts'

export interface CanonicalRow { readonly key: string; readonly line: string }

/** One moment only if the client is in a transaction that keeps one. */
export async function* canonicalRows(client: Queryable, projection: AnyProjection): AsyncGenerator<CanonicalRow> {
  for (let after: string | null = null, more = true; more;) {
    const page: Awaited<ReturnType<typeof readRowsAfterKey<{ readonly key: string }>>> = await readRowsAfterKey<{ readonly key: string }>(client, projection, after, limits.verifyPageRows)
    for (const { row, position } of page) yield { key: row.key, line: canonical({ ...row, position }) + '\n' }
    after = page.at(-1)?.row.key ?? null
    more = page.length === limits.verifyPageRows
  }
}

export function canonical(value: unknown): string {
  return JSON.stringify(sorted(value))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([name, inner]) => [name, sorted(inner)]))
}
