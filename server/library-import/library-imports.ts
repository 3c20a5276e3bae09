/** What a person does with their imports. Everything throws NOT_FOUND for what is not theirs; the work itself is done in workers/library-import/. */

import { CompiledQuery } from 'kysely'
import type { CommandId, Role } from '../../domain/command.ts'
import type { UserId } from '../../domain/event.ts'
import type { TitleRef } from '../../domain/title.ts'
import type { ImportCandidate, ImportPhase, ImportShown, ImportTake, ImportTitle, ImportTitlesPage, LibraryImport, LibraryImportsAnswer } from '../../projections/wire-import.ts'
import type { Database } from '../db/database.ts'
import type { EventStore } from '../event-store/event-store.ts'
import { limits } from '../limits.ts'
import { notFound, RefusalError } from '../request-error.ts'
import type { System } from '../system.ts'
import { instantOf, uuidv7 } from '../system.ts'
import type { Asked } from './import-infos.ts'
import { importInfos, standOf } from './import-infos.ts'
import { planAnew } from './plan-import.ts'

export interface Ports {
  readonly database: Database
  readonly store: Pick<EventStore, 'readAll' | 'readStream'>
  readonly heldBy: (userId: UserId) => Promise<number>
  readonly system: System
}

export interface Importer { readonly userId: UserId; readonly role: Role }
/** What is said of a title: which it is, that it is to be left out, that it is open again, or whose word counts for it. */
export type TitleFix = { readonly match: ImportCandidate } | { readonly leaveOut: true } | { readonly open: true } | { readonly take: ImportTake | null }

export interface LibraryImports {
  upload(userId: UserId, fileName: string, bytes: Uint8Array): Promise<LibraryImport>
  all(userId: UserId): Promise<LibraryImportsAnswer>
  one(userId: UserId, importId: string): Promise<LibraryImport>
  /** Up to `limits.libraryImportPageTitles`, those after the place. */
  titles(userId: UserId, importId: string, shown: ImportShown, after: number): Promise<ImportTitlesPage>
  fix(person: Importer, importId: string, place: number, fix: TitleFix): Promise<ImportTitle>
  choose(userId: UserId, importId: string, take: ImportTake): Promise<LibraryImport>
  /** Looks once more for what was not found. */
  matchAgain(userId: UserId, importId: string): Promise<LibraryImport>
  start(userId: UserId, importId: string, wish: { readonly name?: string; readonly confirmed?: boolean }): Promise<LibraryImport>
  /** What was never started is gone; of what is under way the rest is not done. */
  cancel(userId: UserId, importId: string): Promise<LibraryImport | null>
}

const NOT_READY = { code: 'IMPORT_NOT_READY', message: 'This import is not at rest just now. Look at how far it is, then try again.' }

export function libraryImportsIn(ports: Ports): LibraryImports {
  const { database: { kysely, pool }, heldBy, system } = ports

  async function one(userId: UserId, importId: string): Promise<LibraryImport> {
    const [found] = await importInfos(ports, userId, importId)
    if (!found) throw notFound('import')
    return found
  }

  /** Moves an import that is ready on; refuses any other. */
  async function fromReady(userId: UserId, importId: string, phase: ImportPhase, set: { readonly take?: ImportTake; readonly name?: string; readonly startedAt?: string } = {}): Promise<void> {
    const moved = await kysely.updateTable('libraryImports').set({ phase, note: null, ...set }).where('importId', '=', importId).where('userId', '=', userId).where('phase', '=', 'ready').executeTakeFirst()
    if (Number(moved.numUpdatedRows) === 1) return
    await one(userId, importId)
    throw new RefusalError(NOT_READY)
  }

  return {
    one,
    async all(userId) {
      return { imports: await importInfos(ports, userId) }
    },
    async upload(userId, fileName, bytes) {
      const importId = uuidv7(system)
      const at = instantOf(system)
      const kept = await kysely.insertInto('libraryImports').values({ importId, userId, fileName, bytes, createdAt: at, workedAt: at, name: null, note: null, errorCode: null, errorMessage: null })
        .onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
      if (Number(kept.numInsertedOrUpdatedRows) === 0) throw new RefusalError({ code: 'IMPORT_OPEN', message: 'Another import of yours is not over. Start it or give it up first.' })
      return await one(userId, importId)
    },
    async titles(userId, importId, shown, after) {
      await one(userId, importId)
      const titles = await titlesOf(pool, importId, FILTERS[shown], after)
      return { titles, next: titles.length === limits.libraryImportPageTitles ? titles.at(-1)!.place : null }
    },
    async fix(person, importId, place, fix) {
      const { createdAt, take, phase } = await one(person.userId, importId)
      if (phase !== 'ready') throw new RefusalError(NOT_READY)
      const before = await kysely.selectFrom('libraryImportTitles').select(['mediaType', 'tmdbId', 'lists']).where('importId', '=', importId).where('place', '=', place).executeTakeFirst()
      if (!before) throw notFound('title in this import')
      await kysely.updateTable('libraryImportTitles').set('take' in fix ? { take: fix.take } : { ...matchOf(fix), plan: null }).where('importId', '=', importId).where('place', '=', place).execute()
      if (!('take' in fix)) {
        const touched: TitleRef[] = [...before.mediaType === null ? [] : [{ mediaType: before.mediaType, tmdbId: before.tmdbId! }], ...'match' in fix ? [fix.match] : []]
        await planAnew(ports, { importId: importId as CommandId, ...person, take, createdAt }, touched, before.lists.length > 0)
      }
      return (await titlesOf(pool, importId, 'true', place - 1, 1))[0]!
    },
    async choose(userId, importId, take) {
      await fromReady(userId, importId, 'ready', { take })
      return await one(userId, importId)
    },
    async matchAgain(userId, importId) {
      await fromReady(userId, importId, 'matching')
      await kysely.updateTable('libraryImportTitles').set({ state: 'waiting', code: null }).where('importId', '=', importId).where('state', '=', 'unmatched').execute()
      return await one(userId, importId)
    },
    async start(userId, importId, { name, confirmed = false }) {
      const { phase, size, replaces, mustBeConfirmed, fileName } = await one(userId, importId)
      if (phase === 'ready' && size === 0) throw new RefusalError({ code: 'NOTHING_TO_IMPORT', message: 'Everything that could be imported is in your library already.' })
      if (mustBeConfirmed && !confirmed) throw new RefusalError({ code: 'IMPORT_REPLACES_MUCH', message: `This would replace ${replaces} things of yours. Confirm it to go on.`, details: { replaces, held: await heldBy(userId) } })
      await fromReady(userId, importId, 'running', { name: name?.toWellFormed().replaceAll('\0', '').trim() || fileName, startedAt: instantOf(system) })
      return await one(userId, importId)
    },
    async cancel(userId, importId) {
      const { phase } = await one(userId, importId)
      if (phase === 'running') {
        await endImport(ports, importId, 'cancelled')
        return await one(userId, importId)
      }
      const gone = await kysely.deleteFrom('libraryImports').where('importId', '=', importId).where('userId', '=', userId).where('startedAt', 'is', null).executeTakeFirst()
      if (Number(gone.numDeletedRows) === 0) throw new RefusalError({ code: 'IMPORT_OVER', message: 'This import is over. Take it back instead.' })
      return null
    },
  }
}

/** What became of it is kept; what it was made of is not. Of two that end it the first one counts. */
export async function endImport({ database, system }: Pick<Ports, 'database' | 'system'>, importId: string, phase: 'done' | 'cancelled'): Promise<boolean> {
  return await database.kysely.transaction().execute(async (trx) => {
    const asked: Asked = { query: async <Row extends object>(text: string, values: unknown[]) => await trx.executeQuery<Row>(CompiledQuery.raw(text, values)) }
    // First of all: whatever is being noted just now is waited for, and nothing is from here on.
    const ended = await trx.updateTable('libraryImports').set({ phase, note: null, endedAt: instantOf(system) }).where('importId', '=', importId).where('phase', '=', 'running').executeTakeFirst()
    if (Number(ended.numUpdatedRows) === 0) return false
    const { replaces: _, ...stand } = await standOf(asked, importId, phase === 'cancelled')
    const { rows } = await asked.query<{ leftOut: ImportTitle['leftOut'] }>(`select plan->'leftOut' as "leftOut" from library_import_titles where import_id = $1 and json_array_length(plan->'leftOut') > 0 order by place limit $2`, [importId, limits.libraryImportLeftOutKeptMax])
    const result = { ...stand, leftOut: rows.flatMap(({ leftOut }) => leftOut).slice(0, limits.libraryImportLeftOutKeptMax) }
    await trx.updateTable('libraryImports').set({ result: JSON.stringify(result) }).where('importId', '=', importId).execute()
    await trx.deleteFrom('libraryImportTitles').where('importId', '=', importId).execute()
    await trx.deleteFrom('libraryImportLists').where('importId', '=', importId).execute()
    return true
  })
}

function matchOf(fix: Exclude<TitleFix, { readonly take: ImportTake | null }>) {
  if (!('match' in fix)) return { state: 'open' in fix ? 'unmatched' as const : 'left_out' as const, mediaType: null, tmdbId: null, name: null, year: null, posterPath: null }
  const { mediaType, tmdbId, title, year, posterPath } = fix.match
  return { state: 'matched' as const, mediaType, tmdbId, name: title, year, posterPath }
}

const FILTERS: Readonly<Record<ImportShown, string>> = {
  'unmatched': `state = 'unmatched'`,
  'differing': `state = 'matched' and json_array_length(plan->'conflicts') > 0`,
  'fresh': `state = 'matched' and (plan->>'mine')::int > 0`,
  'left-out': `state = 'left_out' or json_array_length(plan->'leftOut') > 0`,
  'all': 'true',
}

type TitleRow = Omit<ImportTitle, 'given' | 'match' | 'counts' | 'conflicts' | 'leftOut'> & Partial<TitleRef> & {
  readonly given: { readonly ids: { readonly imdb?: string }; readonly title: string | null; readonly year: number | null; readonly mediaType: ImportTitle['given']['mediaType'] }
  readonly name: string | null; readonly year: number | null; readonly posterPath: string | null; readonly plan: Pick<ImportTitle, 'counts' | 'conflicts' | 'leftOut'> | null
}

async function titlesOf(pool: Database['pool'], importId: string, filter: string, after: number, limit: number = limits.libraryImportPageTitles): Promise<readonly ImportTitle[]> {
  const { rows } = await pool.query<TitleRow>(`select place, state, given, rows->0->>'file' as file, (rows->0->>'line')::int as line, json_array_length(rows) as rows, media_type as "mediaType", tmdb_id as "tmdbId",
    name, year, poster_path as "posterPath", code, candidates, take, plan from library_import_titles where import_id = $1 and place > $2 and (${filter}) order by place limit $3`, [importId, after, limit])
  return rows.map(({ given: { ids, title, year, mediaType: kind }, plan, candidates, mediaType, tmdbId, name, year: matchedYear, posterPath, ...row }) => ({
    ...row, given: { title, year, mediaType: kind, imdb: ids.imdb ?? null }, candidates: candidates ?? [],
    match: row.state !== 'matched' ? null : { mediaType: mediaType!, tmdbId: tmdbId!, title: name || title || '', year: matchedYear, posterPath },
    counts: plan?.counts ?? {}, conflicts: plan?.conflicts ?? [], leftOut: plan?.leftOut ?? [],
  }))
}
