/** Movary, Simkl and Watcharr. */

import t from '../../test/support/tap.ts'
import { factsIn, readTexts } from '../../test/support/read-texts.ts'

t.test('Movary’s three tables are told apart by their columns', async (t) => {
  const read = readTexts({
    'history.csv': 'title,year,tmdbId,imdbId,watchedAt,comment,location\nHeat,1995,949,tt0113277,2024-01-02,"Long, loud",Home\nHeat,1995,949,tt0113277,,\n',
    'ratings.csv': 'title,year,tmdbId,imdbId,userRating\nHeat,1995,949,tt0113277,9\n',
    'watchlist.csv': 'title,year,tmdbId,imdbId,addedAt\nRan,1985,11645,tt0089881,"2024-01-02 10:00:00"\nAlien,348,tt0078748,2024-01-03\n',
  })
  t.strictSame(factsIn(read), [
    ['history.csv', 2, 'Heat', 'play 2024-01-02', 'review "Long, loud" 2024-01-02'], ['history.csv', 3, 'Heat', 'play'], ['ratings.csv', 2, 'Heat', 'SUPER_LIKE 9/10'],
    ['watchlist.csv', 2, 'Ran', 'watchlist 2024-01-02'], ['watchlist.csv', 3, 'Alien', 'watchlist 2024-01-03'],
  ])
  t.match(read.rows[4], { ids: { tmdb: 348, imdb: 'tt0078748' }, year: null })
  t.strictSame(read.problems, [])
})

t.test('Simkl’s backup has films, and series with the episodes that were watched', async (t) => {
  const read = readTexts({ 'SimklBackup.json': JSON.stringify({
    movies: [{ status: 'completed', user_rating: 8, user_rated_at: '2022-01-01T00:00:00Z', last_watched_at: '2022-01-02T00:00:00Z', memo: {}, movie: { title: 'Heat', year: 1995, ids: { imdb: 'tt0113277', tmdb: '949' } } }],
    shows: [
      { status: 'watching', user_rating: null, memo: { text: 'With Ann' }, show: { title: 'Lost', year: 2004, ids: { tmdb: 4607, tvdb: '73739' } }, seasons: [{ number: 1, episodes: [{ number: 1, watched_at: '2020-01-01T10:00:00Z' }, { number: 2 }] }] },
      { status: 'plantowatch', show: { title: 'The Wire', ids: {} } },
    ],
    anime: [{ status: 'completed', user_rating: 10, anime_type: 'tv', show: { title: 'FLCL', year: 2000, ids: { mal: '227' } }, seasons: [{ number: 1, episodes: [{ number: 1 }] }] }],
  }) })
  t.strictSame(factsIn(read), [
    ['SimklBackup.json', 1, 'Heat', 'LIKE 8/10 2022-01-01T00:00:00.000Z', 'play 2022-01-02T00:00:00.000Z'],
    ['SimklBackup.json', 2, 'Lost', 'review "With Ann"'], ['SimklBackup.json', 2, 'Lost 1x1', 'play 2020-01-01T10:00:00.000Z'], ['SimklBackup.json', 2, 'Lost 1x2', 'play'],
    ['SimklBackup.json', 3, 'The Wire', 'watchlist'], ['SimklBackup.json', 4, 'FLCL', 'SUPER_LIKE 10/10'],
  ])
  t.match(read.rows[1], { ids: { tmdb: 4607, tvdb: 73739 }, mediaType: 'tv' })
  t.match(read.problems, [{ code: 'LINE_INCOMPLETE', line: 4 }])
})

t.test('Watcharr says by when something was watched', async (t) => {
  const state = (status: string, rating: number) => ({ createdAt: '2024-06-08T12:51:09.869791Z', updatedAt: '2025-09-10T20:00:27.522541796Z', deletedAt: null, status, rating })
  const read = readTexts({ 'watcharr.json': JSON.stringify([
    { ...state('FINISHED', 10), thoughts: 'Funny', content: { tmdbId: 515001, title: 'Jojo Rabbit', type: 'movie', release_date: '2019-10-18T00:00:00Z', imdb_id: 'tt2584384' } },
    { ...state('FINISHED', 9), thoughts: '', content: { tmdbId: 97546, title: 'Ted Lasso', type: 'tv', release_date: '2020-08-14T00:00:00Z', imdb_id: '' }, watchedSeasons: [{ ...state('FINISHED', 4), seasonNumber: 1 }], watchedEpisodes: [{ ...state('FINISHED', 0), seasonNumber: 1, episodeNumber: 1 }, { ...state('PLANNED', 0), seasonNumber: 1, episodeNumber: 2 }] },
    { ...state('PLANNED', 0), content: { tmdbId: 949, title: 'Heat', type: 'movie' } }, { ...state('FINISHED', 8), deletedAt: '2025-01-01T00:00:00Z', content: { tmdbId: 1, title: 'Gone', type: 'movie' } }, { ...state('FINISHED', 8), game: { name: 'Portal' } },
  ]) })
  const changed = '≤2025-09-10T20:00:27.522Z'
  t.strictSame(factsIn(read), [
    ['watcharr.json', 1, 'Jojo Rabbit', `SUPER_LIKE 10/10 ${changed}`, `play ${changed}`, `review "Funny" ${changed}`],
    ['watcharr.json', 2, 'Ted Lasso', `SUPER_LIKE 9/10 ${changed}`], ['watcharr.json', 2, 'Ted Lasso 1x', `DISLIKE 4/10 ${changed}`], ['watcharr.json', 2, 'Ted Lasso 1x1', `play ${changed}`],
    ['watcharr.json', 3, 'Heat', 'watchlist ≤2024-06-08T12:51:09.869Z'],
  ])
  t.match(read.problems, [{ code: 'NOT_A_TITLE', line: 5 }])
})
