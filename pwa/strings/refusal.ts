/** A no in the person's language, by its code. */

import { enRefusals } from './en-refusals.ts'
import { language } from './language.ts'
import { hasWords, translator } from './shell.ts'

const t = translator(enRefusals, { de: async () => (await import('./de-refusals.ts')).deRefusals, ar: async () => (await import('./ar-refusals.ts')).arRefusals })

/** The sentence that came with it is English, and the more exact: in English, and for a code that has no words here, it stays. */
export function tellRefusal(code: string, sentence: string): string {
  const key = `refused.${code}`
  return language === 'en' || !hasWords(enRefusals, key) ? sentence : t(key)
}
