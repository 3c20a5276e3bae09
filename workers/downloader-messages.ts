/** What the downloader's thread and its parent say to each other: plain data only. */

import type { DownloadSettings } from '../domain/download-settings.ts'
import type { Playable } from '../domain/playable.ts'
import type { Said } from '../projections/said.ts'
import type { Connection } from '../server/db/database.ts'
import type { ObjectStoreSettings } from '../server/object-store/open-object-store.ts'
import type { FindErrorCode } from '../server/releases/find-error.ts'
import type { Nzb } from '../server/releases/kept-nzbs.ts'
import type { Found, ReleaseWish } from '../server/releases/release-finder.ts'
import type { NewsServerSettings } from '../server/upstreams.ts'
import type { DownloaderMetrics } from './downloader.ts'
import type { OfThread } from './run-thread.ts'
import type { LandingAnswer, LandingAsk } from './streaming/messages.ts'

/** What admins may change while it works. */
export interface DownloaderSettings {
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
  | { readonly type: 'answer'; readonly question: number; readonly answer: Answer }
  | { readonly type: 'landing'; readonly ask: LandingAsk }

export type FromThread =
  | OfThread
  | { readonly type: 'metrics'; readonly metrics: DownloaderMetrics }
  | { readonly type: 'ask'; readonly question: number; readonly asked: Asked }
  | { readonly type: 'landing'; readonly answer: LandingAnswer }

/** What the thread asks of its parent, which knows the indexers and the catalogue. */
export type Asked = { readonly about: Playable; readonly find: ReleaseWish } | { readonly about: Playable; readonly nzbOf: string }
export type Answer = { readonly found: Found } | { readonly nzb: Nzb } | { readonly failed: { readonly code: FindErrorCode | null; readonly said: Said; readonly retryable: boolean } }
