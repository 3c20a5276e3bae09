import type { Topic } from '../../projections/wire-catalogue.ts'
import t from '../../test/support/tap.ts'
import type { Pictured } from './topic-art.ts'
import { artOf, byTurns } from './topic-art.ts'

const topic = (key: string, group: Topic['group'], name: string, query: Topic['query'] = {}): Topic => ({ key, group, mediaType: 'movie', name, query })
const film = (backdropPath: string | null, genres: readonly string[], year = 1927): Pictured => ({ mediaType: 'movie', year, genres, backdropPath })

t.test('a genre is shown by a film of it, a decade by one of its years, and no picture stands for two', async (t) => {
  const topics = [topic('action', 'genre', 'Action'), topic('comedy', 'genre', 'Comedy'), topic('1920s', 'decade', 'The 1920s', { from: '1920-01-01', to: '1929-12-31' }), topic('1980s', 'decade', 'The 1980s', { from: '1980-01-01', to: '1989-12-31' })]
  const art = artOf(topics, [film(null, ['Action']), film('/a.jpg', ['Action', 'Comedy']), film('/b.jpg', ['comedy']), film('/c.jpg', ['Drama'], 1929), film('/d.jpg', ['Drama'], 1930)])
  t.same(Object.fromEntries(art), { action: '/a.jpg', comedy: '/b.jpg', '1920s': '/c.jpg' })
})

t.test('a film says nothing of themes, moods and languages, nor a film of a topic of series', async (t) => {
  t.equal(artOf([topic('x', 'theme', 'Comedy'), topic('y', 'mood', 'Comedy'), { ...topic('z', 'genre', 'Comedy'), mediaType: 'tv' }], [film('/a.jpg', ['Comedy'])]).size, 0)
})

t.test('groups take turns until there are enough', async (t) => {
  const topics = [topic('a', 'genre', 'A'), topic('b', 'genre', 'B'), topic('c', 'genre', 'C'), topic('d', 'decade', 'D'), topic('e', 'mood', 'E'), topic('f', 'mood', 'F')]
  t.same(byTurns(topics, 5).map(({ key }) => key), ['a', 'd', 'e', 'b', 'f'])
  t.same(byTurns([], 5), [])
})
