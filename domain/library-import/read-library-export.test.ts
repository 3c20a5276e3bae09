import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { sharedData } from '../../test/support/shared-data.ts'
import { readTexts } from '../../test/support/read-texts.ts'
import t from '../../test/support/tap.ts'
import { readLibraryExport } from './read-library-export.ts'

const bounds = { rowsMax: 1_000, problemsMax: 10 }

t.test('a file that is none of those we know is named, and the others are read', async (t) => {
  const read = readTexts({ 'holiday.csv': 'Day,Weather\n1,Rain\n', 'notes.json': '{"a":1}', 'ratings.csv': 'Const,Your Rating\ntt0113277,8\n' })
  t.match(read.problems, [{ code: 'FILE_UNKNOWN', file: 'notes.json', line: null }, { code: 'FILE_UNKNOWN', file: 'holiday.csv', line: null }])
  t.equal(read.rows.length, 1)
  const bytes = readLibraryExport({ 'ratings.csv': Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13), 'x.json': new TextEncoder().encode('[{"watched_at":') }, bounds)
  t.match(bytes.problems, [{ code: 'FILE_UNREADABLE', file: 'ratings.csv' }, { code: 'FILE_UNREADABLE', file: 'x.json' }])
})

t.test('rows and problems have bounds, which are told', async (t) => {
  const lines = Array.from({ length: 30 }, (_, i) => `tt01132${String(i).padStart(2, '0')},${i < 20 ? 8 : 'x'}\n`).join('')
  const read = readTexts({ 'ratings.csv': `Const,Your Rating\n${lines}` }, { rowsMax: 15, problemsMax: 5 })
  t.equal(read.rows.length, 15)
  t.match(read.problems[0], { code: 'TOO_MANY_ROWS', line: 17 })
  t.equal(read.problems.length, 5)
  t.equal(read.problemsLeftOut, 16, 'ten ratings that are none, and that ten lines give none')
})

/** Headers and fields of all formats, so that what is made up gets past the door. */
const HEADERS = [
  'Date,Name,Year,Letterboxd URI,Rating,Rewatch,Review,Tags,Watched Date', 'Date,Name,Year,Letterboxd URI', 'Position,Const,Created,Title,Title Type,Year,Your Rating,Date Rated,Description',
  'TMDb ID,IMDb ID,Type,Name,Release Date,Season Number,Episode Number,Your Rating,Date Rated', 'media_id,source,media_type,title,season_number,episode_number,score,status,end_date,notes,repeats',
  'kind,tmdb_id,imdb_id,title,year,rating,watchlist,watchlist_added,times_watched,last_watched,review,tags', 'title,year,tmdbId,imdbId,watchedAt,comment', 'title,year,tmdbId,imdbId,addedAt', 'Letterboxd list export v7\nDate,Name,Tags,URL,Description\n1,2,3,4,5\n\nPosition,Name,Year,URL,Description',
]
const FIELDS = ['watched_at', 'last_watched_at', 'plays', 'rated_at', 'rating', 'listed_at', 'rank', 'movie', 'show', 'season', 'episode', 'number', 'seasons', 'episodes', 'ids', 'tmdb', 'imdb', 'title', 'year', 'comment', 'items', 'name', 'lists', 'history', 'library', 'review', 'tags', 'begun', 'mediaType', 'tmdbId', 'text', 'movies', 'shows', 'anime', 'status', 'content', 'memo', 'watchedEpisodes', 'seasonNumber', '__proto__']
const cell = fc.oneof(fc.constantFrom('', '8', '3.5', '-1', '1e9', 'tt0113277', '2026-01-02', '2026-02-31', '2026-01-02T10:00:00Z', 'movie', 'constructor', 'Completed', '"', '"a\nb"', ',', 'TV Episode', 'nm1'), fc.string({ maxLength: 8 }))
const { json } = fc.letrec((tie) => ({
  json: fc.oneof({ depthSize: 'small', withCrossShrink: true }, cell, fc.double(), fc.constant(null), fc.boolean(), fc.array(tie('json'), { maxLength: 3 }), fc.dictionary(fc.constantFrom(...FIELDS), tie('json'), { maxKeys: 5 })),
}))
const file = fc.oneof(
  fc.tuple(fc.constantFrom(...HEADERS), fc.array(fc.array(cell, { maxLength: 11 }).map((cells) => cells.join(',')), { maxLength: 6 })).map(([header, lines]) => [header, ...lines].join('\n')),
  json.map((value) => JSON.stringify(value) ?? ''), fc.string(),
)
const NAMES = ['diary.csv', 'watchlist.csv', 'lists/a.csv', 'likes/films.csv', 'ls012_x.csv', 'watched-history-1.json', 'lists-watchlist.json', 'lists-lists.json', 'state.json', 'events.ndjson', 'library.csv']

t.test('whatever is in the files, reading ends with rows that say something, each of a line that is there', async (t) => {
  fc.assert(fc.property(fc.uniqueArray(fc.tuple(fc.constantFrom(...NAMES), file), { maxLength: 4, selector: ([name]) => name }), (files) => {
    const read = readTexts(Object.fromEntries(files), { rowsMax: 50, problemsMax: 20 })
    const known = new Set(read.lists.map(({ key }) => key))
    for (const { file, line, facts, title, ids, episodeIds, mediaType } of read.rows) {
      const fine = facts.length > 0 && line >= 1 && files.some(([name]) => name === file) && [title, ids.tmdb, ids.imdb, ids.tvdb, episodeIds].some((about) => about !== null && about !== undefined)
        && (mediaType === null || mediaType === 'movie' || mediaType === 'tv') && facts.every((fact) => fact.kind !== 'listed' || known.has(fact.list))
      if (!fine) t.fail(JSON.stringify(read.rows))
    }
    t.ok(read.rows.length <= 50 && read.problems.length <= 20)
    t.equal(read.files.length, files.length)
  }), { numRuns: 150 })
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => { t.ok(readLibraryExport({ 'a.csv': bytes }, bounds)) }), { numRuns: 50 })
})

t.test('lines that are there twice are no more than once', async (t) => {
  const lines = Array.from({ length: 10_000 }, (_, i) => `2026-01-01,Film ${i},1999,https://boxd.it/${i},3.5,,,2026-01-01\n`)
  const header = 'Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n'
  const read = readTexts({ 'diary.csv': header + lines.join('') + lines.slice(0, 1_000).join('') }, { rowsMax: 20_000, problemsMax: 10 })
  t.equal(read.rows.length, 10_000)
  t.ok(read.rows.every(({ facts }) => facts.length === 2))
})

t.test('zeros and halves of letters, which JSON may write and no database keeps, are left out of texts and names', async (t) => {
  const read = readTexts({ 'ratings\0-movies.json': '[{"rated_at":"2020-02-02T10:00:00Z","rating":8,"type":"movie","movie":{"title":"A\\u0000B\\ud83d 😀 \\ud83d\\ude00","year":1990}}]' })
  t.match(read, { files: [{ file: 'ratings-movies.json' }], rows: [{ title: 'AB\ufffd 😀 😀' }] })
})

const exports = sharedData('account-exports')
t.test(exports ? 'real exports are read' : 'real exports are not here to be read', async (t) => {
  if (!exports) return
  const folder = (name: string) => readLibraryExport(Object.fromEntries(readdirSync(`${exports}/${name}`).map((file) => [file, new Uint8Array(readFileSync(`${exports}/${name}/${file}`))])), bounds)
  const told = (name: string) => {
    const { rows, problems, files } = folder(name)
    const kinds = new Map<string, number>()
    for (const { kind } of rows.flatMap(({ facts }) => facts)) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    return { systems: [...new Set(files.map(({ system }) => system))], ...Object.fromEntries(kinds), problems: problems.map(({ code, line }) => `${code} ${line}`) }
  }
  t.strictSame(told('yamtrack-letterboxd'), { systems: ['letterboxd'], play: 12, rating: 7, review: 4, problems: [] })
  t.strictSame(told('watchnook-malformed-letterboxd'), { systems: ['letterboxd'], rating: 1, problems: ['VALUE_UNREADABLE 3', 'LINE_INCOMPLETE 4'] })
  t.strictSame(told('watchnook-trakt'), { systems: ['trakt'], play: 7, rating: 2, watchlist: 2, problems: [] })
  t.strictSame(told('watchnook-malformed-trakt'), { systems: ['trakt'], play: 2, problems: ['VALUE_UNREADABLE 2'] })
  t.strictSame(told('yamtrack-trakt-export'), { systems: ['trakt'], play: 20, listed: 5, watchlist: 6, rating: 8, problems: [] })
  t.strictSame(told('yamtrack-imdb'), { systems: ['imdb'], watchlist: 12, rating: 2, problems: ['NOT_A_TITLE 13', 'NOT_A_TITLE 16', 'NOT_A_TITLE 17'] })
  t.strictSame(told('yamtrack2024-tmdb_ratings'), { systems: ['tmdb'], rating: 4, problems: [] })
  t.strictSame(told('yamtrack2024-yamtrack'), { systems: ['yamtrack'], rating: 2, play: 25, problems: ['LINE_INCOMPLETE 29', 'NOT_A_TITLE 30', 'NOT_A_TITLE 31'] })
})
