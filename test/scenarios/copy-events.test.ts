/** `rewind events copy`: from PostgreSQL into KurrentDB, killed on the way, and back again; then every event is what it was. */

import process from 'node:process'
import type { StreamName } from '../../domain/event.ts'
import { START } from '../../domain/event.ts'
import type { Connection } from '../../server/db/database.ts'
import { openDatabase } from '../../server/db/database.ts'
import type { EventStore, RawEvent } from '../../server/event-store/event-store.ts'
import { NO_STREAM } from '../../server/event-store/event-store.ts'
import { createKurrentdbEventStore } from '../../server/event-store/kurrentdb.ts'
import { createPostgresEventStore } from '../../server/event-store/postgres.ts'
import { silentLog } from '../../server/log.ts'
import { realSystem } from '../../server/system.ts'
import { eventually } from '../support/eventually.ts'
import { startKurrentdbDouble } from '../support/kurrentdb-double.ts'
import { appended, newEvent, newEvents, newStream } from '../support/new-events.ts'
import { freshDatabase } from '../support/postgres.ts'
import { rewind, startRewind } from '../support/rewind-program.ts'
import { temporaryFolder } from '../support/service.ts'
import type { Test } from '../support/tap.ts'
import t from '../support/tap.ts'

async function emptyPostgres(t: Test) {
  const connection = await freshDatabase() as Extract<Connection, { host: string }>
  const database = await openDatabase({ connection, log: silentLog })
  const store = await createPostgresEventStore({ database, system: realSystem, log: silentLog })
  t.teardown(async () => {
    await store.close()
    await database.close()
  })
  const { host, user, password, database: name } = connection
  return { store, url: `postgres:///${name}?${new URLSearchParams({ host, user, password })}` }
}

/** Streams that take turns, appends of one event and of several, at one time and at different ones. */
async function fill(store: EventStore): Promise<void> {
  const streams = Array.from({ length: 60 }, () => newStream())
  const versions = new Map<StreamName, number>()
  for (let round = 0; round < 10; round++) {
    await Promise.all(streams.map(async (stream, i) => {
      const events = i % 7 === round % 7 ? newEvents(3) : [newEvent({ round, text: `é 日本 "\\" 😀 ${'x'.repeat(i)}`, 9: 1, 10: [null, 0.1] })]
      versions.set(stream, (await appended(store.append(stream, versions.get(stream) ?? NO_STREAM, events))).at(-1)!.version)
    }))
  }
}

const withoutPositions = async (store: EventStore): Promise<Omit<RawEvent, 'position'>[]> => (await Array.fromAsync(store.readRaw({ after: START }))).map(({ position: _, ...event }) => event)

t.test('a store is copied into KurrentDB, killed on the way, gone on with, and copied back: the same events to the last byte', async (t) => {
  const [source, back, other] = [await emptyPostgres(t), await emptyPostgres(t), await emptyPostgres(t)]
  const double = await startKurrentdbDouble()
  t.teardown(double.stop)
  const kurrentdb = `kurrentdb://127.0.0.1:${double.port}?tls=false`
  const dataDir = temporaryFolder(t)
  const copy = (from: string, to: string) => rewind(dataDir, ['events', 'copy', '--from', from, '--to', to, '--json'], { DATABASE_URL: source.url })
  await fill(source.store)
  const original = await withoutPositions(source.store)
  const copiedSoFar = () => double.log.records.filter(({ stream }) => stream.startsWith('library-')).length

  const killed = startRewind(dataDir, { DATABASE_URL: source.url }, ['events', 'copy', '--from', source.url, '--to', kurrentdb])
  await eventually('a part of it is there', () => copiedSoFar() > original.length / 4, 120_000, 1)
  process.kill(killed.child.pid!, 'SIGKILL')
  await killed.ended
  const part = copiedSoFar()
  t.ok(part > 0 && part < original.length, `killed after ${part} of ${original.length}`)

  const whole = await copy(source.url, kurrentdb)
  t.match({ code: whole.code, answer: JSON.parse(whole.out || '{}') as object }, { code: 0, answer: { events: original.length, streams: 60, taken: original.length - part, findings: 0 } }, whole.err)
  const store = createKurrentdbEventStore({ url: kurrentdb, system: realSystem, log: silentLog })
  t.teardown(() => store.close())
  t.same(await withoutPositions(store), original)
  t.match(JSON.parse((await copy(source.url, kurrentdb)).out), { taken: 0, events: original.length }, 'once more takes nothing')

  const returned = await copy(kurrentdb, back.url)
  t.equal(returned.code, 0, returned.err)
  t.same(await Array.fromAsync(back.store.readRaw({ after: START })), await Array.fromAsync(source.store.readRaw({ after: START })), 'with the positions too')
  t.equal((JSON.parse(returned.out) as { sha256: string }).sha256, (JSON.parse(whole.out) as { sha256: string }).sha256)

  await appended(other.store.append(newStream(), NO_STREAM, newEvents(1)))
  t.match(await copy('database', other.url), { code: 1, out: /FOREIGN_TARGET/ }, 'a store that holds something else is left alone')
  t.equal((await withoutPositions(other.store)).length, 1)
  t.match(await copy(source.url, 'mongodb://somewhere'), { code: 2, err: /--to must be an address/ })
  t.match(await copy('database', 'database'), { code: 2, err: /the same store/ })
})
