import fc from 'fast-check'
import type { LibraryRow } from '../../projections/library.ts'
import type { CardRow } from '../../projections/cards.ts'
import t from '../../test/support/tap.ts'
import { createShelfIndex } from './shelf-index.ts'
import type { Shelf, Shelved, Sort } from './shelf.ts'
import { firstOf, isOnShelf, SHELVES, shelve, sortsOf, wishOf } from './shelf.ts'

const day = (n: number | null) => n === null ? null : `2026-01-0${n}T00:00:00.000Z`

/** A title by its number; what a person did to it by a few small numbers. */
const title = fc.record({ id: fc.integer({ min: 1, max: 12 }), rated: fc.option(fc.integer({ min: 1, max: 4 })), listed: fc.option(fc.integer({ min: 1, max: 4 })), genre: fc.constantFrom('Drama', 'Crime') })
  .map(({ id, rated, listed, genre }): Shelved => ({
    entry: {
      key: `u_movie_${id}`, userId: 'u', mediaType: 'movie', tmdbId: id, rating: rated === null ? null : rated % 2 === 0 ? 'LIKE' : 'OK', ratedAt: day(rated), watchlistPriority: listed === null ? null : 'LOW', watchlistNote: null, watchlistAddedAt: day(listed),
      favouriteAt: null, plays: [], lastWatchedAt: null, progressSeconds: null, durationSeconds: null, progressAt: null, review: null, tags: [], elsewhere: null, viewedAt: null, dismissedAt: null, changedAt: '',
    } satisfies LibraryRow,
    card: { key: `movie_${id}`, mediaType: 'movie', tmdbId: id, title: `Film ${id % 5}`, year: 1900 + id % 3, posterPath: null, backdropPath: null, runtimeMinutes: 90, genres: [genre], overview: '', outline: null } satisfies CardRow,
  }))

/** Libraries one after another, each with some titles changed, added or taken away. */
const histories = fc.array(fc.array(title, { maxLength: 4 }), { minLength: 1, maxLength: 12 }).map((steps) => {
  const rows = new Map<string, Shelved>()
  return steps.map((step) => {
    for (const each of step) {
      if (each.entry.rating === null && each.entry.watchlistAddedAt === null) rows.delete(each.entry.key)
      else rows.set(each.entry.key, each)
    }
    return [...rows.values()]
  })
})

t.test('from one change to the next the index shows what putting everything in order anew would', async () => {
  fc.assert(fc.property(histories, fc.constantFrom<Shelf>('watchlist', 'rated'), fc.nat(), fc.constantFrom('', 'Crime'), fc.constantFrom('', '3'), (libraries, shelf, nth, genre, text) => {
    const sorts: readonly Sort[] = sortsOf(shelf)
    const wish = { ...wishOf(new URLSearchParams({ shelf })), sort: sorts[nth % sorts.length]!, genre, text }
    const isHere = ({ tmdbId }: LibraryRow) => tmdbId % 3 === 0
    const index = createShelfIndex(isHere)
    for (const all of libraries) {
      const { found, counts, genres, here } = index(all, wish)
      const wanted = shelve(all, wish, isHere)
      const onShelf = all.filter(({ entry }) => isOnShelf(entry, shelf))
      if (found.length !== wanted.length || found.some((each, i) => each !== wanted[i])) return false
      const first = firstOf(all, { ...wish, here: false }, 2)
      if (first.length !== Math.min(2, wanted.length) || first.some((each, i) => each !== wanted[i])) return false
      if (SHELVES.some((each) => counts[each] !== all.filter(({ entry }) => isOnShelf(entry, each)).length)) return false
      if (genres.join() !== [...new Set(onShelf.flatMap(({ card }) => card!.genres))].sort().join() || here !== onShelf.filter(({ entry }) => isHere(entry)).length) return false
    }
    return true
  }))
})

t.test('what did not change is not computed anew', async (t) => {
  const index = createShelfIndex(() => false)
  const [all] = fc.sample(fc.array(title, { minLength: 5, maxLength: 9 }), { numRuns: 1, seed: 1 })
  const wish = wishOf(new URLSearchParams('shelf=rated'))
  t.equal(index(all!, wish), index(all!, { ...wish, view: 'table' }))
  t.not(index(all!, wish), index(all!, { ...wish, sort: 'year' }))
})
