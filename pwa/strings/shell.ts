/**
 * Looks a message up in the language that is spoken. `t` here knows the texts of the shell and Home alone, so that little is loaded
 * first; the `t` of `t.ts` knows them all. English is at hand at once; what another language says is loaded as soon as its table is named,
 * and no element is drawn before it is here (elements/after-texts.ts). Should it not come, English is better than nothing.
 */

import { enShell } from './en-shell.ts'
import { filler } from './filler.ts'
import { direction, language, locale } from './language.ts'
import type { Message, Messages, PlainKeyOf, Translations, Values } from './translation.ts'

type Arguments<M> = [Values<M>] extends [never] ? [] : [values: { readonly [Name in Values<M>]: string | number }]
export type PlainKey = PlainKeyOf<typeof enShell>

export const fill = filler(locale, direction)
const coming = new Set<Promise<void>>()

/** The texts that are still being loaded; undefined when all are here. */
export function textsComing(): Promise<unknown> | undefined {
  return coming.size > 0 ? Promise.all(coming) : undefined
}

/** What is said in another language than English, once it is here. */
export function whenLoaded<English>(others: Translations<English>, take: (found: Readonly<Record<keyof English, Message>>) => void): void {
  if (language === 'en') return
  const load = others[language]().then(take, () => undefined).finally(() => coming.delete(load))
  coming.add(load)
}

export function translator<English extends Messages>(english: English, others: Translations<English>) {
  let messages: Readonly<Record<keyof English, Message>> = english
  whenLoaded(others, (found) => { messages = found })
  return function t<K extends keyof English>(key: K, ...[values]: Arguments<English[K]>): string {
    return fill(messages[key], values ?? {})
  }
}

/** Of what others may name as they like: whether a table has words for it. */
export function hasWords<English extends Messages>(english: English, key: string): key is keyof English & string {
  return Object.hasOwn(english, key)
}

/** A word as it stands inside a sentence: English makes it small, German keeps its nouns, Arabic knows no such thing. */
export function midSentence(words: string): string {
  return language === 'en' ? words.charAt(0).toLocaleLowerCase() + words.slice(1) : words
}

export const t = translator(enShell, { de: async () => (await import('./de-shell.ts')).deShell, ar: async () => (await import('./ar-shell.ts')).arShell })
