/** Titles of the library by name, as somebody types. Answered from memory, on every keystroke. */

import type { MediaType } from '../domain/title.ts'
import type { CardRow } from '../projections/cards.ts'
import { library, perShelf } from './library.ts'
import type { Named } from './title-match.ts'
import { fitAsHeard, fitAsWritten, named, typed } from './title-match.ts'

/** Names of the library's titles, each taken apart once, however often the library changes. */
let taken: ReadonlyMap<string, Named> = new Map()

const titles = perShelf(() => {
  const cards = library.shelved().flatMap(({ card }) => card ?? [])
  taken = new Map(cards.map(({ title }) => [title, taken.get(title) ?? named(title)]))
  return cards.map((card) => ({ card, name: taken.get(card.title)! }))
})

interface Found { readonly card: CardRow; readonly rank: number }
type Fit = typeof fitAsWritten

/** Titles of the library, the best fit first, of equals the newest film first. */
export function findTitles(text: string, countMax: number, kind?: MediaType): readonly CardRow[] {
  const wanted = typed(text)
  const all = titles()
  const fitting = (fits: Fit) => all.flatMap(({ card, name }): Found[] => {
    const rank = kind && card.mediaType !== kind ? undefined : fits(name, wanted)
    return rank === undefined ? [] : [{ card, rank }]
  })
  const written = fitting(fitAsWritten)
  // How names sound takes far longer, and fits worse: only where there is room for it.
  const sounding = written.length < countMax ? fitting((name, of) => fitAsWritten(name, of) === undefined ? fitAsHeard(name, of) : undefined) : []
  return [...written, ...sounding].sort((a, b) => a.rank - b.rank || (b.card.year ?? 0) - (a.card.year ?? 0)).slice(0, countMax).map(({ card }) => card)
}
