/** What travels about stored films, their leave and what may be asked for. */

import type { Quota, RequestRules } from '../domain/request-rules.ts'
import type { RetentionRules } from '../domain/retention.ts'
import type { BlockedRelease, StoryLine } from './job-story.ts'
import type { WouldHaveLeft } from './replay-retention.ts'

/** Of a stored film's files that belong to no job any more. */
export interface OrphanFolder {
  /** As in `movies/<folder>/`. */
  readonly folder: string
  readonly objects: number
  readonly sizeBytes: number
  /** Of its newest object. */
  readonly modifiedAt: string
}

export interface Orphans { readonly folders: readonly OrphanFolder[]; readonly sizeBytes: number; /** There are more than are listed. */ readonly more: boolean }

/** What the last run of housekeeping did. */
export interface HousekeepingReport {
  readonly at: string
  readonly tookMs: number
  readonly usedBytes: number
  readonly warned: number
  readonly calledOff: number
  readonly binned: number
  readonly deleted: number
  /** Folders of downloads that were left over on the machine it ran on. */
  readonly foldersRemoved: number
  readonly orphans: { readonly folders: number; readonly sizeBytes: number }
  /** Jobs whose films would have left, had they not been too many at once: they wait for an admin. */
  readonly wantsConsent: readonly string[]
  /** Why nothing was let go: the clocks disagree, or it had not run for long. */
  readonly held: 'clock' | 'pause' | null
  /** What could not be done, of one job or, where it is null, of the store; it is tried again by the next run. */
  readonly failures: readonly { readonly jobId: string | null; readonly code: string; readonly message: string }[]
}

/** `GET /api/retention`: for everybody, because everybody sees when films leave, and what they may ask for. */
export interface RetentionAnswer { readonly rules: RetentionRules; readonly quota: Quota; readonly membersNeedApproval: boolean }

/** `GET /api/admin/storage` */
export interface StorageAnswer {
  readonly retention: { readonly value: RetentionRules; readonly version: number }
  readonly requests: { readonly value: RequestRules; readonly version: number }
  readonly ranAt: string | null
  readonly dueAt: string
  readonly report: HousekeepingReport | null
}

/** `POST /api/admin/storage/what-if`: what rules would have done to the recorded past. */
export interface PastUnderRules {
  readonly films: number
  /** Of those, somebody watched the film later. */
  readonly watchedLater: number
  /** Newest first, at most so many. */
  readonly examples: readonly WouldHaveLeft[]
}

/** `GET /api/jobs/:jobId/story`: what happened, first things first; `blocked` is of the film, whichever job it was for. */
export interface JobStory { readonly lines: readonly StoryLine[]; readonly blocked: readonly BlockedRelease[] }
