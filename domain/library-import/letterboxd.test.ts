import t from '../../test/support/tap.ts'
import { factsIn, readTexts } from '../../test/support/read-texts.ts'

const DIARY = 'Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n'
const REVIEWS = 'Date,Name,Year,Letterboxd URI,Rating,Rewatch,Review,Tags,Watched Date\n'
const FILMS = 'Date,Name,Year,Letterboxd URI\n'

t.test('the diary is a viewing each, a review of one is the same viewing, and a film seen besides is told once (rules 1 and 3)', async (t) => {
  const read = readTexts({
    'me/watched.csv': `${FILMS}2026-01-01,Alien,1979,https://boxd.it/f1\n2020-05-05,Heat,1995,https://boxd.it/f2\n`,
    'me/diary.csv': `${DIARY}2026-01-02,Alien,1979,https://boxd.it/d1,4.5,,"cinema, late night",2026-01-01\n2026-01-02,Alien,1979,https://boxd.it/d2,,Yes,,2026-01-01\n2026-01-02,Alien,1979,https://boxd.it/d2,,Yes,,2026-01-01\n`,
    'me/reviews.csv': `${REVIEWS}2026-01-02,Alien,1979,https://boxd.it/d1,4.5,,"In space,\nno one",,2026-01-01\n2025-03-01,Heat,1995,https://boxd.it/r9,,,Long,,\n2025-04-01,Heat,1995,https://boxd.it/r8,,,Seen again,,2025-03-31\n`,
  })
  t.strictSame(factsIn(read), [
    ['me/diary.csv', 2, 'Alien', 'play 2026-01-01', 'SUPER_LIKE 4.5/5 2026-01-02', '#cinema', '#late night'],
    ['me/diary.csv', 3, 'Alien', 'play 2026-01-01'],
    ['me/reviews.csv', 4, 'Heat', 'review "Long" 2025-03-01'],
    ['me/reviews.csv', 5, 'Heat', 'play 2025-03-31', 'review "Seen again" 2025-04-01'],
    ['me/reviews.csv', 2, 'Alien', 'review "In space,\\nno one" 2026-01-02'],
  ])
  t.strictSame(read.problems, [])
  t.match(read.rows[0], { ids: {}, mediaType: 'movie', year: 1979, season: null, episode: null })
})

t.test('a film that was seen on no known day was seen by the day that was said on', async (t) => {
  t.strictSame(factsIn(readTexts({ 'watched.csv': `${FILMS}2020-05-05,Heat,1995,https://boxd.it/f2\n` })), [['watched.csv', 2, 'Heat', 'play ≤2020-05-05']])
})

t.test('ratings are no viewings, and go before what was thought after one (rule 2)', async (t) => {
  const read = readTexts({
    'diary.csv': `${DIARY}2026-01-02,Alien,1979,https://boxd.it/d1,1,,,2026-01-01\n`,
    'ratings.csv': 'Date,Name,Year,Letterboxd URI,Rating\n2024-01-01,Alien,1979,https://boxd.it/f1,5\n2024-01-01,Heat,1995,https://boxd.it/f2,0.5\n2024-01-01,Ran,1985,https://boxd.it/f3,3.5\n2024-01-01,Jaws,1975,https://boxd.it/f4,6\n2024-01-01,M,1931,https://boxd.it/f5,\n',
  })
  t.strictSame(factsIn(read), [
    ['ratings.csv', 2, 'Alien', 'SUPER_LIKE 5/5 2024-01-01'], ['ratings.csv', 3, 'Heat', 'DISLIKE 0.5/5 2024-01-01'], ['ratings.csv', 4, 'Ran', 'LIKE 3.5/5 2024-01-01'],
    ['diary.csv', 2, 'Alien', 'play 2026-01-01'],
  ])
  t.match(read.problems, [{ code: 'VALUE_UNREADABLE', line: 5 }, { code: 'LINE_INCOMPLETE', line: 6 }])
})

t.test('a list is two tables in one file, whatever its description holds (rule 5)', async (t) => {
  const read = readTexts({
    'lists/best.csv': 'Letterboxd list export v7\nDate,Name,Tags,URL,Description\n2021-11-06,"Best, so far","ranked, mine",https://boxd.it/x,"Two\n\nPosition,Name"\n\nPosition,Name,Year,URL,Description\n1,Heat,1995,https://boxd.it/a,"all, timer"\n2,Alien,1979,https://boxd.it/b,\n',
    'lists/best-of-2019.csv': 'Letterboxd list export v7\r\n\r\nPosition,Name,Year,URL,Description\r\n1,Parasite,2019,https://boxd.it/c,',
  })
  t.match(read.lists, [
    { key: 'lists/best.csv', name: 'Best, so far', description: 'Two\n\nPosition,Name\n\nranked, mine', when: { at: '2021-11-06', precision: 'day' } },
    { key: 'lists/best-of-2019.csv', name: 'best of 2019' },
  ])
  t.strictSame(factsIn(read), [['lists/best.csv', 8, 'Heat', 'lists/best.csv 1 all, timer'], ['lists/best.csv', 9, 'Alien', 'lists/best.csv 2'], ['lists/best-of-2019.csv', 4, 'Parasite', 'lists/best-of-2019.csv 1']])
})

t.test('tables with the same columns are told apart by their names, and what is gone stays gone (rule 6)', async (t) => {
  const table = `${FILMS}2026-01-01,Alien,1979,https://boxd.it/f1\n`
  const read = readTexts({
    'watchlist-me-2026-01-01.csv': table, 'likes/films.csv': table.replace('Alien', 'Heat'), 'deleted/watched.csv': table, 'orphaned/diary.csv': `${DIARY}2026-01-02,M,1931,https://boxd.it/d9,4,,,2026-01-01\n`,
    'likes/lists.csv': 'Date,Content\n2024-02-01,https://boxd.it/y\n', 'profile.csv': 'Date Joined,Username,Given Name\n2020-01-01,me,Me\n', 'renamed.csv': table,
  })
  t.strictSame(factsIn(read), [['likes/films.csv', 2, 'Heat', 'favourite 2026-01-01'], ['watchlist-me-2026-01-01.csv', 2, 'Alien', 'watchlist 2026-01-01']])
  t.match(read.problems, [{ code: 'FILE_UNKNOWN', file: 'renamed.csv', line: null }])
  t.strictSame(read.files.filter(({ holds }) => holds === null).map(({ file }) => file).sort(), ['deleted/watched.csv', 'likes/lists.csv', 'orphaned/diary.csv', 'profile.csv', 'renamed.csv'])
})
