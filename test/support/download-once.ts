/** One download with connections of its own. */

import { nzbFor } from '../../demo/nntp-server.ts'
import { silentLog } from '../../server/log.ts'
import { realSystem } from '../../server/system.ts'
import type { NewsServerSettings } from '../../server/upstreams.ts'
import type { DownloadOptions, DownloadStatistics, RunningDownload } from '../../workers/usenet/download.ts'
import { startDownload } from '../../workers/usenet/download.ts'
import type { PoolOptions } from '../../workers/usenet/news-pool.ts'
import { createNewsPool } from '../../workers/usenet/news-pool.ts'
import { parseNzb } from '../../workers/usenet/nzb.ts'
import type { DownloadPlan } from '../../workers/usenet/plan-download.ts'
import { planDownload } from '../../workers/usenet/plan-download.ts'

export type OnceOptions = Pick<DownloadOptions, 'plan' | 'landing'> & Partial<DownloadOptions> & Partial<Omit<PoolOptions, 'servers'>> & { readonly servers: readonly NewsServerSettings[] }

/** Resolves when it is done and all connections are closed. */
export async function downloadOnce(options: OnceOptions, during: (running: RunningDownload) => Promise<void> = async () => {}): Promise<DownloadStatistics> {
  const pool = createNewsPool({ system: realSystem, log: silentLog, ...options })
  const running = startDownload({ id: 'one', system: realSystem, signal: new AbortController().signal, onProgress() {}, pool, ...options })
  try {
    await during(running)
    return await running.done
  } finally {
    running.close()
    await pool.close()
  }
}

/** The plan of files that the demo's news server posts. */
export function planOf(files: readonly { readonly name: string; readonly sizeBytes: number }[], articleBytes: number): DownloadPlan {
  return planDownload(parseNzb(new TextEncoder().encode(nzbFor(...files.map((file) => ({ ...file, articleBytes }))))))
}
