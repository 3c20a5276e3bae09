/**
 * A table beside the live one that events are folded into in memory: rows are in a map, and in the table as of the last `keep`, with its
 * checkpoint in the same transaction. Whoever opens it again after a kill goes on from there.
 *
 * Until the map is full nothing is read: what it does not hold is not in the table. After that, and when it was opened again, the map is a
 * cache: the rows that events concern are loaded, a batch at a time, and what has changed is written when the map is full.
 */

import type pg from 'pg'
import type { Position, RecordedEvent } from '../domain/event.ts'
import { positionOf, START } from '../domain/event.ts'
import type { AnyProjection } from '../projections/index.ts'
import type { Column } from '../projections/projection.ts'
import { erasingOf, handlerFor } from '../projections/projection.ts'
import { canonical } from '../server/db/canonical-rows.ts'
import type { StoredRow } from '../server/db/read-model.ts'
import { copyRows, deleteRows, readModelTable, readStoredRows, writeManyRows } from '../server/db/read-model.ts'
import { createTable, dropTable, keyTable } from '../server/db/read-model-tables.ts'
import { limits } from '../server/limits.ts'
import { PoisonedEventError } from './apply-events.ts'

type AnyRow = { readonly key: string }
/** `row` is undefined when there is none; `position` that of the event that made it so. */
interface Entry { row: AnyRow | undefined; position: Position }

export interface FoldedTable {
  /** Where its checkpoint stands. */
  readonly keptUpTo: Position
  /** Folds the next events, in their order. Throws `PoisonedEventError`. */
  fold(events: readonly RecordedEvent[]): Promise<void>
  /** Everything folded so far is in the table when this resolves, and its checkpoint at `upTo`. */
  keep(upTo: Position): Promise<void>
  /** Throws when what came into the table is not what was folded: every row counted, some read again. For after `keep`. */
  check(): Promise<void>
}

interface Options {
  readonly projection: AnyProjection
  /** Go on with the one that is there. */
  readonly again: boolean
  readonly rowsMax: number
  /** In the transaction of every `keep`. */
  readonly kept: (client: pg.ClientBase, upTo: Position) => Promise<void>
}

export async function openFoldedTable(client: pg.ClientBase, { projection, again, rowsMax, kept }: Options): Promise<FoldedTable> {
  const rows = new Map<string, Entry>()
  let keptUpTo = again ? await checkpointOf(client, projection) : await begin(client, projection)
  /** What is not in the map is not in the table. */
  let whole = keptUpTo === START
  let empty = whole

  async function load(events: readonly RecordedEvent[]): Promise<void> {
    const missing = new Set(events.flatMap((event) => keysOf(projection, event).filter((key) => !rows.has(key))))
    if (missing.size === 0) return
    for (const key of missing) rows.set(key, { row: undefined, position: START })
    for (const { row, position } of await readStoredRows<AnyRow>(client, projection, { where: { key: [...missing] } })) rows.set(row.key, { row, position })
  }

  /** Those of people whose account was erased, whichever their keys. */
  async function loadErased(events: readonly RecordedEvent[]): Promise<void> {
    const people = events.flatMap((event) => erasingOf(projection, event)?.userId ?? [])
    if (people.length === 0) return
    for (const { row, position } of await readStoredRows<AnyRow>(client, projection, { where: { [projection.erased!.column]: people } })) if (!rows.has(row.key)) rows.set(row.key, { row, position })
  }

  async function write(upTo: Position): Promise<void> {
    const changed: StoredRow<AnyRow>[] = []
    const gone: string[] = []
    for (const [key, { row, position }] of rows) {
      if (position <= keptUpTo) continue
      if (row) changed.push({ row, position })
      else gone.push(key)
    }
    if (!empty) await keyTable(client, projection)
    await client.query('begin')
    // Rows and checkpoint stay together; what a power cut takes back is folded again.
    await client.query('set local synchronous_commit = off')
    if (empty) await copyRows(client, projection, changed)
    else {
      await writeManyRows(client, projection, changed)
      await deleteRows(client, projection, gone)
    }
    await client.query('update checkpoints set position = $3, updated_at = now() where name = $1 and version = $2', [projection.name, projection.version, Number(upTo)])
    await kept(client, upTo)
    await client.query('commit')
    keptUpTo = upTo
    empty &&= changed.length === 0
  }

  return {
    get keptUpTo() { return keptUpTo },
    async fold(events) {
      if (!whole) await load(events)
      if (!whole) await loadErased(events)
      let current: RecordedEvent | undefined
      try {
        for (current of events) foldInto(projection, rows, current)
      } catch (error) {
        throw new PoisonedEventError(projection, current!, keptUpTo, error)
      }
      if (rows.size < rowsMax) return
      await write(events.at(-1)!.position)
      await keyTable(client, projection)
      rows.clear()
      whole = false
    },
    keep: write,
    async check() {
      if (whole) await checkCount(client, projection, rows)
      await checkSample(client, projection, rows)
    },
  }
}

async function begin(client: pg.ClientBase, projection: AnyProjection): Promise<Position> {
  // Also what a given-up rebuild of another version has left.
  const { rows } = await client.query<{ version: number }>('select version from checkpoints where name = $1', [projection.name])
  for (const { version } of rows) await dropTable(client, { ...projection, version })
  await dropTable(client, projection)
  await createTable(client, projection)
  await client.query('insert into checkpoints (name, version) values ($1, $2)', [projection.name, projection.version])
  return START
}

async function checkpointOf(client: pg.ClientBase, { name, version }: AnyProjection): Promise<Position> {
  const { rows } = await client.query<{ position: number }>('select position from checkpoints where name = $1 and version = $2', [name, version])
  return positionOf(rows[0]!.position)
}

/** None where folding will fail: it says at which event. */
function keysOf(projection: AnyProjection, event: RecordedEvent): readonly string[] {
  try {
    return handlerFor(projection, event)?.keys(event) ?? []
  } catch {
    return []
  }
}

function foldInto(projection: AnyProjection, rows: Map<string, Entry>, event: RecordedEvent): void {
  const { position } = event
  const erasing = erasingOf(projection, event)
  if (erasing) for (const entry of rows.values()) if (entry.row?.[erasing.column as 'key'] === erasing.userId) Object.assign(entry, { row: erasing.change(entry.row), position })
  const handler = handlerFor(projection, event)
  if (!handler) return
  for (const key of handler.keys(event)) {
    const entry = rows.get(key)
    const old = entry?.row
    const next = handler.fold(old, event, key) as AnyRow | undefined
    if (next === old) continue
    if (entry) {
      entry.row = next
      entry.position = position
    } else rows.set(key, { row: next, position })
  }
}

async function checkCount(client: pg.ClientBase, projection: AnyProjection, rows: ReadonlyMap<string, Entry>): Promise<void> {
  const folded = [...rows.values()].filter(({ row }) => row).length
  const { rows: [counted] } = await client.query<{ count: number }>(`select count(*) as count from ${readModelTable(projection)}`)
  if (counted!.count !== folded) throw new Error(`${folded} rows were folded, and ${counted!.count} are in the table`)
}

/** Some from all over the map. */
async function checkSample(client: pg.ClientBase, projection: AnyProjection, rows: ReadonlyMap<string, Entry>): Promise<void> {
  const step = Math.ceil(rows.size / limits.rebuildSampleRows)
  const sample = [...rows.keys()].filter((_, i) => i % step === 0)
  const stored = new Map((await readStoredRows<AnyRow>(client, projection, { where: { key: sample } })).map((each) => [each.row.key, each]))
  for (const key of sample) {
    const entry = rows.get(key)!
    const found = stored.get(key)
    const [wanted, got] = [entry.row && asStored(projection, { row: entry.row, position: entry.position }), found && asStored(projection, found)]
    if (wanted !== got) throw new Error(`The row ${key} did not come back from the table as it was folded`)
  }
}

/** As text, where a fold and the table may write the same value differently. */
function asStored({ columns }: AnyProjection, { row, position }: StoredRow<AnyRow>): string {
  const cells = Object.entries<Column>(columns).map(([property, { type }]) => {
    const value = (row as Readonly<Record<string, unknown>>)[property] ?? null
    return [property, type === 'timestamptz' && value !== null ? Date.parse(String(value)) : value]
  })
  return canonical({ ...Object.fromEntries(cells) as object, position })
}
