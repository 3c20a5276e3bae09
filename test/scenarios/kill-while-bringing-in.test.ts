/** SIGKILL of processes that record an import of somebody's library, at moments that the count of events tells. `KILLS` sets how often, `SEED` when. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import process from 'node:process'
import { seededRandom } from '../../demo/seed.ts'
import { eventually } from '../support/eventually.ts'
import { importer, importLab, portsOf } from '../support/import-lab.ts'
import t from '../support/tap.ts'
import { runImports } from '../../workers/library-import/run-imports.ts'

const kills = Math.max(3, Math.ceil(Number(process.env.KILLS ?? 30) / 10))
const seed = Number(process.env.SEED ?? 7)
const random = seededRandom(seed)
const TITLES = 100 + 150 * kills
const childPath = fileURLToPath(new URL('../support/import-child.ts', import.meta.url))

const movie = (i: number) => ({ title: `Film ${i}`, year: 1990, ids: { tmdb: i } })
const history = Array.from({ length: TITLES }, (_, i) => ({ id: i + 1, watched_at: `2020-01-01T10:${String(i % 60).padStart(2, '0')}:00.000Z`, action: 'watch', type: 'movie', movie: movie(i + 1) }))
const ratings = Array.from({ length: TITLES }, (_, i) => ({ rated_at: '2020-02-02T10:00:00.000Z', rating: 8, type: 'movie', movie: movie(i + 1) }))
const list = [{ rank: 1, id: 1, listed_at: '2020-03-03T10:00:00.000Z', type: 'movie', movie: movie(1) }]
const files = { 'watched-history-1.json': JSON.stringify(history), 'ratings-movies.json': JSON.stringify(ratings), 'lists-watchlist.json': JSON.stringify(list) }

t.test('killed again and again, an import is recorded once, all of it', { timeout: 600_000 + kills * 20_000 }, async (t) => {
  const { app } = await importLab(t, [], { works: false })
  const anna = await importer(app, 'anna')
  const start = async () => {
    const child = spawn(process.execPath, ['run', '-A', childPath, JSON.stringify(app.connection)], { stdio: ['ignore', 'pipe', 'inherit'] })
    t.teardown(() => child.kill('SIGKILL'))
    const gone = once(child, 'exit')
    await once(child.stdout, 'data')
    return async () => { process.kill(child.pid!, 'SIGKILL'); await gone }
  }
  const recorded = async () => (await app.database.pool.query<{ count: number }>(`select count(*) as count from events where stream like 'library-%'`)).rows[0]!.count
  const { importId } = await anna.send(files)
  const killReader = await start()
  const ready = await anna.until(importId, 'ready')
  await killReader()
  t.match(ready, { titles: { all: TITLES, matched: TITLES }, counts: { play: { fresh: TITLES }, rating: { fresh: TITLES } } })
  await anna.ask('POST', `/api/me/import/${importId}/start`, {})
  const killedAt: number[] = []
  for (let round = 0; round < kills; round++) {
    const [before, more] = [await recorded(), 1 + Math.floor(random() * 200)]
    const kill = await start()
    await eventually('it has recorded more', async () => await recorded() >= Math.min(before + more, 2 * TITLES), 120_000, 1)
    await kill()
    killedAt.push(await recorded())
  }
  const stop = new AbortController()
  const running = runImports({ ...portsOf(app), signal: stop.signal })
  const done = await anna.until(importId, 'done')
  stop.abort()
  await running
  t.match(done.counts, { play: { fresh: TITLES }, rating: { fresh: TITLES } }, `killed at ${killedAt.join(', ')} events of ${2 * TITLES}; seed ${seed}`)
  const own = (await anna.log()).filter(({ stream }) => stream.startsWith('library-'))
  t.ok(own.every(({ meta }) => meta.batchId === importId))
  const of = (type: string) => own.filter((event) => event.type === type).map(({ stream }) => stream)
  for (const type of ['TitleWatched', 'TitleRated']) t.strictSame([of(type).length, new Set(of(type)).size], [TITLES, TITLES], `${type}: none twice, none lost`)
})
