/** `rewind sync`: imports of the catalogue, started, watched, paused, tried again. The running service does the work; this asks and watches. */

import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import { SYNC_SOURCES, SYNC_WAYS } from '../../domain/catalogue-sync.ts'
import type { Position } from '../../domain/event.ts'
import { projections } from '../../projections/index.ts'
import { syncs } from '../../projections/syncs.ts'
import type { SyncInfo } from '../../projections/wire-syncs.ts'
import type { SyncAct } from '../catalogue-import/sync-admin.ts'
import { createSyncAdmin } from '../catalogue-import/sync-admin.ts'
import { syncInfos } from '../catalogue-import/sync-infos.ts'
import { failuresOf } from '../catalogue-import/sync-runs.ts'
import type { SyncOrder } from '../catalogue-import/sync-wish.ts'
import { wishOf } from '../catalogue-import/sync-wish.ts'
import { createPostgresCommandOutcomes } from '../command-outcomes.ts'
import { createProjectionProgress } from '../db/projection-progress.ts'
import { createCommandHandler } from '../handle.ts'
import { limits } from '../limits.ts'
import { silentLog } from '../log.ts'
import { RefusalError, RequestError } from '../request-error.ts'
import { realSystem } from '../system.ts'
import type { Call, CliCommand } from './command.ts'
import { EXIT, UsageError } from './command.ts'
import type { Data } from './open-data.ts'
import { openData } from './open-data.ts'

/** For the audit: who sits at the machine acts as the system. */
const ACTOR = 'system'
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const start: CliCommand = {
  name: 'sync start', summary: 'Start an import of the catalogue, and watch; 1 when a title fails or it cannot go on',
  about: `SOURCE is one of ${SYNC_SOURCES.join(', ')}: a title (--kind, --id), numbers of titles from a file or the input (--kind, --file or what is piped in), TMDB's export of a day or from a file (--kind, --date or --file), what filters discover (--query, as in the address of Discover), what anyone keeps, or that and what is trending.`,
  words: ['SOURCE'],
  options: {
    kind: { takes: 'KIND', means: 'movie or tv' }, id: { takes: 'NUMBER', means: 'a title\'s at TMDB' }, date: { takes: 'DAY', means: 'of the export, as YYYY-MM-DD' },
    file: { takes: 'PATH', means: 'of the export or of the numbers' }, adult: { means: 'take adult titles of the export along' }, query: { takes: 'FILTERS', means: 'such as "kind=movie&genres=27&from=1920-01-01"' },
    way: { takes: 'WAY', means: `${SYNC_WAYS.join(' or ')}: straight into the database, or into files first` }, detach: { means: 'do not watch' },
  },
  run: (call) => withData(call, async (data) => {
    const wish = wishOf(await orderOf(call), oneOf(call, 'way', SYNC_WAYS) ?? 'database')
    const { runId, position } = await adminOf(data).start(wish, ACTOR)
    await shown(data, position)
    if (call.options.detach !== true) return await watch(call, data, runId)
    return await print(call, data, runId)
  }),
}

const list: CliCommand = {
  name: 'sync list', summary: 'Imports of the catalogue, newest first', words: [], options: {},
  run: (call) => withData(call, async ({ database }) => {
    for (const info of await syncInfos(database, realSystem.now())) call.print(info, told(info))
    return EXIT.done
  }),
}

const show: CliCommand = {
  name: 'sync show', summary: 'One import, with the first titles that failed', words: ['RUN'], options: {},
  run: (call) => withData(call, async (data) => {
    const info = await infoOf(data, runIdOf(call))
    if (!info) return notThere()
    const { failures, gone } = await failuresOf(data.database.kysely, info.runId)
    const lines = failures.map(({ mediaType, tmdbId, code, message }) => `\n  ${mediaType} ${tmdbId}  ${code}: ${message}`)
    call.print({ ...info, failures, goneTitles: gone }, told(info) + lines.join(''))
    return EXIT.done
  }),
}

export const syncCommands: readonly CliCommand[] = [
  start, list, show, act('pause', 'Pause an import'), act('resume', 'Go on with one that is paused or could not go on'), act('cancel', 'Give an import up; what is imported stays'),
  act('retry', 'Try again what failed'),
]

function act(name: SyncAct, summary: string): CliCommand {
  return {
    name: `sync ${name}`, summary, words: ['RUN'], options: {},
    run: (call) => withData(call, async (data) => {
      const runId = runIdOf(call)
      if (!await infoOf(data, runId)) return notThere()
      await shown(data, await adminOf(data).act(name, runId, ACTOR))
      return await print(call, data, runId)
    }),
  }
}

async function orderOf(call: Call): Promise<SyncOrder> {
  const { words: [named], options: { id, date, file, adult, query } } = call
  const kind = SYNC_SOURCES.find((one) => one === named)
  if (!kind) throw new UsageError(`There is no source "${named}": ${SYNC_SOURCES.join(', ')}`)
  const mediaType = oneOf(call, 'kind', ['movie', 'tv'] as const)
  if (id !== undefined && !/^[1-9]\d{0,9}$/.test(String(id))) throw new UsageError('--id must be a number')
  if (date !== undefined && !/^\d{4}-\d\d-\d\d$/.test(String(date))) throw new UsageError('--date must be a day, as YYYY-MM-DD')
  const path = file === undefined ? undefined : resolve(String(file))
  return {
    kind, ...mediaType && { mediaType }, ...id === undefined ? {} : { tmdbId: Number(id) }, ...date === undefined ? {} : { date: String(date) }, ...adult === true ? { adult } : {},
    ...query === undefined ? {} : { query: String(query) },
    ...kind === 'ids' ? { ids: path === undefined ? await text(process.stdin) : await readFile(path, 'utf8') } : {},
    ...kind === 'export' && path !== undefined ? { file: await laidIn(call, path) } : {},
  }
}

/** The service reads no other folder than its own. */
async function laidIn({ config }: Call, path: string): Promise<string> {
  const name = basename(path).replace(/[^A-Za-z0-9._-]/g, '_').replace(/^\./, '_')
  const folder = resolve(config.dataDir, 'imports')
  await mkdir(folder, { recursive: true })
  if (path !== join(folder, name)) await copyFile(path, join(folder, name))
  return name
}

function oneOf<const Values extends readonly string[]>({ options }: Call, name: string, values: Values): Values[number] | undefined {
  const given = options[name]
  if (given === undefined) return undefined
  if (!values.includes(String(given))) throw new UsageError(`--${name} must be one of ${values.join(', ')}`)
  return given as Values[number]
}

async function watch(call: Call, data: Data, runId: string): Promise<number> {
  const askedAt = realSystem.now()
  for (;;) {
    const info = (await infoOf(data, runId))!
    showProgress(info)
    if (info.status !== 'running') {
      call.print(info, told(info))
      return info.status === 'completed' && info.failed === 0 ? EXIT.done : EXIT.failed
    }
    if (info.phase === 'listing' && realSystem.now() - askedAt > limits.rebuildTakenMs && info.note === null && !process.stderr.isTTY) {
      process.stderr.write('It goes on while Rewind runs (npm start). `rewind sync show` says how far it is.\n')
      return await print(call, data, runId)
    }
    await realSystem.sleep(limits.adminFeedBusyMs, call.signal)
    // Who asked need not watch: the service goes on.
    if (call.signal.aborted) return EXIT.done
  }
}

/** A bar, on a terminal only. */
function showProgress({ status, phase, moved, total, titlesPerSecond, secondsLeft, note }: SyncInfo): void {
  if (!process.stderr.isTTY) return
  const share = total ? Math.min(1, moved / total) : 0
  const rate = titlesPerSecond === null ? '' : `  ${titlesPerSecond.toFixed(1)} titles/s`
  const left = secondsLeft === null ? '' : `  ${Math.ceil(secondsLeft)} s left`
  // To the end of the line, so that a shorter text leaves nothing of a longer one (ECMA-48, EL).
  process.stderr.write(`\r[${'#'.repeat(Math.floor(share * 30)).padEnd(30)}] ${Math.floor(share * 100)} %  ${note ?? phase}${rate}${left}\x1b[K${status === 'running' ? '' : '\n'}`)
}

function told({ runId, source, way, status, phase, moved, total, done, gone, failed, errorMessage, startedAt, note }: SyncInfo): string {
  const far = status === 'completed' || status === 'cancelled' ? '' : `${phase} ${moved} of ${total ?? '?'}`
  const counts = `${done} done, ${gone} gone, ${failed} failed`
  return [runId, startedAt.slice(0, 16), source.kind, way, status, far, counts, errorMessage ?? '', note ?? ''].filter(Boolean).join('  ')
}

function runIdOf({ words: [runId] }: Call): string {
  if (!UUID.test(runId!)) throw new UsageError(`"${runId}" is no import's id: \`rewind sync list\` shows them`)
  return runId!
}

async function infoOf({ database }: Data, runId: string): Promise<SyncInfo | undefined> {
  return (await syncInfos(database, realSystem.now(), runId))[0]
}

async function print(call: Call, data: Data, runId: string): Promise<number> {
  const info = await infoOf(data, runId)
  if (info) call.print(info, told(info))
  else process.stdout.write(`${runId}\n`)
  return EXIT.done
}

function notThere(): number {
  process.stderr.write('There is no such import.\n')
  return EXIT.notFound
}

/** Until the read model has it: a running service sees to that. */
async function shown({ database }: Data, position: string | null): Promise<void> {
  const progress = createProjectionProgress({ database, projections, system: realSystem, log: silentLog })
  try {
    if (position !== null) await progress.waitFor(syncs, position as Position, limits.readYourWritesWaitMs)
  } finally {
    await progress.close()
  }
}

function adminOf({ database, store }: Data) {
  return createSyncAdmin({ database, handle: createCommandHandler({ store, outcomes: createPostgresCommandOutcomes(database) }).handle, system: realSystem })
}

async function withData(call: Call, run: (data: Data) => Promise<number>): Promise<number> {
  const data = await openData(call.config)
  try {
    return await run(data)
  } catch (error) {
    if (!(error instanceof RefusalError || error instanceof RequestError)) throw error
    process.stderr.write(`${[error.message, ...error.details.map(({ field, message }) => `${field} ${message}`)].join(' ')}\n`)
    return error.statusCode === 400 ? EXIT.usage : EXIT.failed
  } finally {
    await data.close()
  }
}
