/** What the server says of itself and of what it judges, in the person's language, by its code. */

import type { Said, SaidValue } from '../../projections/said.ts'
import { enSaid } from './en-said.ts'
import { language, locale } from './language.ts'
import { translator } from './shell.ts'

const list = new Intl.ListFormat(locale, { type: 'unit' })
type Filled = Readonly<Record<string, string | number>>
/** A value as the person's language names it, by the name it fills. */
type Naming = (name: string, value: string) => string

/** `t` of the table whose English is `english`. What it tells is in English, and for a code that has no words there, the server's own sentence. */
export function teller(english: Readonly<Record<string, string>>, t: unknown, naming: Naming = (_, value) => value): (said: Said) => string {
  const fill = t as (key: string, values: Filled) => string
  return function tell({ code, values, message }: Said): string {
    if (language === 'en' || !Object.hasOwn(english, code)) return message
    const inWords = (name: string, value: SaidValue): string | number => {
      if (typeof value === 'string') return naming(name, value)
      if (typeof value === 'number') return value
      return 'code' in value ? tell(value) : list.format(value.map((one) => typeof one === 'string' ? naming(name, one) : tell(one)))
    }
    return fill(code, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, inWords(name, value)])))
  }
}

export const tell = teller(enSaid, translator(enSaid, { de: async () => (await import('./de-said.ts')).deSaid, ar: async () => (await import('./ar-said.ts')).arSaid }))
