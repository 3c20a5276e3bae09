/** Title references and the names of the streams that belong to a title. */

import type { StreamName, UserId } from './event.ts'
import type { Infer } from './schema.ts'
import { object, oneOf, integer } from './schema.ts'

export const MEDIA_TYPES = ['movie', 'tv'] as const
export type MediaType = (typeof MEDIA_TYPES)[number]

/** TMDB's numbers: positive and below 2^31. */
export const tmdbId = integer({ minimum: 1, maximum: 2 ** 31 - 1 })
export const titleRef = object({ mediaType: oneOf(MEDIA_TYPES), tmdbId })
export type TitleRef = Infer<typeof titleRef>

/** `movie_653`: the key of a title in rows, caches and stream names. */
export type TitleKey = `${MediaType}_${number}`

export function titleKey(title: TitleRef): TitleKey {
  return `${title.mediaType}_${title.tmdbId}`
}

export function parseTitleKey(key: string): TitleRef | undefined {
  const match = /^(movie|tv)_([1-9]\d{0,9})$/.exec(key)
  return match ? { mediaType: match[1] as MediaType, tmdbId: Number(match[2]) } : undefined
}

export function libraryStream(userId: UserId, title: TitleRef): StreamName {
  return `library-${userId}_${titleKey(title)}` as StreamName
}

/** The owner and title of a library stream; undefined for any other stream. */
export function parseLibraryStream(stream: StreamName): { userId: UserId; title: TitleRef } | undefined {
  const match = /^library-([0-9a-f-]{36})_((?:movie|tv)_\d+)$/.exec(stream)
  const title = match ? parseTitleKey(match[2]!) : undefined
  return match && title ? { userId: match[1] as UserId, title } : undefined
}

/** What the catalogue said of a title, as far as a poster card needs it. */
export function titleStream(title: TitleRef): StreamName {
  return `title-${titleKey(title)}` as StreamName
}
