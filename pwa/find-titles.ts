/** Titles of the library by name, as somebody types. Answered from memory, on every keystroke. */

import type { MediaType } from '../domain/title.ts'
import type { CardRow } from '../projections/cards.ts'
import { library, perVersion } from './library.ts'
import type { Named } from './title-match.ts'
import { fit, named, typed } from './title-match.ts'

/** Names of the library's titles, each taken apart once, however often the library changes. */
let taken: ReadonlyMap<string, Named> = new Map()

const titles = perVersion(() => {
  const cards = library.shelved().flatMap(({ card }) => card ?? [])
  taken = new Map(cards.map(({ title }) => [title, taken.get(title) ?? named(title)]))
  return cards.map((card) => ({ card, name: taken.get(card.title)! }))
})

/** Titles of the library, the best fit first, of equals the newest film first. */
export function findTitles(text: string, countMax: number, kind?: MediaType): readonly CardRow[] {
  const wanted = typed(text)
  const found = titles().flatMap(({ card, name }) => {
    const rank = fit(name, wanted)
    return rank === undefined || (kind && card.mediaType !== kind) ? [] : [{ card, rank }]
  })
  return found.sort((a, b) => a.rank - b.rank || (b.card.year ?? 0) - (a.card.year ?? 0)).slice(0, countMax).map(({ card }) => card)
}
