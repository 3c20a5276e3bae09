/** Rows that changed, for everyone who is connected, in as many queries as for one. */

import type { Kysely } from 'kysely'
import type { UserId } from '../../domain/event.ts'
import type { CardRow } from '../../projections/cards.ts'
import type { Tables } from '../db/tables.ts'
import { limits } from '../limits.ts'
import type { Changed } from '../sync/row-changes.ts'
import {
  cardOf, cardsOfChangedEntries, cardsOfChangedItems, cardsOfLists, cardsOfJobs, changedCards, changedJobs, hasCard, inSnapshot, jobOf, newMemberships, projected, whoSeeJobs,
} from '../sync/row-changes.ts'
import type { Delta } from './delta.ts'
import { deltaOf } from './delta.ts'

export interface LiveRows {
  /** Everything up to here has been read. */
  readonly upTo: number
  /** Per person; nobody else has anything to be told. `tooMuch`: let everybody pull. */
  readonly deltas: ReadonlyMap<UserId, Delta> | 'tooMuch'
}

export function readLiveRows(db: Kysely<Tables>, people: readonly UserId[], after: number): Promise<LiveRows> {
  return inSnapshot(db, async (reading) => {
    const upTo = Math.max(after, await projected(reading))
    if (people.length === 0 || upTo === after) return { upTo, deltas: new Map() }
    const span = { after, upTo, limit: limits.liveRowsMax }
    const ofEntries = await cardsOfChangedEntries(reading, people, span)
    const ofItems = await cardsOfChangedItems(reading, people, span)
    const ofCatalogue = await changedCards(reading, people, span, true)
    const ofJobs = await changedJobs(reading, span)
    const entered = await newMemberships(reading, people, span)
    const listRows = entered.reduce((sum, { itemCount }) => sum + itemCount, 0)
    if ([ofEntries, ofItems, ofCatalogue, ofJobs, entered].some((rows) => rows.length === limits.liveRowsMax) || listRows > limits.liveRowsMax) return { upTo, deltas: 'tooMuch' }
    // What was just asked for may be something that a person has no card of; later changes of its job need none.
    const begun = ofJobs.filter(({ status }) => status === 'queued' || status === 'awaiting_approval')
    const fetched = await cardsOfJobs(reading, begun)

    const ofLists = Map.groupBy(await cardsOfLists(reading, entered.map(({ listId }) => listId)), ({ listId }) => listId)
    const cardsEntered = entered.flatMap(({ listId, ...of }) => (ofLists.get(listId) ?? []).map((row) => ({ ...row, ...of })))

    const changed: readonly Changed<CardRow>[] = [...ofEntries.filter(hasCard), ...ofItems.filter(hasCard), ...ofCatalogue]
    const asked = changed.filter(({ userId }) => userId === null)
    const newest = { rows: newestOf(asked), jobs: newestOf(ofJobs) }
    const shared = new Map([...asked, ...fetched].map((row) => [row.key, cardOf(row)]))
    // What somebody's copies are noted in looks otherwise to each person; all else is made into text once for everybody.
    const alike = ofJobs.every(({ copies }) => copies.length === 0)
    const jobsFor = (userId: UserId) => ofJobs.map((row) => jobOf(row, userId))
    const forAll = (userId: UserId) => deltaOf({ cards: [...shared.values()], jobs: jobsFor(userId) }, newest, { seesJobs: true })
    const isShared = newest.rows > 0 || newest.jobs > 0
    const once = alike && isShared ? forAll(people[0]!) : undefined
    const own = Map.groupBy([...ofEntries, ...ofItems, ...ofCatalogue, ...cardsEntered], ({ userId }) => userId)
    const seeing = await whoSeeJobs(reading, people)

    function deltaFor(userId: UserId): Delta | undefined {
      const rows = own.get(userId)
      const seesJobs = seeing.has(userId)
      if (!rows) return seesJobs && isShared ? once ?? forAll(userId) : undefined
      const cards = [...new Map([...seesJobs ? shared : [], ...rows.filter(hasCard).map((row) => [row.key, cardOf(row)] as const)]).values()]
      if (!seesJobs) return deltaOf({ cards }, { rows: newestOf(rows) }, { seesJobs })
      return deltaOf({ jobs: once?.jobs ?? jobsFor(userId), cards }, { rows: Math.max(newest.rows, newestOf(rows)), jobs: newest.jobs }, { seesJobs })
    }

    return { upTo, deltas: new Map(people.flatMap((userId) => { const delta = deltaFor(userId); return delta ? [[userId, delta] as const] : [] })) }
  })
}

function newestOf(rows: readonly { readonly at: number }[]): number {
  return Math.max(0, ...rows.map(({ at }) => at))
}
