/** What the server says of itself and of what it judges, in the person's language, by its code. In English its own sentence is told: no table of it is loaded. */

import type { Said, SaidValue } from '../../projections/said.ts'
import type { ChainFinding } from '../../projections/wire.ts'
import type { enSaid } from './en-said.ts'
import { direction, language, locale } from './language.ts'
import { fill, whenLoaded } from './shell.ts'
import type { Message, Translations } from './translation.ts'

const list = new Intl.ListFormat(locale, { type: 'unit' })
interface How {
  /** A value as the person's language names it, by the name it fills. */
  readonly naming?: (name: string, value: string) => string
  /** Of a code that has no words in the table; else the server's own sentence is told. */
  readonly beyond?: (said: Said) => string
}

export function teller<English>(tables: Translations<English>, { naming = (_, value) => value, beyond = ({ message }) => message }: How = {}): (said: Said) => string {
  let table: Readonly<Record<string, Message>> = {}
  whenLoaded(tables, (found) => { table = found })
  return function tell(said: Said): string {
    const { code, values, message } = said
    if (language === 'en') return message
    if (!Object.hasOwn(table, code)) return beyond(said)
    const inWords = (name: string, value: SaidValue): string | number => {
      if (typeof value === 'string') return naming(name, value)
      if (typeof value === 'number') return value
      return 'code' in value ? tell(value) : list.format(value.map((one) => typeof one === 'string' ? naming(name, one) : tell(one)))
    }
    return asWritten(fill(table[code]!, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, inWords(name, value)]))))
  }
}

/** A sentence goes its language's way inside another one, also where it begins with a name that goes the other: RIGHT-TO-LEFT ISOLATE … POP DIRECTIONAL ISOLATE. */
const asWritten = (sentence: string) => direction === 'rtl' ? `\u2067${sentence}\u2069` : sentence

export const tell = teller<typeof enSaid>({ de: async () => (await import('./de-said.ts')).deSaid, ar: async () => (await import('./ar-said.ts')).arSaid })

/** By its kind: where a thing was found to begin and to end, the server's own English sentence says. */
export function tellFinding({ code, stream, version, message }: ChainFinding): string {
  return tell({ code: `CHAIN_${code}`, values: { stream: stream ?? '', version: version ?? '' }, message })
}
