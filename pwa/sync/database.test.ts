import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import t from '../../test/support/tap.ts'
import { ada } from '../../test/support/given.ts'
import type { LibraryRow } from '../../projections/library.ts'
import { openPersonDatabase, readRows, writeSnapshot } from './database.ts'

const row = (tmdbId: number, rating: LibraryRow['rating']) => ({ key: `${ada}_movie_${tmdbId}`, userId: ada, mediaType: 'movie', tmdbId, rating }) as Partial<LibraryRow> as LibraryRow

t.test('a snapshot holds the rows it was made of, and none of those before', async (t) => {
  const database = await openPersonDatabase(new IDBFactory(), ada)
  await writeSnapshot(database, { version: 1, events: 2 }, [row(653, 'LIKE'), row(19, 'OK')])
  await writeSnapshot(database, { version: 1, events: 3 }, [row(653, 'DISLIKE')])
  const { snapshot, rows } = await readRows(database)
  t.same(snapshot, { version: 1, events: 3 })
  t.same(rows, [row(653, 'DISLIKE')])
  database.close()
})
