/**
 * Looks a message up in the person's language. English is the only one so far; another is one more entry in `spoken`.
 * `t` here knows the texts of the shell and Home alone, so that little is loaded first; the `t` of `t.ts` knows them all.
 */

import { enShell } from './en-shell.ts'

type Message = string | { readonly one: string; readonly other: string }
type Texts<M> = M extends string ? M : M extends { readonly one: infer One; readonly other: infer Other } ? (One | Other) & string : never
type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never
/** What a message has to be filled with. */
type Values<M> = Names<Texts<M>>
type Arguments<M> = [Values<M>] extends [never] ? [] : [values: { readonly [Name in Values<M>]: string | number }]
/** The messages that need no values. */
export type PlainKeyOf<English> = { [K in keyof English]: [Values<English[K]>] extends [never] ? K : never }[keyof English]
export type PlainKey = PlainKeyOf<typeof enShell>

const spoken = ['en'] as const
type Spoken = (typeof spoken)[number]
// Some systems add their own suffix (`en-US@posix`), which is no language tag.
const wished = (globalThis.navigator?.languages ?? []).map((tag) => tag.replace(/[@.].*$/, ''))
const languageOf = (tag: string) => spoken.find((each) => each === tag.split('-')[0])
export const locale = wished.find((tag) => languageOf(tag) !== undefined) ?? 'en'
const plurals = new Intl.PluralRules(locale)
const numbers = new Intl.NumberFormat(locale)

/** Every language has the keys of English; one that lacks some is a type error. */
export function translator<English extends Readonly<Record<string, Message>>>(languages: { readonly en: English } & Readonly<Record<Spoken, Readonly<Record<keyof English, Message>>>>) {
  const messages: Readonly<Record<keyof English, Message>> = languages[languageOf(locale) ?? 'en']
  return function t<K extends keyof English>(key: K, ...[values]: Arguments<English[K]>): string {
    const message: Message = messages[key]
    const filled: Readonly<Record<string, string | number>> = values ?? {}
    const text = typeof message === 'string' ? message : message[plurals.select(Number(filled.count)) === 'one' ? 'one' : 'other']
    return text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = filled[name]
      return typeof value === 'number' ? numbers.format(value) : value ?? ''
    })
  }
}

export const t = translator({ en: enShell })
