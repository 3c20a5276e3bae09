/** Imports as the server does them for admins, and as its workers do them behind people's questions. */

import type { TitleRef } from '../../domain/title.ts'
import type { TmdbClient } from '../catalogue/tmdb-client.ts'
import type { ReadTitle } from '../catalogue/tmdb-title.ts'
import type { Fetched, FetchTitlePorts } from './fetch-title.ts'
import { fetchTitle } from './fetch-title.ts'
import type { ImportedTitles } from './imported-titles.ts'
import type { SyncAdmin, SyncAdminPorts, TitleAdmin } from './sync-admin.ts'
import { createSyncAdmin, createTitleAdmin } from './sync-admin.ts'

/** For workers: everything is asked in the background. */
export interface ImportPorts {
  readonly tmdb: Pick<TmdbClient, 'get'>
  /** `kept`: it may be of a library, whose cards are told what is new. */
  fetchTitle(title: TitleRef, kept: boolean): Promise<Fetched>
  counted(outcome: Fetched['outcome'], titles: number): void
}

export interface ImportingPorts extends SyncAdminPorts, Pick<FetchTitlePorts, 'ratings'> {
  readonly imported: Pick<ImportedTitles, 'remove'>
  readonly refreshCard: (title: ReadTitle) => void
  readonly counted: ImportPorts['counted']
}

export function importing(tmdb: TmdbClient, { database, handle, imported, refreshCard, ratings, counted, system }: ImportingPorts): { readonly syncAdmin: SyncAdmin & TitleAdmin; readonly imports: ImportPorts } {
  const ports = { tmdb, ratings, system }
  return {
    syncAdmin: {
      ...createSyncAdmin({ database, handle, system }),
      ...createTitleAdmin({ database, handle, system, imported, fetchTitle: (title) => fetchTitle(title, { ...ports, onTitleRead: refreshCard }, 'person') }),
    },
    imports: {
      tmdb: { get: (path, query) => tmdb.get(path, query, 'background') },
      fetchTitle: (title, kept) => fetchTitle(title, { ...ports, onTitleRead: kept ? refreshCard : undefined }, 'background'),
      counted,
    },
  }
}
