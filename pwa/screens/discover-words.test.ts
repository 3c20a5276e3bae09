import t from '../../test/support/tap.ts'
import { wishOf } from './discover-wish.ts'
import type { Pill } from './discover-wish.ts'
import { pillValue } from './discover-words.ts'

const names: Readonly<Record<number, string>> = { 12: 'Adventure', 16: 'Animation', 27: 'Horror', 28: 'Action', 8: 'Netflix', 31: 'Tom Hanks' }
const said = (pill: Pill, query: string) => pillValue(wishOf(new URLSearchParams(query)), pill, (_, id) => names[id] ?? `#${id}`)

t.test('a pill says what was chosen, and whether all of it or any', async (t) => {
  t.equal(said('genres', 'genres=28,12'), 'Action & Adventure')
  t.equal(said('genres', 'genres=28|12'), 'Action or Adventure')
  t.equal(said('genres', 'genres=28|12|16|99'), 'Action, Adventure, or 2 more')
  t.equal(said('genres', 'genres=28&withoutGenres=27,16'), 'Action, without Horror or Animation')
  t.equal(said('people', 'people=31'), 'Tom Hanks')
  t.equal(said('providers', 'providers=8&region=DE'), 'Netflix')
})

t.test('ranges are said from either end', async (t) => {
  t.same(['from=1980-01-01&to=1989-12-31', 'from=1980-01-01', 'to=1989-12-31', 'from=1984-01-01&to=1984-12-31'].map((query) => said('years', query)), ['1980–1989', 'since 1980', 'until 1989', '1984'])
  t.same(['minVote=7.5', 'maxVote=4', 'minVote=6&maxVote=8', 'minVote=7&minVotes=200', 'minVotes=1'].map((query) => said('vote', query)), ['7.5 or more', '4 or less', '6–8', '7 or more, 200 votes', '1 vote'])
  t.same(['minRuntime=90', 'maxRuntime=120', 'minRuntime=90&maxRuntime=120'].map((query) => said('runtime', query)), ['90 min or more', '120 min or less', '90–120 min'])
})

t.test('codes are said as names', async (t) => {
  t.equal(said('language', 'language=ja'), 'Japanese')
  t.equal(said('country', 'country=JP'), 'Japan')
  t.equal(said('certification', 'certification=12&region=DE'), '12 (DE)')
})

t.test('what filters nothing says nothing', async (t) => {
  for (const pill of ['genres', 'keywords', 'people', 'providers', 'years', 'vote', 'language', 'country', 'runtime', 'certification'] as const) t.equal(said(pill, 'region=DE'), '', pill)
})
