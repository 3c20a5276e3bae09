/** IMDb, TMDB and Yamtrack: one table a file. */

import t from '../../test/support/tap.ts'
import { factsIn, readTexts } from '../../test/support/read-texts.ts'

t.test('IMDb’s ratings are read by the names of their columns, old and new, in any order', async (t) => {
  const read = readTexts({
    'ratings.csv': 'Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors\ntt0133093,9,2026-01-01,Matrix,The Matrix,https://www.imdb.com/title/tt0133093,Movie,8.7,136,1999,"Action, Sci-Fi",2215161,1999-09-03,"A, B"\ntt0903747,5,2026-01-02,Breaking Bad,Breaking Bad,,tvMiniSeries,9,48,2008,,,,\ntt0000000,5,2026-01-02,Nothing,,,Film,,,,,,,\n',
    'ratings-2016.csv': '\ufeff"position","const","created","modified","description","Title","Title type","Directors","You rated","IMDb Rating","Runtime (mins)","Year","Genres","Num. Votes","Release Date (month/day/year)","URL"\r\n"1","tt0113277","Sat Dec 13 00:00:00 2014","","","Heat","Feature Film","","10","8.2","170","1995","","","1995-12-15","http://www.imdb.com/title/tt0113277/"\r\n',
    'fernsehen.csv': 'Title;Const;Your Rating;Title Type;Year\nHeat: Pilot;tt0000077;7;TV Episode;1995\nPortal;tt0000078;7;Video Game;2007',
  })
  t.strictSame(factsIn(read), [
    ['ratings.csv', 2, 'Matrix', 'SUPER_LIKE 9/10 2026-01-01'], ['ratings.csv', 3, 'Breaking Bad', 'OK 5/10 2026-01-02'], ['ratings.csv', 4, 'Nothing', 'OK 5/10 2026-01-02'],
    ['ratings-2016.csv', 2, 'Heat', 'SUPER_LIKE 10/10 2014-12-13'], ['fernsehen.csv', 2, 'Heat: Pilot', 'LIKE 7/10'],
  ])
  t.match(read.rows.map(({ ids, mediaType, year, episodeIds }) => ({ ids, mediaType, year, episodeIds })), [
    { ids: { imdb: 'tt0133093' }, mediaType: 'movie', year: 1999 }, { mediaType: 'tv', year: 2008 }, { ids: {}, mediaType: 'movie', year: null }, { ids: { imdb: 'tt0113277' }, mediaType: 'movie', year: 1995 },
    { ids: {}, mediaType: 'tv', year: null, episodeIds: { imdb: 'tt0000077' } },
  ])
  t.strictSame(read.problems.map(({ code, line }) => [code, line]), [['VALUE_UNREADABLE', 4], ['NOT_A_TITLE', 3]])
})

t.test('IMDb’s watchlist and lists are told apart by the names of their files', async (t) => {
  const table = 'Position,Const,Created,Modified,Description,Title,URL,Title Type,Year,Your Rating,Date Rated\n1,tt0113277,2023-07-09,2024-02-01,with Ann,Heat,,movie,1995,,\n2,113277,2023-07-10,,,Heat,,movie,1995,8,2023-07-11\n3,nm0000199,2023-07-10,,,Al Pacino,,,,,\n'
  const read = readTexts({ 'WATCHLIST.csv': table, '3f2b0f0e-8f5c-4a55-9d5e-1b1f0c0a9d11.csv': table, 'ls012345678_noir-nights.csv': table })
  t.strictSame(factsIn(read), [
    ['WATCHLIST.csv', 2, 'Heat', 'watchlist with Ann 2023-07-09'], ['WATCHLIST.csv', 3, 'Heat', 'LIKE 8/10 2023-07-11'],
    ['ls012345678_noir-nights.csv', 2, 'Heat', 'ls012345678_noir-nights.csv 1 with Ann 2023-07-09'],
  ])
  t.match(read.lists, [{ key: 'ls012345678_noir-nights.csv', name: 'noir nights' }])
  t.strictSame(read.problems.map(({ code, line }) => [code, line]), [['NOT_A_TITLE', 4], ['NOT_A_TITLE', 4], ['NOT_A_TITLE', 4]])
})

t.test('TMDB’s tables say by their name what they are, and an episode has its own ids', async (t) => {
  const header = 'TMDb ID,IMDb ID,Type,Name,Release Date,Season Number,Episode Number,Rating,Your Rating,Date Rated\n'
  const read = readTexts({
    'ratings.csv': `${header}85987,tt0583459,tv,Friends S1E1,1994-09-22T00:00:00Z,1,1,6.976,8,2023-01-07T16:35:52Z\n680,tt0110912,movie,Pulp Fiction,1994-09-10,,,8.49,7.5,2023-05-02\n681,,movie,Unrated,,,,1,,\n`,
    'watchlist.csv': `${header}1396,tt0903747,tv,Breaking Bad,2008-01-20T00:00:00Z,,,8.886,,2023-05-02T13:22:44Z\n`,
    'favorites.csv': `${header}680,tt0110912,movie,Pulp Fiction,1994-09-10,,,8.49,,\n`,
  })
  t.strictSame(factsIn(read), [
    ['ratings.csv', 2, 'Friends 1x1', 'LIKE 8/10 2023-01-07T16:35:52.000Z'], ['ratings.csv', 3, 'Pulp Fiction', 'LIKE 7.5/10 2023-05-02'],
    ['watchlist.csv', 2, 'Breaking Bad', 'watchlist 2023-05-02T13:22:44.000Z'], ['favorites.csv', 2, 'Pulp Fiction', 'favourite'],
  ])
  t.match(read.rows.slice(0, 2), [{ ids: {}, mediaType: 'tv', year: null, episodeIds: { tmdb: 85987, imdb: 'tt0583459' } }, { ids: { tmdb: 680, imdb: 'tt0110912' }, mediaType: 'movie', year: 1994 }])
  t.match(read.problems, [{ code: 'LINE_INCOMPLETE', line: 4 }])
})

t.test('Yamtrack’s table of any of its versions', async (t) => {
  const read = readTexts({
    'yamtrack.csv': `"media_id","source","media_type","title","season_number","episode_number","score","progress","status","end_date","notes","progressed_at"
"10494","tmdb","movie","Perfect Blue","","","9.0","1","Completed","2024-02-09 12:00:00+00:00","Dizzy","2024-02-09T15:30:00Z"
"10494","tmdb","movie","Perfect Blue","","","9.0","1","Completed","2025-02-09","","2025-02-09T15:30:00Z"
"1668","tmdb","tv","Friends","","","","24","In progress","","",""
"1668","tmdb","season","Friends","1","","8.5","","Completed","","",""
"1668","tmdb","episode","Friends","1","2","","","","2024-02-09 20:00:00","",""
"12","manual","movie","Home video","","","0","","Planning","","","2024-01-01T00:00:00Z"
"227","mal","anime","FLCL","","","7","2","In progress","","",""
"228","mal","anime","Naruto","","","","2","In progress","","",""
"2","mal","manga","Berserk","","","","0","Completed","","",""
`,
    'old.csv': '"media_id","media_type","title","image","score","progress","status","start_date","end_date","notes","season_number","episode_number","watch_date","repeats"\n"949","movie","Heat","","","1","Completed","","2023-01-01","","","","","2"\n"1668","episode","Friends","","","","","","","","1","3","2023-02-01","0"\n',
  })
  t.strictSame(factsIn(read), [
    ['yamtrack.csv', 2, 'Perfect Blue', 'play 2024-02-09T12:00:00.000Z', 'review "Dizzy" ≤2024-02-09T15:30:00.000Z'],
    ['yamtrack.csv', 3, 'Perfect Blue', 'SUPER_LIKE 9.0/10 ≤2025-02-09T15:30:00.000Z', 'play 2025-02-09'],
    ['yamtrack.csv', 5, 'Friends 1x', 'SUPER_LIKE 8.5/10'],
    ['yamtrack.csv', 6, 'Friends 1x2', 'play 2024-02-09'],
    ['yamtrack.csv', 7, 'Home video', 'watchlist ≤2024-01-01T00:00:00.000Z'],
    ['yamtrack.csv', 8, 'FLCL', 'LIKE 7/10'],
    ['old.csv', 2, 'Heat', 'play 2023-01-01', 'play ≤2023-01-01', 'play ≤2023-01-01'],
    ['old.csv', 3, 'Friends 1x3', 'play 2023-02-01'],
  ])
  t.match(read.rows[4], { ids: {}, mediaType: 'movie' })
  t.strictSame(read.problems.map(({ code, line }) => [code, line]), [['LINE_INCOMPLETE', 9], ['NOT_A_TITLE', 10]])
})
