/**
 * Records an import, some titles at a time, then its lists: each title is planned anew on its library as it is, and its commands go in together.
 *
 * 1. What is recorded already is the same already: a kill between the record and the note of it costs a look, and doubles nothing.
 * 2. What was about to be recorded is noted before, unless the import was given up: so the counts at the end are those of all that was done, and
 *    what is given up stops after the few titles that were noted.
 * 3. A no that is final for an id is no to what it would do: it is planned once more, under the next id.
 */

import type { Command, CommandId, Issued } from '../../domain/command.ts'
import { libraryStream } from '../../domain/title.ts'
import type { TitleRef } from '../../domain/title.ts'
import type { Plan } from '../../server/library-import/import-plan.ts'
import type { KeptPlan } from '../../server/library-import/import-shapes.ts'
import { endImport } from '../../server/library-import/library-imports.ts'
import type { Underway } from '../../server/library-import/plan-import.ts'
import { libraryStateOf, listStateOf, planningOf, titlesOn, worksOf } from '../../server/library-import/plan-import.ts'
import { planList } from '../../server/library-import/plan-list.ts'
import { planTitle } from '../../server/library-import/plan-title.ts'
import { standOf } from '../../server/library-import/import-infos.ts'
import { limits } from '../../server/limits.ts'
import type { ImportPorts } from './import-steps.ts'
import { done } from './import-steps.ts'

const REPLANS_MAX = 3
/** As a batch may say of itself. */
const COMMANDS_TOLD_MAX = 100_000

export interface Begun extends Underway { readonly name: string; readonly startedAt: string }

/** Before anything of it: the batch that it is in one's history. */
export async function begin(ports: ImportPorts, { importId, userId, role, name, startedAt }: Begun): Promise<void> {
  const { size } = await standOf(ports.database.pool, importId)
  const data = { batchId: importId, kind: 'import', name: name.slice(0, limits.libraryImportNameCharacters).toWellFormed(), size: Math.min(Math.max(1, size), COMMANDS_TOLD_MAX), removes: 0 }
  const refused = await done(ports, [{ id: importId, type: 'BeginBatch', data, issuedAt: startedAt, deviceId: null, actor: userId, sender: role }])
  if (refused) throw new Error(`an import could not begin: ${JSON.stringify(refused)}`)
}

/** Answers whether there is more to do. */
export async function recordSome(ports: ImportPorts, underway: Begun): Promise<boolean> {
  const { pool } = ports.database
  const { rows: refs } = await pool.query<TitleRef>(`select media_type as "mediaType", tmdb_id as "tmdbId" from library_import_titles
    where import_id = $1 and state = 'matched' and not done group by media_type, tmdb_id order by min(place) limit $2`, [underway.importId, limits.libraryImportTitlesAtOnce])
  if (refs.length > 0) {
    await recordTitles(ports, underway, refs)
    return true
  }
  const list = await ports.database.kysely.selectFrom('libraryImportLists').select(['place', 'list', 'listId']).where('importId', '=', underway.importId).where('done', '=', false).orderBy('place').limit(1).executeTakeFirst()
  if (list) {
    await recordList(ports, underway, list.place, async (spent) => planList(list.listId!, list.list, await titlesOn(ports, underway.importId, list.list.key), await listStateOf(ports, list.listId!), { ...planningOf(underway), spent }))
    return true
  }
  if (await endImport(ports, underway.importId, 'done')) ports.log.info({ importId: underway.importId, userId: underway.userId }, 'an import is done')
  return false
}

async function recordTitles(ports: ImportPorts, underway: Begun, refs: readonly TitleRef[]): Promise<void> {
  const { pool } = ports.database
  const works = await Promise.all((await worksOf(ports, underway.importId, refs)).map(async (work) => {
    const planned = async (spent: ReadonlySet<string>) => planTitle(work.title, work.rows, await libraryStateOf(ports, libraryStream(underway.userId, work.title)), { ...planningOf(underway, work.take), spent })
    return { work, planned, plan: await planned(new Set()) }
  }))
  for (let from = 0; from < works.length; from += limits.libraryImportTitlesTogether) {
    const some = works.slice(from, from + limits.libraryImportTitlesTogether)
    if (!await note(ports, underway, 'library_import_titles', some.map(({ work, plan }) => ({ place: work.places[0]!, plan })))) return
    await Promise.all(some.map(({ plan, planned }) => send(ports, plan, planned)))
    await pool.query('update library_import_titles set done = true where import_id = $1 and place = any ($2)', [underway.importId, some.flatMap(({ work }) => work.places)])
    for (const { plan } of some) count(ports, plan)
  }
}

async function recordList(ports: ImportPorts, { importId }: Begun, place: number, planned: (spent: ReadonlySet<string>) => Promise<Plan>): Promise<void> {
  const { kysely } = ports.database
  const plan = await planned(new Set())
  if (!await note(ports, { importId }, 'library_import_lists', [{ place, plan }])) return
  await send(ports, plan, planned)
  await kysely.updateTable('libraryImportLists').set({ done: true }).where('importId', '=', importId).where('place', '=', place).execute()
  count(ports, plan)
}

/** Answers whether it was noted: an import that was given up is not. The lock has whoever gives it up wait for the note, so that what is noted is both counted and recorded. */
async function note({ database: { pool } }: ImportPorts, { importId }: Pick<Begun, 'importId'>, table: 'library_import_titles' | 'library_import_lists', noted: readonly { readonly place: number; readonly plan: Plan }[]): Promise<boolean> {
  const { rows } = await pool.query(`with running as materialized (select import_id from library_imports where import_id = $1 and phase = 'running' for share),
    noting as (update ${table} one set sent = noted.sent::json, plan = noted.plan::json from (select unnest($2::int[]) as place, unnest($3::text[]) as sent, unnest($4::text[]) as plan) noted
      where one.import_id = (select import_id from running) and one.place = noted.place and one.sent is null)
    select import_id from running`, [importId, noted.map(({ place }) => place), noted.map(({ plan }) => JSON.stringify(plan.counts)), noted.map(({ plan }) => JSON.stringify(keptOf(plan)))])
  return rows.length > 0
}

function keptOf({ counts, conflicts, leftOut, commands: { length } }: Plan): KeptPlan {
  return { counts, conflicts, leftOut, mine: length, theirs: length }
}

async function send(ports: ImportPorts, first: Plan, planned: (spent: ReadonlySet<string>) => Promise<Plan>): Promise<void> {
  const spent = new Set<string>()
  let plan = first
  for (let tries = 0; ; tries++) {
    const refused = await sendAll(ports, plan.commands)
    if (refused === undefined) return
    spent.add(refused)
    if (tries >= REPLANS_MAX) return ports.log.warn({ refused }, 'something of an import was refused again and again')
    plan = await planned(spent)
  }
}

/** Answers the id of what was refused; what comes before it in an earlier lot stands. */
async function sendAll(ports: ImportPorts, commands: readonly Issued<Command>[]): Promise<CommandId | undefined> {
  for (let from = 0; from < commands.length; from += limits.libraryImportCommandsAtOnce) {
    const refused = await done(ports, commands.slice(from, from + limits.libraryImportCommandsAtOnce))
    if (refused) return refused.id
  }
  return undefined
}

function count({ counted }: ImportPorts, { counts }: Plan): void {
  for (const { fresh, same, differing, leftOut } of Object.values(counts)) for (const [outcome, facts] of Object.entries({ fresh, same, differing, leftOut })) counted(outcome as 'fresh', facts)
}
