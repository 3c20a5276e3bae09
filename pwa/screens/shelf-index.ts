/**
 * What the library's screen shows of all titles, kept from one change to the next: of a hundred thousand titles an act touches one, and only that
 * one is taken out and put in again. Pure but for what it remembers.
 */

import { titleKey } from '../../domain/title.ts'
import type { CardRow } from '../../projections/cards.ts'
import type { LibraryRow } from '../../projections/library.ts'
import type { Changes } from '../in-order.ts'
import { changesBetween, placeOf } from '../in-order.ts'
import type { Replica } from '../replica.ts'
import type { Shelf, Shelved, Wish } from './shelf.ts'
import { comparing, fitting, isOnShelf, libraryPath, shelve, SHELVES } from './shelf.ts'

/** `genres`, in alphabetical order, and `here`, how many are saved on this device: of the wished shelf, however filtered. */
export interface ShelfView { readonly found: readonly Shelved[]; readonly counts: Readonly<Record<Shelf, number>>; readonly genres: readonly string[]; readonly here: number }

/** A shelf as it begins; whatever else is wished for needs all titles. */
export function openingView({ rows, cards, counts }: NonNullable<Replica['opening']>, wish: Wish): ShelfView {
  const byKey = new Map<string, CardRow>(cards.map((card) => [card.key, card]))
  const { shelf, view } = wish
  const plain = libraryPath(wish) === libraryPath({ shelf, view })
  const found = plain ? shelve(rows.map((entry) => ({ entry, card: byKey.get(titleKey(entry)) })), wish) : []
  return { found, counts: counts as ShelfView['counts'], genres: [], here: 0 }
}

/** Beyond so many changes at once all is put in order anew. */
const CHANGES_MAX = 64

export function createShelfIndex(isHere: (entry: LibraryRow) => boolean): (all: readonly Shelved[], wish: Wish) => ShelfView {
  let known: { readonly all: readonly Shelved[]; readonly wish: string; readonly tally: Tally; readonly view: ShelfView } | undefined

  return (all, wish) => {
    const { view: _, at: __, since: ___, ...about } = wish
    const name = JSON.stringify(about)
    if (known?.all === all && known.wish === name) return known.view
    const changes = known?.wish === name ? changesBetween(known.all, all, CHANGES_MAX) : undefined
    const tally = changes ? known!.tally : createTally(wish.shelf, isHere)
    for (const each of changes?.gone ?? []) tally.add(each, -1)
    for (const each of changes?.come ?? all) tally.add(each, 1)
    const found = changes ? changed(known!.view.found, changes, wish, isHere) : all.filter(fitting(wish, isHere)).sort(comparing(wish))
    known = { all, wish: name, tally, view: { found, ...tally.read() } }
    return known.view
  }
}

function changed(found: readonly Shelved[], { gone, come }: Changes<Shelved>, wish: Wish, isHere: (entry: LibraryRow) => boolean): readonly Shelved[] {
  const order = comparing(wish)
  const without = new Set(gone)
  const next = found.filter((each) => !without.has(each))
  for (const each of come.filter(fitting(wish, isHere))) next.splice(placeOf(each, next, order), 0, each)
  return next
}

type Tally = ReturnType<typeof createTally>

function createTally(shelf: Shelf, isHere: (entry: LibraryRow) => boolean) {
  const counts = Object.fromEntries(SHELVES.map((each) => [each, 0])) as Record<Shelf, number>
  const genres = new Map<string, number>()
  let here = 0
  return {
    add({ entry, card }: Shelved, by: 1 | -1): void {
      for (const each of SHELVES) if (isOnShelf(entry, each)) counts[each] += by
      if (!isOnShelf(entry, shelf)) return
      if (isHere(entry)) here += by
      for (const genre of card?.genres ?? []) genres.set(genre, (genres.get(genre) ?? 0) + by)
    },
    read: () => ({ counts: { ...counts }, here, genres: [...genres].flatMap(([genre, count]) => count > 0 ? [genre] : []).sort() }),
  }
}
