/** Fills messages in one language. */

import type { Direction } from './language.ts'
import type { Message } from './translation.ts'

export type Filling = Readonly<Record<string, string | number>>

export function filler(locale: string, direction: Direction): (message: Message, values: Filling) => string {
  const plurals = new Intl.PluralRules(locale)
  const numbers = new Intl.NumberFormat(locale)
  // A name of the other direction must not turn the sentence around it: FIRST STRONG ISOLATE … POP DIRECTIONAL ISOLATE.
  const isolated = (value: string) => direction === 'rtl' || /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(value) ? `\u2068${value}\u2069` : value
  return (message, values) => {
    const text = typeof message === 'string' ? message : message[plurals.select(Number(values.count))] ?? message.other
    return text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name]
      return typeof value === 'number' ? numbers.format(value) : isolated(value ?? '')
    })
  }
}
