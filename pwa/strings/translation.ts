/** The shape of messages, and of their translations. */

import type { NamesIn } from '../../projections/said.ts'
import type { Language } from './language.ts'

/** A text, or one for each way in which the language counts; which it is, `{count}` says. */
export type Message = string | ({ readonly other: string } & { readonly [Form in Intl.LDMLPluralRule]?: string })
export type Messages = Readonly<Record<string, Message>>
type Texts<M> = M extends string ? M : M extends { readonly one: infer One; readonly other: infer Other } ? (One | Other) & string : never
/** What a message has to be filled with. */
export type Values<M> = NamesIn<Texts<M>>
/** The messages that need no values. */
export type PlainKeyOf<English> = { [K in keyof English]: [Values<English[K]>] extends [never] ? K : never }[keyof English]

/** The ways in which a language counts, by CLDR. */
interface Forms { readonly en: 'one' | 'other'; readonly de: 'one' | 'other'; readonly ar: Intl.LDMLPluralRule }
type Translated<M, L extends Language> = 'count' extends Values<M> ? string | { readonly [Form in Forms[L]]: string } : string
/** Every language has the keys of English: one that lacks some, has others, or counts in too few ways is a type error. */
export type Translation<English, L extends Language> = { readonly [K in keyof English]: Translated<English[K], L> }
/** How to load the other languages of a table. */
export type Translations<English> = { readonly [L in Exclude<Language, 'en'>]: () => Promise<Translation<English, L>> }
