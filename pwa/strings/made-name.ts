/** What somebody did for a title, in the person's language: TMDB names it in English. */

import { enMade } from './en-made.ts'
import { hasWords, translator } from './shell.ts'

const t = translator(enMade, { de: async () => (await import('./de-made.ts')).deMade, ar: async () => (await import('./ar-made.ts')).arMade })

/** `role`: of a member of the crew; one that is not known stays as it is, as does a character's name. */
export function madeName(role: string): string {
  const key = `made.${role}`
  return hasWords(enMade, key) ? t(key) : role
}
