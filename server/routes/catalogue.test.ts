import type { TitleDetail, TitlePage } from '../../projections/wire-catalogue.ts'
import { eventually } from '../../test/support/eventually.ts'
import { newCommand, newJobId } from '../../test/support/person.ts'
import type { Script } from '../../test/support/scripted-tmdb.ts'
import { byPath, json, scriptedTmdb } from '../../test/support/scripted-tmdb.ts'
import t from '../../test/support/tap.ts'
import { testApp } from '../../test/support/test-app.ts'
import { realSystem } from '../system.ts'

const listed = { id: 653, title: 'Nosferatu', release_date: '1922-02-16', poster_path: '/nosferatu.png', genre_ids: [27, 9999], vote_average: 7.66, vote_count: 2_000, overview: 'A count.' }
const series = { id: 1396, name: 'Breaking Bad', first_air_date: '2008-01-20', genre_ids: [80] }
const film = { ...listed, genres: [{ id: 27, name: 'Horror' }], runtime: 94, imdb_id: 'tt0013442', origin_country: ['DE'], similar: { results: [{ ...listed, id: 19, title: 'Metropolis' }] },
  credits: { cast: [{ id: 1, name: 'Max Schreck', order: 0, character: 'Count Orlok' }], crew: [{ id: 2, name: 'F. W. Murnau', job: 'Director' }] } }
const page = (...results: object[]) => json({ page: 1, total_pages: 1, total_results: results.length, results })
const upstreamScripts: Readonly<Record<string, Script>> = {
  '/3/genre/movie/list': json({ genres: [{ id: 27, name: 'Horror' }] }), '/3/genre/tv/list': json({ genres: [{ id: 80, name: 'Crime' }] }),
  '/3/search/multi': page({ ...listed, media_type: 'movie' }, { ...series, media_type: 'tv' }, { id: 5, name: 'Max Schreck', media_type: 'person' }),
  '/3/search/tv': page(series), '/3/trending/all/week': page({ ...listed, media_type: 'movie' }), '/3/movie/popular': page(listed), '/3/tv/top_rated': page(series),
  '/3/movie/653': json(film), '/3/movie/653/similar': page({ ...listed, id: 19, title: 'Metropolis' }), '/3/tv/1396': json({ ...series, created_by: [{ id: 66633, name: 'Vince Gilligan' }] }),
}

async function household(t: Parameters<typeof testApp>[0]) {
  const upstream = await scriptedTmdb(t, byPath(upstreamScripts))
  let aheadMs = 0
  const app = await testApp(t, {
    // Waiting between tries is not what is tried here.
    system: { ...realSystem, now: () => realSystem.now() + aheadMs, sleep: (ms, signal) => realSystem.sleep(Math.min(ms, 50), signal) },
    tmdb: { baseUrl: `${upstream.url}/3`, imageBaseUrl: `${upstream.url}/t/p`, token: 'very secret' },
  })
  await app.accounts.ensure({ username: 'ada', password: 'a long password', role: 'member' })
  const cookie = await app.signIn('ada', 'a long password')
  return { app, cookie, upstream, pass(ms: number) { aheadMs += ms }, get: (url: string, headers: Record<string, string> = {}) => app.ask('GET', url, { cookie, headers }) }
}

t.test('titles are found in our own words, with the names of their genres', async (t) => {
  const { get, upstream } = await household(t)
  const found = await get('/api/search?q=%20Nosferatu%20%20x')
  t.strictSame([found.statusCode, found.headers['cache-control']], [200, 'private, no-cache'])
  t.strictSame(found.json<TitlePage>().results[0],
    { mediaType: 'movie', tmdbId: 653, title: 'Nosferatu', year: 1922, overview: 'A count.', posterPath: '/nosferatu.png', posterColour: null, backdropPath: null, genres: ['Horror'], voteAverage: 7.7 })
  t.strictSame(found.json<TitlePage>().results.map(({ tmdbId }) => tmdbId), [653, 1396])
  t.ok(upstream.asked.includes('/3/search/multi?query=nosferatu+x&include_adult=false&page=1'))
  for (const [url, tmdbId] of [['/api/search?q=bad&kind=tv', 1396], ['/api/trending', 653], ['/api/popular', 653], ['/api/top?kind=tv', 1396], ['/api/movies/653/similar', 19]] as const) {
    t.match((await get(url)).json(), { page: 1, stale: false, results: [{ tmdbId }] }, url)
  }
  t.strictSame((await get('/api/genres')).json(), { movie: [{ id: 27, name: 'Horror' }], tv: [{ id: 80, name: 'Crime' }] })
  const etag = String((await get('/api/popular')).headers.etag)
  t.equal((await get('/api/popular', { 'if-none-match': etag })).statusCode, 304)
})

t.test('a page that makes no sense is the first, and none is beyond the last', async (t) => {
  const { get, upstream } = await household(t)
  for (const [asked, got] of [['0', 1], ['-3', 1], ['x', 1], ['1.5', 1], ['', 1], ['7', 7], ['99999', 500]] as const) {
    t.equal((await get(`/api/popular?page=${asked}`)).statusCode, 200, asked)
    t.ok(upstream.asked.some((path) => path === `/3/movie/popular?page=${got}`), `${asked} is ${got}`)
  }
})

t.test('a movie in full, with what its viewer keeps of it and the job that counts now', async (t) => {
  const { get, app, cookie } = await household(t)
  t.match((await get('/api/movies/653')).json<TitleDetail>(), {
    tmdbId: 653, runtimeMinutes: 94, imdbId: 'tt0013442', countries: ['DE'], directors: [{ personId: 2, name: 'F. W. Murnau' }], cast: [{ name: 'Max Schreck', role: 'Count Orlok' }],
    genres: ['Horror'], similar: [{ tmdbId: 19, genres: ['Horror'] }], stale: false, entry: null, jobStatus: null,
  })
  await app.ask('POST', '/api/commands', { cookie, body: newCommand('AddToWatchlist', { title: { mediaType: 'movie', tmdbId: 653 }, priority: 'HIGH' }) })
  t.match(await eventually('the entry', async () => (await get('/api/movies/653')).json<TitleDetail>().entry), { mediaType: 'movie', tmdbId: 653, watchlistPriority: 'HIGH', rating: null, plays: [] })
  const jobId = newJobId()
  await app.ask('POST', '/api/commands', { cookie, body: newCommand('RequestFetch', { movieId: 653, jobId }) })
  t.strictSame(await eventually('the job', async () => (await get('/api/movies/653')).json<TitleDetail>().jobStatus), { jobId, status: 'queued', progress: 0, errorMessage: null })
  t.match((await get('/api/series/1396')).json(), { mediaType: 'tv', title: 'Breaking Bad', directors: [{ personId: 66633, name: 'Vince Gilligan' }], jobStatus: null })
})

t.test('when TMDB is down, what was known is shown and says so; the rest fails in words, without the token', async (t) => {
  const { get, upstream, pass, app } = await household(t)
  await get('/api/trending')
  upstream.answer((request) => request.socket.destroy())
  pass(7 * 3_600_000)
  t.match((await get('/api/trending')).json(), { stale: true, results: [{ tmdbId: 653 }] })
  const failed = await get('/api/movies/19')
  t.strictSame([failed.statusCode, failed.headers['cache-control']], [502, 'no-store'])
  t.match(failed.json(), { code: 'TMDB_ERROR', error: /TMDB/ })
  t.notMatch(failed.body + app.log(), /very secret/)
})

t.test('what does not exist or makes no sense is refused', async (t) => {
  const { get, app } = await household(t)
  for (const [url, statusCode, code] of [
    ['/api/movies/404', 404, 'NOT_FOUND'], ['/api/movies/0', 400, 'INVALID_INPUT'], ['/api/movies/x', 400, 'INVALID_INPUT'], ['/api/movies/99999999999', 400, 'INVALID_INPUT'],
    ['/api/search', 400, 'INVALID_INPUT'], ['/api/search?q=%20', 400, 'INVALID_INPUT'], [`/api/search?q=${'x'.repeat(201)}`, 400, 'INVALID_INPUT'],
    ['/api/search?q=x&kind=people', 400, 'INVALID_INPUT'], ['/api/popular?kind=all', 400, 'INVALID_INPUT'], ['/api/popular?sort=x', 400, 'INVALID_INPUT'],
  ] as const) {
    const answer = await get(url)
    t.strictSame([answer.statusCode, answer.json<{ code: string }>().code], [statusCode, code], url)
  }
  for (const url of ['/api/trending', '/images/342/nosferatu.png']) t.equal((await app.ask('GET', url)).statusCode, 401, url)
})
