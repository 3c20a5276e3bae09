/** Why a fetch failed, in the person's language; of one that failed before that was recorded, by the sort of failure. */

import type { JobRow } from '../../projections/jobs.ts'
import { enFailures } from './en-failures.ts'
import { tellJob } from './jobs.ts'
import { language } from './language.ts'
import { hasWords, translator } from './shell.ts'

const t = translator(enFailures, { de: async () => (await import('./de-failures.ts')).deFailures, ar: async () => (await import('./ar-failures.ts')).arFailures })

export function tellFailure({ errorCode, errorMessage, errorTold }: Pick<JobRow, 'errorCode' | 'errorMessage' | 'errorTold'>): string {
  if (errorTold !== null) return tellJob(errorTold, errorMessage ?? '')
  return language !== 'en' && errorCode !== null && hasWords(enFailures, errorCode) ? t(errorCode) : errorMessage ?? errorCode ?? ''
}
