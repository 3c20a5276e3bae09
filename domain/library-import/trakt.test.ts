import t from '../../test/support/tap.ts'
import { factsIn, readTexts } from '../../test/support/read-texts.ts'

const heat = { title: 'Heat', year: 1995, ids: { trakt: 1, slug: 'heat-1995', imdb: 'tt0113277', tmdb: 949 } }
const severance = { title: 'Severance', year: 2022, ids: { trakt: 153017, imdb: 'tt11280740', tmdb: 95396, tvdb: 371980 } }
const first = { season: 1, number: 1, title: 'Good News About Hell', ids: { trakt: 501, tmdb: 1982925 } }
const play = (id: number, watched_at: string, about: object) => ({ id, watched_at, action: 'watch', ...about })
const files = (values: Readonly<Record<string, unknown>>) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)]))

t.test('history has each viewing; what watched counts besides adds those of no known time (rule 2)', async (t) => {
  const read = readTexts(files({
    'watched-movies.json': [{ plays: 3, last_watched_at: '2026-01-02T20:00:00.000Z', movie: heat }],
    'watched-shows.json': [{ plays: 3, last_watched_at: '2026-02-01T20:00:00.000Z', show: severance, seasons: [{ number: 1, episodes: [{ number: 1, plays: 1, last_watched_at: '2026-02-01T20:00:00.000Z' }, { number: 2, plays: 2, last_watched_at: '2026-02-02T20:00:00.000Z' }] }] }],
    'watched-history-2.json': [play(3, '2026-02-01T20:00:00.000Z', { type: 'episode', episode: first, show: severance })],
    'watched-history-1.json': [
      play(1, '2026-01-02T20:00:00.000Z', { type: 'movie', movie: heat }), play(1, '2026-01-02T20:00:00.000Z', { type: 'movie', movie: heat }),
      play(2, '2026-01-02T20:00:00Z', { type: 'movie', movie: heat }), play(4, '1970-01-01T00:00:00.000Z', { type: 'episode', episode: { ...first, number: 3 }, show: severance }),
    ],
  }))
  t.strictSame(factsIn(read), [
    ['watched-history-2.json', 1, 'Severance 1x1', 'play 2026-02-01T20:00:00.000Z'],
    ['watched-history-1.json', 1, 'Heat', 'play 2026-01-02T20:00:00.000Z'],
    ['watched-history-1.json', 4, 'Severance 1x3', 'play'],
    ['watched-movies.json', 1, 'Heat', 'play ≤2026-01-02T20:00:00.000Z'],
    ['watched-shows.json', 1, 'Severance 1x2', 'play 2026-02-02T20:00:00.000Z', 'play ≤2026-02-02T20:00:00.000Z'],
  ])
  t.match(read.rows[0], { ids: { tmdb: 95396, imdb: 'tt11280740', tvdb: 371980 }, mediaType: 'tv', episodeIds: { tmdb: 1982925 } })
  t.strictSame(read.problems, [])
})

t.test('ratings, the watchlist, favourites, lists and comments are told apart by their fields and names (rule 1)', async (t) => {
  const read = readTexts(files({
    'export/lists-list-42-rewatch-soon.json': [{ type: 'season', season: { number: 1 }, show: severance, rank: 2, listed_at: '2026-01-03T00:00:00.000Z', notes: 'soon' }],
    'export/lists-list-noir.json': [{ type: 'movie', movie: heat, rank: 1, listed_at: '2026-01-03T00:00:00.000Z' }],
    'export/lists-lists.json': [{ name: 'Rewatch soon!', description: 'Twice', privacy: 'private', created_at: '2021-03-02T10:15:00.000Z', item_count: 1, ids: { trakt: 42, slug: 'rewatch-soon' } }],
    'export/lists-watchlist.json': [{ type: 'movie', movie: heat, rank: 1, listed_at: '2026-01-03T00:00:00.000Z', notes: null }],
    'export/lists-favorites.json': [{ type: 'show', show: severance, rank: 1, listed_at: '2026-01-04T00:00:00.000Z' }],
    'export/ratings-seasons.json': [{ rated_at: '2026-01-05T00:00:00.000Z', rating: 9, type: 'season', season: { number: 2 }, show: severance }],
    'export/ratings-episodes-1.json': [{ rated_at: '2026-01-05T00:00:00.000Z', rating: 6, type: 'episode', episode: first, show: severance }],
    'export/comments-movies.json': [{ type: 'movie', movie: heat, comment: { comment: 'Long', spoiler: true, user_rating: 8, parent_id: 0, created_at: '2026-01-06T00:00:00.000Z' } }, { type: 'movie', movie: heat, comment: { comment: 'No!', parent_id: 7 } }],
    'export/collection-movies-1.json': [{ collected_at: '2026-01-06T00:00:00.000Z', movie: heat }],
    'export/watched-playback.json': [{ progress: 25, paused_at: '2026-08-19T21:09:06.000Z', type: 'movie', movie: heat }],
    'export/user-profile.json': { username: 'me' }, 'export/hidden-calendar.json': [], 'export/_errors.json': [{ endpoint: 'users/me/stats', error: 'x' }],
  }))
  t.strictSame(factsIn(read), [
    ['export/lists-list-42-rewatch-soon.json', 1, 'Severance 1x', 'export/lists-list-42-rewatch-soon.json 2 soon 2026-01-03T00:00:00.000Z'],
    ['export/lists-list-noir.json', 1, 'Heat', 'export/lists-list-noir.json 1 2026-01-03T00:00:00.000Z'],
    ['export/lists-watchlist.json', 1, 'Heat', 'watchlist 2026-01-03T00:00:00.000Z'],
    ['export/lists-favorites.json', 1, 'Severance', 'favourite 2026-01-04T00:00:00.000Z'],
    ['export/ratings-seasons.json', 1, 'Severance 2x', 'SUPER_LIKE 9/10 2026-01-05T00:00:00.000Z'],
    ['export/ratings-episodes-1.json', 1, 'Severance 1x1', 'OK 6/10 2026-01-05T00:00:00.000Z'],
    ['export/comments-movies.json', 1, 'Heat', 'spoiler "Long" 2026-01-06T00:00:00.000Z'],
  ])
  t.match(read.lists, [{ name: 'Rewatch soon!', description: 'Twice', visibility: 'private' }, { name: 'noir', visibility: null }])
  t.strictSame(read.problems, [])
  t.strictSame(read.files.filter(({ holds }) => holds === null).length, 5, 'what is no library is no problem either (rule 4)')
})

t.test('one file may hold all of them by name, and an entry that means nothing costs itself alone', async (t) => {
  const read = readTexts({ 'trakt-export.json': JSON.stringify({
    history: [play(1, '2026-01-02T20:00:00.000Z', { type: 'movie', movie: heat }), 'nonsense', { watched_at: 'yesterday', movie: heat }, { watched_at: '2026-01-02T20:00:00.000Z', movie: {} }],
    ratings: { movies: [{ rating: 11, rated_at: '2026-01-02', movie: heat }], shows: [{ rating: 8, show: severance }] },
    watched: { shows: [{ plays: 9, last_watched_at: '2026-01-02T20:00:00.000Z', show: severance }] },
    watchlist: [{ listed_at: '2026-01-02', show: severance }],
    lists: [{ name: 'Noir', items: [{ rank: 1, movie: heat }] }],
  }) })
  t.strictSame(factsIn(read), [
    ['trakt-export.json', 1, 'Heat', 'trakt-export.json#1 1'],
    ['trakt-export.json', 2, 'Heat', 'play 2026-01-02T20:00:00.000Z'],
    ['trakt-export.json', 3, 'Heat', 'play'],
    ['trakt-export.json', 7, 'Severance', 'LIKE 8/10'],
    ['trakt-export.json', 8, 'Severance', 'watchlist 2026-01-02'],
  ])
  t.strictSame(read.problems.map(({ code, line }) => [code, line]), [['VALUE_UNREADABLE', 3], ['LINE_INCOMPLETE', 4], ['LINE_INCOMPLETE', 5], ['VALUE_UNREADABLE', 6]])
  t.match(readTexts({ 'watched-history-1.json': '[{"watched_at":' }).problems, [{ code: 'FILE_UNREADABLE' }])
})
