/** The audit trail: one row per event that a person's act caused, with what undid it. Screens group rows by command. */

import type { MediaType } from '../domain/title.ts'

export interface TimelineRow {
  /** The event's id. */
  readonly key: string
  /** Whose history it belongs to: the owner of the library, or the person who acted on a movie's acquisition. */
  readonly userId: string
  readonly mediaType: MediaType
  readonly tmdbId: number
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
  readonly commandId: string
  readonly actor: string
  readonly deviceId: string | null
  readonly issuedAt: string
  readonly recordedAt: string
  readonly undoes: string | null
  /** The event that took this one back, while it is taken back. */
  readonly undoneBy: string | null
}
