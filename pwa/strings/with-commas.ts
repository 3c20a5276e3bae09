/** What is said one after the other, with the comma of the language. Pure. */

import { direction } from './language.ts'

export function withCommas(...parts: readonly (string | null | undefined | false)[]): string {
  return parts.filter(Boolean).join(direction === 'rtl' ? '، ' : ', ')
}
