/**
 * Many changes made as one: a bulk edit, an import, a sync, or the undo of one of these. Stream `batch-<userId>_<batchId>`, in
 * the log of the person whose history it changes.
 *
 * A batch is known by the id of the command that began it. Its members are the events whose meta names it; they lie in the
 * streams of what they changed, and nothing but that name holds them together. So a batch can be made offline, arrives command
 * by command, and whatever of it has arrived can be taken back by one undo, which is a batch itself.
 */

import type { CommandId } from './command.ts'
import type { Decider } from './decider.ts'
import { refuse } from './decider.ts'
import type { Fact, StreamName, UserId } from './event.ts'
import type { LibraryEvent } from './library-entry.ts'
import type { Infer, Schema } from './schema.ts'
import { boolean, integer, object, oneOf, optional, text, uuid } from './schema.ts'

const BATCH_KINDS = ['edit', 'import', 'sync', 'handover', 'undo', 'redo'] as const
export type BatchKind = (typeof BATCH_KINDS)[number]

// Events. These shapes are stored forever: to change one, raise its schema number and add an upcaster.
export type BatchEvent =
  | Fact<'BatchBegun', {
    readonly batchId: string
    readonly kind: BatchKind
    /** What a person calls it: "Tagged 12 titles noir", "Letterboxd, 3 May". */
    readonly name: string
    /** How many commands it was to have. */
    readonly size: number
    /** How many facts it was to remove on balance, see `removalOf`. */
    readonly removes: number
    /** Of an undo or redo: the batch it takes back. */
    readonly undoes?: string
    /** Why somebody else did it. */
    readonly reason?: string
  }>
export interface BatchState { readonly begun: boolean }

// Commands.
const plan = {
  batchId: uuid,
  kind: oneOf(BATCH_KINDS),
  name: text(200, 1),
  size: integer({ minimum: 1, maximum: 100_000 }),
  removes: integer({ minimum: 0, maximum: 1_000_000 }),
  undoes: optional(uuid),
} as const
export const batchCommands = {
  /** Comes before the first command of the batch. `confirmed`: the person was asked about all that goes, and said yes. */
  BeginBatch: object({ ...plan, confirmed: optional(boolean) }),
  /** An admin's, in another person's history; the person reads who it was and why. */
  BeginBatchFor: object({ ...plan, userId: uuid, reason: text(500, 1) }),
} as const satisfies Record<string, Schema>
export type BatchCommandData = { [T in keyof typeof batchCommands]: Infer<(typeof batchCommands)[T]> }
export type BatchCommand = { [T in keyof BatchCommandData]: { type: T; data: BatchCommandData[T] } }[keyof BatchCommandData]

export function batchStream(userId: UserId, batchId: CommandId): StreamName {
  return `batch-${userId}_${batchId}` as StreamName
}

export const batchDecider: Decider<BatchState, BatchCommand, BatchEvent> = {
  category: 'batch',
  initial: { begun: false },
  decide({ id, data }, { begun }) {
    if (begun) return []
    const { batchId, kind, name, size, removes, undoes } = data
    if (batchId !== id) return refuse('INVALID_BATCH', 'A batch has the id of the command that begins it.')
    return [{ type: 'BatchBegun', data: { batchId, kind, name, size, removes, ...undoes === undefined ? {} : { undoes }, ...'reason' in data ? { reason: data.reason } : {} } }]
  },
  evolve: () => ({ begun: true }),
}

// The breaker.
/** A batch that takes more than this share of a person's history stops, and asks. */
const REMOVED_SHARE_MAX = 0.2
/** Fewer facts than this go without a question: in a small library every second act would be a large share. */
const REMOVED_WITHOUT_ASKING = 10

export interface Removal {
  /** Facts that a batch removes on balance. */
  readonly removes: number
  /** Facts that the person has: ratings, plays, entries of the watchlist, favourites, reviews, tags. */
  readonly held: number
}

/** Whether a batch has to be confirmed before it may begin. */
export function mustBeConfirmed({ removes, held }: Removal): boolean {
  return removes > REMOVED_WITHOUT_ASKING && removes > held * REMOVED_SHARE_MAX
}

const SETTING: ReadonlySet<string> = new Set<LibraryEvent['type']>(['TitleRated', 'AddedToWatchlist', 'TitleWatched', 'PlayReceived', 'FavouriteAdded', 'ReviewWritten', 'TitleTagged'])
const CLEARING: ReadonlySet<string> = new Set<LibraryEvent['type']>(['RatingCleared', 'RemovedFromWatchlist', 'WatchRemoved', 'PlayGivenAway', 'FavouriteRemoved', 'ReviewDeleted', 'TitleUntagged'])

/** How many facts one command's events remove on balance: a rating that takes a title off the watchlist removes nothing. */
export function removalOf(facts: Iterable<{ readonly type: string }>): number {
  let balance = 0
  for (const { type } of facts) balance += CLEARING.has(type) ? 1 : SETTING.has(type) ? -1 : 0
  return Math.max(0, balance)
}
