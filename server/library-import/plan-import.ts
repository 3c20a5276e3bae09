/** Plans an import against the library as it is: all of it, or what has just been fixed by hand. */

import { sql } from 'kysely'
import type { CommandId, Role } from '../../domain/command.ts'
import type { StreamName, UserId } from '../../domain/event.ts'
import { START } from '../../domain/event.ts'
import type { LibraryEvent, LibraryState } from '../../domain/library-entry.ts'
import { libraryDecider } from '../../domain/library-entry.ts'
import type { ListState } from '../../domain/list.ts'
import { listDecider } from '../../domain/list.ts'
import { listStream } from '../../domain/list-stream.ts'
import type { Recorded, RecordedEvent } from '../../domain/event.ts'
import type { ImportedRow } from '../../domain/library-import/imported-row.ts'
import type { TitleRef } from '../../domain/title.ts'
import { libraryStream, titleKey } from '../../domain/title.ts'
import { isReadable, UnreadableEventError } from '../../domain/upcast.ts'
import { lists } from '../../projections/lists.ts'
import type { ImportTake } from '../../projections/wire-import.ts'
import type { Database } from '../db/database.ts'
import { readModelTable } from '../db/read-model.ts'
import type { EventStore } from '../event-store/event-store.ts'
import { limits } from '../limits.ts'
import { listIdOf } from './command-ids.ts'
import type { Plan, Planning } from './import-plan.ts'
import type { KeptPlan } from './import-shapes.ts'
import type { ListedTitle } from './plan-list.ts'
import { planList } from './plan-list.ts'
import { planTitle } from './plan-title.ts'

export interface PlanPorts { readonly database: Pick<Database, 'pool' | 'kysely'>; readonly store: Pick<EventStore, 'readAll' | 'readStream'> }

/** An import that is planned or recorded, and for whom. */
export interface Underway { readonly importId: CommandId; readonly userId: UserId; readonly role: Role; readonly take: ImportTake; readonly createdAt: string }

/** All that an import says of one title, in whatever ways it names it. */
export interface TitleWork { readonly title: TitleRef; readonly places: readonly number[]; readonly rows: readonly ImportedRow[]; readonly take: ImportTake | null }

export function planningOf({ importId, userId, role, take, createdAt }: Underway, own: ImportTake | null = null): Planning {
  return { userId, role, take: own ?? take, at: createdAt, batchId: importId }
}

/** Every title and list; answers when all is planned. */
export async function planImport(ports: PlanPorts, underway: Underway): Promise<void> {
  const refs = await titlesIn(ports, underway.importId)
  const states = await librariesOf(ports, underway.userId, new Set(refs.map((title) => libraryStream(underway.userId, title))))
  await ports.database.pool.query('update library_import_titles set plan = null where import_id = $1 and state = $2', [underway.importId, 'matched'])
  for (let from = 0; from < refs.length; from += limits.libraryImportPlannedAtOnce) {
    const works = await worksOf(ports, underway.importId, refs.slice(from, from + limits.libraryImportPlannedAtOnce))
    await keepPlans(ports, underway, works, (title) => states.get(libraryStream(underway.userId, title)) ?? libraryDecider.initial)
  }
  await planLists(ports, underway)
}

/** What has changed hands: a title that was fixed, and the one that it was before; lists it is on. */
export async function planAnew(ports: PlanPorts, underway: Underway, refs: readonly TitleRef[], withLists: boolean): Promise<void> {
  for (const title of refs) {
    const { importId, userId } = underway
    await ports.database.pool.query('update library_import_titles set plan = null where import_id = $1 and media_type = $2 and tmdb_id = $3', [importId, title.mediaType, title.tmdbId])
    const state = await libraryStateOf(ports, libraryStream(userId, title))
    await keepPlans(ports, underway, await worksOf(ports, importId, [title]), () => state)
  }
  if (withLists) await planLists(ports, underway)
}

async function keepPlans({ database: { pool } }: PlanPorts, underway: Underway, works: readonly TitleWork[], stateOf: (title: TitleRef) => LibraryState): Promise<void> {
  const plans = works.map(({ title, rows }) => JSON.stringify(keptPlan((take) => planTitle(title, rows, stateOf(title), planningOf(underway, take)))))
  await pool.query(`update library_import_titles t set plan = planned.plan::json from (select unnest($2::int[]) as place, unnest($3::text[]) as plan) planned
    where t.import_id = $1 and t.place = planned.place`, [underway.importId, works.map(({ places }) => places[0]), plans])
}

/** By either word: which one counts may be said later. */
function keptPlan(planWith: (take: ImportTake) => Plan): KeptPlan {
  const { counts, conflicts, leftOut, commands } = planWith('mine')
  return { counts, conflicts, leftOut, mine: commands.length, theirs: conflicts.length === 0 ? commands.length : planWith('theirs').commands.length }
}

/** In the order in which they come first. */
async function titlesIn({ database: { pool } }: PlanPorts, importId: string): Promise<readonly TitleRef[]> {
  const { rows } = await pool.query<TitleRef>(`select media_type as "mediaType", tmdb_id as "tmdbId" from library_import_titles
    where import_id = $1 and state = 'matched' group by media_type, tmdb_id order by min(place)`, [importId])
  return rows
}

export async function worksOf({ database: { pool } }: Pick<PlanPorts, 'database'>, importId: string, refs: readonly TitleRef[]): Promise<readonly TitleWork[]> {
  const { rows } = await pool.query<TitleRef & { place: number; rows: readonly ImportedRow[]; take: ImportTake | null }>(`select media_type as "mediaType", tmdb_id as "tmdbId", place, rows, take from library_import_titles
    where import_id = $1 and state = 'matched' and (media_type, tmdb_id) in (select unnest($2::text[]), unnest($3::int[])) order by place`, [importId, refs.map(({ mediaType }) => mediaType), refs.map(({ tmdbId }) => tmdbId)])
  return [...Map.groupBy(rows, titleKey).values()].map((those) => ({
    title: { mediaType: those[0]!.mediaType, tmdbId: those[0]!.tmdbId }, places: those.map(({ place }) => place), rows: those.flatMap(({ rows }) => rows), take: those.find(({ take }) => take !== null)?.take ?? null,
  }))
}

/** One pass through the person's own log, however many titles there are. */
async function librariesOf({ store }: PlanPorts, userId: UserId, wanted: ReadonlySet<StreamName>): Promise<ReadonlyMap<StreamName, LibraryState>> {
  const states = new Map<StreamName, LibraryState>()
  for await (const event of store.readAll(START, { family: `library-${userId}` })) {
    if (!wanted.has(event.stream)) continue
    states.set(event.stream, libraryDecider.evolve(states.get(event.stream) ?? libraryDecider.initial, readable(event) as Recorded<LibraryEvent>))
  }
  return states
}

export async function libraryStateOf({ store }: Pick<PlanPorts, 'store'>, stream: StreamName): Promise<LibraryState> {
  let state = libraryDecider.initial
  for await (const event of store.readStream(stream)) state = libraryDecider.evolve(state, readable(event) as Recorded<LibraryEvent>)
  return state
}

export async function listStateOf({ store }: Pick<PlanPorts, 'store'>, listId: string): Promise<ListState> {
  let state = listDecider.initial
  for await (const event of store.readStream(listStream(listId))) state = listDecider.evolve(state, readable(event) as never)
  return state
}

function readable<E extends RecordedEvent>(event: E): E {
  if (!isReadable(event)) throw new UnreadableEventError(event)
  return event
}

async function planLists(ports: PlanPorts, underway: Underway): Promise<void> {
  const { kysely } = ports.database
  const planned = await kysely.selectFrom('libraryImportLists').select(['place', 'list']).where('importId', '=', underway.importId).orderBy('place').execute()
  for (const { place, list } of planned) {
    const listId = await listFor(ports, underway.userId, list.name)
    const [titles, state] = await Promise.all([titlesOn(ports, underway.importId, list.key), listStateOf(ports, listId)])
    const plan = keptPlan((take) => planList(listId, list, titles, state, planningOf(underway, take)))
    await kysely.updateTable('libraryImportLists').set({ listId, plan: JSON.stringify(plan) }).where('importId', '=', underway.importId).where('place', '=', place).execute()
  }
}

/** The person's own list of that name, or one that an earlier import made of it; else the id of the one that will be made. */
async function listFor(ports: PlanPorts, userId: UserId, name: string): Promise<string> {
  const { rows: [own] } = await sql<{ key: string }>`select key from ${sql.table(readModelTable(lists))}
    where owner_id = ${userId} and deleted_at is null and lower(name) = lower(${name.trim().normalize('NFC')}) order by created_at limit 1`.execute(ports.database.kysely)
  if (own) return own.key
  for (let round = 0; ; round++) {
    const listId = listIdOf(userId, name, round)
    const { list } = await listStateOf(ports, listId)
    if (!list?.deleted) return listId
  }
}

export async function titlesOn({ database: { pool } }: Pick<PlanPorts, 'database'>, importId: string, key: string): Promise<readonly ListedTitle[]> {
  const { rows } = await pool.query<TitleRef & { name: string | null; rows: readonly ImportedRow[] }>(`select media_type as "mediaType", tmdb_id as "tmdbId", name, rows from library_import_titles
    where import_id = $1 and state = 'matched' and $2 = any (lists) order by place`, [importId, key])
  return rows.flatMap(({ mediaType, tmdbId, name, rows }) => rows.flatMap((row) => row.facts.flatMap((fact) => fact.kind === 'listed' && fact.list === key
    ? [{ title: { mediaType, tmdbId }, name: name ?? row.title ?? '', position: fact.position, note: fact.note, when: fact.when, origin: { file: row.file, line: row.line } }] : [])))
}
