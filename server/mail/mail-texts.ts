/** What mails say, in each language the app speaks. Nothing of it is HTML; names and titles are put in as they are. */

import type { TitleKind } from '../../domain/notification-kinds.ts'
import { ar } from './mail-texts-ar.ts'
import { de } from './mail-texts-de.ts'
import { en } from './mail-texts-en.ts'
import type { SignInChange } from './mail-order.ts'

export interface Words {
  readonly subject: string
  /** Paragraphs before the link. */
  readonly before: readonly string[]
  /** What the link is called; null where there is none. */
  readonly link: string | null
  /** Paragraphs behind it. */
  readonly behind: readonly string[]
}

export interface MailTexts {
  readonly direction: 'ltr' | 'rtl'
  /** `hours`: how long a link is good. */
  readonly verify: (hours: number) => Words
  readonly reset: (hours: number) => Words
  readonly password: Words
  readonly change: (change: SignInChange) => Words
  /** `minutes`: how long a code is good. */
  readonly code: (code: string, minutes: number) => Words
  /** `where`: the host. As short as SMS are. */
  readonly codeBySms: (code: string, where: string, minutes: number) => string
  readonly email: Words
  readonly test: Words
  /** `lines`: what happened, each a sentence of `told`; `more`: how many are not among them. */
  readonly digest: (lines: readonly string[], more: number) => Words
  readonly told: Readonly<Record<TitleKind, (title: string) => string>>
  readonly episode: (series: string, season: number, episode: number) => string
  /** Of a title whose name is not known. */
  readonly somewhat: string
  /** Whose account it is about, and where. */
  readonly sentFor: (username: string, where: string) => string
  readonly unsubscribe: string
}

export const MAIL_LANGUAGES = { en, de, ar } as const satisfies Readonly<Record<string, MailTexts>>
export type MailLanguage = keyof typeof MAIL_LANGUAGES

export function isMailLanguage(tag: string | null | undefined): tag is MailLanguage {
  return typeof tag === 'string' && Object.hasOwn(MAIL_LANGUAGES, tag)
}

/** Of the header by which a browser says what its person reads, the dearest that we speak; null where none is. */
export function languageWished(header: string | undefined): MailLanguage | null {
  const tags = (header ?? '').slice(0, 200).split(',').map((part) => {
    const [tag = '', weight] = part.trim().toLowerCase().split(/;\s*q=/)
    return { tag: tag.split('-')[0], weight: weight === undefined ? 1 : Number(weight) }
  })
  return tags.sort((a, b) => b.weight - a.weight).map(({ tag }) => tag).find(isMailLanguage) ?? null
}
