/** What admins do with imports of the catalogue and with single titles of it, by whichever door. What is wished is recorded; whoever works notices it. */

import type { SYNC_WAYS, SyncCommandData, SyncSource } from '../../domain/catalogue-sync.ts'
import type { CatalogueTitleCommandData } from '../../domain/catalogue-title.ts'
import type { CommandId, Outcome } from '../../domain/command.ts'
import type { Actor } from '../../domain/event.ts'
import type { MediaType, TitleRef } from '../../domain/title.ts'
import { acceptedOrThrow } from '../auth/record.ts'
import { CatalogueError } from '../catalogue/catalogue-error.ts'
import type { Database } from '../db/database.ts'
import { transaction } from '../db/transaction.ts'
import type { CommandHandler } from '../handle.ts'
import { notFound, RequestError } from '../request-error.ts'
import type { System } from '../system.ts'
import { instantOf, uuidv7 } from '../system.ts'
import type { Fetched } from './fetch-title.ts'
import type { ImportedTitles } from './imported-titles.ts'
import { writeTitles } from './imported-titles.ts'
import { openRun, reopenRun } from './sync-runs.ts'

export interface SyncWish {
  readonly source: SyncSource
  readonly way: (typeof SYNC_WAYS)[number]
  /** Of a source of ids, each once. */
  readonly titles?: { readonly mediaType: MediaType; readonly ids: readonly number[] }
}

/** Each throws `RefusalError` or `RequestError`, and answers when it is recorded, with the position of that. */
export interface SyncAdmin {
  start(wish: SyncWish, actor: Actor): Promise<{ readonly runId: string; readonly position: string | null }>
  act(act: SyncAct, runId: string, actor: Actor): Promise<string | null>
}

/** As `SyncAdmin`. */
export interface TitleAdmin {
  /** Asks the catalogue for one title now, and keeps it. */
  importTitle(title: TitleRef, actor: Actor): Promise<void>
  /** Nobody's library, list or history changes. */
  deleteTitle(title: TitleRef, actor: Actor): Promise<void>
}

export interface SyncAdminPorts {
  readonly database: Database
  readonly handle: CommandHandler['handle']
  readonly system: Pick<System, 'now' | 'randomBytes'>
}

export interface TitleAdminPorts extends SyncAdminPorts {
  readonly imported: Pick<ImportedTitles, 'remove'>
  readonly fetchTitle: (title: TitleRef) => Promise<Fetched>
}

const COMMANDS = { pause: 'PauseSync', resume: 'ResumeSync', cancel: 'CancelSync', retry: 'RetrySyncFailures' } as const
export type SyncAct = keyof typeof COMMANDS
type Commands = SyncCommandData & CatalogueTitleCommandData

type Record = <Type extends keyof Commands>(type: Type, data: Commands[Type], actor: Actor) => Promise<Extract<Outcome, { status: 'accepted' }>>

function recording({ handle, system }: SyncAdminPorts): Record {
  return async (type, data, actor) => acceptedOrThrow(await handle({ id: uuidv7(system) as CommandId, type, data, issuedAt: instantOf(system), deviceId: null, actor, sender: 'worker' }))
}

export function createSyncAdmin(ports: SyncAdminPorts): SyncAdmin {
  const { database, system } = ports
  const record = recording(ports)
  return {
    async start({ source, way, titles }, actor) {
      const runId = uuidv7(system)
      await openRun(database.kysely, runId, titles ?? null)
      const { position } = await record('StartSync', { runId, source, way }, actor)
      return { runId, position }
    },
    async act(act, runId, actor) {
      // Before it is recorded too: killed in between, whoever works still looks at the run. One that is over for good is ended anew.
      if (act === 'retry' && !await reopenRun(database.kysely, runId)) throw notFound('import with failures to try again')
      const { position } = await record(COMMANDS[act], { runId }, actor)
      if (act === 'retry') await reopenRun(database.kysely, runId)
      return position
    },
  }
}

export function createTitleAdmin(ports: TitleAdminPorts): TitleAdmin {
  const { database, imported, fetchTitle } = ports
  const record = recording(ports)
  return {
    async importTitle(title, actor) {
      const fetched = await fetchTitle(title)
      if (fetched.outcome === 'gone') throw new CatalogueError('NOT_FOUND', 'TMDB does not know this title.')
      if (fetched.outcome === 'unasked') throw new RequestError('UNAVAILABLE', fetched.message)
      if (fetched.outcome === 'failed') throw new RequestError('TMDB_ERROR', fetched.failure.message)
      const client = await database.pool.connect()
      try {
        await transaction(client, () => writeTitles(client, [fetched.row]))
      } finally {
        client.release()
      }
      await record('ImportTitle', { title }, actor)
    },
    async deleteTitle(title, actor) {
      if (!await imported.remove(title)) throw notFound('imported title')
      await record('DeleteImportedTitle', { title }, actor)
    },
  }
}
