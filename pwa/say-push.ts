/** What a push says and leads to, in one language: for the service worker, which knows no person. Pure. */

import type { NotificationKind } from '../domain/notification-kinds.ts'
import { NOTIFICATION_KINDS, isOfAccount } from '../domain/notification-kinds.ts'
import type { PlayableRef } from '../domain/playable.ts'
import { playableOf } from '../domain/playable.ts'
import { playablePath } from './paths.ts'
import { arNews } from './strings/ar-news.ts'
import { arShell } from './strings/ar-shell.ts'
import { deNews } from './strings/de-news.ts'
import { deShell } from './strings/de-shell.ts'
import { enNews } from './strings/en-news.ts'
import { enShell } from './strings/en-shell.ts'
import { filler } from './strings/filler.ts'
import type { Language } from './strings/language.ts'
import { directionOf } from './strings/language.ts'

/** As the server sends it; a newer one may tell of kinds that this app does not know. */
export interface Pushed extends PlayableRef { readonly id: string; readonly kind: string; readonly title?: string | null }
export interface SaidPush { readonly body: string; readonly path: string; readonly lang: Language; readonly dir: 'ltr' | 'rtl' }

const SHELLS = { en: enShell, de: deShell, ar: arShell } as const
const NEWS = { en: enNews, de: deNews, ar: arNews } as const
const isKind = (kind: string): kind is NotificationKind => (NOTIFICATION_KINDS as readonly string[]).includes(kind)

/** `count`: of how many episodes at once, this one among them. */
export function sayPush(told: Pushed, lang: Language, count = 1): SaidPush {
  const [texts, dir] = [SHELLS[lang], directionOf(lang)]
  const fill = filler(lang, dir)
  const { kind } = told
  if (kind === 'test') return { body: fill(texts['notifications.test'], {}), path: '/settings/notifications', lang, dir }
  // A browser wants something to be shown of every push.
  if (!isKind(kind)) return { body: fill(texts['notifications.other'], {}), path: '/notifications', lang, dir }
  if (isOfAccount(kind)) return { body: fill(NEWS[lang][`news.${kind}`], { name: told.title ?? '' }), path: kind === 'resetUsed' ? '/admin/people' : '/settings/security', lang, dir }
  const playable = playableOf(told)
  const title = told.title ?? fill(texts['notifications.unnamed'], {})
  if (count > 1 && playable.mediaType === 'tv' && kind !== 'consentWanted') {
    return { body: fill(NEWS[lang][`news.${kind}`], { title, count }), path: kind === 'approvalWanted' ? '/downloads' : `/tv/${playable.tmdbId}`, lang, dir }
  }
  const name = playable.mediaType === 'tv' ? fill(texts['playable.episode'], { ...playable, title }) : title
  const path = kind === 'approvalWanted' ? '/downloads' : kind === 'consentWanted' ? '/admin/storage' : playablePath(playable)
  return { body: fill(texts[`notifications.${kind}`], { title: name }), path, lang, dir }
}

/** In what the browser shows of its own copying: the whole film is here. */
export function saySaved(name: string, lang: Language): string {
  return `${name}: ${SHELLS[lang]['save.here']}`
}
