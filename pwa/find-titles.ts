/** Titles of the library by name, as somebody types. Answered from memory, on every keystroke. */

import type { CardRow } from '../projections/cards.ts'
import { library, perVersion } from './library.ts'
import { fit, named, typed } from './title-match.ts'

const titles = perVersion(() => library.shelved().flatMap(({ card }) => card ? [{ card, name: named(card.title) }] : []))

/** Titles of the library, the best fit first, of equals the newest film first. */
export function findTitles(text: string, countMax: number): readonly CardRow[] {
  const wanted = typed(text)
  const found = titles().flatMap(({ card, name }) => {
    const rank = fit(name, wanted)
    return rank === undefined ? [] : [{ card, rank }]
  })
  return found.sort((a, b) => a.rank - b.rank || (b.card.year ?? 0) - (a.card.year ?? 0)).slice(0, countMax).map(({ card }) => card)
}
