/**
 * `npm run bench:library-import [-- --quick] [--grow] [--seed=n]`: recording an import of people's ratings and viewings, planned, decided and noted, against the same facts sent as
 * commands through the same handler, as many at once. The yardstick knows what to send and notes nothing.
 */

import type { CommandId, Issued, Command } from '../domain/command.ts'
import type { UserId } from '../domain/event.ts'
import { projections } from '../projections/index.ts'
import { createPostgresCommandOutcomes } from '../server/command-outcomes.ts'
import { createReadModels } from '../server/db/read-model-tables.ts'
import { createPostgresEventStore } from '../server/event-store/postgres.ts'
import { createCommandHandler } from '../server/handle.ts'
import { libraryImportsIn } from '../server/library-import/library-imports.ts'
import { limits } from '../server/limits.ts'
import { silentLog } from '../server/log.ts'
import { instantOf, realSystem, uuidv7 } from '../server/system.ts'
import { eventually } from '../test/support/eventually.ts'
import { runImports } from '../workers/library-import/run-imports.ts'
import type { Contestant } from './measure.ts'
import { benchOptions, compare, withInstance } from './measure.ts'

const options = benchOptions()
const rows = options.scale * (options.quick ? 2_000 : 10_000)
const titles = rows / 2
const movie = (i: number) => ({ title: `Film ${i}`, year: 1990, ids: { tmdb: i + 1 } })
const instant = (i: number) => new Date(Date.UTC(2015, 0, 1) + i * 3_600_000).toISOString()

/** A viewing and a rating of each title, as Trakt writes them. */
const ratings = JSON.stringify(Array.from({ length: titles }, (_, i) => ({ rated_at: instant(i + 1), rating: 8, type: 'movie', movie: movie(i) })))
const viewings = JSON.stringify(Array.from({ length: titles }, (_, i) => ({ id: i + 1, watched_at: instant(i), action: 'watch', type: 'movie', movie: movie(i) })))

await withInstance(`import of ${rows} rows about ${titles} titles`, options, async ({ database, serverPid }) => {
  const store = await createPostgresEventStore({ database, system: realSystem, log: silentLog })
  await createReadModels(database.pool, projections)
  const commands = createCommandHandler({ store, outcomes: createPostgresCommandOutcomes(database) })
  const ports = { database, store, commands, asked: null, roleOf: async () => 'member' as const, counted() {}, heldBy: async () => 0, system: realSystem, log: silentLog }
  const imports = libraryImportsIn(ports)
  const stop = new AbortController()
  const running = runImports({ ...ports, signal: stop.signal })
  const { zipSync, strToU8 } = await import('fflate')
  const upload = zipSync({ 'watched-history-1.json': strToU8(viewings), 'ratings-movies.json': strToU8(ratings) })
  let planning: number[] = []
  async function somebody(): Promise<UserId> {
    const userId = uuidv7(realSystem) as UserId
    await database.kysely.insertInto('accounts').values({ userId, username: userId, passwordHash: '', role: 'member' }).execute()
    return userId
  }
  const until = async (userId: UserId, importId: string, phase: string) => await eventually(phase, async () => {
    const found = await database.kysely.selectFrom('libraryImports').select('phase').where('importId', '=', importId).where('userId', '=', userId).executeTakeFirstOrThrow()
    return found.phase === phase
  }, 600_000, 5)
  const ours: Contestant = async () => {
    const userId = await somebody()
    const sentAt = performance.now()
    const { importId } = await imports.upload(userId, 'trakt.zip', upload)
    await until(userId, importId, 'ready')
    planning.push(rows / ((performance.now() - sentAt) / 1_000))
    const from = performance.now()
    await imports.start(userId, importId, {})
    await until(userId, importId, 'done')
    return { perSecond: rows / ((performance.now() - from) / 1_000), latenciesMs: [] }
  }
  const yardstick: Contestant = async () => {
    const actor = await somebody()
    const from = performance.now()
    for (let at = 0; at < titles; at += limits.libraryImportTitlesAtOnce) {
      await Promise.all(Array.from({ length: Math.min(limits.libraryImportTitlesAtOnce, titles - at) }, async (_, i) => {
        const title = { mediaType: 'movie', tmdbId: at + i + 1 } as const
        const issued = (type: string, data: object, issuedAt: string): Issued<Command> => ({ id: uuidv7(realSystem) as CommandId, type, data, issuedAt, deviceId: null, actor, sender: 'member' })
        await commands.handleAtomically([issued('MarkWatched', { title, watchedAt: instant(at + i) }, instantOf(realSystem)), issued('RateMovie', { title, rating: 'LIKE', watched: false }, instant(at + i + 1))])
      }))
    }
    return { perSecond: rows / ((performance.now() - from) / 1_000), latenciesMs: [] }
  }
  await compare({ what: 'import of a library, rows recorded', ours, yardstick, goal: 'none' }, { rounds: options.quick ? 3 : 5, serverPid })
  planning = planning.sort((a, b) => a - b)
  console.log(`from the file to the preview: ${Math.round(planning[planning.length >> 1]!)} rows a second (median)`)
  stop.abort()
  await running
  await store.close()
})
