/** What travels of a person's history: what is taken back, and where facts come from. See wire.ts for the rest. */

import type { StreamName } from '../domain/event.ts'
import type { Provenance } from './provenance.ts'

/** `POST /api/batches/:id/undo`, `rewind undo`: what is taken back, or with `dryRun` would be. */
export interface TakeBackAnswer {
  /** The batch that takes it back; null when nothing was done. */
  readonly batchId: string | null
  readonly name: string
  /** How many commands took effect. */
  readonly done: number
  readonly taken: readonly { readonly stream: StreamName; readonly commandId: string; readonly facts: readonly { readonly type: string; readonly data: unknown }[] }[]
  /** What stays, why, and the command that changed it since. */
  readonly kept: readonly { readonly stream: StreamName; readonly commandId: string; readonly code: string; readonly message: string; readonly by: string | null }[]
  /** Facts that go on balance, of so many. */
  readonly removes: number
  readonly held: number
  readonly mustBeConfirmed: boolean
}

/** `GET /api/provenance?mediaType=&tmdbId=` */
export interface ProvenanceAnswer { readonly facts: readonly Provenance[] }
