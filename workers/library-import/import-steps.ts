/** What is done of an import at a time. Each step may be done again after a kill: what is done is known from what is kept, or from the library itself. */

import type { Command, Issued, Outcome, Role } from '../../domain/command.ts'
import type { UserId } from '../../domain/event.ts'
import type { ImportedRow, LibraryExport } from '../../domain/library-import/imported-row.ts'
import { CatalogueError } from '../../server/catalogue/catalogue-error.ts'
import type { Database } from '../../server/db/database.ts'
import type { EventStore } from '../../server/event-store/event-store.ts'
import type { CommandHandler } from '../../server/handle.ts'
import type { GivenTitle } from '../../server/library-import/group-rows.ts'
import { groupRows } from '../../server/library-import/group-rows.ts'
import type { KeptPlan } from '../../server/library-import/import-shapes.ts'
import type { AskedCatalogue, Match } from '../../server/library-import/match-title.ts'
import { matchTitle } from '../../server/library-import/match-title.ts'
import type { Underway } from '../../server/library-import/plan-import.ts'
import { planImport } from '../../server/library-import/plan-import.ts'
import { planLoneEpisode } from '../../server/library-import/plan-title.ts'
import { limits } from '../../server/limits.ts'
import type { Log } from '../../server/log.ts'
import type { System } from '../../server/system.ts'
import { instantOf } from '../../server/system.ts'
import type { FromReadThread, ToReadThread } from './read-thread.ts'
import { runThread } from '../run-thread.ts'

export interface ImportPorts {
  readonly database: Database
  readonly store: Pick<EventStore, 'readAll' | 'readStream'>
  readonly commands: Pick<CommandHandler, 'handle' | 'handleAtomically'>
  /** Null where there is no catalogue to ask. */
  readonly asked: AskedCatalogue | null
  /** Undefined for nobody, or somebody who may not come in. */
  readonly roleOf: (userId: UserId) => Promise<Role | undefined>
  readonly counted: (outcome: 'fresh' | 'same' | 'differing' | 'leftOut', facts: number) => void
  readonly system: System
  readonly log: Log
}

/** Reads what was sent, off this thread. */
export async function readUpload(ports: ImportPorts, importId: string, signal: AbortSignal): Promise<void> {
  const { database: { kysely }, log, system } = ports
  const sent = await kysely.selectFrom('libraryImports').select(['bytes', 'fileName']).where('importId', '=', importId).where('phase', '=', 'reading').executeTakeFirst()
  if (!sent?.bytes) return
  let answer: Exclude<FromReadThread, { type: 'log' | 'stopped' }> | undefined
  const died = await runThread<FromReadThread, ToReadThread>(new URL('./read-thread.ts', import.meta.url), {
    start: { type: 'start', name: sent.fileName, bytes: new Uint8Array(sent.bytes) }, stop: { type: 'stop' }, role: 'import', hear: (message) => { answer = message }, log, system, signal,
  })
  if (signal.aborted && !answer) return
  if (died !== undefined) log.error({ importId, reason: died }, 'an export could not be read')
  if (answer?.type !== 'read') return await fail(ports, importId, answer ?? { code: 'IMPORT_UNREADABLE', message: 'This could not be read. Tell the makers of Rewind which export it is.' })
  await keepRead(ports, importId, answer.read)
}

async function keepRead(ports: ImportPorts, importId: string, { files, rows, lists, problems, problemsLeftOut }: LibraryExport): Promise<void> {
  const { database: { kysely }, log } = ports
  const read = JSON.stringify({ files, rows: rows.length, problems, problemsLeftOut })
  const groups = groupRows(rows)
  const nothing = groups.length === 0 && lists.length === 0
  await kysely.transaction().execute(async (trx) => {
    const moved = await trx.updateTable('libraryImports').set({ phase: 'matching', read, bytes: null }).where('importId', '=', importId).where('phase', '=', 'reading').executeTakeFirst()
    if (Number(moved.numUpdatedRows) === 0) return
    for (let from = 0; from < groups.length; from += limits.libraryImportPlannedAtOnce) {
      await trx.insertInto('libraryImportTitles').values(groups.slice(from, from + limits.libraryImportPlannedAtOnce).map(({ given, rows, lists }, i) => ({
        importId, place: from + i + 1, given: JSON.stringify(given), rows: JSON.stringify(rows), lists, name: given.title, year: given.year, posterPath: null, code: null, take: null, ...firstStateOf(given, rows),
      }))).execute()
    }
    const kept = lists.slice(0, limits.libraryImportListsMax)
    if (kept.length > 0) await trx.insertInto('libraryImportLists').values(kept.map((list, i) => ({ importId, place: i + 1, list: JSON.stringify(list), listId: null }))).execute()
  })
  log.info({ importId, files: files.length, rows: rows.length, titles: groups.length, lists: lists.length, problems: problems.length + problemsLeftOut }, 'an export was read')
  if (nothing) await fail(ports, importId, { code: 'NOTHING_TO_READ', message: 'Nothing of a library was found in this. Choose the file as it was downloaded.' })
}

/** By TMDB's own number a title needs no looking for. */
function firstStateOf({ ids: { tmdb }, mediaType, episode }: GivenTitle, rows: readonly ImportedRow[]) {
  if (episode) return { state: 'left_out' as const, mediaType: null, tmdbId: null, plan: JSON.stringify({ ...planLoneEpisode(rows), conflicts: [], mine: 0, theirs: 0 } satisfies KeptPlan) }
  return tmdb === undefined || mediaType === null ? { state: 'waiting' as const, mediaType: null, tmdbId: null, plan: null } : { state: 'matched' as const, mediaType, tmdbId: tmdb, plan: null }
}

async function fail({ database: { kysely }, system, log }: ImportPorts, importId: string, { code, message }: { readonly code: string; readonly message: string }): Promise<void> {
  await kysely.updateTable('libraryImports').set({ phase: 'failed', bytes: null, errorCode: code, errorMessage: message, endedAt: instantOf(system) }).where('importId', '=', importId).execute()
  log.warn({ importId, code }, 'an import cannot be read')
}

/** Looks for some titles. Answers whether the catalogue had an answer for any; true when none waits. */
export async function matchSome(ports: ImportPorts, importId: string): Promise<boolean> {
  const { database: { kysely, pool } } = ports
  const waiting = await kysely.selectFrom('libraryImportTitles').select(['place', 'given']).where('importId', '=', importId).where('state', '=', 'waiting').orderBy('place').limit(limits.libraryImportMatchedAtOnce).execute()
  if (waiting.length === 0) {
    await kysely.updateTable('libraryImports').set({ phase: 'planning', note: null }).where('importId', '=', importId).where('phase', '=', 'matching').execute()
    return true
  }
  const found = await Promise.all(waiting.map(async ({ place, given }) => ({ place, match: await answerOf(ports.asked, given) })))
  const kept = found.flatMap(({ place, match }) => match instanceof CatalogueError ? [] : [keptMatch(place, match)])
  await pool.query(`update library_import_titles t set state = found.state, media_type = found.media_type, tmdb_id = found.tmdb_id, name = found.name, year = found.year, poster_path = found.poster_path, code = found.code,
    candidates = found.candidates from json_to_recordset($2::json) as found(place int, state text, media_type text, tmdb_id int, name text, year int, poster_path text, code text, candidates json)
    where t.import_id = $1 and t.place = found.place and t.state = 'waiting'`, [importId, JSON.stringify(kept)])
  const failure = found.find(({ match }) => match instanceof CatalogueError)?.match as CatalogueError | undefined
  await kysely.updateTable('libraryImports').set({ note: failure?.message ?? null }).where('importId', '=', importId).execute()
  return kept.length > 0
}

async function answerOf(asked: AskedCatalogue | null, given: GivenTitle): Promise<Match | CatalogueError> {
  try {
    return await matchTitle(given, asked ?? nobody)
  } catch (error) {
    if (error === NO_CATALOGUE) return { state: 'unmatched', code: 'NO_CATALOGUE', candidates: [] }
    if (error instanceof CatalogueError) return error
    throw error
  }
}

const NO_CATALOGUE = new Error('there is no catalogue')
const nobody: AskedCatalogue = { byId: async () => { throw NO_CATALOGUE }, byName: async () => { throw NO_CATALOGUE } }

function keptMatch(place: number, match: Match) {
  if (match.state === 'unmatched') return { place, state: match.state, code: match.code, candidates: match.candidates }
  const { mediaType: media_type, tmdbId: tmdb_id, title: name, year, posterPath: poster_path } = match.match
  return { place, state: match.state, media_type, tmdb_id, name, year, poster_path }
}

/** The catalogue has had its chances: what is left the person may look for again. */
export async function giveUpMatching({ database: { kysely }, log }: ImportPorts, importId: string): Promise<void> {
  const { numUpdatedRows } = await kysely.updateTable('libraryImportTitles').set({ state: 'unmatched', code: 'NO_ANSWER', candidates: null }).where('importId', '=', importId).where('state', '=', 'waiting').executeTakeFirst()
  log.warn({ importId, titles: Number(numUpdatedRows) }, 'titles of an import had no answer of the catalogue')
}

export async function planAll(ports: ImportPorts, underway: Underway): Promise<void> {
  await planImport(ports, underway)
  await ports.database.kysely.updateTable('libraryImports').set({ phase: 'ready', note: null }).where('importId', '=', underway.importId).where('phase', '=', 'planning').execute()
  ports.log.info({ importId: underway.importId }, 'an import is ready')
}

/** Of commands that stand or fall together. Throws what another try may mend. */
export async function done({ commands }: ImportPorts, batch: readonly Issued<Command>[]): Promise<Outcome | undefined> {
  const outcomes = await commands.handleAtomically(batch)
  const no = outcomes.find(({ status }) => status === 'rejected')
  if (no) return no
  const failed = outcomes.find(({ status }) => status !== 'accepted')
  if (failed && 'code' in failed) throw new Error(`${failed.code}: ${failed.message}`)
  return undefined
}
