/**
 * What a person's read models showed at a moment: folded from their events with the live projections, and asked with the live
 * queries. Titles' cards are today's: what the catalogue says of a film is nobody's past.
 */

import { sql } from 'kysely'
import type { RecordedEvent, StreamName, UserId } from '../domain/event.ts'
import { START } from '../domain/event.ts'
import type { TitleRef } from '../domain/title.ts'
import { listStream } from '../domain/list-stream.ts'
import { byOrder } from '../domain/by-order.ts'
import { parseAcquisitionStream } from '../domain/playable.ts'
import { libraryStream, parseTitleKey, titleKey } from '../domain/title.ts'
import type { Moment } from '../projections/as-of.ts'
import { afterMoment } from '../projections/as-of.ts'
import type { LibraryRow } from '../projections/library.ts'
import { library } from '../projections/library.ts'
import { listItems } from '../projections/list-items.ts'
import { lists } from '../projections/lists.ts'
import type { Projection } from '../projections/projection.ts'
import { handlerFor } from '../projections/projection.ts'
import { timeline } from '../projections/timeline.ts'
import { staysOf } from '../projections/watchlist-stays.ts'
import type { Database } from './db/database.ts'
import type { StoredRow } from './db/read-model.ts'
import { recordsOf, readModelTable } from './db/read-model.ts'
import type { EventStore } from './event-store/event-store.ts'
import { skippedEvents } from './events/skipped-events.ts'
import { createInTurn } from './in-turn.ts'
import { limits } from './limits.ts'
import type { CurrentList } from './lists/current-list.ts'
import type { PersonalModels } from './read-models.ts'
import { isOnShelf, personalModelsIn } from './read-models.ts'
import { RequestError } from './request-error.ts'

export interface Past {
  /** One person's models as of a moment; what they answer of another person is nothing. */
  of(userId: UserId, moment: Moment): PersonalModels
  /** A list as it was, whoever may see it; undefined while there was none. Who may see it today is the caller's to ask. */
  list(listId: string, moment: Moment): Promise<CurrentList | undefined>
}

interface Ports { readonly database: Pick<Database, 'kysely'>; readonly store: Pick<EventStore, 'readAll' | 'readStream'> }
type AnyRow = { readonly key: string }
type Events = AsyncIterable<RecordedEvent>

export function pastIn({ database: { kysely }, store }: Ports): Past {
  const inTurn = createInTurn({ waitingMax: limits.pastReadsWaitingMax })

  /** A person's looks at their past take turns: each may hold all of their rows. */
  async function fold<Row extends AnyRow>(userId: UserId, projection: Projection<Row>, moment: Moment, logs: () => Events[] | Promise<Events[]>): Promise<readonly StoredRow<Row>[]> {
    const folded = inTurn(userId, async () => await foldLogs(store, projection, moment, await logs()))
    if (!folded) throw new RequestError('RATE_LIMITED', 'You are looking at too many moments at once. Wait for some of them, then try again.')
    return await folded
  }

  const models = <Row extends AnyRow>(projection: Projection<Row>, rows: readonly StoredRow<Row>[]) =>
    personalModelsIn(kysely, (asked) => sql`json_populate_recordset(null::${sql.table(readModelTable(asked))}, ${asked.name === projection.name ? recordsOf(projection, rows) : '[]'})`)

  /** Of one title, its streams; of everything, the person's own and those of the household that they had a hand in. */
  async function acts(userId: UserId, title: TitleRef | undefined): Promise<Events[]> {
    const shared = await sharedStreamsOf(kysely, userId)
    if (title) return [libraryStream(userId, title), ...shared.filter((stream) => isFetchOf(stream, title))].map((stream) => store.readStream(stream))
    return [libraryOf(store, userId), store.readAll(START, { family: `batch-${userId}` }), ...shared.map((stream) => store.readStream(stream))]
  }

  function of(userId: UserId, moment: Moment): PersonalModels {
    let whole: Promise<readonly StoredRow<LibraryRow>[]> | undefined
    return {
      async shelf(of, shelf, wish) {
        const rows = await (whole ??= fold(userId, library, moment, () => [libraryOf(store, userId)]))
        return await models(library, rows.filter(({ row }) => isOnShelf(row, shelf))).shelf(of, shelf, wish)
      },
      async entry(of, title) {
        const rows = await fold(userId, library, moment, () => [store.readStream(libraryStream(userId, title))])
        return await models(library, rows).entry(of, title)
      },
      async history(of, wish) {
        return await models(timeline, await fold(userId, timeline, moment, () => acts(userId, parseTitleKey(wish.subject ?? '')))).history(of, wish)
      },
      async life(of) {
        const rows = await (whole ??= fold(userId, library, moment, () => [libraryOf(store, userId)]))
        const done = await fold(userId, timeline, moment, () => [libraryOf(store, userId)])
        return of === userId ? { rows: rows.map(({ row }) => row), stays: staysOf(done.map(({ row }) => row)) } : { rows: [], stays: [] }
      },
    }
  }

  return {
    of,
    async list(listId, moment) {
      const log = () => [store.readStream(listStream(listId))]
      const [list] = await foldLogs(store, lists, moment, log())
      const items = (await foldLogs(store, listItems, moment, log())).map(({ row }) => ({ row, name: titleKey(row), orderKey: row.orderKey }))
      return list && { list: list.row, items: items.sort(byOrder).map(({ row }) => row) }
    },
  }
}

/** All of a person's library as of a moment. */
export async function libraryAsOf(store: Ports['store'], userId: UserId, moment: Moment): Promise<readonly LibraryRow[]> {
  return (await foldLogs(store, library, moment, [libraryOf(store, userId)])).map(({ row }) => row)
}

/** Each log up to the moment, without what an admin has had the read model skip. */
async function foldLogs<Row extends AnyRow>(store: Ports['store'], projection: Projection<Row>, moment: Moment, logs: readonly Events[]): Promise<readonly StoredRow<Row>[]> {
  const isLater = afterMoment(moment)
  const skipped = await skippedEvents(store, projection.name)
  const rows = new Map<string, StoredRow<Row>>()
  for (const log of logs) {
    for await (const event of log) {
      if (isLater(event)) break
      if (!skipped.has(event.id)) foldStored(projection, rows, event)
    }
  }
  return [...rows.values()]
}

function libraryOf(store: Ports['store'], userId: UserId): Events {
  return store.readAll(START, { family: `library-${userId}` })
}

/** As the projector does: a row stands at the event that changed it last. */
function foldStored<Row extends AnyRow>(projection: Projection<Row>, rows: Map<string, StoredRow<Row>>, event: RecordedEvent): void {
  const handler = handlerFor(projection, event)
  for (const key of handler?.keys(event) ?? []) {
    const old = rows.get(key)?.row
    const row = handler!.fold(old, event, key)
    if (row === undefined) rows.delete(key)
    else if (row !== old) rows.set(key, { row, position: event.position })
  }
}

/** Of the film, or of an episode of the series. */
function isFetchOf(stream: StreamName, title: TitleRef): boolean {
  const fetched = parseAcquisitionStream(stream)
  return fetched !== undefined && titleKey(fetched) === titleKey(title)
}

/** Films and episodes whose fetching a person had a part in, lists that they changed: their history knows. */
async function sharedStreamsOf(kysely: Database['kysely'], userId: UserId): Promise<readonly StreamName[]> {
  const { rows } = await sql<{ stream: StreamName }>`select distinct stream from ${sql.table(readModelTable(timeline))}
    where user_id = ${userId} and position(${userId} in stream) = 0`.execute(kysely)
  return rows.map(({ stream }) => stream)
}
