import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { ok } from 'node:assert/strict'
import { RATING_SOURCES } from '../../projections/wire-catalogue.ts'
import { holds } from '../../test/support/property.ts'
import { sharedData } from '../../test/support/shared-data.ts'
import t from '../../test/support/tap.ts'
import { combineRatings } from './combine-ratings.ts'
import { readMdblistRatings } from './mdblist-ratings.ts'
import { readOmdbRatings } from './omdb-ratings.ts'

const movie = { mediaType: 'movie', tmdbId: 653 } as const
const imdbId = 'tt0013442'
const omdb = {
  imdbID: imdbId, imdbRating: '7.8', imdbVotes: '113,457', Metascore: 'N/A', Response: 'True',
  Ratings: [{ Source: 'Internet Movie Database', Value: '7.8/10' }, { Source: 'Rotten Tomatoes', Value: '97%' }, { Source: 'Somebody new', Value: '5/5' }],
}
const mdblist = {
  title: 'Nosferatu', type: 'movie', ids: { imdb: imdbId, trakt: 420, tmdb: 653 }, score: 81,
  ratings: [
    { source: 'imdb', value: 7.9, score: 79, votes: 113_900, url: 146 }, { source: 'metacritic', value: null, score: null, votes: null, url: null },
    { source: 'metacriticuser', value: 0, score: null, votes: null }, { source: 'trakt', value: 74, score: 74, votes: 3_100, url: null },
    { source: 'tomatoes', value: 96, score: 96, votes: 71, url: '/m/nosferatu' }, { source: 'popcorn', value: 57, score: 57, votes: null, url: '/m/nosferatu' },
    { source: 'tmdb', value: 77, score: 77, votes: 2_000 }, { source: 'letterboxd', value: 3.9, score: null, votes: 300_000, url: '/film/nosferatu/' }, { source: 'rogerebert', value: 4, score: null },
  ],
  keywords: [{ id: 1, name: 'vampire' }, { id: 2, name: 'certified-fresh' }],
}
const at = (day: number) => `2026-11-0${day}T12:00:00.000Z`

t.test('what OMDb writes as texts', async (t) => {
  t.strictSame(readOmdbRatings(omdb, imdbId), [
    { source: 'imdb', score: 78, votes: 113_457, link: 'https://www.imdb.com/title/tt0013442/' }, { source: 'rottenTomatoes', score: 97, sentiment: 'POSITIVE' },
  ])
  t.strictSame(readOmdbRatings({ ...omdb, Ratings: undefined, Metascore: '83', imdbVotes: 'N/A' }, imdbId).map(({ source, score, votes }) => [source, score, votes]), [['imdb', 78, undefined], ['metacritic', 83, undefined]], 'without its list')
  t.strictSame(readOmdbRatings({ ...omdb, Ratings: [], imdbRating: 'N/A' }, imdbId), [])
  t.strictSame(readOmdbRatings(omdb, 'tt0000001'), [], 'of another title')
  t.equal(readOmdbRatings({ imdbID: imdbId, Ratings: [{ Source: 'Rotten Tomatoes', Value: '59%' }] }, imdbId)[0]?.sentiment, 'NEGATIVE')
})

t.test('what MDBList lists, under its names of now and before', async (t) => {
  t.strictSame(readMdblistRatings(mdblist, movie), [
    { source: 'imdb', score: 79, votes: 113_900, link: 'https://www.imdb.com/title/tt0013442/' }, { source: 'trakt', score: 74, votes: 3_100, link: 'https://trakt.tv/movies/420' },
    { source: 'rottenTomatoes', score: 96, votes: 71, link: 'https://www.rottentomatoes.com/m/nosferatu', certified: true, sentiment: 'POSITIVE' },
    { source: 'rottenTomatoesAudience', score: 57, link: 'https://www.rottentomatoes.com/m/nosferatu', sentiment: 'NEGATIVE' },
    { source: 'letterboxd', score: 78, votes: 300_000, link: 'https://letterboxd.com/film/nosferatu/' },
  ])
  const one = (rating: object, keywords: unknown = []) => readMdblistRatings({ ratings: [rating], keywords }, { mediaType: 'tv', tmdbId: 1396 })[0]
  t.match(one({ source: 'tomatoesaudience', value: 93, score: 93 }, [{ name: 'mdblist.certified-hot' }]), { source: 'rottenTomatoesAudience', score: 93, certified: true })
  t.equal(one({ source: 'tomatoes', score: 0, value: 0, votes: 12 })?.score, 0, 'nobody liked it')
  t.equal(one({ source: 'letterboxd', value: 8, score: 80 })?.score, 80, 'whatever it is out of')
  t.equal(one({ source: 'metacritic', value: 87, url: '/breaking-bad' })?.link, 'https://www.metacritic.com/tv/breaking-bad')
  t.strictSame(readMdblistRatings({ ...mdblist, ids: { tmdb: 19 } }, movie), [], 'of another title')
})

t.test('no address leads out of its source\'s site', async (t) => {
  for (const url of ['//evil.example/', 'https://evil.example', '/../x', '/m/x?y=1', '/m/x#y', '\\\\evil', 'javascript:alert(1)', '/m/x\n', 7, null]) {
    const { link } = readMdblistRatings({ ratings: [{ source: 'tomatoes', score: 50, url }] }, movie)[0]!
    t.ok(link === undefined || /^https:\/\/www\.rottentomatoes\.com\/[\w/-]+$/.test(link), `${url} is ${link}`)
  }
  t.equal(readMdblistRatings({ ids: { imdb: 'tt1/../../evil' }, ratings: [{ source: 'imdb', score: 50 }] }, movie)[0]?.link, undefined)
})

t.test('each source is told once: TMDB by itself, others by MDBList, and what that lacks by OMDb', async (t) => {
  const tmdb = { ratings: [{ source: 'tmdb', score: 76 }], fetchedAt: at(1) } as const
  const both = { tmdb, mdblist: { ratings: readMdblistRatings(mdblist, movie), fetchedAt: at(2) }, omdb: { ratings: [...readOmdbRatings(omdb, imdbId), { source: 'metacritic', score: 70 } as const], fetchedAt: at(3) } }
  t.strictSame(combineRatings(both).map(({ source, score, fetchedAt }) => [source, score, fetchedAt]), [
    ['tmdb', 76, at(1)], ['imdb', 79, at(2)], ['rottenTomatoes', 96, at(2)], ['rottenTomatoesAudience', 57, at(2)], ['metacritic', 70, at(3)], ['letterboxd', 78, at(2)], ['trakt', 74, at(2)],
  ])
  t.strictSame(combineRatings({ ...both, mdblist: null }).map(({ source, score }) => [source, score]), [['tmdb', 76], ['imdb', 78], ['rottenTomatoes', 97], ['metacritic', 70]])
  t.strictSame(combineRatings({ tmdb: null, mdblist: null, omdb: null }), [])
})

t.test('hostile answers are harmless', async (t) => {
  const entry = fc.oneof(fc.anything(), fc.record({ source: fc.constantFrom('imdb', 'tomatoes', '__proto__', 'constructor', 'letterboxd'), value: fc.anything(), score: fc.anything(), votes: fc.anything(), url: fc.anything() }))
  const answer = fc.oneof(fc.anything(), fc.record({ ids: fc.anything(), keywords: fc.anything(), ratings: fc.oneof(fc.anything(), fc.array(entry)), Ratings: fc.oneof(fc.anything(), fc.array(fc.record({ Source: fc.anything(), Value: fc.anything() }))), imdbID: fc.constant(imdbId) }))
  await holds(t, 'whatever is told', 1_000, [answer], (told) => {
    const ratings = combineRatings({ tmdb: null, mdblist: { ratings: readMdblistRatings(told, movie), fetchedAt: at(1) }, omdb: { ratings: readOmdbRatings(told, imdbId), fetchedAt: at(1) } })
    ok(new Set(ratings.map(({ source }) => source)).size === ratings.length)
    for (const { source, score, votes, link } of ratings) {
      ok(RATING_SOURCES.includes(source) && Number.isInteger(score) && score >= 0 && score <= 100)
      ok(votes === undefined || votes > 0)
      ok(link === undefined || new URL(link).protocol === 'https:')
    }
  })
  const many = { ratings: Array.from({ length: 100_000 }, () => ({ source: 'nobody', score: 1 })) }
  t.strictSame(readMdblistRatings(many, movie), [])
})

t.test('every real answer of OMDb is read', async (t) => {
  const folder = sharedData('ratings')
  if (folder === undefined) return t.comment('did not run: the real data is not here')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json') && file.startsWith('omdb'))
  t.ok(files.length > 0)
  for (const file of files) {
    const answer = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { imdbID: string; imdbRating?: string; imdbVotes?: string; Metascore?: string; Ratings?: { Source: string; Value: string }[] }
    const ratings = readOmdbRatings(answer, answer.imdbID)
    const scores = Object.fromEntries(ratings.map(({ source, score }) => [source, score]))
    const [rating, metascore, votes] = [answer.imdbRating, answer.Metascore, answer.imdbVotes].map((text) => /^\d/.test(text ?? '') ? Number(text!.replaceAll(',', '')) : undefined)
    t.equal(scores.imdb, rating === undefined ? undefined : Math.round(rating * 10), file)
    t.equal(scores.metacritic, metascore)
    const tomatoes = answer.Ratings?.find(({ Source }) => Source === 'Rotten Tomatoes')?.Value
    t.equal(scores.rottenTomatoes, tomatoes === undefined ? undefined : Number.parseInt(tomatoes))
    t.equal(ratings.find(({ source }) => source === 'imdb')?.votes, votes)
  }
})
