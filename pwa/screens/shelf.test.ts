import t from '../../test/support/tap.ts'
import type { LibraryRow } from '../../projections/library.ts'
import type { CardRow } from '../../projections/cards.ts'
import { createShelfIndex } from './shelf-index.ts'
import type { Shelved } from './shelf.ts'
import { libraryPath, shelve, wishOf } from './shelf.ts'

const blank: LibraryRow = {
  key: '', userId: 'u', mediaType: 'movie', tmdbId: 1, rating: null, ratedAt: null, watchlistPriority: null, watchlistNote: null, watchlistAddedAt: null,
  favouriteAt: null, plays: [], lastWatchedAt: null, progressSeconds: null, durationSeconds: null, progressAt: null, review: null, tags: [], elsewhere: null,
  viewedAt: null, dismissedAt: null, changedAt: '2026-01-01T00:00:00.000Z',
}
function shelved(title: string, entry: Partial<LibraryRow>, card: Partial<CardRow> = {}): Shelved {
  const tmdbId = title.length
  return {
    entry: { ...blank, tmdbId, key: `u_movie_${title}`, ...entry },
    card: { key: `movie_${tmdbId}`, mediaType: 'movie', tmdbId, title, year: 1922, posterPath: null, backdropPath: null, runtimeMinutes: 90, genres: [], overview: '', outline: null, ...card },
  }
}
const names = (found: readonly Shelved[]) => found.map(({ card }) => card?.title)
const wish = (query: string) => wishOf(new URLSearchParams(query))
const day = (n: number) => `2026-01-0${n}T00:00:00.000Z`

t.test('the watchlist comes by priority, then newest first', async (t) => {
  const all = [
    shelved('low', { watchlistPriority: 'LOW', watchlistAddedAt: day(3) }),
    shelved('high, older', { watchlistPriority: 'HIGH', watchlistAddedAt: day(1) }),
    shelved('high, newer', { watchlistPriority: 'HIGH', watchlistAddedAt: day(2) }),
    shelved('only rated', { rating: 'OK', ratedAt: day(1) }),
  ]
  t.same(names(shelve(all, wish(''))), ['high, newer', 'high, older', 'low'])
})

t.test('every shelf holds what belongs on it', async (t) => {
  const all = [
    shelved('rated', { rating: 'LIKE', ratedAt: day(1) }),
    shelved('watched', { plays: [{ playId: 'p', watchedAt: day(1) }], lastWatchedAt: day(1) }),
    shelved('favourite', { favouriteAt: day(1) }),
  ]
  t.same(['rated', 'watched', 'favourites', 'watchlist'].map((shelf) => names(shelve(all, wish(`shelf=${shelf}`)))), [['rated'], ['watched'], ['favourite'], []])
})

t.test('sorting by title, year, length and rating', async (t) => {
  const all = [
    shelved('Zazie', { rating: 'OK', ratedAt: day(1) }, { year: 1960, runtimeMinutes: 89 }),
    shelved('amélie', { rating: 'SUPER_LIKE', ratedAt: day(2) }, { year: 2001, runtimeMinutes: 122 }),
    shelved('Metropolis', { rating: 'DISLIKE', ratedAt: day(3) }, { year: 1927, runtimeMinutes: null }),
  ]
  const sorted = (sort: string) => names(shelve(all, wish(`shelf=rated&sort=${sort}`)))
  t.same(sorted('title'), ['amélie', 'Metropolis', 'Zazie'])
  t.same(sorted('year'), ['amélie', 'Zazie', 'Metropolis'])
  t.same(sorted('runtime'), ['Zazie', 'amélie', 'Metropolis'])
  t.same(sorted('rating'), ['amélie', 'Zazie', 'Metropolis'])
  t.same(sorted('added'), ['Metropolis', 'amélie', 'Zazie'])
})

t.test('filters narrow by text without case and accents, by genre and by kind', async (t) => {
  const all = [
    shelved('Amélie', { favouriteAt: day(1) }, { genres: ['Comedy', 'Romance'] }),
    shelved('Dr. Mabuse', { favouriteAt: day(2), mediaType: 'tv' }, { genres: ['Crime'] }),
    { entry: { ...blank, key: 'unknown', favouriteAt: day(3) }, card: undefined },
  ]
  t.same(names(shelve(all, wish('shelf=favourites&q=AMELIE'))), ['Amélie'])
  t.same(names(shelve(all, wish('shelf=favourites&genre=Crime'))), ['Dr. Mabuse'])
  t.same(names(shelve(all, wish('shelf=favourites&kind=tv'))), ['Dr. Mabuse'])
  t.same(names(shelve(all, wish('shelf=favourites&here'), ({ mediaType }) => mediaType === 'tv')), ['Dr. Mabuse'], 'saved on this device')
  t.equal(libraryPath({ here: true }), '/library?here=1')
  t.equal(shelve(all, wish('shelf=favourites')).length, 3, 'a title whose card has not come yet is not lost')
  t.same(createShelfIndex(() => false)(all, wish('shelf=favourites')).genres, ['Comedy', 'Crime', 'Romance'])
})

t.test('an address and its wish are two ways to say the same', async (t) => {
  for (const path of ['/library', '/library?shelf=rated&sort=title&view=table&kind=tv&genre=Film+Noir&q=m']) {
    t.equal(libraryPath(wishOf(new URL(path, 'http://rewind.test').searchParams)), path)
  }
  t.match(wish('shelf=nonsense&sort=nonsense&view=nonsense'), { shelf: 'watchlist', sort: 'added', view: 'grid' }, 'nonsense is the usual')
})
