/** `npm run bench:import [-- --quick] [--grow] [--seed=n]`: importing films from an upstream without a limit, both ways, against COPY of the same rows into the same table. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { SYNC_WAYS } from '../domain/catalogue-sync.ts'
import { projections } from '../projections/index.ts'
import type { TmdbClient } from '../server/catalogue/tmdb-client.ts'
import { tmdbClient } from '../server/catalogue/tmdb-client.ts'
import { TITLE_QUERY } from '../server/catalogue/tmdb-title.ts'
import { importing } from '../server/catalogue-import/import-ports.ts'
import type { ImportedRow } from '../server/catalogue-import/imported-row.ts'
import { importedRow } from '../server/catalogue-import/imported-row.ts'
import { copyTitles, importedTitlesIn } from '../server/catalogue-import/imported-titles.ts'
import { createPostgresCommandOutcomes } from '../server/command-outcomes.ts'
import type { Database } from '../server/db/database.ts'
import { createReadModels } from '../server/db/read-model-tables.ts'
import { createPostgresEventStore } from '../server/event-store/postgres.ts'
import { createCommandHandler } from '../server/handle.ts'
import { silentLog } from '../server/log.ts'
import { instantOf, realSystem } from '../server/system.ts'
import { runSyncs } from '../workers/catalogue-sync/run-syncs.ts'
import { eventually } from '../test/support/eventually.ts'
import type { Contestant } from './measure.ts'
import { benchOptions, compare, withInstance } from './measure.ts'

const options = benchOptions()
const titles = options.scale * (options.quick ? 2_000 : 6_000)
const ids = Array.from({ length: titles }, (_, i) => i + 1)

/** Its clock runs so fast that no pace has to be kept. */
function unlimited(baseUrl: string): TmdbClient {
  let nowMs = 0
  return tmdbClient({ baseUrl: `${baseUrl}/3`, token: 'secret' }, { ...realSystem, now: () => nowMs += 1_000 })
}

async function rowsOf(tmdb: TmdbClient): Promise<readonly ImportedRow[]> {
  const rows: ImportedRow[] = []
  for (const id of ids) rows.push(importedRow(await tmdb.get(`/movie/${id}`, TITLE_QUERY.movie), 'movie', instantOf(realSystem)))
  return rows
}

/** Into the table as it is, with its keys and indexes. */
function copying(database: Database, rows: readonly ImportedRow[]): Contestant {
  return async () => {
    await database.pool.query('delete from catalogue_titles')
    await database.pool.query('vacuum catalogue_titles').catch(() => {})
    const client = await database.connect()
    const from = performance.now()
    await copyTitles(client, rows, 'catalogue_titles')
    const seconds = (performance.now() - from) / 1_000
    await client.end()
    return { perSecond: titles / seconds, latenciesMs: [] }
  }
}

const upstream = spawn(process.execPath, ['run', '-A', join(import.meta.dirname, 'catalogue-server.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
const importFolder = await mkdtemp(join(tmpdir(), 'rewind-bench-imports-'))
try {
  const [address] = await once(upstream.stdout, 'data') as [Buffer]
  await withInstance(`import of ${titles} films`, options, async ({ database, serverPid }) => {
    const tmdb = unlimited(address.toString().trim())
    const store = await createPostgresEventStore({ database, system: realSystem, log: silentLog })
    await createReadModels(database.pool, projections)
    const { handle } = createCommandHandler({ store, outcomes: createPostgresCommandOutcomes(database) })
    const { syncAdmin, imports } = importing(tmdb, { database, handle, imported: importedTitlesIn(database), refreshCard() {}, counted() {}, system: realSystem })
    const stop = new AbortController()
    const running = runSyncs({ ...imports, exportBaseUrl: '', importFolder, database, store, handle, system: realSystem, log: silentLog, signal: stop.signal })
    const rows = await rowsOf(tmdb)
    console.log(`one film: ${(JSON.stringify(rows[0]).length / 1_024).toFixed(1)} KiB as a row, ${(JSON.stringify(await tmdb.get('/movie/1', TITLE_QUERY.movie)).length / 1_024).toFixed(1)} KiB as TMDB's answer`)
    for (const way of SYNC_WAYS) {
      const ours: Contestant = async () => {
        await database.pool.query('delete from catalogue_titles')
        await database.pool.query('vacuum catalogue_titles').catch(() => {})
        const { runId } = await syncAdmin.start({ source: { kind: 'ids', mediaType: 'movie', count: titles }, way, titles: { mediaType: 'movie', ids } }, 'system')
        let [beganAt, before] = [0, 0]
        const row = async () => await database.kysely.selectFrom('catalogueSyncs').selectAll().where('runId', '=', runId).executeTakeFirstOrThrow()
        await eventually('it has begun', async () => { const { done, fetched } = await row(); [beganAt, before] = [performance.now(), done + fetched]; return before > 0 }, 60_000, 2)
        await eventually('all is there', async () => (await row()).done === titles, 600_000, 5)
        const seconds = (performance.now() - beganAt) / 1_000
        await eventually('it is over', async () => (await row()).endedAt !== null, 60_000)
        return { perSecond: (titles - before) / seconds, latenciesMs: [] }
      }
      await compare({ what: `import, way of ${way}`, ours, yardstick: copying(database, rows), goal: way === 'database' ? '30 %' : 'none' }, { rounds: options.quick ? 3 : 5, serverPid })
    }
    stop.abort()
    await running
    await store.close()
  })
} finally {
  upstream.kill('SIGKILL')
  await rm(importFolder, { recursive: true, force: true })
}
