/** Quality profiles as they travel between server and app, to admins. */

import type { Quality } from '../domain/acquisition-events.ts'
import type { Said } from './said.ts'

export interface QualityProfileInfo {
  readonly name: string
  /** One of Rewind's own. */
  readonly builtIn: boolean
  /** Names of what it takes, the best first; several qualities in one are as good as each other. */
  readonly takes: readonly string[]
  /** Name of what is good enough. */
  readonly cutoff: string | null
  readonly formats: readonly { readonly name: string; readonly score: number }[]
  readonly minFormatScore: number
  /** `original`, `any` or an ISO 639-1 code. */
  readonly language: string
  /** Formats that it names and that are not here: they count nothing. */
  readonly missingFormats: readonly string[]
}

/** In megabytes (10^6 bytes) a minute. */
export interface SizeRuleInfo { readonly quality: string; readonly min: number; readonly preferred: number; readonly max: number }

/** `GET /api/admin/quality` */
export interface QualityAnswer {
  /** Of the settings: what is changed names it. */
  readonly version: number
  readonly serves: Readonly<Record<Quality, string>>
  readonly profiles: readonly QualityProfileInfo[]
  readonly sizes: readonly SizeRuleInfo[]
}

/** Of a file, or of all together (''). */
export interface QualityProblem extends Said { readonly file: string }

export interface QualityChange {
  readonly kind: 'profile' | 'format' | 'sizes'
  readonly name: string
  readonly change: 'new' | 'changed' | 'same'
  /** What of it; parts of sentences. */
  readonly details: readonly Said[]
}

/** `POST /api/admin/quality/import`; tried only: nothing is in force yet. */
export interface QualityImportAnswer {
  readonly changes: readonly QualityChange[]
  readonly problems: readonly QualityProblem[]
  readonly applied: boolean
  readonly quality: QualityAnswer
}
