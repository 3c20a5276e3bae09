/**
 * `npm run bench [-- --quick] [--seed=n]`: append and replay of the event store against raw PostgreSQL, as ratios of medians.
 * One embedded PostgreSQL, made for the run and removed after it.
 */

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { CommandId } from '../domain/command.ts'
import type { EventMeta, NewEvent, StreamName } from '../domain/event.ts'
import { eventIdOf, START } from '../domain/event.ts'
import type { Database } from '../server/db/database.ts'
import { openDatabase } from '../server/db/database.ts'
import { startEmbeddedPostgres } from '../server/db/embedded-postgres.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import { NO_STREAM } from '../server/event-store/event-store.ts'
import { createPostgresEventStore } from '../server/event-store/postgres.ts'
import { silentLog } from '../server/log.ts'
import { realSystem, uuidv7 } from '../server/system.ts'
import { seededRandom } from '../demo/seed.ts'
import type { Contestant } from './measure.ts'
import { commit, compare, peakMemoryMiB } from './measure.ts'
import type { Payload, SocketConnection } from './yardsticks.ts'
import { createRawTable, hasPgbench, pgbenchInserts, rawInserts, textCopy } from './yardsticks.ts'

const quick = process.argv.includes('--quick')
const seed = Number(process.argv.find((argument) => argument.startsWith('--seed='))?.slice(7) ?? 1)
const rounds = quick ? 3 : 7
const ms = quick ? 1_000 : 3_000
const replayEvents = quick ? 40_000 : 400_000

const random = seededRandom(seed)
const word = () => Array.from({ length: 8 }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join('')
/** About 320 bytes of data and 100 to 250 of meta, as a review or a job's progress has them. */
const data = { title: { mediaType: 'movie', tmdbId: 653 }, rating: 'LIKE', text: Array.from({ length: 28 }, word).join(' ') }
const metaOf = (commandId: CommandId): EventMeta =>
  ({ commandId, correlationId: commandId, causationId: commandId, actor: 'system', deviceId: null, issuedAt: '2026-01-01T00:00:00.000Z' })
const newId = () => uuidv7(realSystem) as CommandId
const payload: Payload = { data: JSON.stringify(data), meta: JSON.stringify(metaOf(newId())) }

function newEvents(count: number): NewEvent[] {
  const commandId = newId()
  return Array.from({ length: count }, (_, i) => ({ id: eventIdOf(commandId, i), type: 'TitleRated', schema: 1, data, meta: metaOf(commandId) }))
}

function appends(store: EventStore, { clients, rows }: { clients: number; rows: number }): Contestant {
  return async () => {
    const latenciesMs: number[] = []
    const startedAt = performance.now()
    await Promise.all(Array.from({ length: clients }, async () => {
      while (performance.now() - startedAt < ms) {
        const from = performance.now()
        const outcome = await store.append(`library-${newId()}` as StreamName, NO_STREAM, newEvents(rows))
        if (outcome.status !== 'appended') throw new Error('an append to a new stream was refused')
        latenciesMs.push(performance.now() - from)
      }
    }))
    return { perSecond: latenciesMs.length / ((performance.now() - startedAt) / 1_000), latenciesMs }
  }
}

function replay(store: EventStore, count: number): Contestant {
  return async () => {
    const from = performance.now()
    let events = 0
    for await (const event of store.readAll(START, { limit: count })) if (event.data !== null) events++
    if (events !== count) throw new Error(`${events} events came back, not ${count}`)
    return { perSecond: events / ((performance.now() - from) / 1_000), latenciesMs: [] }
  }
}

async function benchmark(database: Database, connection: SocketConnection, serverPid: number): Promise<void> {
  const store = await createPostgresEventStore({ database, system: realSystem, log: silentLog })
  const owner = await database.pool.connect()
  await createRawTable(owner)
  const inserts = await hasPgbench() ? pgbenchInserts : rawInserts
  console.log(`yardsticks: ${inserts === pgbenchInserts ? 'pgbench' : 'the pg driver'}, one prepared INSERT and commit at a time; COPY in text, bytes only`)
  const cells = [
    { clients: 1, rows: 1, goal: '70 %' }, { clients: 8, rows: 1, goal: '-' }, { clients: 32, rows: 1, goal: '180 %' }, { clients: 32, rows: 10, goal: '100 %' },
  ]
  for (const { goal, ...cell } of cells) {
    await compare({ what: `append, ${cell.clients} clients, ${cell.rows} events`, ours: appends(store, cell), yardstick: inserts(connection, { ...cell, ms, payload }), goal }, { rounds, serverPid })
  }
  while (Number(await store.lastPosition()) < replayEvents) await store.append(`library-${newId()}` as StreamName, NO_STREAM, newEvents(1_000))
  await compare({ what: `replay, ${replayEvents} events`, ours: replay(store, replayEvents), yardstick: textCopy(owner, replayEvents), goal: '120 %' }, { rounds, serverPid })
  owner.release()
  await store.close()
}

const dataDir = await mkdtemp(join(tmpdir(), 'rewind-bench-'))
const postgres = await startEmbeddedPostgres({ dataDir, system: realSystem, log: silentLog })
const database = await openDatabase({ connection: postgres.connection, log: silentLog })
try {
  const serverPid = Number.parseInt(await readFile(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8'), 10)
  console.log(`commit ${commit()}, seed ${seed}, ${rounds} rounds in turns${quick ? ', quick' : ''}; ratio of medians, then median (least to greatest)`)
  await benchmark(database, postgres.connection as SocketConnection, serverPid)
  console.log(`peak memory of this process ${peakMemoryMiB().toFixed(0)} MiB`)
} finally {
  await database.close()
  await postgres.stop()
  await rm(dataDir, { recursive: true, force: true })
}
