import fc from 'fast-check'
import { holds } from '../../test/support/property.ts'
import t from '../../test/support/tap.ts'
import { FILTERS, discoverPath, firstDay, lastDay, noWish, ofKind, pathOfTopic, pickedOf, pickedText, pillsOn, queryOf, toggled, toggledCode, wishOf, without } from './discover-wish.ts'

const wish = (query: string) => wishOf(new URLSearchParams(query))
const again = (query: string) => discoverPath(wish(query))

t.test('no filters: films, the popular first, at the plain address', async (t) => {
  t.same(wish(''), noWish)
  t.equal(discoverPath(noWish), '/discover')
  t.equal(queryOf(noWish).size, 0)
})

t.test('every filter is in the address by the name the API gives it', async (t) => {
  const query = 'genres=28,12&withoutGenres=27&from=1980-01-01&to=1989-12-31&minVote=7.5&maxVote=9&minVotes=200&language=ja&country=JP&people=31|5064&providers=8|9&region=DE'
    + '&minRuntime=90&maxRuntime=120&certification=12&keywords=207317&withoutKeywords=1'
  const read = wish(query)
  for (const filter of FILTERS) t.not(read[filter], '', filter)
  t.same(Object.fromEntries(queryOf(read)), Object.fromEntries(new URLSearchParams(query)))
  t.same(wish(discoverPath({ ...read, hideRated: true }).split('?')[1]!), { ...read, hideRated: true }, 'and back')
})

t.test('nonsense in the address is dropped', async (t) => {
  for (const query of [
    'kind=game', 'sort=worst-ever', 'genres=action', 'genres=0', 'genres=,|', 'from=1980', 'from=2001-02-31', 'from=0001-01-01', 'to=yesterday', 'minVote=11', 'minVote=0', 'minVote=-3', 'maxVote=NaN',
    'minVotes=1e3', 'language=klingon', 'language=DE', 'country=de', 'people=<script>', 'providers=9999999999', 'minRuntime=90min', 'certification=12', 'providers=8', 'certification=%00&region=DE', 'hide=everything', 'page=7',
    'with_genres=28', '__proto__=1',
  ]) t.equal(again(query).replace(/\?region=DE$/, ''), '/discover', query)
})

t.test('of what contradicts itself the first part stays', async (t) => {
  t.equal(again('minVote=8&maxVote=5'), '/discover?minVote=8')
  t.equal(again('minRuntime=120&maxRuntime=90'), '/discover?minRuntime=120')
  t.equal(again('from=2000-01-01&to=1990-12-31'), '/discover?from=2000-01-01')
})

t.test('what series cannot be filtered or sorted by falls away', async (t) => {
  t.equal(again('kind=tv&people=31&sort=revenue&language=ja'), '/discover?kind=tv&language=ja')
  t.equal(discoverPath(ofKind(wish('genres=28&people=31&language=ja&sort=revenue'), 'tv')), '/discover?kind=tv&language=ja')
  t.equal(discoverPath(ofKind(wish('genres=28'), 'movie')), '/discover?genres=28', 'the same kind changes nothing')
})

t.test('ids are all of them or any of them, each once, and not without end', async (t) => {
  t.same(pickedOf('28|12'), { ids: [28, 12], any: true })
  t.same(pickedOf(''), { ids: [], any: false })
  t.equal(pickedText({ ids: [28, 12], any: false }), '28,12')
  t.equal(wish('genres=28,28,x,12').genres, '28,12')
  t.equal(wish(`genres=${Array.from({ length: 100 }, (_, index) => index + 1).join('|')}`).genres.split('|').length, 20)
  t.equal(toggled('28|12', 28), '12')
  t.equal(toggled('28|12', 16), '28|12|16')
  t.equal(toggled('8', 9, true), '8|9')
  t.equal(toggled('5', [161176, 9951]), '5|161176|9951', 'of ids that mean the same any will do')
  t.equal(toggled('5|161176|9951', [161176, 9951]), '5')
  t.equal(wish('language=ja|xx1|ko|ja').language, 'ja|ko')
  t.equal(toggledCode('ja|ko', 'ja'), 'ko')
  t.equal(toggledCode('', 'ja'), 'ja')
})

t.test('years are whole ones', async (t) => {
  t.equal(firstDay('1980'), '1980-01-01')
  t.equal(lastDay('1989'), '1989-12-31')
  t.equal(firstDay(''), '')
  t.equal(firstDay('12'), '')
})

t.test('a pill takes all of its filters along; a region that a certification needs stays', async (t) => {
  t.same(pillsOn(wish('from=1980-01-01&region=DE')), ['years'], 'a region alone filters nothing')
  t.equal(discoverPath(without(wish('genres=28&withoutGenres=27&language=ja'), 'genres')), '/discover?language=ja')
  t.equal(discoverPath(without(wish('providers=8&region=DE&certification=12'), 'providers')), '/discover?region=DE&certification=12')
  t.equal(discoverPath(without(wish('providers=8&region=DE'), 'providers')), '/discover')
})

t.test('a topic opens as the filters it stands for', async (t) => {
  t.equal(pathOfTopic({ mediaType: 'tv', query: { genres: '18', sort: 'best', minVotes: '200' } }), '/discover?kind=tv&sort=best&genres=18&minVotes=200')
})

t.test('whatever the address says, the address of what was understood is understood the same', async (t) => {
  const text = fc.oneof(fc.string(), fc.constantFrom('28,12', '7.5', '1980-01-01', 'JP', 'ja', '90', 'tv', 'rated', 'revenue'))
  const query = fc.array(fc.tuple(fc.constantFrom(...FILTERS, 'kind', 'sort', 'hide', 'page'), text))
  await holds(t, 'read, written, read', 300, [query], (pairs) => {
    const read = wishOf(new URLSearchParams(pairs))
    const back = wishOf(new URLSearchParams(discoverPath(read).split('?')[1] ?? ''))
    if (JSON.stringify(back) !== JSON.stringify(read)) throw new Error(discoverPath(read))
  })
})
