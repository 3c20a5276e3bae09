/** What the downloader's thread and its parent say to each other: plain data only. */

import type { Connection } from '../server/db/database.ts'
import type { NewsServerSettings } from '../server/upstreams.ts'
import type { DownloaderMetrics } from './downloader.ts'
import type { IndexerConfig, MovieQuery } from '../server/indexer/newznab.ts'
import type { OfThread } from './run-thread.ts'

export interface DownloaderConfig {
  readonly database: Connection
  /** Where the events are, when that is not the database. */
  readonly eventStoreUrl?: string
  readonly objectStoreFolder: string
  /** What is under way lies in here; on the object store's file system no byte is copied. */
  readonly folder: string
  readonly indexers: readonly IndexerConfig[]
  /** In order of priority. */
  readonly servers: readonly NewsServerSettings[]
  readonly leaseMs?: number
  readonly jobsMax?: number
}

export type ToThread =
  | { readonly type: 'start'; readonly config: DownloaderConfig }
  | { readonly type: 'stop' }
  /** The answer to `identify`; null when the catalogue could not say. */
  | { readonly type: 'identity'; readonly question: number; readonly identity: MovieQuery | null }

export type FromThread =
  | OfThread
  | { readonly type: 'metrics'; readonly metrics: DownloaderMetrics }
  | { readonly type: 'identify'; readonly question: number; readonly movieId: number }
