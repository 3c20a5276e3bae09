/** Why a fetch failed, in the person's language, by its code. The story of the fetch has the server's own sentence, with what it quotes. */

import type { JobRow } from '../../projections/jobs.ts'
import { enFailures } from './en-failures.ts'
import { language } from './language.ts'
import { hasWords, translator } from './shell.ts'

const t = translator(enFailures, { de: async () => (await import('./de-failures.ts')).deFailures, ar: async () => (await import('./ar-failures.ts')).arFailures })

export function tellFailure({ errorCode, errorMessage }: Pick<JobRow, 'errorCode' | 'errorMessage'>): string {
  return language !== 'en' && errorCode !== null && hasWords(enFailures, errorCode) ? t(errorCode) : errorMessage ?? errorCode ?? ''
}
