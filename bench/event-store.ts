/**
 * `npm run bench:events [-- --quick] [--grow] [--seed=n]`: append and replay of the event store against raw PostgreSQL, append
 * against Emmett's PostgreSQL store, and both stores' consumers beside concurrent appends: how many events each never delivers.
 */

import type { CommandId } from '../domain/command.ts'
import type { EventMeta, NewEvent, StreamName } from '../domain/event.ts'
import { eventIdOf, positionOf, START } from '../domain/event.ts'
import { seededRandom } from '../demo/seed.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import { NO_STREAM } from '../server/event-store/event-store.ts'
import { createPostgresEventStore } from '../server/event-store/postgres.ts'
import { silentLog } from '../server/log.ts'
import { realSystem, uuidv7 } from '../server/system.ts'
import { installEmmett, openEmmett } from './emmett.ts'
import type { Contestant, Instance } from './measure.ts'
import { benchOptions, closedLoop, compare, withInstance } from './measure.ts'
import type { Payload } from './yardsticks.ts'
import { createRawTable, hasPgbench, pgbenchInserts, rawInserts, textCopy } from './yardsticks.ts'

const options = benchOptions()
const { quick, seed, rounds, ms, scale } = options
const replayEvents = (quick ? 100_000 : 400_000) * scale

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

async function append(store: EventStore, rows: number): Promise<void> {
  const outcome = await store.append(`library-${newId()}` as StreamName, NO_STREAM, newEvents(rows))
  if (outcome.status !== 'appended') throw new Error('an append to a new stream was refused')
}

const appends = (store: EventStore, { clients, rows }: { clients: number; rows: number }): Contestant => () => closedLoop({ clients, ms }, () => append(store, rows))

function replay(store: EventStore, count: number): Contestant {
  return async () => {
    const from = performance.now()
    let events = 0
    for await (const event of store.readAll(START, { limit: count })) if (event.data !== null) events++
    if (events !== count) throw new Error(`${events} events came back, not ${count}`)
    return { perSecond: events / ((performance.now() - from) / 1_000), latenciesMs: [] }
  }
}

/** What a subscriber from the beginning has not been given when the last event has come. */
async function skippedByOurs(store: EventStore, write: () => Promise<unknown>): Promise<string> {
  const start = await store.lastPosition()
  const stop = new AbortController()
  const seen = new Set<string>()
  let last = Infinity
  const reading = (async () => {
    for await (const { events, upTo } of store.subscribe(start, { signal: stop.signal })) {
      for (const { position } of events) seen.add(position)
      if (Number(upTo) >= last) return
    }
  })()
  await write()
  await append(store, 1)
  last = Number(await store.lastPosition())
  await append(store, 1)
  await reading
  const written = last - Number(start)
  const missed = Array.from({ length: written }, (_, i) => positionOf(Number(start) + 1 + i)).filter((position) => !seen.has(position)).length
  return `${missed} of ${written}`
}

async function againstRaw(store: EventStore, { connection, serverPid }: Instance): Promise<void> {
  const inserts = await hasPgbench() ? pgbenchInserts : rawInserts
  console.log(`yardsticks: ${inserts === pgbenchInserts ? 'pgbench' : 'the pg driver (pgbench is not installed)'}, one prepared INSERT and commit at a time; COPY in text, bytes only`)
  const cells = [
    { clients: 1, rows: 1, goal: '70 %' }, { clients: 8, rows: 1, goal: '-' }, { clients: 32, rows: 1, goal: '180 %' }, { clients: 512, rows: 1, goal: '300 %' },
    { clients: 1, rows: 10, goal: '-' }, { clients: 8, rows: 10, goal: '-' }, { clients: 32, rows: 10, goal: '100 %' },
  ]
  for (const { goal, ...cell } of cells) {
    await compare({ what: `append, ${cell.clients} clients, ${cell.rows} events`, ours: appends(store, cell), yardstick: inserts(connection, { ...cell, ms, payload }), goal }, { rounds, serverPid })
  }
}

async function againstEmmett(store: EventStore, { connection, serverPid }: Instance): Promise<void> {
  const installed = await installEmmett()
  if (!installed) return console.log('Emmett: skipped, its packages could not be installed from npm')
  // Closing its consumer closes its store, and a consumer takes long to come through a full one: a database of its own.
  const consumed = await openEmmett(installed, connection, 'emmett_consumed')
  const writers = 16
  const ours = await skippedByOurs(store, () => closedLoop({ clients: writers, ms }, () => append(store, 1)))
  const theirs = await consumed.skipped(() => closedLoop({ clients: writers, ms }, () => consumed.append(`library-${newId()}`, data)))
  console.log(`events a consumer never gets beside ${writers} writers: ours ${ours}, Emmett's ${theirs}`)
  await consumed.close()
  const emmett = await openEmmett(installed, connection, 'emmett')
  try {
    for (const { clients, goal } of [{ clients: 1, goal: '180 %' }, { clients: 32, goal: '700 %' }]) {
      const yardstick: Contestant = () => closedLoop({ clients, ms }, () => emmett.append(`library-${newId()}`, data))
      await compare({ what: `append, ${clients} clients, 1 event, Emmett`, ours: appends(store, { clients, rows: 1 }), yardstick, goal }, { rounds, serverPid })
    }
  } finally {
    await emmett.close()
  }
}

async function againstCopy(store: EventStore, { database, serverPid }: Instance): Promise<void> {
  while (Number(await store.lastPosition()) < replayEvents) await append(store, 1_000)
  const owner = await database.connect()
  await owner.query('select count(*) from events')
  await compare({ what: `replay, ${replayEvents} events`, ours: replay(store, replayEvents), yardstick: textCopy(owner, replayEvents), goal: '120 %' }, { rounds, serverPid })
  await owner.end()
}

await withInstance('event store', options, async (instance) => {
  const store = await createPostgresEventStore({ database: instance.database, system: realSystem, log: silentLog })
  await createRawTable(instance.connection)
  await againstRaw(store, instance)
  await againstEmmett(store, instance)
  await againstCopy(store, instance)
  // Ten times the data shows in the appends too: again, on a full store.
  if (scale > 1) await againstRaw(store, instance)
  await store.close()
})
