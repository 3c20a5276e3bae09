import type { RecommendationsAnswer } from '../../projections/wire-catalogue.ts'
import { eventually } from '../../test/support/eventually.ts'
import type { Script } from '../../test/support/scripted-tmdb.ts'
import { byPath, json, scriptedTmdb } from '../../test/support/scripted-tmdb.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import { testApp } from '../../test/support/test-app.ts'
import { runDescribeTitles } from '../../workers/describe-titles.ts'
import { realSystem } from '../system.ts'
import { silentLog } from '../log.ts'

const lang = { id: 68, name: 'Fritz Lang' }
const film = (id: number, title: string) => ({ id, title, release_date: '1927-01-10', genre_ids: [878], vote_average: 8, vote_count: 900, overview: '' })
const full = (id: number, title: string, more: object = {}) => json({ ...film(id, title), genres: [{ id: 878, name: 'Science Fiction' }], original_language: 'de', origin_country: ['DE'], credits: { cast: [], crew: [{ ...lang, job: 'Director' }] }, ...more })
const page = (...results: object[]) => json({ page: 1, total_pages: 1, total_results: results.length, results })
const [metropolis, woman, m, spies] = [film(19, 'Metropolis'), film(20, 'Woman in the Moon'), film(21, 'M'), film(22, 'Spies')]
const scripts: Readonly<Record<string, Script>> = {
  '/3/genre/movie/list': json({ genres: [{ id: 878, name: 'Science Fiction' }] }), '/3/genre/tv/list': json({ genres: [] }),
  '/3/movie/popular': page(metropolis!, m!), '/3/movie/top_rated': page(spies!), '/3/tv/': page(), '/3/discover/': page(woman!),
  '/3/movie/19': full(19, 'Metropolis', { recommendations: { results: [woman, spies] } }), '/3/movie/20': full(20, 'Woman in the Moon'), '/3/movie/21': full(21, 'M'), '/3/movie/22': full(22, 'Spies'),
}

async function household(t: Test, upstreamScripts: Readonly<Record<string, Script>> = scripts) {
  const upstream = await scriptedTmdb(t, byPath(upstreamScripts))
  const app = await testApp(t, { system: { ...realSystem, sleep: (ms, signal) => realSystem.sleep(ms > 1_000 ? ms : Math.min(ms, 50), signal) }, tmdb: { baseUrl: `${upstream.url}/3`, imageBaseUrl: `${upstream.url}/t/p`, token: 'x' } })
  for (const [username, role] of [['ada', 'member'], ['bob', 'viewer'], ['gus', 'guest']] as const) await app.accounts.ensure({ username, password: 'a long password', role })
  const [ada, bob, gus] = await Promise.all(['ada', 'bob', 'gus'].map((name) => app.signIn(name, 'a long password')))
  const stop = new AbortController()
  const described = runDescribeTitles({ store: app.store, db: app.database.kysely, catalogue: app.catalogue, handle: app.commands.handle, system: realSystem, log: silentLog, signal: stop.signal })
  t.teardown(async () => { stop.abort(); await described })
  const idOf = async (username: string) => (await app.accounts.find(username))!.userId
  return {
    app, upstream, ada: ada!, bob: bob!, gus: gus!, idOf,
    /** Answers with the position that the change got. */
    async act(cookie: string, method: 'PUT' | 'DELETE', path: string, body: object = {}) {
      const answer = await app.ask(method, `/api/library/movie/${path}`, { cookie, body })
      t.equal(answer.statusCode, 200, `${path} ${answer.body}`)
      return (answer.json() as { position: string }).position
    },
    async recommended(cookie: string, query = '') {
      const answer = await app.ask('GET', `/api/recommendations${query}`, { cookie })
      t.equal(answer.statusCode, 200, answer.body)
      return answer.json<RecommendationsAnswer>()
    },
  }
}
const keysOf = ({ results }: RecommendationsAnswer) => results.map(({ tmdbId }) => tmdbId).sort()

t.test('what a person rates changes what is recommended to them, with the reason; what does not interest them is gone, until they take it back', async (t) => {
  const { act, recommended, ada } = await household(t)
  const cold = await recommended(ada)
  t.match(cold, { basedOn: 0, personal: false, complete: true, stale: false, page: 1, totalPages: 1 })
  t.strictSame([keysOf(cold), cold.results[0]!.reason], [[19, 21, 22], { kind: 'popular' }])

  const rated = await act(ada, 'PUT', '19/rating', { rating: 'SUPER_LIKE' })
  t.strictSame(keysOf(await recommended(ada, `?after=${rated}`)).includes(19), false, 'what is rated is gone at once')
  const reasonsIn = ({ results }: RecommendationsAnswer) => new Map(results.map(({ tmdbId, reason }) => [tmdbId, reason]))
  const warm = await eventually('what the film is like is known', async () => { const found = await recommended(ada); return reasonsIn(found).get(21)?.kind === 'director' ? found : undefined })
  t.strictSame([keysOf(warm), warm.basedOn, reasonsIn(warm).get(21)], [[20, 21, 22], 1, { kind: 'director', person: { personId: 68, name: 'Fritz Lang' } }])
  const liked = { kind: 'liked', loved: true, titles: [{ mediaType: 'movie', tmdbId: 19, title: 'Metropolis' }] }
  t.ok([20, 22].some((id) => JSON.stringify(reasonsIn(warm).get(id)) === JSON.stringify(liked)), JSON.stringify(warm.results))

  const dismissed = await act(ada, 'PUT', '20/dismissal')
  t.strictSame(keysOf(await recommended(ada, `?after=${dismissed}`)), [21, 22])
  const listed = await act(ada, 'PUT', '22/watchlist')
  t.strictSame(keysOf(await recommended(ada, `?after=${listed}`)), [21])
  const back = await act(ada, 'DELETE', '20/dismissal')
  t.strictSame(keysOf(await recommended(ada, `?after=${back}`)), [20, 21])
})

t.test('a list for two is without what either has rated, and says nothing of what the other did', async (t) => {
  const { act, recommended, ada, bob, idOf } = await household(t)
  await act(bob, 'PUT', '19/rating', { rating: 'SUPER_LIKE' })
  const rated = await act(bob, 'PUT', '21/rating', { rating: 'DISLIKE' })
  const both = await recommended(ada, `?with=${await idOf('bob')}&after=${rated}`)
  t.strictSame(keysOf(both).filter((id) => id === 19 || id === 21), [])
  t.strictSame([...new Set(both.results.map(({ reason }) => reason.kind))], ['together'])
  t.strictSame([both.basedOn, /Metropolis/.test(JSON.stringify(both))], [0, false])
  t.ok(keysOf(await recommended(ada)).includes(19), "alone, another's ratings change nothing")
})

t.test('only people of the household watch together, and guests have no taste yet', async (t) => {
  const { app, ada, gus, idOf } = await household(t)
  const ask = async (cookie: string | undefined, query: string) => { const { statusCode, ...answer } = await app.ask('GET', `/api/recommendations${query}`, { cookie }); return [statusCode, answer.json<{ code?: string }>().code] }
  t.strictSame(await ask(ada, '?with=00000000-0000-4000-8000-000000000000'), [404, 'NOT_FOUND'])
  t.strictSame(await ask(ada, `?with=${await idOf('ada')}`), [400, 'INVALID_INPUT'])
  t.strictSame(await ask(ada, '?with=bob'), [400, 'INVALID_INPUT'])
  t.strictSame(await ask(gus, ''), [403, 'FORBIDDEN'])
  t.strictSame(await ask(undefined, ''), [401, 'UNAUTHENTICATED'])
})

t.test('pages beyond the end are empty, and what was answered is counted', async (t) => {
  const { app, recommended, ada } = await household(t)
  t.strictSame([(await recommended(ada, '?page=x')).page, (await recommended(ada, '?page=9')).results], [1, []])
  t.match((await app.ask('GET', '/metrics')).body, /rewind_recommendations_seconds_count\{how="kept"\} \d/)
  t.match(app.log(), /recommendations made/)
})

t.test('without a catalogue it says so', async (t) => {
  const app = await testApp(t)
  await app.accounts.ensure({ username: 'ada', password: 'a long password', role: 'member' })
  const answer = await app.ask('GET', '/api/recommendations', { cookie: await app.signIn('ada', 'a long password') })
  t.match([answer.statusCode, answer.json()], [502, { code: 'TMDB_ERROR' }])
})
