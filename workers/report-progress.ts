/** Tells of a download's progress, at most once a second and only when there is something to tell. */

import { limits } from '../server/limits.ts'
import type { System } from '../server/system.ts'
import type { JobLease } from './job-lease.ts'
import type { DownloadStatistics } from './usenet/download.ts'

export interface ProgressReport {
  noted(statistics: Readonly<DownloadStatistics>): void
  /** Reports while the work goes on; rejects with what the work or the reporting throws. */
  during<T>(work: Promise<T>): Promise<T>
  /** Aborts when a report was refused, so that the work stops. */
  readonly failed: AbortSignal
}

/** Less than this share of the film is not worth an event. */
const STEP_SHARE = 0.01

export interface ReportOptions {
  readonly lease: JobLease
  /** As posted, encoded; 0 when nobody knows. */
  readonly totalBytes: number
  readonly articles: number
  readonly system: Pick<System, 'now' | 'sleep'>
}

export function reportProgress({ lease, totalBytes, articles: total, system }: ReportOptions): ProgressReport {
  const failure = new AbortController()
  const done = new AbortController()
  let landed = 0, missing = 0, reported = -1

  async function keepReporting(): Promise<void> {
    const stopped = AbortSignal.any([done.signal, lease.signal])
    while (!stopped.aborted) {
      if (landed > 0 && (reported === -1 || (landed - reported) / total >= STEP_SHARE)) {
        reported = landed
        // In the terms of the NZB, encoded, so that the end is at the whole.
        const bytes = totalBytes === 0 ? landed : Math.min(totalBytes, Math.round(totalBytes * landed / total))
        await lease.send('DownloadProgressed', { bytes, totalBytes: totalBytes || total, articles: landed, missing, leaseUntil: lease.leaseUntil() })
      }
      await system.sleep(limits.downloaderReportMs, stopped)
    }
  }

  return {
    failed: failure.signal,
    noted(statistics) {
      landed = statistics.articles
      missing = statistics.missing
    },
    async during(work) {
      const reporting = keepReporting().catch((error: unknown) => failure.abort(error))
      try {
        return await work
      } finally {
        done.abort()
        await reporting
      }
    },
  }
}
