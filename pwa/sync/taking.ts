/** An act on this device: decided, drawn, and kept. Loaded with the log. */

import { isRefusal } from '../../domain/decider.ts'
import type { DomainEvent } from '../../domain/index.ts'
import type { Taken } from '../replica.ts'
import type { PersonDatabase } from './database.ts'
import { decideAll, guess } from './deciding.ts'
import type { Wished } from './local-replica-port.ts'
import type { Held, Outbox } from './outbox.ts'
import type { Person, Picture } from './overlay.ts'
import { guessCard } from './overlay.ts'
import { addParcels } from './writing.ts'

interface Ports {
  readonly picture: Picture
  readonly person: Person
  readonly outbox: Outbox
  readonly database: PersonDatabase
  /** Tells the screens. */
  readonly raise: () => void
  /** Draws anew what is in force. */
  readonly redraw: () => void
}

/**
 * Drawn before the disk has it: whoever acts waits for no disk. It counts from when it is there; what finds no room leaves the screen again.
 * Throws what kept it from the disk.
 */
export async function take({ picture, person, outbox, database, raise, redraw }: Ports, wished: readonly Wished[]): Promise<readonly Taken[]> {
  const decided = decideAll(picture, person, wished.map(({ command }) => command))
  const kept = wished.flatMap(({ command, card }, i): readonly { readonly held: Held; readonly events: readonly DomainEvent[] }[] => {
    const events = decided[i]!
    return isRefusal(events) || events.length === 0 ? [] : [{ held: { command, card, state: { name: 'waiting' } }, events }]
  })
  if (kept.length > 0) {
    for (const { held: { command, card }, events } of kept) {
      guess(picture, command.id, events)
      if (card) guessCard(picture, card)
    }
    const parcels = kept.map(({ held }) => held)
    const written = outbox.add(parcels, addParcels(database, parcels))
    raise()
    try {
      await written
    } catch (error) {
      redraw()
      throw error
    }
  }
  return decided.map((each, i) => isRefusal(each)
    ? { status: 'refused', code: each.code, message: each.message, details: each.details }
    : { status: 'taken', commandId: wished[i]!.command.id, changed: each.length > 0 })
}
