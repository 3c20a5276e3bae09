/** What a language is called in the person's own. Pure. */

import { locale } from './language.ts'

const languages = new Intl.DisplayNames(locale, { type: 'language' })

/** By ISO 639; any other word, such as `multi`, stays. */
export function languageName(code: string): string {
  return /^[a-z]{2,3}(-[A-Z\d]{2,3})?$/.test(code) ? languages.of(code) ?? code : code
}
