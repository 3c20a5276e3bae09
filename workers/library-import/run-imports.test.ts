/** Imports of people's own libraries, from the file to undone, over a real database. */

import { START } from '../../domain/event.ts'
import type { LibraryImport } from '../../projections/wire-import.ts'
import { limits } from '../../server/limits.ts'
import { importer, importLab, portsOf } from '../../test/support/import-lab.ts'
import { newCommand } from '../../test/support/person.ts'
import t from '../../test/support/tap.ts'
import { begin, recordSome } from './record-import.ts'

const KNOWN = [
  { id: 653, title: 'Nosferatu', year: 1922, imdb: 'tt0013442' }, { id: 19, title: 'Metropolis', year: 1927 }, { id: 3017, title: 'Metropolis', year: 2001 },
  { id: 11, title: 'Hamlet', year: 1948 }, { id: 12, title: 'Hamlet', year: 1948 }, { id: 962, title: 'The Gold Rush', year: 1925 },
]
const RATINGS = 'Date,Name,Year,Letterboxd URI,Rating\n2019-05-02,Nosferatu,1922,https://boxd.it/1,4.5\n2020-01-01,Metropolis,1927,https://boxd.it/2,2\n2020-01-02,Hamlet,1948,https://boxd.it/3,4\n2020-01-03,Nowhere To Be Found,1999,https://boxd.it/4,3\n'
const DIARY = 'Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n2019-05-02,Nosferatu,1922,https://boxd.it/1,4.5,,"silent, classics",2019-05-01\n2021-03-04,Nosferatu,1922,https://boxd.it/5,4.5,Yes,,2021-03-03\n'
const WATCHLIST = 'Date,Name,Year,Letterboxd URI\n2022-02-02,The Gold Rush,1925,https://boxd.it/6\n'
const FILES = { 'ratings.csv': RATINGS, 'diary.csv': DIARY, 'watchlist.csv': WATCHLIST }

t.test('a file is looked at, mended by hand, recorded as one batch with its own times, sent again without effect, and taken back', async (t) => {
  const { app, tmdb } = await importLab(t, KNOWN)
  const anna = await importer(app, 'anna')
  await app.ask('POST', '/api/commands', { cookie: anna.cookie, body: newCommand('RateMovie', { title: { mediaType: 'movie', tmdbId: 19 }, rating: 'SUPER_LIKE' }) })
  const before = (await anna.log()).length

  const sent = await anna.send(FILES)
  const ready = await anna.until(sent.importId, 'ready')
  t.match(ready, { take: 'mine', titles: { all: 5, matched: 3, unmatched: 2, differing: 1 }, counts: { rating: { fresh: 1, differing: 1 }, play: { fresh: 2 }, tag: { fresh: 2 }, watchlist: { fresh: 1 } }, problems: [], mustBeConfirmed: false })
  t.equal((await anna.log()).length, before, 'nothing is written before the person says so')
  t.match(await app.ask('POST', '/api/me/import?name=x.csv', { cookie: anna.cookie }), { statusCode: 400 })
  await t.rejects(anna.send(FILES), /IMPORT_OPEN/, 'one at a time')

  const { titles } = await anna.titles(sent.importId, 'unmatched')
  t.match(titles, [{ code: 'SEVERAL', given: { title: 'Hamlet' }, candidates: [{ tmdbId: 11 }, { tmdbId: 12 }], file: 'ratings.csv', line: 4 }, { code: 'NOT_FOUND', candidates: [] }])
  const at = (place: number) => `/api/me/import/${sent.importId}/titles/${place}`
  t.match(await anna.ask<unknown>('PUT', at(titles[0]!.place), { match: titles[0]!.candidates[1] }), { state: 'matched', match: { tmdbId: 12 }, counts: { rating: { fresh: 1 } } })
  t.match(await anna.ask<unknown>('PUT', at(titles[1]!.place), { leaveOut: true }), { state: 'left_out' })
  t.match((await anna.titles(sent.importId, 'differing')).titles, [{ match: { title: 'Metropolis' }, conflicts: [{ kind: 'rating', mine: 'SUPER_LIKE', theirs: 'DISLIKE' }] }])

  await anna.ask('POST', `/api/me/import/${sent.importId}/start`, { name: 'Letterboxd, in May' })
  const done = await anna.until(sent.importId, 'done')
  t.match(done, { name: 'Letterboxd, in May', titles: { matched: 4, leftOut: 1 }, counts: { rating: { fresh: 2, differing: 1 }, play: { fresh: 2 } } })
  const log = (await anna.log()).slice()
  const own = log.filter(({ meta }) => meta.batchId === sent.importId)
  t.ok(own.every(({ meta }) => meta.actor === anna.userId && meta.deviceId === null))
  t.strictSame(own.filter(({ stream }) => stream.endsWith('_653')).map(({ type, data }) => [type, (data as { watchedAt?: string; ratedAt?: string }).watchedAt ?? (data as { ratedAt?: string }).ratedAt]), [
    ['TitleWatched', '2019-05-01T12:00:00.000Z'], ['TitleWatched', '2021-03-03T12:00:00.000Z'], ['TitleTagged', undefined], ['TitleTagged', undefined], ['TitleRated', '2019-05-02T12:00:00.000Z'],
  ])
  t.match(log.find(({ type }) => type === 'BatchBegun'), { data: { batchId: sent.importId, kind: 'import', name: 'Letterboxd, in May', removes: 0 } })
  t.notOk(own.some(({ stream }) => stream.endsWith('_19')), 'what was said here stays')

  const again = await anna.send(FILES)
  const nothing = await anna.until(again.importId, 'ready')
  t.match([nothing.size, nothing.counts], [0, { rating: { fresh: 0, same: 1, differing: 1 }, play: { fresh: 0, same: 2 }, watchlist: { fresh: 0, same: 1 } }])
  await t.rejects(anna.ask('POST', `/api/me/import/${again.importId}/start`, {}), /NOTHING_TO_IMPORT/)
  await anna.ask('POST', `/api/me/import/${again.importId}/cancel`)
  await t.rejects(anna.ask('GET', `/api/me/import/${again.importId}`), /404/)

  const foreseen = await anna.ask<{ taken: unknown[]; done: number }>('POST', `/api/batches/${sent.importId}/undo`, { dryRun: true })
  t.match([foreseen.taken.length, foreseen.done], [7, 0])
  t.match(await anna.ask<unknown>('POST', `/api/batches/${sent.importId}/undo`, { confirmed: true }), { done: 7, kept: [] })
  const third = await anna.send(FILES)
  t.match((await anna.until(third.importId, 'ready')).counts, { rating: { fresh: 1 }, play: { fresh: 2 } }, 'what was taken back may come again')
  t.ok(tmdb.asked.every((path) => /^\/3\/(search|find|genre)/.test(path)))
  t.ok((await Array.fromAsync(app.store.readAll(START, { family: `library-${anna.userId}` }))).length > 0)
})

t.test('an import that is given up tells of what was recorded, not of what was to be', async (t) => {
  const { app, rest } = await importLab(t, KNOWN)
  const anna = await importer(app, 'anna')
  const { importId } = await anna.send(FILES)
  t.match((await anna.until(importId, 'ready')).counts, { play: { fresh: 2 } })
  await rest()
  await anna.ask('POST', `/api/me/import/${importId}/start`, {})
  t.match(await anna.ask('POST', `/api/me/import/${importId}/cancel`), { phase: 'cancelled', size: 0, counts: {} })
  t.strictSame((await anna.ask('GET', `/api/me/import/${importId}`)).counts, {})
})

t.test('of an import that is given up while it is planned nothing more is recorded', async (t) => {
  const { app, rest } = await importLab(t, KNOWN)
  const anna = await importer(app, 'anna')
  const { importId, createdAt } = await anna.send(FILES)
  await anna.until(importId, 'ready')
  await rest()
  await anna.ask('POST', `/api/me/import/${importId}/start`, {})
  let isGivenUp: Promise<unknown> | undefined
  const ports = portsOf(app)
  async function* readStream(...asked: Parameters<typeof ports.store.readStream>) {
    await (isGivenUp ??= anna.ask('POST', `/api/me/import/${importId}/cancel`))
    yield* ports.store.readStream(...asked)
  }
  await recordSome({ ...ports, store: { readAll: ports.store.readAll, readStream } as never }, { importId: importId as never, userId: anna.userId, role: 'member', take: 'mine', createdAt, name: 'x', startedAt: createdAt })
  t.ok(isGivenUp)
  t.strictSame((await anna.log()).filter(({ meta }) => meta.batchId === importId), [])
})

t.test('of an import that is given up while it is recorded no more is recorded than a few titles, and all of it is told', async (t) => {
  const { app, rest } = await importLab(t, [])
  const anna = await importer(app, 'anna')
  const history = Array.from({ length: 3 * limits.libraryImportTitlesTogether }, (_, i) => ({ id: i + 1, watched_at: '2020-01-01T10:00:00.000Z', action: 'watch', type: 'movie', movie: { title: `Film ${i}`, year: 1990, ids: { tmdb: i + 1 } } }))
  const { importId, createdAt } = await anna.send({ 'watched-history-1.json': JSON.stringify(history) })
  await anna.until(importId, 'ready')
  await rest()
  await anna.ask('POST', `/api/me/import/${importId}/start`, {})
  let isGivenUp: Promise<LibraryImport> | undefined
  const ports = portsOf(app)
  const handleAtomically: typeof ports.commands.handleAtomically = async (batch) => {
    await (isGivenUp ??= anna.ask('POST', `/api/me/import/${importId}/cancel`))
    return await ports.commands.handleAtomically(batch)
  }
  const underway = { importId: importId as never, userId: anna.userId, role: 'member', take: 'mine', createdAt, name: 'x', startedAt: createdAt } as const
  await begin(ports, underway)
  await recordSome({ ...ports, commands: { ...ports.commands, handleAtomically } }, underway)
  t.match(await isGivenUp, { phase: 'cancelled', counts: { play: { fresh: limits.libraryImportTitlesTogether } } })
  t.equal((await anna.log()).filter(({ type }) => type === 'TitleWatched').length, limits.libraryImportTitlesTogether)
})
