/** Imports as their person sees them. */

import type { UserId } from '../../domain/event.ts'
import { mustBeConfirmed } from '../../domain/batch.ts'
import type { ImportCount, ImportCounts, ImportTitleCounts, LibraryImport } from '../../projections/wire-import.ts'
import type { Database } from '../db/database.ts'
import { limits } from '../limits.ts'
import type { ImportResult } from './import-shapes.ts'

interface Ports { readonly database: Pick<Database, 'pool' | 'kysely'>; readonly heldBy: (userId: UserId) => Promise<number> }

const NO_TITLES: ImportTitleCounts = { all: 0, waiting: 0, matched: 0, unmatched: 0, leftOut: 0, differing: 0, done: 0 }

/** Newest first; of all of a person's, or the one that is named. */
export async function importInfos(ports: Ports, userId: UserId, importId?: string): Promise<readonly LibraryImport[]> {
  let query = ports.database.kysely.selectFrom('libraryImports').select(['importId', 'fileName', 'name', 'phase', 'take', 'read', 'note', 'errorCode', 'errorMessage', 'result', 'createdAt', 'startedAt', 'endedAt']).where('userId', '=', userId)
  if (importId !== undefined) query = query.where('importId', '=', importId)
  const rows = await query.orderBy('createdAt', 'desc').limit(limits.libraryImportsShown).execute()
  return await Promise.all(rows.map(async ({ read, result, errorCode, errorMessage, ...row }): Promise<LibraryImport> => {
    const { replaces, ...stand } = result ? { ...result, replaces: 0 } : await standOf(ports.database.pool, row.importId)
    const asks = row.phase === 'ready' && mustBeConfirmed({ removes: replaces, held: await ports.heldBy(userId) })
    return {
      ...row, ...stand, replaces, mustBeConfirmed: asks,
      files: read?.files ?? [], rows: read?.rows ?? 0, problems: read?.problems ?? [], problemsLeftOut: read?.problemsLeftOut ?? 0,
      error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? '' },
    }
  }))
}

/** The pool, or a transaction. */
export interface Asked { query<Row extends object>(text: string, values: unknown[]): Promise<{ readonly rows: readonly Row[] }> }
type Stand = ImportResult & { readonly replaces: number }

/** Of one that is not over. Of what was recorded already, what was about to be recorded counts; of one that is given up, nothing else. */
export async function standOf(asked: Asked, importId: string, isGivenUp = false): Promise<Stand> {
  const ofBoth = (columns: string) => ofTitlesAndLists(columns, isGivenUp)
  // One after the other: a transaction is one connection.
  const titles = await asked.query<ImportTitleCounts>(`select count(*) as "all", count(*) filter (where state = 'waiting') as waiting, count(*) filter (where state = 'matched') as matched,
      count(*) filter (where state = 'unmatched') as unmatched, count(*) filter (where state = 'left_out') as "leftOut", count(*) filter (where done) as done,
      count(*) filter (where state = 'matched' and json_array_length(plan->'conflicts') > 0) as differing from library_import_titles where import_id = $1`, [importId])
  const counts = await asked.query<ImportCount & { kind: string }>(`select kind.key as kind, sum((kind.value->>'fresh')::int) as fresh, sum((kind.value->>'same')::int) as same, sum((kind.value->>'differing')::int) as differing,
      sum((kind.value->>'leftOut')::int) as "leftOut" from (${ofBoth(`coalesce(sent, plan->'counts') as counts`)}) planned, json_each(planned.counts) kind group by kind.key`, [importId])
  const sizes = await asked.query<{ size: number; replaces: number }>(`select coalesce(sum(case when word = 'theirs' then theirs else mine end), 0) as size, coalesce(sum(replaced) filter (where word = 'theirs'), 0) as replaces
      from (${ofBoth(`coalesce(one.take, whole.take) as word, (plan->>'mine')::int as mine, (plan->>'theirs')::int as theirs,
        (select count(*) from json_array_elements(plan->'conflicts') conflict where conflict->>'mine' is not null) as replaced`)}) planned`, [importId])
  return { titles: titles.rows[0] ?? NO_TITLES, counts: countsOf(counts.rows), size: Number(sizes.rows[0]!.size), replaces: Number(sizes.rows[0]!.replaces), leftOut: [] }
}

/** Of titles and of lists, whatever of them is planned. */
function ofTitlesAndLists(columns: string, isGivenUp: boolean): string {
  const from = (table: string, take: string) => `select ${columns} from (select plan, sent, import_id, ${take} as take from ${table}) one join library_imports whole using (import_id) where import_id = $1 and plan is not null${isGivenUp ? ' and sent is not null' : ''}`
  return `${from('library_import_titles', 'take')} union all ${from('library_import_lists', 'null::text')}`
}

function countsOf(rows: readonly (ImportCount & { readonly kind: string })[]): ImportCounts {
  return Object.fromEntries(rows.map(({ kind, fresh, same, differing, leftOut }) => [kind, { fresh: Number(fresh), same: Number(same), differing: Number(differing), leftOut: Number(leftOut) }]))
}
