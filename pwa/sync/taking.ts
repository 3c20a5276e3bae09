/** An act on this device: decided, kept, and drawn. Loaded with the log. */

import { isRefusal } from '../../domain/decider.ts'
import type { DomainEvent } from '../../domain/index.ts'
import type { Taken } from '../replica.ts'
import type { PersonDatabase } from './database.ts'
import { decideAll, guess } from './deciding.ts'
import type { Wished } from './local-replica-port.ts'
import type { Outbox } from './outbox.ts'
import type { Person, Picture } from './overlay.ts'
import { guessCard, layersOf } from './overlay.ts'
import type { Parcel } from './parcel.ts'
import { addParcels } from './writing.ts'

interface Ports {
  readonly picture: Picture
  readonly person: Person
  readonly outbox: Outbox
  readonly database: PersonDatabase
  /** Resolves when the picture is not being made anew. */
  readonly whole: () => Promise<void>
  /** Tells the screens. */
  readonly raise: () => void
  /** Draws anew what is in force. */
  readonly redraw: () => void
}

/** One act after the other, each decided on those before. Throws what kept it from the disk. */
export async function take({ picture, person, outbox, database, whole, raise, redraw }: Ports, wished: readonly Wished[]): Promise<readonly Taken[]> {
  const decided = decideAll(picture, person, wished.map(({ command }) => command))
  const kept = wished.flatMap(({ command, card }, i): readonly { readonly parcel: Omit<Parcel, 'order'>; readonly events: readonly DomainEvent[] }[] => {
    const events = decided[i]!
    return isRefusal(events) || events.length === 0 ? [] : [{ parcel: { command, card, state: { name: 'waiting' } }, events }]
  })
  if (kept.length > 0) {
    const before = changesOf(picture)
    outbox.add(await addParcels(database, kept.map(({ parcel }) => parcel)))
    await whole()
    if (changesOf(picture) === before) {
      for (const { parcel: { command, card }, events } of kept) {
        guess(picture, command.id, events)
        if (card) guessCard(picture, card)
      }
      raise()
    } else redraw()
  }
  return decided.map((each, i) => isRefusal(each)
    ? { status: 'refused', code: each.code, message: each.message, details: each.details }
    : { status: 'taken', commandId: wished[i]!.command.id, changed: each.length > 0 })
}

/** The same where nothing was taken in and nothing drawn anew meanwhile. */
const changesOf = (picture: Picture) => layersOf(picture).reduce((sum, { changes }) => sum + changes, 0)
