/** Releases of a film as they travel between server and app. */

import type { Playability } from './playability.ts'
import type { Said } from './said.ts'

export interface ReleaseRow {
  /** What `RequestFetch` names it by. */
  readonly releaseId: string
  readonly title: string
  readonly sizeBytes: number | null
  readonly postedAt: string | null
  readonly ageDays: number | null
  /** Names of all that have it; the first is asked first. */
  readonly indexers: readonly string[]
  readonly grabs: number | null
  /** `Bluray-1080p`. */
  readonly quality: string
  /** Of the profile's custom formats. */
  readonly score: number
  readonly formats: readonly { readonly name: string; readonly score: number }[]
  /** What speaks for it. */
  readonly reasons: readonly Said[]
  /** Why it is not taken by itself; empty for one that may be. */
  readonly refusals: readonly Said[]
  readonly playability: Playability
  /** It holds all episodes of the season; the size is of one of them, about. */
  readonly wholeSeason: boolean
  readonly parsed: ReleaseTold
}

/** What its title says. */
export interface ReleaseTold {
  readonly resolution: string | null
  readonly source: string
  readonly videoCodec: string | null
  readonly hdr: readonly string[]
  readonly audio: readonly string[]
  readonly channels: readonly string[]
  readonly languages: readonly string[]
  readonly edition: string | null
  readonly group: string | null
  /** 2 for a repack or proper. */
  readonly version: number
}

/** What one indexer could not answer, beside what the others did. */
export interface IndexerProblem { readonly indexer: string; readonly code: string; readonly message: string }

export interface ReleasePage {
  /** Those that may be taken by themselves, the best first, and those that may not, with why. */
  readonly releases: readonly ReleaseRow[]
  readonly refused: readonly ReleaseRow[]
  /** How many there are of each; the lists above are cut. */
  readonly total: { readonly releases: number; readonly refused: number }
  readonly problems: readonly IndexerProblem[]
  readonly indexers: readonly string[]
  /** The quality profile by which they are ordered. */
  readonly profile: string
}
