import { MDBLIST_KEY, OMDB_KEY, scriptedRatings } from '../../test/support/scripted-ratings.ts'
import t from '../../test/support/tap.ts'
import { testClock } from '../../test/support/test-clock.ts'
import { tryRatings } from './try-ratings.ts'

t.test('one row for each upstream there is a key of: what it tells of, what it does not, or why it tells nothing', async (t) => {
  const { omdb, mdblist } = await scriptedRatings(t, {
    omdb: { tt0241527: { imdbID: 'tt0241527', Ratings: [{ Source: 'Internet Movie Database', Value: '7.7/10' }, { Source: 'Rotten Tomatoes', Value: '80%' }, { Source: 'Metacritic', Value: '65/100' }] } },
    mdblist: { '/tmdb/movie/671': { ratings: [{ source: 'imdb', score: 77 }, { source: 'trakt', score: 82 }] } },
  })
  const config = { omdbApiKey: OMDB_KEY, omdbBaseUrl: omdb.url, mdblistApiKey: MDBLIST_KEY, mdblistBaseUrl: mdblist.url }
  t.match(await Array.fromAsync(tryRatings({ config, system: testClock() })), [
    { what: 'ratings of OMDb', found: 3, missing: [], error: null },
    { what: 'ratings of MDBList', found: 2, missing: ['rottenTomatoes', 'rottenTomatoesAudience', 'metacritic', 'letterboxd'], error: null },
  ])
  t.match(await Array.fromAsync(tryRatings({ config: { ...config, omdbApiKey: 'wrong', mdblistApiKey: null }, system: testClock() })), [{ what: 'ratings of OMDb', found: 0, error: /OMDb refused our key: check the setting OMDB_API_KEY/ }])
  t.strictSame(await Array.fromAsync(tryRatings({ config: { ...config, omdbApiKey: null, mdblistApiKey: null }, system: testClock() })), [])
})
