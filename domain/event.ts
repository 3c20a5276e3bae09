/**
 * The envelope every event travels in: from `decide`, through the event store and the projections, to a device's replica.
 */

import type { CommandId, DeviceId } from './command.ts'

declare const brand: unique symbol
export type Branded<Base, Name extends string> = Base & { readonly [brand]: Name }

/** UUIDv8 made from the command's id and the event's index in it, see `eventIdOf`. */
export type EventId = Branded<string, 'EventId'>
/** `<category>-<id>`, for example `library-<userId>_movie_653`. At most 200 bytes, no control characters, no comma. */
export type StreamName = Branded<string, 'StreamName'>
/**
 * Place in the global order: 20 decimal digits, zero padded, so that comparing strings compares positions.
 * Opaque to clients. A reader that has seen position P never later meets an event at or before P that it did not see.
 */
export type Position = Branded<string, 'Position'>
/** UUID of a person's account. */
export type UserId = Branded<string, 'UserId'>
/** Who caused something: a person, the system itself, or one worker process. */
export type Actor = UserId | 'system' | `worker-${string}`

export const START: Position = '0'.repeat(20) as Position

export function positionOf(value: bigint | number): Position {
  return String(value).padStart(20, '0') as Position
}

export interface EventMeta {
  readonly commandId: CommandId
  /** The command at the head of the chain; equal to `commandId` for what a person did directly. */
  readonly correlationId: string
  /** The event or command that directly caused this. */
  readonly causationId: string
  readonly actor: Actor
  readonly deviceId: DeviceId | null
  /** The device's clock when the person acted, RFC 3339 UTC; may be long before `recordedAt`. */
  readonly issuedAt: string
  /** Of the batch it was made in: the id of the command that began it, see batch.ts. */
  readonly batchId?: CommandId
  /** The event whose effect this one takes back. Undoing an undo is a redo: then this names the undoing event. */
  readonly undoes?: EventId
  /** On a redo: the event whose effect is in force again. */
  readonly redoes?: EventId
  /** On an undo of a redo: the event whose effect is taken back once more; `undoes` then names the redo. */
  readonly undoesAgain?: EventId
}

/** What a decider yields: a fact not yet recorded. */
export interface Fact<Type extends string = string, Data = unknown> {
  readonly type: Type
  readonly data: Data
  readonly undoes?: EventId
  readonly redoes?: EventId
  readonly undoesAgain?: EventId
}

/** A fact with its identity, before the store gave it a place. */
export interface NewEvent<Type extends string = string, Data = unknown> {
  readonly id: EventId
  readonly type: Type
  /** Number of the payload's shape, from 1; raised with an upcaster, never reused. */
  readonly schema: number
  readonly data: Data
  readonly meta: EventMeta
}

export interface RecordedEvent<Type extends string = string, Data = unknown> extends NewEvent<Type, Data> {
  readonly stream: StreamName
  /** Place in the stream, from 0, without holes. */
  readonly version: number
  readonly position: Position
  /** The server's clock, RFC 3339 UTC. Order never depends on it. */
  readonly recordedAt: string
}

/** Distributes the envelope over a union of facts, so that `switch (event.type)` narrows `data`. */
export type Recorded<F> = F extends Fact<infer Type, infer Data> ? RecordedEvent<Type, Data> : never
export type Unrecorded<F> = F extends Fact<infer Type, infer Data> ? NewEvent<Type, Data> : never

/**
 * The id of the `index`-th event of a command: the command's UUIDv7 with its version nibble set to 8 and its 12-bit
 * `rand_a` field replaced by the index. Pure and reversible enough to be the same on every device and every server, so
 * that a device can undo an event it has only guessed so far, and a command sent twice cannot append twice.
 */
export function eventIdOf(commandId: CommandId, index: number): EventId {
  if (index < 0 || index > 0xfff) throw new RangeError(`Cannot number event ${index} of command ${commandId}: 0 to 4095`)
  return `${commandId.slice(0, 14)}8${index.toString(16).padStart(3, '0')}${commandId.slice(18)}` as EventId
}

export function categoryOf(stream: StreamName): string {
  return stream.slice(0, stream.indexOf('-'))
}
