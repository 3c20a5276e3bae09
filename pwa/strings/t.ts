/** Looks a message up in the person's language. English is the only one so far; another is one more entry in `languages`. */

import { en } from './en.ts'

type English = typeof en
export type MessageKey = keyof English
type Message = string | { readonly one: string; readonly other: string }
type Texts<M> = M extends string ? M : M extends { readonly one: infer One; readonly other: infer Other } ? (One | Other) & string : never
type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never
type Values<K extends MessageKey> = Names<Texts<English[K]>>
type Arguments<K extends MessageKey> = [Values<K>] extends [never] ? [] : [values: { readonly [Name in Values<K>]: string | number }]
/** A message that needs no values. */
export type PlainKey = { [K in MessageKey]: [Values<K>] extends [never] ? K : never }[MessageKey]
export type Language = Readonly<Record<MessageKey, Message>>

const languages: Readonly<Record<string, Language>> = { en }
// Some systems add their own suffix (`en-US@posix`), which is no language tag.
const wished = (globalThis.navigator?.languages ?? []).map((tag) => tag.replace(/[@.].*$/, ''))
export const locale = wished.find((tag) => tag.split('-')[0]! in languages) ?? 'en'
const messages = languages[locale.split('-')[0]!]!
const plurals = new Intl.PluralRules(locale)
const numbers = new Intl.NumberFormat(locale)

export function t<K extends MessageKey>(key: K, ...[values]: Arguments<K>): string {
  const message: Message = messages[key]
  const filled: Readonly<Record<string, string | number>> = values ?? {}
  const text = typeof message === 'string' ? message : message[plurals.select(Number(filled.count)) === 'one' ? 'one' : 'other']
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = filled[name]
    return typeof value === 'number' ? numbers.format(value) : value ?? ''
  })
}
