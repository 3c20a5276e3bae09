/** The envelope of a command, and how its outcome is told. */

import type { Actor, Branded, EventId, Position, StreamName } from './event.ts'

/** UUIDv7 made by the client that issued the command; the key of its idempotency. */
export type CommandId = Branded<string, 'CommandId'>
/** UUID an installed app makes for itself once. */
export type DeviceId = Branded<string, 'DeviceId'>

/** Roles from least to most; every command names the least role that may send it. `worker` is not a person. */
export const ROLES = ['guest', 'viewer', 'member', 'admin'] as const
export type Role = (typeof ROLES)[number]
/** Those that admins give. A guest is who came by themself, until an admin says more. */
export const GIVEN_ROLES = ['viewer', 'member', 'admin'] as const satisfies readonly Role[]
export type Sender = Role | 'worker'

/** Whether a command that asks for at least `least` may come from `sender`. Our own workers may send any. */
export function maySend(sender: Sender, least: Sender): boolean {
  const ranks: readonly Sender[] = [...ROLES, 'worker']
  return ranks.indexOf(sender) >= ranks.indexOf(least)
}

export interface Command<Type extends string = string, Data = unknown> {
  readonly id: CommandId
  readonly type: Type
  readonly data: Data
  /** The device's clock, RFC 3339 UTC. */
  readonly issuedAt: string
  readonly deviceId: DeviceId | null
  /** Of the batch it belongs to: the id of the `BeginBatch` before it. */
  readonly batchId?: CommandId
}

/** What made a policy wish for a command: the head of the chain, and the event that directly caused it. */
export interface Cause { readonly correlationId: string; readonly causationId: string }

/** A command together with who sends it; the actor comes from the session, never from the client. */
export type Issued<C> = C & { readonly actor: Actor; readonly sender: Sender; readonly cause?: Cause }

export interface AcceptedEvent {
  readonly id: EventId
  readonly type: string
  readonly stream: StreamName
  readonly version: number
  readonly position: Position
}

/**
 * The same however often the command is sent.
 * - `accepted`: its events are on disk. `position` is that of its last event, or null when nothing had to change.
 * - `rejected`: the domain's no; final.
 * - `unknown`: this server does not know the command (an app newer than the server): keep it, send it again later.
 * - `failed`: nothing was decided (store unreachable, too much contention): send it again.
 */
export type Outcome =
  | { readonly id: CommandId; readonly status: 'accepted'; readonly position: Position | null; readonly events: readonly AcceptedEvent[] }
  | { readonly id: CommandId; readonly status: 'rejected'; readonly code: string; readonly message: string; readonly details?: unknown }
  | { readonly id: CommandId; readonly status: 'unknown'; readonly code: 'UNKNOWN_COMMAND'; readonly message: string }
  | { readonly id: CommandId; readonly status: 'failed'; readonly code: string; readonly message: string }
