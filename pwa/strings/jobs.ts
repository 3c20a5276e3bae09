/** What the downloader says of a fetch, in the person's language; of a release inside it what is said of releases (judged.ts). */

import type { Told } from '../../domain/said.ts'
import type { IndexerProblem } from '../../projections/wire-releases.ts'
import type { enJobs } from './en-jobs.ts'
import { tellJudged } from './judged.ts'
import { teller } from './said.ts'

const tell = teller<typeof enJobs>({ de: async () => (await import('./de-jobs.ts')).deJobs, ar: async () => (await import('./ar-jobs.ts')).arJobs }, { beyond: tellJudged })

/** Of one of several indexers, which the server's own sentence need not name. */
export function tellIndexerProblem({ indexer, code, message }: IndexerProblem): string {
  return tell({ code: `JOB_INDEXER_${code}`, values: { indexer }, message: message.startsWith(indexer) ? message : `${indexer}: ${message}` })
}

/** What was recorded before there were codes is told as it was recorded. */
export function tellJob(told: Told | null | undefined, message: string): string {
  return told ? tell({ ...told, message }) : message
}
