/**
 * `npm run bench:projections [-- --quick] [--grow] [--seed=n]`: rebuilding the library against the same fold as one statement of SQL and against one upsert for
 * each event; reads while it is rebuilt; how far the live projector is behind; how fast it catches up.
 */

import { START } from '../domain/event.ts'
import { library } from '../projections/library.ts'
import type { LibraryRow } from '../projections/library.ts'
import { foldInto } from '../projections/projection.ts'
import type { Database } from '../server/db/database.ts'
import { createProjectionProgress, projectionStatuses } from '../server/db/projection-progress.ts'
import { readModelTable, readRows, writeRows } from '../server/db/read-model.ts'
import { createTable, dropTable, indexTable } from '../server/db/read-model-tables.ts'
import { requestRebuild } from '../server/db/rebuilds.ts'
import { createDomainStore } from '../server/event-store/domain-store.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import { createPostgresEventStore } from '../server/event-store/postgres.ts'
import { silentLog } from '../server/log.ts'
import { createMemoryPersonalKeys } from '../server/personal/personal-keys.ts'
import { createPersonalTexts } from '../server/personal/personal-texts.ts'
import { realSystem } from '../server/system.ts'
import { startProjector } from '../workers/projector.ts'
import type { RebuildThreadConfig } from '../workers/rebuild-thread.ts'
import { startRebuilds } from '../workers/start-rebuilds.ts'
import { eventually } from '../test/support/eventually.ts'
import type { History } from './library-history.ts'
import { libraryHistory } from './library-history.ts'
import { foldInSql, hashOf, librarySql } from './library-sql.ts'
import type { Contestant } from './measure.ts'
import { benchOptions, compare, median, quantile, withInstance } from './measure.ts'

const options = benchOptions()
const { quick, seed, scale } = options
const rounds = quick ? 3 : 5
const events = scale * (quick ? 100_000 : 1_000_000)
const UPSERT_EVENTS = quick ? 2_000 : 10_000
const RATE_PER_SECOND = 1_000
const LIVE_MS = quick ? 5_000 : 15_000
const READS_PER_SECOND = 50

interface World { readonly database: Database; readonly store: EventStore; readonly history: History; readonly serverPid: number; readonly config: RebuildThreadConfig }

/** In its thread, as the service does it. What one took is from its first statement to the end of the swap. */
async function rebuildOnce({ database, config }: World): Promise<{ readonly seconds: number; readonly swapMs: number }> {
  const stop = new AbortController()
  const { promise: taken, resolve, reject } = Promise.withResolvers<{ seconds: number; swapMs: number }>()
  const log = {
    ...silentLog,
    info(fields: object, message: string) {
      const { wholeMs, swapMs } = fields as { wholeMs: number; swapMs: number }
      if (message === 'a projection was rebuilt') resolve({ seconds: wholeMs / 1_000, swapMs })
    },
    error: (fields: object, message: string) => reject(new Error(message, { cause: fields })),
  }
  await requestRebuild(database.kysely, library, 'rebuild', 'system')
  const running = startRebuilds(config, { database, projections: [library], system: realSystem, log, signal: stop.signal })
  try {
    const result = await taken
    await eventually('its end to be recorded', async () => (await database.kysely.selectFrom('rebuilds').select('ending').executeTakeFirstOrThrow()).ending === null)
    return result
  } finally {
    stop.abort()
    await running
  }
}

/** One row written for each event, a thousand in a transaction; rows are known without being read, which flatters it. */
function upserts({ database, store }: World): Contestant {
  const shadow = { ...library, name: 'library_upsert' }
  return async () => {
    const client = await database.connect()
    await dropTable(client, shadow)
    await createTable(client, shadow)
    await indexTable(client, shadow)
    const rows = new Map<string, LibraryRow>()
    const from = performance.now()
    let count = 0
    for await (const event of store.readAll(START, { limit: UPSERT_EVENTS })) {
      if (count % 1_000 === 0) await client.query('begin')
      foldInto(library, rows, event)
      await writeRows(client, shadow, [{ row: rows.get(event.stream.slice('library-'.length))!, position: event.position }])
      if (++count % 1_000 === 0) await client.query('commit')
    }
    const seconds = (performance.now() - from) / 1_000
    await dropTable(client, shadow)
    await client.end()
    return { perSecond: count / seconds, latenciesMs: [] }
  }
}

async function rebuilding(world: World): Promise<void> {
  const { database, serverPid } = world
  const swaps: number[] = []
  const client = await database.connect()
  const ours: Contestant = async () => {
    const { seconds, swapMs } = await rebuildOnce(world)
    swaps.push(swapMs)
    return { perSecond: events / seconds, latenciesMs: [] }
  }
  const sql: Contestant = async () => {
    const from = performance.now()
    await foldInSql(client)
    return { perSecond: events / ((performance.now() - from) / 1_000), latenciesMs: [] }
  }
  await compare({ what: `rebuild, ${events} events, SQL`, ours, yardstick: sql, goal: '90 %' }, { rounds, serverPid })
  const [mine, theirs] = [await hashOf(client, readModelTable(library)), await hashOf(client, readModelTable(librarySql))]
  if (mine !== theirs) throw new Error('the rebuilt rows are not those of the SQL')
  await compare({ what: 'rebuild, one upsert per event', ours, yardstick: upserts(world), goal: '2000 %' }, { rounds: quick ? 1 : 3, serverPid })
  console.log(`swap                               goal 20 ms   p50 ${median(swaps).toFixed(1)} ms, most ${Math.max(...swaps).toFixed(1)} ms of ${swaps.length}`)
  await client.end()
}

/** A shelf's newest rows, again and again at a fixed rate, whether or not the one before has been answered. */
async function reads({ database, history }: World, over: Promise<unknown>): Promise<number[]> {
  const latenciesMs: number[] = []
  const asked: Promise<void>[] = []
  let done = false
  void over.then(() => { done = true })
  for (let at = performance.now(), i = 0; !done; i++) {
    at += 1_000 / READS_PER_SECOND
    await realSystem.sleep(Math.max(0, at - performance.now()))
    const due = at
    asked.push(readRows(database.pool, library, { where: { userId: history.people[i % history.people.length]! }, orderBy: ['-changedAt'], limit: 20 }).then(() => { latenciesMs.push(performance.now() - due) }))
  }
  await Promise.all(asked)
  return latenciesMs
}

async function readingWhileRebuilding(world: World): Promise<void> {
  const ratios: number[] = []
  const p95s: { readonly without: number; readonly during: number }[] = []
  for (let round = 0; round < rounds; round++) {
    const during = quantile(await reads(world, rebuildOnce(world)), 0.95)
    const without = quantile(await reads(world, realSystem.sleep(LIVE_MS / 3)), 0.95)
    ratios.push(during / without)
    p95s.push({ without, during })
  }
  console.log(`reads' p95 during a rebuild        ${median(ratios).toFixed(2)} times  goal 1.5   without ${median(p95s.map(({ without }) => without)).toFixed(1)} ms, during ${median(p95s.map(({ during }) => during)).toFixed(1)} ms, ${READS_PER_SECOND} a second`)
}

async function live({ database, store, history }: World): Promise<void> {
  const stop = new AbortController()
  const { stopped } = await startProjector({ store, database, projections: [library], system: realSystem, log: silentLog, signal: stop.signal })
  const progress = createProjectionProgress({ database, projections: [library], system: realSystem, log: silentLog })
  await progress.waitFor(library, await store.lastPosition(), 60_000)
  const lagsMs: number[] = []
  const waiting: Promise<void>[] = []
  const from = performance.now()
  for (let i = 0; performance.now() - from < LIVE_MS; i++) {
    await realSystem.sleep(Math.max(0, from + i * 1_000 / RATE_PER_SECOND - performance.now()))
    waiting.push(history.appendOne().then(async (position) => {
      const appendedAt = performance.now()
      await progress.waitFor(library, position, 60_000)
      lagsMs.push(performance.now() - appendedAt)
    }))
  }
  const perSecond = waiting.length / ((performance.now() - from) / 1_000)
  await Promise.all(waiting)
  console.log(`live lag at ${perSecond.toFixed(0)} events a second     goal p99 100 ms   p50 ${median(lagsMs).toFixed(1)} ms, p99 ${quantile(lagsMs, 0.99).toFixed(1)} ms, most ${Math.max(...lagsMs).toFixed(1)} ms`)
  await progress.close()
  stop.abort()
  await stopped
}

async function catchingUp({ database, store, history }: World): Promise<void> {
  const rates: number[] = []
  for (let round = 0; round < rounds; round++) {
    const before = Number((await projectionStatuses(database, [library]))[0]!.position)
    await history.append(Math.round(events / 10))
    const last = await store.lastPosition()
    const stop = new AbortController()
    const from = performance.now()
    const { stopped } = await startProjector({ store, database, projections: [library], system: realSystem, log: silentLog, signal: stop.signal })
    const progress = createProjectionProgress({ database, projections: [library], system: realSystem, log: silentLog })
    await progress.waitFor(library, last, 600_000)
    rates.push((Number(last) - before) / ((performance.now() - from) / 1_000))
    await progress.close()
    stop.abort()
    await stopped
  }
  console.log(`catching up, ${Math.round(events / 10)} events       goal 50k/s   ${(median(rates) / 1_000).toFixed(1)}k/s (${(Math.min(...rates) / 1_000).toFixed(1)}k to ${(Math.max(...rates) / 1_000).toFixed(1)}k)`)
}

await withInstance(`projections, ${events} events`, { ...options, rounds }, async ({ database, connection, dataDir, serverPid }) => {
  const texts = createPersonalTexts({ keys: createMemoryPersonalKeys(realSystem), system: realSystem })
  const store = createDomainStore({ recorded: await createPostgresEventStore({ database, system: realSystem, log: silentLog }), texts })
  const config = { database: connection, eventStoreUrl: null, masterKey: null, masterKeyBefore: null, dataDir }
  const world: World = { database, store, serverPid, config, history: libraryHistory(store, { count: events, seed }) }
  await world.history.append(events)
  // The live table, filled by a rebuild rather than live.
  const client = await database.connect()
  await createTable(client, library)
  await indexTable(client, library)
  await client.query('insert into checkpoints (name, version) values ($1, $2)', [library.name, library.version])
  await client.end()
  await rebuilding(world)
  await readingWhileRebuilding(world)
  await live(world)
  await catchingUp(world)
  await store.close()
})
