import t from '../../test/support/tap.ts'
import { RATING_SOURCES } from '../../projections/wire-catalogue.ts'
import { scoreOf, verdictOf } from './score.ts'

t.test('a score is written as its source writes it', async (t) => {
  t.same(RATING_SOURCES.map((source) => [source, scoreOf({ source, score: 74 })]), [
    ['tmdb', { scale: 10, value: 7.4 }], ['imdb', { scale: 10, value: 7.4 }], ['rottenTomatoes', { scale: 'percent', value: 74 }], ['rottenTomatoesAudience', { scale: 'percent', value: 74 }],
    ['metacritic', { scale: 100, value: 74 }], ['metacriticUser', { scale: 10, value: 7.4 }], ['letterboxd', { scale: 5, value: 3.7 }], ['trakt', { scale: 'percent', value: 74 }],
  ])
  t.same([scoreOf({ source: 'letterboxd', score: 100 }).value, scoreOf({ source: 'imdb', score: 0 }).value, scoreOf({ source: 'rottenTomatoes', score: 93.4 }).value], [5, 0, 93])
})

t.test('what a household makes of a title, in a word; nothing where nobody rated it', async (t) => {
  t.same([2, 1.5, 1, 0.5, 0.4, 0, -0.5, -1].map((mean) => verdictOf({ mean })), ['loved', 'loved', 'liked', 'liked', 'mixed', 'mixed', 'disliked', 'disliked'])
  t.equal(verdictOf({ mean: null }), undefined)
})
