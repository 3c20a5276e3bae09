import type { StreamName } from '../../domain/event.ts'
import { positionOf } from '../../domain/event.ts'
import { appended, newEvent, newEvents, newStream } from '../../test/support/new-events.ts'
import { asAdministrator, freshDatabase } from '../../test/support/postgres.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import type { ChainFinding } from '../../projections/wire.ts'
import { openDatabase } from '../db/database.ts'
import { NO_STREAM } from '../event-store/event-store.ts'
import { createMemoryEventStore, createMemoryHistory } from '../event-store/memory.ts'
import { createPostgresEventStore } from '../event-store/postgres.ts'
import { limits } from '../limits.ts'
import { silentLog } from '../log.ts'
import { realSystem } from '../system.ts'
import { verification, verifyEvents } from './verify-events.ts'

type Store = Parameters<typeof verifyEvents>[0]

async function findingsIn(store: Store, stream?: StreamName): Promise<string[]> {
  const findings: ChainFinding[] = []
  for await (const part of verifyEvents(store, stream === undefined ? {} : { stream })) findings.push(...part.findings)
  return findings.map((finding) => finding.version === null ? finding.code : `${finding.code} ${finding.version}`)
}

async function setUp(t: Test) {
  const connection = await freshDatabase()
  const database = await openDatabase({ connection, log: silentLog })
  const store = await createPostgresEventStore({ database, system: realSystem, log: silentLog })
  t.teardown(async () => {
    await store.close()
    await database.close()
  })
  /** Past every guard, as somebody with the server's files in hand could. */
  const tamper = (sql: string) => asAdministrator(connection, `set session_replication_role = replica; ${sql}`)
  /** Streams of six events and others between, at positions from 7 on. */
  const streams: StreamName[] = []
  for (let i = 0; i < 3; i++) streams.push(newStream())
  for (let round = 0; round < 3; round++) for (const [i, stream] of streams.entries()) await appended(store.append(stream, 2 * round - 1, newEvents(2).map((event) => ({ ...event, data: { i, round } }))))
  return { store, streams, tamper }
}

t.test('[ES7] history that nobody touched is found to be as it was recorded', async (t) => {
  const { store, streams } = await setUp(t)
  t.same([await findingsIn(store), await findingsIn(store, streams[1])], [[], []])
  t.same(await verification(store, {}), { checked: 18, findings: [], next: null })
})

const TAMPERED: readonly (readonly [what: string, sql: string, found: readonly string[], inStream: readonly string[]])[] = [
  ['what an event says', `update events set data = '{"i":1,"round":7}' where position = 10`, ['CHANGED 3'], ['CHANGED 3']],
  ['its text alone, to the same value', `update events set data = '{"i": 1,"round":1}' where position = 10`, ['CHANGED 3'], ['CHANGED 3']],
  ['who did it', `update events set meta = jsonb_set(meta::jsonb, '{actor}', '"worker-x"')::json where position = 10`, ['CHANGED 3'], ['CHANGED 3']],
  ['when, by less than a millisecond', `update events set recorded_at = recorded_at + interval '5 microseconds' where position = 10`, ['CHANGED 3'], ['CHANGED 3']],
  ['its type', `update events set type = 'RatingCleared' where position = 10`, ['CHANGED 3'], ['CHANGED 3']],
  ['its shape', `update events set schema = 2 where position = 10`, ['CHANGED 3'], ['CHANGED 3']],
  ['its id', `update events set id = gen_random_uuid() where position = 10`, ['CHANGED 3'], ['CHANGED 3']],
  ['its hash, to go with what it says now', `update events set hash = sha256('') where position = 10`, ['CHANGED 3', 'CHANGED 4'], ['CHANGED 3', 'CHANGED 4']],
  ['an event taken out', 'delete from events where position = 10', ['MISSING 4', 'POSITIONS_MISSING'], ['MISSING 4']],
  ['and those after it moved up', 'delete from events where position = 10; update events set version = version - 1 where version > 3 and stream = (select stream from events where position = 9)',
    ['CHANGED 3', 'CHANGED 4', 'STREAM_END', 'POSITIONS_MISSING'], ['CHANGED 3', 'CHANGED 4', 'STREAM_END']],
  ['the end cut off', 'delete from events where position in (15, 16)', ['STREAM_END', 'POSITIONS_MISSING'], ['STREAM_END']],
  ['the end of the log cut off', 'delete from events where position > 16', ['STREAM_END', 'LOG_END'], []],
  ['and the log said to end there', 'delete from events where position > 16; update head set position = 16', ['STREAM_END'], []],
  ['a stream taken out whole', 'delete from events where stream = (select stream from events where position = 9)', ['STREAM_END', 'POSITIONS_MISSING', 'POSITIONS_MISSING', 'POSITIONS_MISSING'], ['STREAM_END']],
  ['a stream that is not in the books', 'delete from streams where stream = (select stream from events where position = 9)', ['STREAM_END'], ['STREAM_END']],
  ['two events the other way round', 'update events set position = -1 where position = 9; update events set position = 9 where position = 15; update events set position = 15 where position = -1',
    ['REORDERED 4', 'REORDERED 3'], ['REORDERED 3', 'REORDERED 4']],
  ['two events in each other\'s place', `update events set version = -1 where position = 9; update events set version = 2, position = -2 where position = 15;
    update events set version = 4, position = 15 where position = 9; update events set position = 9 where position = -2`, ['CHANGED 2', 'CHANGED 3', 'CHANGED 4', 'CHANGED 5'], ['CHANGED 2', 'CHANGED 3', 'CHANGED 4', 'CHANGED 5']],
  ['an event put in', `insert into events select 19, 6, recorded_at, gen_random_uuid(), stream, type, schema, data, meta, sha256('x') from events where position = 16; update head set position = 19;
    update streams set version = 6 where stream = (select stream from events where position = 19)`, ['CHANGED 6'], ['CHANGED 6']],
  ['an event moved to another stream', 'update events set stream = stream || \'x\', version = 0 where position = 16', ['CHANGED 0', 'STREAM_END', 'STREAM_END'], ['STREAM_END']],
]

t.test('[ES7] whatever is done to history behind the store\'s back is found, in the whole log and in its stream', async (t) => {
  const { store, streams, tamper } = await setUp(t)
  const tables = ['events', 'streams', 'head']
  for (const table of tables) await tamper(`create table kept_${table} as table ${table}`)
  for (const [what, sql, found, inStream] of TAMPERED) {
    await tamper(sql)
    t.same(await findingsIn(store), found, what)
    t.same(await findingsIn(store, streams[1]), inStream, `${what}, asked of the stream`)
    for (const table of tables) await tamper(`truncate ${table}; insert into ${table} table kept_${table}`)
  }
})

t.test('[ES7] a log longer than one answer is verified in parts, with streams that are long forgotten', async (t) => {
  const history = createMemoryHistory()
  const store = createMemoryEventStore({ system: realSystem, history })
  const old = newStream()
  await appended(store.append(old, NO_STREAM, [newEvent()]))
  for (let i = 0; i < 2 * limits.verifyStreamsMax; i++) await appended(store.append(`library-${i}` as StreamName, NO_STREAM, [newEvent()]))
  await appended(store.append(old, 0, newEvents(1_000)))
  for (let i = 0; i < 49; i++) await appended(store.append(`acquisition-${i}` as StreamName, NO_STREAM, newEvents(1_000)))
  const first = await verification(store, {})
  t.same(first, { checked: limits.verifyAnswerEvents, findings: [], next: positionOf(limits.verifyAnswerEvents) })
  t.same(await verification(store, { after: first.next! }), { checked: 1, findings: [], next: null })
  history.all[60_000] = { ...history.all[60_000]!, data: 'changed' }
  t.match((await verification(store, {})).findings, [{ code: 'CHANGED', position: positionOf(60_001), version: history.all[60_000]!.version }])
})
