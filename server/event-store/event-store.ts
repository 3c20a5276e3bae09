/**
 * The event store port. Its promises are numbered; `test/conformance/event-store.ts` tries each on every adapter.
 *
 * ES1 A conflicting append writes nothing and answers with the actual version; of two racing appends one wins each version.
 * ES2 The same event ids again are the same outcome, not a second event: also concurrently, also after a restart.
 * ES3 The global order never skips an event that commits late and never changes, whatever other transactions do.
 * ES4 Acknowledged means on disk.
 * ES5 Every value comes back identical: large streams, payloads up to the limit, 1,000-event batches, unicode, deep JSON.
 *     A larger payload, a string with U+0000 or a lone surrogate, a number JSON cannot hold: refused with a clear error, nothing written.
 * ES6 A subscription delivers every event once and in order across the seam from catch-up to live, resumes exactly from
 *     a position, survives the loss of its connection, and does not grow memory when its consumer is slow.
 * ES7 Every event carries a hash over its content as stored and the hash of the event before it in its stream
 *     (`chainHash`), the same by every way of reading and in every adapter. `readRaw` and `contradictions` show what lies in
 *     the store, so that `verifyEvents` finds what was changed, taken out, put in or reordered since.
 */

import type { EventId, NewEvent, Position, RecordedEvent, StreamName } from '../../domain/event.ts'

/** The version the stream must have: that of its last event, or -1 for a stream that does not exist yet. */
export type ExpectedVersion = number
export const NO_STREAM: ExpectedVersion = -1

/** A recorded event as a store gives it back. */
export interface StoredEvent<Type extends string = string, Data = unknown> extends RecordedEvent<Type, Data> {
  /** See `chainHash`. An adapter above another one that changes `data` (an older shape, a sealed field) leaves it as it is. */
  readonly hash: string
}

/** An event as it lies in the store: what its hash covers, character for character. */
export interface RawEvent extends Omit<RecordedEvent, 'data' | 'meta'> {
  readonly dataText: string
  readonly metaText: string
  /** Null when there is none, which no event of ours is without. */
  readonly hash: string | null
}

/** Something the store's own books do not agree on. */
export interface Contradiction {
  /** Events are missing in the global order; a stream ends elsewhere than it should; the log does. */
  readonly code: 'POSITIONS_MISSING' | 'STREAM_END' | 'LOG_END'
  /** For a stream's end. */
  readonly stream: StreamName | null
  readonly message: string
}

export interface Appended { readonly status: 'appended'; readonly events: readonly StoredEvent[] }
export interface Conflict {
  readonly status: 'conflict'
  /** The stream's version now; -1 when it does not exist. */
  readonly actual: number
}

export interface Filter {
  /** Categories to deliver; all when absent. */
  readonly categories?: readonly string[]
  /** Event types to deliver; all when absent. */
  readonly types?: readonly string[]
  /**
   * Deliver only streams whose name up to its first underscore is this, such as `library-<userId>`: one person's streams of
   * a category. PostgreSQL finds them by an index: the cost follows what is found, not what lies between. KurrentDB looks through the
   * log from the position on.
   */
  readonly family?: string
}

export interface EventStore {
  /**
   * Appends `events` (1 to 1,000) to one stream, all or none.
   * Throws `EventStoreError` with code `PAYLOAD_TOO_LARGE`, `INVALID_EVENT`, `EVENT_ID_REUSED` (an id that stands elsewhere) or `UNAVAILABLE`.
   */
  append(stream: StreamName, expected: ExpectedVersion, events: readonly NewEvent[]): Promise<Appended | Conflict>
  /** Events of one stream from `fromVersion` on (default: the first), or backwards (default: from the last). An unknown stream is empty. */
  readStream(stream: StreamName, options?: { fromVersion?: number; direction?: 'forwards' | 'backwards'; limit?: number }): AsyncIterable<StoredEvent>
  /**
   * Events after a position in the global order, up to the last one that existed when the call was made. Throws `UNKNOWN_POSITION`
   * for one that this store can tell it has never given.
   */
  readAll(after: Position, options?: Filter & { limit?: number }): AsyncIterable<StoredEvent>
  /** Events before a position in the global order (default: from the last one), newest first. Reads no more than is taken from it, and a page. */
  readAllBackwards(before?: Position, options?: { limit?: number }): AsyncIterable<StoredEvent>
  /** One event by its id, or undefined. */
  readEvent(id: EventId): Promise<StoredEvent | undefined>
  /**
   * Everything after a position, then what comes, in batches (at most `limits.subscriptionBatchEvents`) until the signal aborts.
   * `upTo` is a position the subscriber has now seen everything up to; it also moves (with an empty batch) past filtered events.
   */
  subscribe(after: Position, options: Filter & { signal: AbortSignal }): AsyncIterable<{ readonly events: readonly StoredEvent[]; readonly upTo: Position }>
  /**
   * Events as they lie in the store, for verification: after a position in the global order, up to the last one that existed
   * when the call was made; or those of one stream, from one version to another. In flat memory.
   */
  readRaw(from: { readonly after: Position } | { readonly stream: StreamName; readonly fromVersion?: number; readonly toVersion?: number }): AsyncIterable<RawEvent>
  /**
   * Where the books a store keeps beside its events (positions without gaps, the versions streams are at) disagree with them,
   * at most `limits.contradictionsMax` of each kind; of one stream when it is named. A store that keeps none finds none.
   */
  contradictions(stream?: StreamName): AsyncIterable<Contradiction>
  /** Position of the last event; `START` for an empty store. */
  lastPosition(): Promise<Position>
  /** How many events lie after one position and up to another; about, where positions are places in a log rather than numbers of events. For people to see. */
  distance(from: Position, to: Position): Promise<number>
  close(): Promise<void>
}

export class EventStoreError extends Error {
  override readonly name = 'EventStoreError'
  readonly code: 'PAYLOAD_TOO_LARGE' | 'INVALID_EVENT' | 'EVENT_ID_REUSED' | 'ERASED' | 'UNKNOWN_POSITION' | 'UNAVAILABLE'
  constructor(code: EventStoreError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
