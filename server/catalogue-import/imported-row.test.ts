import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sharedData } from '../../test/support/shared-data.ts'
import t from '../../test/support/tap.ts'
import { list } from '../catalogue/json-fields.ts'
import { importedRow, withRatings } from './imported-row.ts'

const at = '2026-03-01T12:00:00.000Z'
const series = {
  id: 1396, name: 'Breaking Bad', original_name: 'Breaking Bad', first_air_date: '2008-01-20', genres: [{ id: 18, name: 'Drama' }, { id: 'x' }, { id: 18, name: 'Drama' }], popularity: -3, vote_average: 8.94,
  vote_count: 9, original_language: 'en', origin_country: ['US'], external_ids: { imdb_id: 'tt0903747', tvdb_id: 81189 }, created_by: [{ id: 66633, name: 'Vince Gilligan' }],
  credits: { cast: [{ id: 1, name: 'A' }], crew: [{ id: 3, name: 'C' }] }, aggregate_credits: { cast: [{ id: 2, name: 'B' }, { id: 1, name: 'A' }], crew: [{ id: 0 }, 'junk', { id: 4, name: 'D' }] },
}

t.test('a series is kept with its numbers elsewhere, everybody in it and behind it once, and what others think of it', async (t) => {
  const row = importedRow(series, 'tv', at)
  t.match(row, {
    mediaType: 'tv', tmdbId: 1396, imdbId: 'tt0903747', tvdbId: 81189, title: 'Breaking Bad', releaseDate: '2008-01-20', genreIds: [18], castIds: [1, 2], crewIds: [3, 4], directors: ['Vince Gilligan'],
    collectionId: null, countries: ['US'], popularity: 0, ratingTmdb: 89, ratingImdb: null, fetchedAt: at, answer: { title: 'Breaking Bad' },
  })
  const rated = withRatings(row, [{ source: 'imdb', score: 95, fetchedAt: at }, { source: 'rottenTomatoes', score: 96, fetchedAt: at }, { source: 'letterboxd', score: 90, fetchedAt: at }, { source: 'metacritic', score: 87, fetchedAt: at }])
  t.match(rated, { ratingTmdb: 89, ratingImdb: 95, ratingRottenTomatoes: 96, ratingLetterboxd: 90, ratingMetacritic: 87 })
})

t.test('what is no title is refused', async (t) => {
  for (const junk of [null, [], 'x', {}, { id: 5 }, { title: 'No number' }, { id: -1, title: 'x' }]) t.throws(() => importedRow(junk, 'movie', at), { code: 'TMDB_ERROR' })
  t.throws(() => importedRow({ success: false, status_code: 34 }, 'movie', at), { code: 'NOT_FOUND' })
})

t.test('TMDB\'s own answers of films and series become rows', async (t) => {
  const folder = sharedData('tmdb')
  if (folder === undefined) return void t.comment('the real answers are not here')
  let rows = 0
  for (const name of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const json = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Readonly<Record<string, unknown>>
    const kind = typeof json.original_title === 'string' ? 'movie' : typeof json.original_name === 'string' && Array.isArray(json.created_by) ? 'tv' : undefined
    if (!kind || typeof json.id !== 'number') continue
    rows++
    const row = importedRow(json, kind, at)
    t.match(row, { mediaType: kind, tmdbId: json.id, title: String, genreIds: list(json.genres).map(({ id }) => id) }, name)
  }
  t.ok(rows > 1, `${rows} titles`)
})
