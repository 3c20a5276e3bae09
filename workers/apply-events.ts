/**
 * Applies events to a projection's table: rows and checkpoint in one transaction, so each event takes effect exactly once. The
 * live projector and a rebuild's catching up both do it so.
 */

import type pg from 'pg'
import type { Position, RecordedEvent } from '../domain/event.ts'
import type { AnyProjection } from '../projections/index.ts'
import { erasingOf, handlerFor } from '../projections/projection.ts'
import { isPassingFault } from '../server/db/faults.ts'
import { PROJECTIONS_CHANNEL } from '../server/db/projection-progress.ts'
import type { StoredRow } from '../server/db/read-model.ts'
import { deleteRows, readModelTable, readStoredRows, writeManyRows } from '../server/db/read-model.ts'

export type Batch = { readonly events: readonly RecordedEvent[]; readonly upTo: Position }

/** When a batch cannot be applied, its halves are tried, down to the one event that is at fault: all before it take effect. */
export async function applyEvents(client: pg.Client, projection: AnyProjection, from: Position, batch: Batch): Promise<void> {
  const { events, upTo } = batch
  try {
    await applyAtOnce(client, projection, from, batch)
  } catch (error) {
    await client.query('rollback')
    if (isPassingFault(error) || error instanceof StaleProjectorError || events.length === 0) throw error
    if (events.length === 1) throw new PoisonedEventError(projection, events[0]!, from, error)
    const half = events.length >> 1
    const middle = events[half - 1]!.position
    await applyEvents(client, projection, from, { events: events.slice(0, half), upTo: middle })
    await applyEvents(client, projection, middle, { events: events.slice(half), upTo })
  }
}

async function applyAtOnce(client: pg.Client, projection: AnyProjection, from: Position, { events, upTo }: Batch): Promise<void> {
  if (events.length === 0) return await passOver(client, projection, from, upTo)
  await client.query('begin')
  // Rows and checkpoint stay together whatever happens; what a power cut takes back is projected again. So no need to wait for the disk.
  await client.query('set local synchronous_commit = off')
  // First the checkpoint: a rebuild that swaps tables holds it, and whoever waits for it must not hold the table.
  const { rowCount } = await client.query(
    `update checkpoints set position = $4, error = null, updated_at = now() where name = $1 and version = $2 and position = $3 and status = 'running'`,
    [projection.name, projection.version, Number(from), Number(upTo)])
  if (rowCount !== 1) throw staleAt(projection, from)
  const { changed, gone } = await fold(client, projection, events)
  await writeManyRows(client, projection, changed)
  await deleteRows(client, projection, gone)
  await client.query('select pg_notify($1, $2)', [PROJECTIONS_CHANNEL, `${readModelTable(projection)} ${upTo}`])
  await client.query('commit')
}

/** Nothing there concerns it, as with most appends and most projections: all the same in one statement, which costs a sixth of a transaction's. */
async function passOver(client: pg.Client, projection: AnyProjection, from: Position, upTo: Position): Promise<void> {
  const { rowCount } = await client.query({
    name: 'pass-over',
    text: `with unwaited as (select set_config('synchronous_commit', 'off', true)),
      moved as (update checkpoints set position = $4, error = null, updated_at = now() from unwaited
        where name = $1 and version = $2 and position = $3 and status = 'running' returning position)
      select pg_notify($5, $6) from moved`,
    values: [projection.name, projection.version, Number(from), Number(upTo), PROJECTIONS_CHANNEL, `${readModelTable(projection)} ${upTo}`],
  })
  if (rowCount !== 1) throw staleAt(projection, from)
}

function staleAt({ name }: AnyProjection, from: Position): StaleProjectorError {
  return new StaleProjectorError(`Projection ${name} is no longer at ${from}: another worker has moved it, or it was stopped`)
}

type AnyRow = { readonly key: string } & Readonly<Record<string, unknown>>
type Changes = { readonly changed: readonly StoredRow<AnyRow>[]; readonly gone: readonly string[] }

/** All rows that the events concern in one query, then the pure fold over them. */
async function fold(client: pg.Client, projection: AnyProjection, events: readonly RecordedEvent[]): Promise<Changes> {
  const stored = await readConcerned(client, projection, events)
  const before = new Set(stored.map(({ row }) => row.key))
  const rows = new Map<string, StoredRow<AnyRow>>(stored.map((stored) => [stored.row.key, stored]))
  const touched = new Set<string>()
  const put = (key: string, old: AnyRow | undefined, next: AnyRow | undefined, { position }: RecordedEvent) => {
    if (next === old) return
    touched.add(key)
    if (next === undefined) rows.delete(key)
    else rows.set(key, { row: next, position })
  }
  for (const event of events) {
    const erasing = erasingOf(projection, event)
    if (erasing) for (const [key, { row }] of rows) if (row[erasing.column] === erasing.userId) put(key, row, erasing.change(row) as AnyRow | undefined, event)
    const handler = handlerFor(projection, event)
    for (const key of handler?.keys(event) ?? []) put(key, rows.get(key)?.row, handler!.fold(rows.get(key)?.row, event, key) as AnyRow | undefined, event)
  }
  return {
    changed: [...touched].flatMap((key) => rows.get(key) ?? []),
    gone: [...touched].filter((key) => !rows.has(key) && before.has(key)),
  }
}

/** By their keys, and by the person whose account was erased. */
async function readConcerned(client: pg.Client, projection: AnyProjection, events: readonly RecordedEvent[]): Promise<readonly StoredRow<AnyRow>[]> {
  const keys = new Set(events.flatMap((event) => handlerFor(projection, event)?.keys(event) ?? []))
  const erased = new Set(events.flatMap((event) => erasingOf(projection, event)?.userId ?? []))
  const found = keys.size === 0 ? [] : await readStoredRows<AnyRow>(client, projection, { where: { key: [...keys] } })
  return erased.size === 0 ? found : [...found, ...await readStoredRows<AnyRow>(client, projection, { where: { [projection.erased!.column]: [...erased] } })]
}

/** Another worker has the projection now. */
export class StaleProjectorError extends Error {
  override readonly name = 'StaleProjectorError'
}

export class PoisonedEventError extends Error {
  override readonly name = 'PoisonedEventError'
  readonly event: RecordedEvent
  readonly from: Position
  constructor(projection: AnyProjection, event: RecordedEvent, from: Position, cause: unknown) {
    super(`projection ${projection.name} cannot apply ${event.type} ${event.id} and has stopped there`, { cause })
    this.event = event
    this.from = from
  }
}
