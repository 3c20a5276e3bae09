/** A command in the outbox, and which of them travel together. Pure. */

import type { Command, Outcome } from '../../domain/command.ts'
import type { Actor } from '../../domain/event.ts'
import type { CardRow } from '../../projections/cards.ts'
import { commands as definitions } from '../../domain/index.ts'
import { limits } from './limits.ts'

/**
 *              accepted            its events are in the log
 *   waiting ────────────▶ accepted ───────────────────────────▶ gone
 *      │ │ rejected                       the person read it
 *      │ └────────────▶ refused ──────────────────────────────▶ gone
 *      │ unknown                a newer server, or a newer app
 *      └────────────▶ parked ─────────────────────────────────▶ waiting
 */
export type ParcelState =
  | { readonly name: 'waiting' }
  /** On the server's disk. Stays in force on screen until its events come back. `atMs`: this device's clock. */
  | { readonly name: 'accepted'; readonly atMs: number }
  | { readonly name: 'refused'; readonly code: string; readonly message: string; readonly details: unknown }
  | { readonly name: 'parked'; readonly message: string }

export interface Parcel {
  /** Place in the outbox, given by the database. */
  readonly order: number
  readonly command: Command
  /** What the screen knew of a title that is new to the library. */
  readonly card: CardRow | null
  readonly state: ParcelState
}

/** What becomes of a parcel; undefined when it is done with. */
export function answered(outcome: Outcome, atMs: number): ParcelState | undefined {
  switch (outcome.status) {
    case 'accepted': return outcome.events.length === 0 ? undefined : { name: 'accepted', atMs }
    case 'rejected': return { name: 'refused', code: outcome.code, message: outcome.message, details: outcome.details }
    case 'unknown': return { name: 'parked', message: outcome.message }
    case 'failed': return { name: 'waiting' }
  }
}

/**
 * The next parcels to send, in order. No two of one stream: were the first of them to fail and the second to succeed, they
 * would have changed places.
 */
export function nextBatch(parcels: readonly Parcel[], actor: Actor): readonly Parcel[] {
  const batch: Parcel[] = []
  const streams = new Set<string>()
  let sizeBytes = 0
  for (const parcel of parcels) {
    if (parcel.state.name !== 'waiting') continue
    const stream = streamOf(parcel.command, actor)
    // At most three bytes of UTF-8 for a UTF-16 unit.
    sizeBytes += JSON.stringify(parcel.command).length * 3
    if (batch.length === limits.pushCommandsMax || streams.has(stream) || (batch.length > 0 && sizeBytes > limits.pushBytesMax)) break
    streams.add(stream)
    batch.push(parcel)
  }
  return batch
}

/** Commands that this app does not know keep their order among themselves. */
function streamOf({ type, data }: Command, actor: Actor): string {
  return Object.hasOwn(definitions, type) ? definitions[type]!.stream(data as never, actor) : 'unknown'
}
