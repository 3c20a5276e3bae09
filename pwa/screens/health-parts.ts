/** What the server's checks are about, for the screen Health. Pure. */

import type { Health } from '../../projections/wire.ts'

export const PARTS = ['database', 'eventStore', 'objectStore', 'projections', 'outbox', 'webhooks', 'mail', 'imports', 'catalogue'] as const
export type Part = (typeof PARTS)[number]
export interface PartHealth { readonly part: Part; readonly ok: boolean; readonly checks: Health['checks'] }

const parts: Readonly<Record<string, Part>> = { 'database': 'database', 'event store': 'eventStore', 'object store': 'objectStore', 'outbox': 'outbox', 'webhooks': 'webhooks', 'mail': 'mail', 'imports': 'imports', 'catalogue': 'catalogue' }

/** All projections are one part; what a later server checks besides stands with them. */
export function partsOf({ checks }: Health): readonly PartHealth[] {
  const found = Map.groupBy(checks, ({ name }) => parts[name] ?? 'projections')
  return PARTS.flatMap((part) => {
    const own = found.get(part)
    return own ? [{ part, ok: own.every(({ ok }) => ok), checks: own }] : []
  }).sort((a, b) => Number(a.ok) - Number(b.ok))
}
