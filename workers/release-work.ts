/** What the steps from a release to a film share. */

import type { JobRow } from '../projections/jobs.ts'
import type { Log } from '../server/log.ts'
import type { ObjectStore } from '../server/object-store/object-store.ts'
import type { System } from '../server/system.ts'
import type { FindHow, ReleaseSources } from './find-release.ts'
import type { JobFolder, SavedNzb } from './job-folder.ts'
import type { JobLease } from './job-lease.ts'
import type { LandingFilmsHost } from './streaming/landing-films-host.ts'
import type { DownloadStatistics } from './usenet/download.ts'
import type { NewsPool } from './usenet/news-pool.ts'

export interface AcquireOptions extends ReleaseSources, FindHow {
  readonly job: JobRow
  readonly lease: JobLease
  readonly folder: JobFolder
  readonly pool: NewsPool
  readonly objects: ObjectStore
  readonly system: System
  readonly log: Log
  /** Where it can be watched meanwhile. */
  readonly landingFilms: LandingFilmsHost
  /** Told after each article; the numbers are of this job. */
  readonly onStatistics: (statistics: Readonly<DownloadStatistics>) => void
}

/** `preparing`: the download was over before this process took the job up. */
export interface ReleaseWork extends AcquireOptions { readonly nzb: SavedNzb; readonly preparing: boolean }
