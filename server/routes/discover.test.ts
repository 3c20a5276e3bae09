/** Discovering and all that hangs on it, over HTTP, on a scripted TMDB. */

import type { TitlePage, TopicsAnswer } from '../../projections/wire-catalogue.ts'
import { byPath, scriptedTmdb } from '../../test/support/scripted-tmdb.ts'
import t from '../../test/support/tap.ts'
import { testApp } from '../../test/support/test-app.ts'
import { tmdbOfAFew } from '../../test/support/tmdb-of-a-few.ts'
import { realSystem } from '../system.ts'

async function household(t: Parameters<typeof testApp>[0]) {
  const upstream = await scriptedTmdb(t, byPath(tmdbOfAFew))
  const app = await testApp(t, {
    system: { ...realSystem, sleep: (ms, signal) => realSystem.sleep(Math.min(ms, 50), signal) },
    tmdb: { baseUrl: `${upstream.url}/3`, imageBaseUrl: `${upstream.url}/t/p`, token: 'very secret' },
  })
  await app.accounts.ensure({ username: 'ada', password: 'a long password', role: 'guest' })
  const cookie = await app.signIn('ada', 'a long password')
  const get = async (url: string) => {
    const answer = await app.ask('GET', url, { cookie })
    return { status: answer.statusCode, body: answer.json() }
  }
  /** The query of the last question that went to this path. */
  const asked = (path: string) =>
    Object.fromEntries(new URL(upstream.asked.findLast((one) => one.startsWith(`/3${path}?`)) ?? '/', 'http://tmdb').searchParams)
  return { app, get, asked, upstream }
}

t.test('discovering', async (t) => {
  const { app, get, asked, upstream } = await household(t)

  t.test("every filter is asked by TMDB's name for it", async (t) => {
    const filters =
      'genres=27,18&withoutGenres=35&keywords=3133|616&withoutKeywords=1&people=5&minVote=6.5&maxVote=9&minVotes=50&from=1920-01-01&to=1929-12-31' +
      '&minRuntime=60&maxRuntime=120&language=de|fr&country=DE&providers=8|9&region=DE&sort=newest&page=2'
    t.match(await get(`/api/discover?${filters}`), {
      status: 200,
      body: { results: [{ tmdbId: 653, genres: ['Horror'] }, {}, {}], stale: false },
    })
    t.strictSame(asked('/discover/movie'), {
      sort_by: 'primary_release_date.desc',
      include_adult: 'false',
      with_genres: '18,27',
      without_genres: '35',
      with_keywords: '3133|616',
      without_keywords: '1',
      with_people: '5',
      'vote_average.gte': '6.5',
      'vote_average.lte': '9',
      'vote_count.gte': '50',
      'primary_release_date.gte': '1920-01-01',
      'primary_release_date.lte': '1929-12-31',
      'with_runtime.gte': '60',
      'with_runtime.lte': '120',
      with_original_language: 'de|fr',
      with_origin_country: 'DE',
      with_watch_providers: '8|9',
      watch_region: 'DE',
      page: '2',
    })
    t.match(await get('/api/discover?kind=tv&sort=title&from=2008-01-01'), {
      status: 200,
      body: { results: [{ mediaType: 'tv', tmdbId: 1396 }] },
    })
    t.strictSame(asked('/discover/tv'), { sort_by: 'name.asc', include_adult: 'false', 'first_air_date.gte': '2008-01-01', page: '1' })
  })

  t.test('an order by score wants votes unless somebody says how many', async (t) => {
    await get('/api/discover?sort=best')
    t.match(asked('/discover/movie'), { sort_by: 'vote_average.desc', 'vote_count.gte': '200' })
    await get('/api/discover?sort=best&minVotes=3')
    t.match(asked('/discover/movie'), { 'vote_count.gte': '3' })
  })

  t.test('the same filters in another order are the same question', async (t) => {
    await get('/api/discover?genres=27|878|53')
    const before = upstream.asked.length
    await get('/api/discover?genres=878|53|27')
    t.equal(upstream.asked.length, before)
  })

  t.test('what does not have the certification that was asked for is left out, and so is what cannot be looked at', async (t) => {
    const { status, body } = await get('/api/discover?certification=G|PG&region=US')
    t.strictSame([status, (body as TitlePage).results.map(({ tmdbId }) => tmdbId)], [200, [653]])
    t.match(asked('/discover/movie'), { certification: 'G|PG', certification_country: 'US' })
    t.match(
      await get('/api/discover?kind=tv&certification=TV-MA&region=US'),
      { status: 200, body: { results: [] } },
      'TMDB does not filter series by it',
    )
    t.notMatch(asked('/discover/tv'), { certification: /./ })
  })

  t.test('what makes no sense is refused by its name', async (t) => {
    for (
      const [query, field] of [
        ['genre=27', 'genre'],
        ['genres=27,18|3', 'genres'],
        ['genres=horror', 'genres'],
        ['genres=27,', 'genres'],
        ['minVote=11', 'minVote'],
        ['from=1920', 'from'],
        ['from=1921-02-31', 'from'],
        ['to=1921-13-01', 'to'],
        ['minRuntime=-1', 'minRuntime'],
        ['language=DE', 'language'],
        ['country=de', 'country'],
        ['sort=random', 'sort'],
        ['kind=all', 'kind'],
        ['providers=8', 'region'],
        ['certification=PG', 'region'],
        ['kind=tv&people=5', 'people'],
        ['kind=tv&sort=revenue', 'sort'],
        ['include_adult=true', 'include_adult'],
        [`genres=${'1,'.repeat(20)}1`, 'genres'],
      ] as const
    ) t.match(await get(`/api/discover?${query}`), { status: 400, body: { code: 'INVALID_INPUT', details: [{ field }] } }, query)
  })

  t.test('topics are filters with a name', async (t) => {
    const { topics } = (await get('/api/topics')).body as TopicsAnswer
    t.ok(topics.length >= 60, `${topics.length} topics`)
    t.equal(new Set(topics.map(({ key }) => key)).size, topics.length)
    for (const { key, query } of topics) t.equal((await get(`/api/discover?${new URLSearchParams(query)}`)).status, 200, key)
    t.match(await get('/api/topics/theme-christmas-movie?page=2'), {
      status: 200,
      body: { topic: { key: 'theme-christmas-movie', group: 'theme', name: 'Christmas' }, results: [{ tmdbId: 653 }, {}, {}] },
    })
    t.match(asked('/discover/movie'), { with_keywords: '207317', page: '2' })
    t.match(await get('/api/topics/genre-crime-tv'), { body: { topic: { mediaType: 'tv' }, results: [{ tmdbId: 1396 }] } })
    t.match(await get('/api/topics/genre-nothing-movie'), { status: 404, body: { code: 'NOT_FOUND' } })
  })

  t.test('what filters offer', async (t) => {
    for (
      const [url, body] of [
        ['/api/keywords/3133', { id: 3133, name: 'vampire' }],
        ['/api/languages', { languages: [{ code: 'da', name: 'Danish' }, { code: 'fr', name: 'French' }] }],
        ['/api/countries', { countries: [{ code: 'DE', name: 'Germany' }] }],
        ['/api/certifications', { movie: { US: [{ name: 'G', meaning: 'a' }, { name: 'R', meaning: 'b' }] }, tv: {} }],
        ['/api/providers?region=DE', {
          providers: [{ providerId: 9, name: 'Prime', logoPath: null }, { providerId: 8, name: 'Netflix', logoPath: null }],
        }],
        ['/api/configuration', {
          imageWidths: [92, 154, 185, 342, 500, 780, 1280],
          tmdbSizes: { poster: [92], backdrop: [], profile: [], still: [], logo: [] },
          stale: false,
        }],
      ] as const
    ) t.strictSame(await get(url), { status: 200, body }, url)
    t.equal((await get('/api/providers')).status, 400)
    t.equal((await get('/api/keywords/1')).status, 404)
    t.strictSame(await get('/api/keywords?q=%20Vampire%20'), { status: 200, body: { keywords: [{ id: 3133, name: 'vampire' }], stale: false } })
    t.match(asked('/search/keyword'), { query: 'vampire' })
    t.equal((await get('/api/keywords?q=%20')).status, 400)
  })

  t.test('what plays and what comes', async (t) => {
    for (
      const [url, path, tmdbId] of [
        ['/api/now-playing?region=DE', '/movie/now_playing', 653],
        ['/api/upcoming', '/movie/upcoming', 653],
        ['/api/now-playing?kind=tv', '/tv/airing_today', 1396],
        ['/api/upcoming?kind=tv', '/tv/on_the_air', 1396],
      ] as const
    ) {
      t.match(await get(url), { status: 200, body: { results: [{ tmdbId }] } }, url)
      t.equal(asked(path).region, url.includes('region') ? 'DE' : undefined)
    }
  })

  t.test('seasons and episodes', async (t) => {
    t.match(await get('/api/series/1396/seasons/1'), {
      status: 200,
      body: {
        seriesId: 1396,
        seriesTitle: 'Breaking Bad',
        backdropPath: '/b.jpg',
        episodeCount: 1,
        episodes: [{ episodeNumber: 2, runtimeMinutes: 49, airDate: '2008-01-27' }],
        cast: [{ name: 'Bryan Cranston', role: 'Walter White' }],
        stale: false,
      },
    })
    t.match(await get('/api/series/1396/seasons/1/episodes/2'), {
      status: 200,
      body: {
        seriesTitle: 'Breaking Bad',
        imdbId: 'tt1054724',
        tvdbId: 349_235,
        crew: [{ name: 'Adam Bernstein', role: 'Director' }],
        guests: [{ role: 'Krazy-8' }],
        voteAverage: 8.2,
        videos: [],
        stills: [],
      },
    })
    for (
      const [url, status] of [['/api/series/404/seasons/9', 404], ['/api/series/1396/seasons/-1', 400], [
        '/api/series/1396/seasons/1/episodes/x',
        400,
      ], ['/api/series/404/seasons/1/episodes/99', 404]] as const
    ) t.equal((await get(url)).status, status, url)
  })

  t.test('people, collections, and titles by the ids of others', async (t) => {
    t.match(await get('/api/people/2'), {
      status: 200,
      body: {
        name: 'F. W. Murnau',
        department: 'Directing',
        knownFor: [{ tmdbId: 653, genres: ['Horror'] }],
        credits: [{ tmdbId: 653, as: 'crew', role: 'Director', releaseDate: '1922-02-16' }],
      },
    })
    t.strictSame(await get('/api/people/2/brief'), { status: 200, body: { personId: 2, name: 'F. W. Murnau', profilePath: null } })
    t.match(await get('/api/search?q=murnau&kind=person'), {
      status: 200,
      body: { results: [], people: [{ personId: 2, department: 'Directing', titles: ['Nosferatu'] }] },
    })
    t.match(await get('/api/collections/10'), {
      status: 200,
      body: { collectionId: 10, parts: [{ tmdbId: 1 }, { tmdbId: 2, year: null }] },
    })
    t.match(await get('/api/find?imdbId=tt0013442'), { status: 200, body: { results: [{ mediaType: 'movie', tmdbId: 653 }] } })
    t.match(await get('/api/find?tvdbId=81189'), { status: 200, body: { results: [{ mediaType: 'tv', tmdbId: 1396 }] } })
    t.match(await get('/api/find?imdbId=tt9999999'), { status: 200, body: { results: [] } })
    for (
      const url of [
        '/api/find',
        '/api/find?imdbId=tt0013442&tvdbId=1',
        '/api/find?imdbId=nm0000001',
        '/api/people/0',
        '/api/people/x/brief',
        '/api/collections/1.5',
      ]
    ) t.equal((await get(url)).status, 400, url)
    t.equal((await get('/api/people/3')).status, 404)
  })

  t.test('nobody asks without a session', async (t) => {
    for (
      const url of [
        '/api/discover',
        '/api/topics',
        '/api/topics/genre-action-movie',
        '/api/people/2',
        '/api/people/2/brief',
        '/api/collections/10',
        '/api/find?imdbId=tt0013442',
        '/api/languages',
        '/api/keywords/3133',
        '/api/keywords?q=vampire',
        '/api/countries',
        '/api/certifications',
        '/api/providers?region=DE',
        '/api/configuration',
        '/api/now-playing',
        '/api/upcoming',
        '/api/series/1396/seasons/1',
        '/api/series/1396/seasons/1/episodes/2',
      ]
    ) t.equal((await app.ask('GET', url)).statusCode, 401, url)
  })
})
