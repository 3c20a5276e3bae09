/**
 * Filters as KurrentDB applies them to `$all`. It takes one, on names of streams or on types; the rest of what was asked is
 * sorted out here by `passesFilter`. It looks through the log for what is asked: nothing there is an index by family.
 */

import type { Filter as ServerFilter } from '@kurrent/kurrentdb-client'
import { eventTypeFilter, streamNameFilter } from '@kurrent/kurrentdb-client'
import { limits } from '../limits.ts'
import type { Filter } from './event-store.ts'

type OnCheckpoint = NonNullable<ServerFilter['checkpointReached']>

export function serverFilter({ categories, types, family }: Filter, checkpointReached?: OnCheckpoint): ServerFilter {
  const options = { maxSearchWindow: limits.kurrentdbSearchWindow, ...checkpointReached ? { checkpointReached } : {} }
  if (family !== undefined) return streamNameFilter({ prefixes: [family], ...options })
  if (categories && categories.length > 0) return streamNameFilter({ prefixes: categories.map((category) => `${category}-`), ...options })
  const named = types?.filter((type) => /^\w+$/.test(type)) ?? []
  if (named.length > 0) return eventTypeFilter({ regex: `^(?:${named.join('|')})$`, ...options })
  // Types of the system start with a dollar, those of links too.
  return eventTypeFilter({ regex: '^[^$]', ...options })
}
