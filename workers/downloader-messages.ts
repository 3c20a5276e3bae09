/** What the downloader's thread and its parent say to each other: plain data only. */

import type { DownloadSettings } from '../domain/download-settings.ts'
import type { Connection } from '../server/db/database.ts'
import type { ObjectStoreSettings } from '../server/object-store/open-object-store.ts'
import type { IndexerSettings, NewsServerSettings } from '../server/upstreams.ts'
import type { DownloaderMetrics } from './downloader.ts'
import type { MovieQuery } from '../server/indexer/indexer.ts'
import type { OfThread } from './run-thread.ts'
import type { LandingAnswer, LandingAsk } from './streaming/messages.ts'

/** What admins may change while it works. */
export interface DownloaderSettings {
  /** Those that may be asked, in the order of the admins. */
  readonly indexers: readonly IndexerSettings[]
  /** Those that may be used, in order of priority. */
  readonly servers: readonly NewsServerSettings[]
  readonly download: DownloadSettings
  /** IANA name: whose clock the schedule goes by. */
  readonly timeZone: string
}

export interface DownloaderConfig extends DownloaderSettings {
  readonly database: Connection
  /** Where the events are, when that is not the database. */
  readonly eventStoreUrl?: string
  readonly objectStore: ObjectStoreSettings
  /** What is under way lies in here; on the object store's file system no byte is copied. */
  readonly folder: string
  readonly leaseMs?: number
  readonly jobsMax?: number
}

export type ToThread =
  | { readonly type: 'start'; readonly config: DownloaderConfig }
  | { readonly type: 'stop' }
  /** All that was set before no longer counts. */
  | { readonly type: 'settings'; readonly settings: DownloaderSettings }
  /** The answer to `identify`; null when the catalogue could not say. */
  | { readonly type: 'identity'; readonly question: number; readonly identity: MovieQuery | null }
  | { readonly type: 'landing'; readonly ask: LandingAsk }

export type FromThread =
  | OfThread
  | { readonly type: 'metrics'; readonly metrics: DownloaderMetrics }
  | { readonly type: 'identify'; readonly question: number; readonly movieId: number }
  | { readonly type: 'landing'; readonly answer: LandingAnswer }
