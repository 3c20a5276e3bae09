/** Where what was fetched is kept: in the database, or in files first. One code path for both ways: they differ in what becomes of rows. */

import type pg from 'pg'
import type { Fetched } from '../../server/catalogue-import/fetch-title.ts'
import { writeTitles } from '../../server/catalogue-import/imported-titles.ts'
import type { ImportedRow } from '../../server/catalogue-import/imported-row.ts'
import { keepUnfetched, leaveQueue } from '../../server/catalogue-import/sync-runs.ts'
import { limits } from '../../server/limits.ts'
import { SyncFault } from './sync-fault.ts'
import type { FilePlace, TitleFiles } from './title-files.ts'
import { DamagedFileError } from './title-files.ts'
import { transaction } from '../../server/db/transaction.ts'

export interface Keeper {
  /** When it resolves, what was fetched is kept and will not be fetched again. */
  keep(fetched: readonly Fetched[]): Promise<void>
}

/** Rows, counts and what is left to do change in one transaction: killed at any moment, either all of it is so or nothing. */
export function inDatabase(client: pg.ClientBase, runId: string): Keeper {
  return {
    async keep(fetched) {
      const { rows, unfetched } = sorted(fetched)
      await transaction(client, async () => {
        await writeTitles(client, rows)
        await leaveQueue(client, runId, rows, 'done')
        await keepUnfetched(client, runId, unfetched)
      })
    },
  }
}

/** Lines first, then that they are there: killed in between, `recoverFiles` finds them. */
export function inFiles(client: pg.ClientBase, runId: string, files: TitleFiles): Keeper {
  return {
    async keep(fetched) {
      const { rows, unfetched } = sorted(fetched)
      const place = rows.length === 0 ? undefined : await files.append(rows).catch(storageFault)
      await transaction(client, async () => {
        await leaveQueue(client, runId, rows, 'fetched')
        await keepUnfetched(client, runId, unfetched)
        if (place) await movePart(client, runId, place)
      })
    },
  }
}

/** After a kill: lines that are whole count, and titles of which there is only a part of a line are fetched again. */
export async function recoverFiles(client: pg.ClientBase, runId: string, files: TitleFiles, at: FilePlace): Promise<number> {
  const { titles, place } = await files.recover(at).catch(storageFault)
  if (titles.length === 0) return 0
  await transaction(client, async () => {
    await leaveQueue(client, runId, titles, 'fetched')
    await movePart(client, runId, place)
  })
  return titles.length
}

/** From files into the database. */
export async function loadFiles(client: pg.ClientBase, runId: string, files: TitleFiles, { from, upTo }: { from: FilePlace; upTo: FilePlace }, signal: AbortSignal): Promise<void> {
  let rows: ImportedRow[] = []
  const load = async (place: FilePlace) => {
    await transaction(client, async () => {
      await writeTitles(client, rows)
      await client.query('update catalogue_syncs set done = done + $2, loaded_part = $3, loaded_bytes = $4 where run_id = $1', [runId, rows.length, place.part, place.bytes])
    })
    rows = []
  }
  try {
    let last = from
    for await (const { row, place } of files.read(from, upTo)) {
      if (signal.aborted) return
      rows.push(row)
      last = place
      if (rows.length >= limits.syncBatchTitles) await load(place)
    }
    if (rows.length > 0) await load(last)
  } catch (error) {
    throw error instanceof DamagedFileError ? new SyncFault('FILES_DAMAGED', error.message, { cause: error }) : error
  }
}

async function movePart(client: pg.ClientBase, runId: string, { part, bytes }: FilePlace): Promise<void> {
  await client.query('update catalogue_syncs set part = $2, part_bytes = $3 where run_id = $1', [runId, part, bytes])
}

function sorted(fetched: readonly Fetched[]) {
  return {
    rows: fetched.flatMap((one) => one.outcome === 'row' ? [one.row] : []),
    unfetched: fetched.filter((one) => one.outcome === 'gone' || one.outcome === 'failed'),
  }
}

const UNUSABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR'])

function storageFault(error: NodeJS.ErrnoException): never {
  if (error.code === 'ENOENT') throw new SyncFault('FILES_DAMAGED', 'Files of this import are gone: cancel it, and start it again.', { cause: error })
  if (UNUSABLE.has(error.code ?? '')) {
    throw new SyncFault('STORAGE_UNUSABLE', 'Rewind may not read and write the folder "imports" of DATA_DIR: let it, and resume.', { cause: error })
  }
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') throw new SyncFault('STORAGE_FULL', 'There is no room left for the files of this import: make room, and resume.', { cause: error })
  throw error
}
