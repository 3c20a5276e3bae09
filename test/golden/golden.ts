/** Golden files: every shape an event was ever stored in, and the rows it leads to. Old stores must load for ever. */

import { fileURLToPath } from 'node:url'
import type { RecordedEvent } from '../../domain/event.ts'
import { categoryOf } from '../../domain/event.ts'
import { projections } from '../../projections/index.ts'
import { foldInto, handlerFor } from '../../projections/projection.ts'

export const goldenFolder = fileURLToPath(new URL('events', import.meta.url))

export interface Golden {
  readonly category: string
  /** What came before it in its stream. */
  readonly given: readonly RecordedEvent[]
  readonly event: RecordedEvent
  /** The payload in today's shape, where the event was recorded in a former one. */
  readonly present?: unknown
  /** By projection and key, the rows the event concerns, as they are after it; null where there is none. */
  readonly rows: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

export function rowsAfter(given: readonly RecordedEvent[], event: RecordedEvent): Golden['rows'] {
  const concerned = projections.filter((projection) => projection.categories.includes(categoryOf(event.stream)) && handlerFor(projection, event))
  return Object.fromEntries(concerned.map((projection) => {
    const rows = new Map<string, { readonly key: string }>()
    for (const one of [...given, event]) foldInto(projection, rows, one)
    return [projection.name, Object.fromEntries(handlerFor(projection, event)!.keys(event).map((key) => [key, rows.get(key) ?? null]))]
  }))
}
