import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SyncSource } from '../../domain/catalogue-sync.ts'
import { SYNC_WAYS, syncStream } from '../../domain/catalogue-sync.ts'
import { positionOf } from '../../domain/event.ts'
import { libraryDecider } from '../../domain/library-entry.ts'
import type { LibraryRow } from '../../projections/library.ts'
import { library } from '../../projections/library.ts'
import { foldInto } from '../../projections/projection.ts'
import type { SyncWish } from '../../server/catalogue-import/sync-admin.ts'
import { createSyncAdmin } from '../../server/catalogue-import/sync-admin.ts'
import { failuresOf } from '../../server/catalogue-import/sync-runs.ts'
import { writeRows } from '../../server/db/read-model.ts'
import { realSystem } from '../../server/system.ts'
import { catalogueUpstream } from '../../test/support/catalogue-upstream.ts'
import { eventually } from '../../test/support/eventually.ts'
import { ada, bob, given } from '../../test/support/given.ts'
import { syncLab } from '../../test/support/sync-lab.ts'
import t from '../../test/support/tap.ts'

const exported = { kind: 'export', mediaType: 'movie', date: '2026-02-28' } as const

async function lab(t: Parameters<typeof catalogueUpstream>[0] & Parameters<typeof syncLab>[0], movies = 250) {
  const upstream = await catalogueUpstream(t, { movies })
  return { upstream, ...await syncLab(t, upstream.url) }
}

t.test('an export is imported, each title asked for once; what TMDB does not have is gone, and no failure', async (t) => {
  const { upstream, admin, until, work, rows, database, importFolder } = await lab(t)
  work()
  const found: (readonly object[])[] = []
  for (const way of SYNC_WAYS) {
    const asked = upstream.titles().length
    const { runId } = await admin.start({ source: exported, way }, ada)
    t.match(await until(runId, 'completed'), { total: 225, done: 222, gone: 3, failed: 0, note: null }, way)
    const titles = upstream.titles().slice(asked)
    t.strictSame([titles.length, new Set(titles).size], [225, 225], 'each once')
    found.push(await rows())
    t.match(await failuresOf(database.kysely, runId), { failures: [], gone: [{ tmdbId: 7 }, { tmdbId: 107 }, { tmdbId: 207 }] }, 'adult ones were left out, and gone ones are named')
    t.notOk(existsSync(join(importFolder, runId)), 'no file is left')
    await database.pool.query('delete from catalogue_titles')
  }
  t.strictSame(found[0], found[1], 'both ways bring the same rows')
  t.match(found[0]!.find((row) => (row as { row: { tmdb_id: number } }).row.tmdb_id === 5), { row: {
    title: 'Film 5', imdb_id: 'tt0000005', release_date: '1920-01-06', poster_path: '/p5.jpg', genre_ids: [27, 18], cast_ids: [7, 8], crew_ids: [2], directors: ['F. W. "Murnau"'], runtime_minutes: 95,
    collection_id: 9, certifications: { DE: '12' }, original_language: 'de', languages: ['de'], countries: ['DE'], popularity: 0.5, rating_tmdb: 72, rating_imdb: null,
    answer: { title: 'Film 5', genres: ['Horror', 'Drama'] },
  } })
})

t.test('every source lists its titles', async (t) => {
  const { upstream, admin, until, work, database } = await lab(t, 60)
  const kept = new Map<string, LibraryRow>()
  for (const [by, tmdbId] of [[ada, 9], [ada, 10], [bob, 9]] as const) {
    for (const event of given(t, libraryDecider).done('AddFavourite', { title: { mediaType: 'movie', tmdbId } }, { by }).events) foldInto(library, kept, event)
  }
  await writeRows(database.pool, library, [...kept.values()].map((row) => ({ row, position: positionOf(1) })))
  work()
  const imported = async (source: SyncSource, more: Partial<SyncWish> = {}) => {
    const from = upstream.titles().length
    const { runId } = await admin.start({ source, way: 'database', ...more }, ada)
    await until(runId, 'completed')
    return upstream.titles().slice(from).map((key) => Number(key.slice('movie_'.length))).sort((a, b) => a - b)
  }
  t.strictSame(await imported({ kind: 'title', mediaType: 'movie', tmdbId: 8 }), [8])
  t.strictSame(await imported({ kind: 'ids', mediaType: 'movie', count: 3 }, { way: 'files', titles: { mediaType: 'movie', ids: [9, 4, 4, 30] } }), [4, 9, 30])
  t.strictSame(await imported({ kind: 'discover', query: 'from=1920-01-11&kind=movie&to=1920-02-19' }), Array.from({ length: 40 }, (_, i) => i + 10))
  t.strictSame(await imported({ kind: 'library' }), [9, 10])
  t.strictSame(await imported({ kind: 'refresh' }), [1, 2, 3, 9, 10])
})

t.test('of more than TMDB serves of one question the days are halved, and each title is listed once', async (t) => {
  const upstream = await catalogueUpstream(t, { movies: 90, discoveredEach: 400 })
  const { admin, until, work } = await syncLab(t, upstream.url)
  work()
  const { runId } = await admin.start({ source: { kind: 'discover', query: 'kind=movie' }, way: 'database' }, ada)
  t.match(await until(runId, 'completed'), { total: 90, done: 89, gone: 1 })
  const asked = upstream.asked.filter((url) => url.startsWith('/3/discover'))
  t.ok(asked.length > 15, `${asked.length} questions`)
  t.equal(new Set(asked).size, asked.length, 'none twice')
})

t.test('paused it rests, gone on with it asks for nothing twice, cancelled it leaves what it has', async (t) => {
  const { upstream, admin, until, work, row, rows } = await lab(t, 300)
  work()
  for (const way of SYNC_WAYS) {
    const from = upstream.titles().length
    upstream.hold(60)
    const { runId } = await admin.start({ source: exported, way }, ada)
    await eventually('it is under way', async () => { const { done, fetched } = await row(runId); return done + fetched > 20 })
    await admin.act('pause', runId, ada)
    upstream.letGo()
    await eventually('nothing is under way', async () => { const { done, fetched, gone } = await row(runId); return done + fetched + gone === upstream.titles().length - from })
    t.match(await row(runId), { endedAt: null, total: 270 })
    await admin.act('resume', runId, ada)
    t.match(await until(runId, 'completed'), { total: 270, done: 267, gone: 3 })
    const titles = upstream.titles().slice(from)
    t.equal(new Set(titles).size, titles.length, `${way}: none twice`)
  }
  upstream.hold(60)
  const { runId } = await admin.start({ source: exported, way: 'database' }, ada)
  await eventually('it is under way', async () => (await row(runId)).done > 20)
  await admin.act('cancel', runId, ada)
  upstream.letGo()
  await eventually('it is over', async () => (await row(runId)).endedAt !== null)
  t.equal((await rows()).length, 267)
  await t.rejects(admin.act('resume', runId, ada), { code: 'WRONG_SYNC_STATUS' })
})

t.test('a title without an answer is tried again, fails at last, and can be retried after the end', async (t) => {
  const { upstream, admin, until, work, row, database, rows } = await lab(t, 40)
  upstream.fail([5, 6])
  work()
  for (const way of SYNC_WAYS) {
    upstream.fail([5, 6])
    const { runId } = await admin.start({ source: exported, way }, ada)
    t.match(await until(runId, 'completed'), { total: 36, done: 33, gone: 1, failed: 2 })
    t.match((await failuresOf(database.kysely, runId)).failures, [{ tmdbId: 5, code: 'TMDB_ERROR', message: 'TMDB answered 500.', retryable: true, tries: 5 }, { tmdbId: 6 }])
    upstream.fail([])
    await admin.act('retry', runId, ada)
    await eventually('all is there', async () => { const { endedAt, done } = await row(runId); return endedAt !== null && done === 35 })
    t.match(await row(runId), { done: 35, failed: 0 }, way)
    t.equal((await rows()).length, 35)
    await database.pool.query('delete from catalogue_titles')
  }
})

t.test('a retry that was killed as soon as it was recorded is done all the same', async (t) => {
  const { upstream, admin, until, work, row, database, handle } = await lab(t, 20)
  upstream.fail([5])
  work()
  const { runId } = await admin.start({ source: exported, way: 'files' }, ada)
  t.match(await until(runId, 'completed'), { done: 16, failed: 1 })
  upstream.fail([])
  const killed = createSyncAdmin({ database, system: realSystem, async handle(command) {
    await handle(command)
    throw new Error('killed')
  } })
  await t.rejects(killed.act('retry', runId, ada), { message: 'killed' })
  await eventually('all is there', async () => { const { endedAt, done } = await row(runId); return endedAt !== null && done === 17 })
  await database.pool.query('delete from catalogue_syncs where run_id = $1', [runId])
  await t.rejects(admin.act('retry', runId, ada), { code: 'NOT_FOUND' }, 'of what is so old that its failures are forgotten')
})

t.test('titles whose file is gone are missed, whether it is the one written to or one before', async (t) => {
  const { admin, until, work, rest, database, store } = await lab(t, 20)
  for (const [place, message] of [['part_bytes = 500', /are gone/], ['part = 2', /^Of 4 titles 1 are in the files/]] as const) {
    const { runId } = await admin.start({ source: { kind: 'ids', mediaType: 'movie', count: 1 }, way: 'files', titles: { mediaType: 'movie', ids: [3] } }, ada)
    await database.pool.query(`update catalogue_syncs set fetched = 3, total = 4, ${place} where run_id = $1`, [runId])
    work()
    await until(runId, 'failed')
    t.match((await Array.fromAsync(store.readStream(syncStream(runId)))).at(-1), { type: 'SyncFailed', data: { code: 'FILES_DAMAGED', message } })
    await rest()
  }
})

t.test('while TMDB is away an import waits, says so, and holds nothing against the titles', async (t) => {
  const { upstream, admin, until, work, row, database } = await lab(t, 120)
  upstream.fail('all')
  work()
  const { runId } = await admin.start({ source: exported, way: 'database' }, ada)
  await eventually('it says what it waits for', async () => (await row(runId)).note !== null)
  await eventually('it has asked for a while', () => upstream.asked.filter((url) => url === '/3/configuration').length > 5)
  t.strictSame((await failuresOf(database.kysely, runId)).failures, [])
  upstream.fail([])
  t.match(await until(runId, 'completed'), { done: 106, gone: 2, failed: 0 })
})

t.test('what it cannot go on with is told, mended by the admin, and gone on with', async (t) => {
  const { admin, until, work, importFolder, store } = await lab(t, 40)
  work()
  const { runId } = await admin.start({ source: { kind: 'export', mediaType: 'movie', file: 'mine.json' }, way: 'database' }, ada)
  await until(runId, 'failed')
  const last = (await Array.fromAsync(store.readStream(syncStream(runId)))).at(-1)!
  t.match(last, { type: 'SyncFailed', data: { code: 'EXPORT_NOT_FOUND', message: /folder "imports"/ } })
  writeFileSync(join(importFolder, 'mine.json'), '{"id":3}\n{"id":4}\n')
  await admin.act('resume', runId, ada)
  t.match(await until(runId, 'completed'), { total: 2, done: 2 })
  // What it may not use, whoever runs the tests: a folder that is none.
  rmSync(importFolder, { recursive: true })
  writeFileSync(importFolder, '')
  const { runId: other } = await admin.start({ source: { kind: 'title', mediaType: 'movie', tmdbId: 3 }, way: 'files' }, ada)
  await until(other, 'failed')
  t.match((await Array.fromAsync(store.readStream(syncStream(other)))).at(-1), { type: 'SyncFailed', data: { code: 'STORAGE_UNUSABLE', message: /let it, and resume/ } })
  rmSync(importFolder)
  await admin.act('resume', other, ada)
  t.match(await until(other, 'completed'), { total: 1, done: 1 })
})
