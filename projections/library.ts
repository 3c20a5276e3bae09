/** Each person's library: one row per title they ever touched. */

import type { Priority, Rating, Visibility } from '../domain/library-entry.ts'
import type { MediaType } from '../domain/title.ts'

export interface Play { readonly playId: string; readonly watchedAt: string; readonly season?: number; readonly episode?: number }
export interface Review { readonly score: number; readonly text: string; readonly visibility: Visibility; readonly spoiler: boolean; readonly writtenAt: string }

/** Times are RFC 3339 UTC, the device's clock when the person acted. */
export interface LibraryRow {
  /** `<userId>_<mediaType>_<tmdbId>` */
  readonly key: string
  readonly userId: string
  readonly mediaType: MediaType
  readonly tmdbId: number
  readonly rating: Rating | null
  readonly ratedAt: string | null
  readonly watchlistPriority: Priority | null
  readonly watchlistNote: string | null
  readonly watchlistAddedAt: string | null
  readonly favouriteAt: string | null
  /** Newest last. */
  readonly plays: readonly Play[]
  readonly lastWatchedAt: string | null
  readonly progressSeconds: number | null
  readonly durationSeconds: number | null
  readonly progressAt: string | null
  readonly review: Review | null
  readonly tags: readonly string[]
  readonly elsewhere: { readonly watchLink: string; readonly providerName: string; readonly at: string } | null
  readonly viewedAt: string | null
  /** Of the newest event, whatever it was. */
  readonly changedAt: string
}
