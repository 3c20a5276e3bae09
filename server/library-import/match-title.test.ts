import type { ImportCandidate } from '../../projections/wire-import.ts'
import t from '../../test/support/tap.ts'
import type { GivenTitle } from './group-rows.ts'
import { groupRows } from './group-rows.ts'
import type { AskedCatalogue } from './match-title.ts'
import { folded, matchTitle } from './match-title.ts'

const film = (tmdbId: number, title: string, year: number): ImportCandidate => ({ mediaType: 'movie', tmdbId, title, year, posterPath: null })
const KNOWN = [film(1, 'Solaris', 1972), film(2, 'Solaris', 2002), film(3, 'Amélie', 2001), film(4, 'Hamlet', 1948), film(5, 'Hamlet', 1948), film(6, 'Tom & Jerry', 2021)]
const asked: AskedCatalogue = {
  byId: async (id) => id === 'tt1' ? [KNOWN[0]!] : [],
  byName: async (name, _kind, year) => KNOWN.filter((one) => folded(one.title).includes(folded(name)) && (year === null || one.year === year)),
}
const given = (title: string | null, year: number | null, more: Partial<GivenTitle> = {}): GivenTitle => ({ ids: {}, mediaType: 'movie', title, year, episode: false, ...more })
const nameless: AskedCatalogue = { byId: async () => { throw new Error('asked') }, byName: async () => { throw new Error('asked') } }

t.test('a title is taken by its numbers first, then by name and year; what is not plain is left to the person', async (t) => {
  t.match(await matchTitle(given('whatever', null, { ids: { tmdb: 9 } }), nameless), { state: 'matched', match: { tmdbId: 9 } }, 'by TMDB\'s number nobody is asked')
  t.match(await matchTitle(given('Other', 1900, { ids: { imdb: 'tt1' } }), asked), { match: { tmdbId: 1 } })
  t.match(await matchTitle(given('solaris', 2002), asked), { match: { tmdbId: 2 } })
  t.match(await matchTitle(given('Amelie', 2002), asked), { match: { tmdbId: 3 } }, 'a year off, and without the accent')
  t.match(await matchTitle(given('Tom and Jerry', 2021), asked), { match: { tmdbId: 6 } })
  t.match(await matchTitle(given('Hamlet', 1948), asked), { state: 'unmatched', code: 'SEVERAL', candidates: [{ tmdbId: 4 }, { tmdbId: 5 }] })
  t.match(await matchTitle(given('Solaris', null), asked), { code: 'SEVERAL' })
  t.match(await matchTitle(given('Solaris', 1990), asked), { code: 'YEAR_DIFFERS', candidates: [{ tmdbId: 1 }, { tmdbId: 2 }] })
  t.match(await matchTitle(given('Jerry', 1990), asked), { code: 'NAME_DIFFERS' })
  t.match(await matchTitle(given('Nothing', 1990), asked), { code: 'NOT_FOUND', candidates: [] })
  t.match(await matchTitle(given(null, null, { ids: { imdb: 'tt404' } }), asked), { code: 'NO_NAME' })
})

t.test('rows are of one title where they share a number of it, or kind, name and year', async (t) => {
  const row = (line: number, ids: object, title: string | null, year: number | null) => ({ file: 'a.csv', line, ids, mediaType: 'movie' as const, title, year, season: null, episode: null, episodeIds: null, facts: [{ kind: 'favourite' as const, when: null }] })
  const groups = groupRows([row(1, { imdb: 'tt1' }, 'Solaris', 1972), row(2, {}, 'SOLARIS', 1972), row(3, { imdb: 'tt1', tmdb: 5 }, null, null), row(4, {}, 'Solaris', 2002)])
  t.match(groups, [{ given: { ids: { imdb: 'tt1', tmdb: 5 }, title: 'Solaris' }, rows: [{ line: 1 }, { line: 2 }, { line: 3 }] }, { rows: [{ line: 4 }] }])
})
