/** A decider: the pure heart of one kind of stream. */

import type { Command, Issued } from './command.ts'
import type { Fact, Recorded, Unrecorded } from './event.ts'

/** The domain's no. A value, never thrown. The code is public and never renamed; the message is a sentence for a person. */
export interface Refusal {
  readonly refused: true
  readonly code: string
  readonly message: string
  readonly details?: Readonly<Record<string, unknown>>
}

export function refuse(code: string, message: string, details?: Readonly<Record<string, unknown>>): Refusal {
  return details === undefined ? { refused: true, code, message } : { refused: true, code, message, details }
}

/** Facts to append, in order; an empty list means that what was asked for is so already. */
export type Decision<F extends Fact> = readonly F[] | Refusal

export function isRefusal(decision: Decision<Fact>): decision is Refusal {
  return 'refused' in decision
}

/**
 * `initial`, `evolve` and `decide` are pure: no clock, no randomness, no I/O. Time and ids come in with the command.
 * `evolve` takes recorded events and guessed ones (a device's optimistic decision) alike.
 */
export interface Decider<State, C, F extends Fact> {
  /** The part of the stream's name before the dash. */
  readonly category: string
  readonly initial: State
  evolve(state: State, event: Unrecorded<F> | Recorded<F>): State
  decide(command: Issued<Command & C>, state: State): Decision<F>
}
