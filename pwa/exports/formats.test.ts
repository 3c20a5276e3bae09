import { readFileSync } from 'node:fs'
import type { CardRow } from '../../projections/cards.ts'
import type { LibraryRow } from '../../projections/library.ts'
import { sharedData } from '../../test/support/shared-data.ts'
import t from '../../test/support/tap.ts'
import { csvFiles, csvLine } from './csv.ts'
import type { Entry, Exported } from './formats.ts'
import { everything, imdb, letterboxd, trakt } from './formats.ts'

const blank: LibraryRow = {
  key: 'u_movie_653', userId: 'u', mediaType: 'movie', tmdbId: 653, rating: null, ratedAt: null, watchlistPriority: null, watchlistNote: null, watchlistAddedAt: null, favouriteAt: null, plays: [], lastWatchedAt: null,
  progressSeconds: null, durationSeconds: null, progressAt: null, review: null, tags: [], elsewhere: null, viewedAt: null, dismissedAt: null, changedAt: '2026-03-01T12:00:00.000Z',
}
const card: CardRow = { key: 'movie_653', mediaType: 'movie', tmdbId: 653, title: 'Nosferatu, a Symphony', year: 1922, posterPath: null, backdropPath: null, runtimeMinutes: 94, genres: ['Horror'], overview: '', outline: null }
const entry = (row: Partial<LibraryRow>, more: Partial<Entry> = {}): Entry => ({ row: { ...blank, ...row }, card, imdbId: 'tt0013442', ...more })
const exported = (...entries: Entry[]): Exported => ({ entries, lists: [], log: [], zone: 'Europe/Berlin' })

t.test('values are quoted where they must be, and files are cut between lines, with the header in each', async (t) => {
  t.equal(csvLine(['a', 'b,c', 'd"e', 'f\ng', ' h', null, 7]), 'a,"b,c","d""e","f\ng"," h",,7\r\n')
  t.strictSame(csvFiles(['h'], [['ää'], ['b'], ['c'.repeat(20)]], 9), ['h\r\nää\r\n', 'h\r\nb\r\n', `h\r\n${'c'.repeat(20)}\r\n`])
  t.strictSame(csvFiles(['h'], []), ['h\r\n'])
})

t.test('Letterboxd gets each viewing on the person\'s own day, and what was said with the newest', async (t) => {
  const seen = entry({
    rating: 'LIKE', tags: ['silent', 'night'], review: { score: 9, text: 'Shadows', visibility: 'private', spoiler: true, writtenAt: '' },
    plays: [{ playId: '1', watchedAt: '2025-10-31T20:00:00.000Z' }, { playId: '2', watchedAt: '2026-01-10T23:30:00.000Z' }],
  })
  const rated = entry({ tmdbId: 19, rating: 'SUPER_LIKE' }, { card: undefined, imdbId: null })
  const files = letterboxd(exported(seen, rated, entry({ tmdbId: 7, watchlistAddedAt: '2026-01-01T00:00:00.000Z' }), entry({ mediaType: 'tv', rating: 'OK' })))
  t.equal(files['letterboxd.csv'], [
    'tmdbID,imdbID,Title,Year,Rating10,WatchedDate,Rewatch,Tags,Review',
    '653,tt0013442,"Nosferatu, a Symphony",1922,,2025-10-31,,,',
    '653,tt0013442,"Nosferatu, a Symphony",1922,8,2026-01-11,Yes,"silent, night",<spoiler>Shadows</spoiler>',
    '19,,movie 19,,10,,,,', '',
  ].join('\r\n'))
  t.equal(files['letterboxd-watchlist.csv'], 'tmdbID,imdbID,Title,Year\r\n7,tt0013442,"Nosferatu, a Symphony",1922\r\n')
  const many = letterboxd(exported(...Array.from({ length: 300 }, (_, tmdbId) => entry({ tmdbId, review: { score: 5, text: 'x'.repeat(9_000), visibility: 'private', spoiler: false, writtenAt: '' } }))))
  t.same(Object.keys(many), ['letterboxd-1.csv', 'letterboxd-2.csv', 'letterboxd-3.csv', 'letterboxd-watchlist.csv'])
  for (const text of Object.values(many)) t.ok(new TextEncoder().encode(text).length <= 1_000_000)
})

t.test('Trakt\'s files have the fields that Trakt\'s own have', async (t) => {
  const files = trakt(exported(
    entry({ rating: 'DISLIKE', ratedAt: '2026-01-02T00:00:00.000Z', plays: [{ playId: '1', watchedAt: '2026-01-01T10:00:00.000Z' }] }),
    entry({ mediaType: 'tv', tmdbId: 1396, watchlistAddedAt: '2026-01-03T00:00:00.000Z', watchlistNote: 'soon', plays: [{ playId: '2', watchedAt: '2026-01-02T10:00:00.000Z', season: 1, episode: 2 }] }),
  ))
  const read = (name: string) => JSON.parse(files[name]!)
  t.match(read('watched-history.json'), [{ type: 'episode', episode: { season: 1, number: 2 }, show: { ids: { tmdb: 1396 } } }, { type: 'movie', movie: { title: 'Nosferatu, a Symphony', ids: { tmdb: 653, imdb: 'tt0013442' } } }])
  t.match(read('ratings-movies.json'), [{ rating: 3, rated_at: '2026-01-02T00:00:00.000Z' }])
  t.match(read('lists-watchlist.json'), [{ rank: 1, type: 'show', notes: 'soon' }])
  const theirs = sharedData('account-exports/yamtrack-trakt-export')
  if (!theirs) return
  for (const name of ['watched-history.json', 'ratings-shows.json', 'lists-watchlist.json'] as const) {
    const known = new Set((JSON.parse(readFileSync(`${theirs}/${name}`, 'utf8')) as object[]).flatMap((row) => Object.keys(row)))
    for (const row of read(name) as object[]) t.same(Object.keys(row).filter((field) => !known.has(field)), [], `${name} has no field that Trakt's has not`)
  }
})

t.test('IMDb\'s columns are known by name, and everything is in the log, the state and a table', async (t) => {
  const all = exported(entry({ rating: 'OK', ratedAt: '2026-03-01T23:30:00.000Z', watchlistAddedAt: '2026-01-01T00:00:00.000Z' }))
  t.equal(imdb(all)['ratings.csv'], 'Const,Your Rating,Date Rated,Title,URL,Title Type,Runtime (mins),Year,Genres\r\ntt0013442,6,2026-03-02,"Nosferatu, a Symphony",https://www.imdb.com/title/tt0013442/,Movie,94,1922,Horror\r\n')
  const theirs = sharedData('account-exports/yamtrack-imdb/import_imdb.csv')
  if (theirs) {
    const header = readFileSync(theirs, 'utf8').split('\n')[0]!.trim().split(',')
    for (const column of imdb(all)['watchlist.csv']!.split('\r\n')[0]!.split(',')) t.ok(header.includes(column), column)
  }
  const files = everything({ ...all, log: [{ id: '1' }, { id: '2' }] as never })
  t.equal(files['events.ndjson'], '{"id":"1"}\n{"id":"2"}\n')
  t.match(JSON.parse(files['state.json']!), { library: [{ tmdbId: 653, rating: 'OK', title: 'Nosferatu, a Symphony' }], lists: [] })
  t.equal(files['library.csv']!.split('\r\n').length, 3)
})
