/** What the server says of itself, in the person's language, by its code. */

import type { Said, SaidValue } from '../../projections/said.ts'
import { enSaid } from './en-said.ts'
import { language, locale } from './language.ts'
import { translator } from './shell.ts'

const t = translator(enSaid, { de: async () => (await import('./de-said.ts')).deSaid, ar: async () => (await import('./ar-said.ts')).arSaid })
const list = new Intl.ListFormat(locale, { type: 'unit' })

/** In English, and for a code that has no words here, the server's own sentence. */
export function tell({ code, values, message }: Said): string {
  if (language === 'en' || !isKnown(code)) return message
  const filled = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, inWords(value)]))
  return (t as (key: keyof typeof enSaid, values: typeof filled) => string)(code, filled)
}

function inWords(value: SaidValue): string | number {
  if (typeof value !== 'object') return value
  return 'code' in value ? tell(value) : list.format(value.map((one) => typeof one === 'string' ? one : tell(one)))
}

function isKnown(code: string): code is keyof typeof enSaid {
  return Object.hasOwn(enSaid, code)
}
