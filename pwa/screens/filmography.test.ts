import t from '../../test/support/tap.ts'
import type { PersonCredit } from '../../projections/wire-catalogue.ts'
import { ageOf, departmentsOf } from './filmography.ts'
import { progressOf } from './seen.ts'

const credit = (tmdbId: number, fields: Partial<PersonCredit> = {}): PersonCredit => ({
  mediaType: 'movie', tmdbId, title: `Film ${tmdbId}`, year: null, overview: '', posterPath: null, posterColour: null, backdropPath: null, genres: [], voteAverage: null,
  as: 'cast', role: 'Somebody', department: 'Acting', releaseDate: null, episodes: null, ...fields,
})
const short = (departments: ReturnType<typeof departmentsOf>) => departments.map(({ name, works }) => [name, ...works.map(({ credit, roles }) => `${credit.tmdbId} ${roles.join('/')}`)])

t.test('departments: what somebody is known for first, then where they did most', async (t) => {
  const credits = [
    credit(1, { releaseDate: '1922-03-04', role: 'Orlok' }), credit(2, { releaseDate: '1924-01-01' }), credit(3, { as: 'crew', department: 'Directing', role: 'Director', releaseDate: '1930-01-01' }),
    credit(4, { as: 'crew', department: 'Writing', role: 'Screenplay' }), credit(5, { as: 'crew', department: 'Writing', role: 'Story' }), credit(6, { as: 'crew', department: 'Writing', role: 'Story' }),
  ]
  t.same(departmentsOf({ credits, department: 'Directing' }, 'all').map(({ name }) => name), ['Directing', 'Writing', 'Acting'])
  t.same(departmentsOf({ credits, department: 'Acting' }, 'all').map(({ name }) => name), ['Acting', 'Writing', 'Directing'])
  t.same(departmentsOf({ credits: [], department: 'Acting' }, 'all'), [])
})

t.test('in each, newest first; what has no date yet before all; a title once with all its roles', async (t) => {
  const credits = [
    credit(1, { releaseDate: '1922-03-04', role: 'Orlok' }), credit(2, { releaseDate: '1931-05-11', role: '' }), credit(3, { role: 'The King' }), credit(4, { year: 1927, role: 'Guard' }),
    credit(1, { releaseDate: '1922-03-04', role: 'A shadow' }), credit(1, { releaseDate: '1922-03-04', role: 'Orlok' }),
  ]
  t.same(short(departmentsOf({ credits, department: 'Acting' }, 'all')), [['Acting', '3 The King', '2 ', '4 Guard', '1 Orlok/A shadow']])
})

t.test('films and series may have one number: they are two titles, and can be shown apart', async (t) => {
  const credits = [credit(7, { role: 'In the film' }), credit(7, { mediaType: 'tv', role: 'In the series' })]
  t.same(short(departmentsOf({ credits, department: 'Acting' }, 'all')), [['Acting', '7 In the film', '7 In the series']])
  t.same(short(departmentsOf({ credits, department: 'Acting' }, 'tv')), [['Acting', '7 In the series']])
})

t.test('how many of them were seen: watched or rated, each title once', async (t) => {
  const play = { playId: 'p', watchedAt: '', season: null, episode: null } as never
  const entries: Record<number, { plays: never[]; rating: 'LIKE' | null }> = { 1: { plays: [play], rating: null }, 2: { plays: [], rating: 'LIKE' }, 3: { plays: [], rating: null } }
  t.same(progressOf([credit(1), credit(1, { as: 'crew' }), credit(2), credit(3), credit(4)], ({ tmdbId }) => entries[tmdbId]), { seen: 2, count: 4 })
  t.same(progressOf([], () => undefined), { seen: 0, count: 0 })
})

t.test('an age is in full years, and unknown where the birthday is', async (t) => {
  t.same([ageOf('1879-09-06', '1936-02-20'), ageOf('1879-09-06', '1936-09-05'), ageOf('1879-09-06', '1936-09-06'), ageOf('2000-02-29', '2026-03-01')], [56, 56, 57, 26])
  t.same([ageOf(null, '2026-01-01'), ageOf('1879', '2026-01-01'), ageOf('2030-01-01', '2026-01-01')], [null, null, null])
})
