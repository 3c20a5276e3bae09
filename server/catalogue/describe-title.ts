/** Recording what the catalogue says of a title. */

import type { Command, CommandId, Issued, Outcome } from '../../domain/command.ts'
import type { TitleCard } from '../../domain/title-card.ts'
import { titleKey } from '../../domain/title.ts'
import { cards } from '../../projections/cards.ts'
import type { Queryable } from '../db/read-model.ts'
import { readRow } from '../db/read-model.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'
import { instantOf, uuidv7 } from '../system.ts'

/** Changes nothing where the card is recorded as it is. */
export function describeTitle(card: TitleCard, system: Pick<System, 'now' | 'randomBytes'>): Issued<Command> {
  return { id: uuidv7(system) as CommandId, type: 'DescribeTitle', data: card, issuedAt: instantOf(system), deviceId: null, actor: 'worker-catalogue', sender: 'worker' }
}

export interface CardRefresherDeps {
  readonly database: Queryable
  readonly handle: (command: Issued<Command>) => Promise<Outcome>
  readonly system: Pick<System, 'now' | 'randomBytes'>
  readonly log: Log
}

/** Records a title anew when TMDB now tells it differently; titles that nobody keeps are left alone. In the background of whoever read it. */
export function cardRefresher({ database, handle, system, log }: CardRefresherDeps): (card: TitleCard) => void {
  async function refresh(card: TitleCard): Promise<void> {
    const kept = await readRow(database, cards, titleKey(card))
    if (kept) await handle(describeTitle(card, system))
  }
  return (card) => {
    // Lost, it is done at the next reading.
    refresh(card).catch((error: unknown) => log.warn({ err: error, title: titleKey(card) }, 'a card could not be refreshed'))
  }
}
