import type { TitlePage, TitleSummary } from '../../projections/wire-catalogue.ts'
import t from '../../test/support/tap.ts'
import type { PagedList } from './paged-list.ts'
import { isEnded, withPage } from './paged-list.ts'

const film = (tmdbId: number, mediaType: 'movie' | 'tv' = 'movie'): TitleSummary => ({
  mediaType, tmdbId, title: `Film ${tmdbId}`, year: 1922, overview: '', posterPath: null, posterColour: null, backdropPath: null, genres: [], voteAverage: null,
})
const page = (number: number, results: readonly TitleSummary[], more: Partial<TitlePage> = {}): TitlePage => ({ page: number, totalPages: 3, totalResults: 6, results, stale: false, ...more })
const ids = (list: PagedList) => list.films.map(({ mediaType, tmdbId }) => `${mediaType} ${tmdbId}`)

t.test('what moved onto the next page meanwhile is there once', async (t) => {
  const first = withPage(undefined, page(1, [film(1), film(2), film(2)]))
  const second = withPage(first, page(2, [film(2), film(3), film(3, 'tv')]))
  t.same(ids(second), ['movie 1', 'movie 2', 'movie 3', 'tv 3'])
  t.equal(second.page, 2)
})

t.test('it ends with the last page, and at once where there is none', async (t) => {
  const first = withPage(undefined, page(1, [film(1)]))
  t.equal(isEnded(first), false)
  t.equal(isEnded(withPage(first, page(3, [film(2)]))), true)
  t.equal(isEnded(withPage(undefined, page(1, [], { totalPages: 0, totalResults: 0 }))), true)
})

t.test('pages in a row with nothing new are counted, and an older answer is remembered', async (t) => {
  const first = withPage(undefined, page(1, [film(1)], { stale: true }))
  const barren = withPage(withPage(first, page(2, [film(1)])), page(3, []))
  t.equal(barren.barren, 2)
  t.equal(withPage(barren, page(4, [film(9)])).barren, 0)
  t.equal(barren.stale, true)
})
