/** A projection that counts, and the workers that keep it, in the process of the test. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { CommandId } from '../../domain/command.ts'
import type { NewEvent, RecordedEvent, StreamName } from '../../domain/event.ts'
import { eventIdOf } from '../../domain/event.ts'
import type { AnyProjection } from '../../projections/index.ts'
import type { Projection } from '../../projections/projection.ts'
import type { Connection, Database } from '../../server/db/database.ts'
import { projectionStatuses } from '../../server/db/projection-progress.ts'
import { readStoredRows } from '../../server/db/read-model.ts'
import type { Rebuild } from '../../server/db/rebuilds.ts'
import type { RebuildEnding } from '../../server/db/tables.ts'
import type { EventStore } from '../../server/event-store/event-store.ts'
import { NO_STREAM } from '../../server/event-store/event-store.ts'
import { createPostgresEventStore } from '../../server/event-store/postgres.ts'
import { silentLog } from '../../server/log.ts'
import { realSystem, uuidv7 } from '../../server/system.ts'
import { startProjector } from '../../workers/projector.ts'
import type { RebuildOptions } from '../../workers/rebuild.ts'
import { runRebuilds } from '../../workers/rebuild.ts'
import { eventually } from './eventually.ts'
import { withPostgres } from './postgres.ts'
import type { Test } from './tap.ts'

export interface CountRow { readonly key: string; readonly count: number; readonly note: string; readonly seen: readonly string[] }

/** Counts, so that an event that is skipped or applied twice shows. Its notes have what COPY must escape. */
export function counting(name: string, trouble: (event: RecordedEvent) => void = () => {}): Projection<CountRow> {
  const handler = {
    keys: (event: RecordedEvent) => [event.stream],
    fold(row: CountRow | undefined, event: RecordedEvent, key: string): CountRow | undefined {
      trouble(event)
      const { amount } = event.data as { amount: number }
      return amount === 0 ? undefined : { key, count: (row?.count ?? 0) + amount, note: 'a\tb\\c\nd "Süß"', seen: [...(row?.seen ?? []).slice(-2), event.id] }
    },
  }
  return {
    name, version: 1, categories: ['library'], audience: 'everyone', indexes: [['count']], on: { TitleRated: handler } as AnyProjection['on'],
    columns: { key: { type: 'text' }, count: { type: 'integer' }, note: { type: 'text' }, seen: { type: 'json' } },
  }
}

export function events(amounts: readonly number[]): NewEvent[] {
  const commandId = uuidv7(realSystem) as CommandId
  const meta = { commandId, correlationId: commandId, causationId: commandId, actor: 'system' as const, deviceId: null, issuedAt: '2026-01-01T00:00:00.000Z' }
  return amounts.map((amount, i) => ({ id: eventIdOf(commandId, i), type: 'TitleRated', schema: 1, data: { amount }, meta }))
}

export interface World {
  readonly connection: Connection
  readonly database: Database
  readonly store: EventStore
  /** How rebuilds ended, as recorded. */
  readonly ends: RebuildEnding[]
  /** What the workers told their log. */
  readonly told: { readonly message: string; readonly fields: Readonly<Record<string, unknown>> }[]
  start(options?: Partial<RebuildOptions>): Promise<void>
  stop(): Promise<void>
}

/** With its workers started, but when `started` is false. */
export async function world(t: Test, projection: AnyProjection, { started = true } = {}): Promise<World> {
  const { connection, database } = await withPostgres(t)
  const store = await createPostgresEventStore({ database, system: realSystem, log: silentLog })
  const ends: RebuildEnding[] = []
  const told: World['told'] = []
  const log = { ...silentLog, info: (fields: object, message: string) => { told.push({ message, fields: fields as Record<string, unknown> }) } }
  let stop = new AbortController()
  let running: Promise<unknown> = Promise.resolve()
  const here: World = {
    connection, database, store, ends, told,
    async start(given = {}) {
      stop = new AbortController()
      const options = { store, database, projections: [projection], system: realSystem, log, record: async (_projection: unknown, end: RebuildEnding) => { ends.push(end) }, ...given, signal: stop.signal }
      const projector = await startProjector({ ...options, store })
      running = Promise.all([projector.stopped, runRebuilds(options)])
    },
    async stop() {
      stop.abort()
      await running
    },
  }
  t.teardown(async () => {
    await here.stop()
    await store.close()
  })
  if (started) await here.start()
  return here
}

/** So that there is something to be paused: folding waits for the store every so many events, until `hurry`. */
export function slowed(store: EventStore, everyEvents: number, delayMs: number): { readonly store: EventStore; hurry(): void } {
  let slow = true
  let count = 0
  return {
    hurry: () => { slow = false },
    store: { ...store, async *readAll(...given: Parameters<EventStore['readAll']>) {
      for await (const event of store.readAll(...given)) {
        if (slow && ++count % everyEvents === 0) await realSystem.sleep(delayMs)
        yield event
      }
    } },
  }
}

export const rowsOf = (database: Database, projection: AnyProjection) => readStoredRows<CountRow>(database.pool, projection as Projection<CountRow>)
export const rebuildOf = ({ database }: Pick<World, 'database'>, name: string): Promise<Rebuild | undefined> => database.kysely.selectFrom('rebuilds').selectAll().where('name', '=', name).executeTakeFirst()

export async function caughtUp({ database, store }: Pick<World, 'database' | 'store'>, projection: AnyProjection): Promise<void> {
  const last = await store.lastPosition()
  await eventually('the projection to be there', async () => (await projectionStatuses(database, [projection]))[0]!.position >= last, 60_000)
}

export async function ended(world: Pick<World, 'database'>, name: string, status: string): Promise<void> {
  await eventually(`the rebuild to be ${status}`, async () => {
    const row = await rebuildOf(world, name)
    if (row?.status === 'failed' && status !== 'failed') throw new Error(row.error!)
    return row?.status === status && row.ending === null
  })
}

export async function fill({ store }: Pick<World, 'store'>, streams: number): Promise<StreamName[]> {
  return await Promise.all(Array.from({ length: streams }, async (_, i) => {
    const stream = `library-${i}` as StreamName
    await store.append(stream, NO_STREAM, events([1, 2, 3]))
    return stream
  }))
}

export interface ChildOptions {
  readonly name: string
  readonly roles: readonly ('project' | 'rebuild')[]
  /** Statements on connections of its own that a rebuild makes before it is killed. */
  readonly diesAfter?: number
  /** Bounds of a rebuild. */
  readonly keepMs?: number
  readonly rowsMax?: number
}

export interface Child {
  /** What it logged. */
  told(): readonly Readonly<Record<string, unknown>>[]
  kill(): Promise<void>
  readonly gone: Promise<unknown>
}

/** Resolves when it works. */
export async function startChild(t: Test, connection: Connection, options: ChildOptions): Promise<Child> {
  const child = spawn(process.execPath, ['run', '-A', fileURLToPath(new URL('./projection-child.ts', import.meta.url)), JSON.stringify(connection), JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => { printed += text })
  const gone = once(child, 'exit')
  const told = () => printed.split('\n').slice(0, -1).map((line) => JSON.parse(line) as Record<string, unknown>)
  const here: Child = {
    told, gone,
    async kill() {
      if (child.exitCode === null && child.signalCode === null) process.kill(child.pid!, 'SIGKILL')
      await gone
    },
  }
  t.teardown(() => here.kill())
  await eventually('the child to work', () => told().some(({ message }) => message === 'started'))
  return here
}
