/** What changed for one person after a cursor, in pages: what `GET /api/sync` answers and what a live socket begins with. */

import type { UserId } from '../../domain/event.ts'
import { positionOf } from '../../domain/event.ts'
import type { DomainEvent } from '../../domain/index.ts'
import { OWN_CATEGORIES } from '../../domain/index.ts'
import type { Changes, Person } from '../../projections/wire.ts'
import type { EventStore } from '../event-store/event-store.ts'
import { EventStoreError } from '../event-store/event-store.ts'
import { withoutHash } from '../event-store/hash-chain.ts'
import { limits } from '../limits.ts'
import type { Cursor } from './cursor.ts'
import type { ReadLists } from './list-access.ts'
import { listChanges } from './list-changes.ts'
import { digestOf } from './people.ts'
import type { RowChanges, RowsSeen } from './row-changes.ts'

export interface Pulled {
  readonly changes: Changes
  readonly cursor: Cursor
  /** There is more after `cursor` already. */
  readonly more: boolean
}

export interface PullOptions { readonly eventsMax?: number; readonly rowsMax?: number }

/** Undefined when the cursor lies beyond all there is: it was made by another store, or by this one before it was restored. */
export type Pull = (userId: UserId, after: Cursor, options?: PullOptions) => Promise<Pulled | undefined>

export interface PullDeps {
  readonly store: Pick<EventStore, 'readAll' | 'readStream' | 'lastPosition'>
  readonly rowChanges: (userId: UserId, after: RowsSeen, rowsMax: number) => Promise<RowChanges>
  readonly readLists: ReadLists
  readonly people: () => Promise<readonly Person[]>
}

export function createPull(deps: PullDeps): Pull {
  const pull = createPullOfKnown(deps)
  return (...asked) => pull(...asked).catch((error: unknown) => {
    if (error instanceof EventStoreError && error.code === 'UNKNOWN_POSITION') return undefined
    throw error
  })
}

function createPullOfKnown({ store, rowChanges, readLists, people }: PullDeps): Pull {
  return async (userId, after, { eventsMax = limits.syncPageEvents, rowsMax = limits.syncPageRows } = {}) => {
    const last = Number(await store.lastPosition())
    if (Math.max(after.events, after.rows, after.jobs ?? 0, after.lists) > last) return undefined
    const [own, lists, rows, household] = await Promise.all([
      ownEvents(store, userId, { after: after.events, last, limit: eventsMax + 1 }),
      listChanges(store, readLists, userId, after, eventsMax),
      rowChanges(userId, after, rowsMax),
      people(),
    ])
    const page = own.slice(0, eventsMax)
    const digest = digestOf(household)
    return {
      changes: {
        events: [...page, ...lists.events], cards: rows.cards, jobs: rows.jobs,
        forget: after.jobs !== null && rows.reached.jobs === null ? [...lists.forget, 'jobs'] : lists.forget,
        people: digest === after.people ? null : household,
      },
      cursor: { events: Number(page.at(-1)?.position ?? after.events), ...rows.reached, ...lists.cursor, people: digest },
      more: own.length > page.length || lists.more || rows.more,
    }
  }
}

/** Of all of a person's own streams, in the global order. Up to one `last`: one family is read a moment after the other. */
async function ownEvents(store: PullDeps['store'], userId: UserId, { after, last, limit }: { readonly after: number; readonly last: number; readonly limit: number }): Promise<readonly DomainEvent[]> {
  const families = OWN_CATEGORIES.map((category) => `${category}-${userId}`)
  const read = await Promise.all(families.map((family) => Array.fromAsync(store.readAll(positionOf(after), { family, limit }), withoutHash)))
  // Only deciders of the registry append, so what is recorded is a domain event.
  return (read.flat() as DomainEvent[]).filter(({ position }) => Number(position) <= last).sort((a, b) => a.position < b.position ? -1 : 1).slice(0, limit)
}
