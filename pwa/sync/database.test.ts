import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import t from '../../test/support/tap.ts'
import { ada } from '../../test/support/given.ts'
import type { DomainEvent } from '../../domain/index.ts'
import type { LibraryRow } from '../../projections/library.ts'
import { limits } from './limits.ts'
import { NO_LOG, openPersonDatabase, readLog, readRows, NOTHING_YET } from './database.ts'
import { readSnapshotMark, writeSnapshot } from './snapshot.ts'
import { logRecordsFor, write } from './writing.ts'

const row = (tmdbId: number, rating: LibraryRow['rating']) => ({ key: `${ada}_movie_${tmdbId}`, userId: ada, mediaType: 'movie', tmdbId, rating }) as Partial<LibraryRow> as LibraryRow

t.test('a snapshot holds the rows it was made of, and none of those before; or only the records that changed are written', async (t) => {
  const database = await openPersonDatabase(new IDBFactory(), ada)
  const rows = async () => (await readRows(database, ada)).rows
  await writeSnapshot(database, { version: 1, events: 2 }, new Map([[1, [row(653, 'LIKE')]], [2, [row(19, 'OK')]]]), true)
  await writeSnapshot(database, { version: 1, events: 3 }, new Map([[1, [row(653, 'DISLIKE')]]]), false)
  t.same(await rows(), [row(653, 'DISLIKE'), row(19, 'OK')])
  await writeSnapshot(database, { version: 1, events: 4 }, new Map([[1, [row(653, 'LIKE')]]]), true)
  t.same(await readSnapshotMark(database), { version: 1, events: 4 })
  t.same(await rows(), [row(653, 'LIKE')])
  database.close()
})

t.test('the log is kept in records of a size, the last of which grows, and read from any event on', async (t) => {
  const events = Array.from({ length: limits.logChunkEvents * 10 + 7 }, (_, position) => ({ position })) as unknown as readonly DomainEvent[]
  const database = await openPersonDatabase(new IDBFactory(), ada)
  let last = NO_LOG
  for (const page of [events.slice(0, 3), events.slice(3, 20), events.slice(20)]) {
    const log = logRecordsFor(page, last)
    t.ok(log.every((record) => record.events.length <= limits.logChunkEvents))
    await write(database, { mark: NOTHING_YET, log })
    last = log.at(-1)!
  }
  t.strictSame(logRecordsFor([], last), [])
  for (const from of [0, 19, 21, events.length - 1]) {
    const read: DomainEvent[] = []
    let start: number | undefined
    for await (const record of readLog(database, from)) {
      start ??= record.start
      read.push(...record.events)
    }
    t.ok(start! <= from)
    t.strictSame(read, events.slice(start))
  }
  database.close()
})
