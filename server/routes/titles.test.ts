import { Buffer } from 'node:buffer'
import { gunzipSync } from 'node:zlib'
import { Ajv } from 'ajv'
import type { UserId } from '../../domain/event.ts'
import type { TitleDetail } from '../../projections/wire-catalogue.ts'
import { cards } from '../../projections/cards.ts'
import { preferences } from '../../projections/preferences.ts'
import { eventually } from '../../test/support/eventually.ts'
import { newCommand } from '../../test/support/person.ts'
import { byPath, json, scriptedTmdb } from '../../test/support/scripted-tmdb.ts'
import t from '../../test/support/tap.ts'
import { testApp } from '../../test/support/test-app.ts'
import { readRows } from '../db/read-model.ts'
import { seasonSchema } from './catalogue-schemas.ts'
import { titleDetailSchema } from './title-schemas.ts'

const PASSWORD = 'a long password'
const title = { mediaType: 'movie', tmdbId: 653 } as const
const provider = { provider_id: 8, provider_name: 'Netflix', logo_path: '/n.jpg' }
const film = {
  id: 653, title: 'Nosferatu', vote_average: 7.66, vote_count: 2_000, imdb_id: 'tt0013442',
  'watch/providers': { results: { DE: { link: 'https://www.themoviedb.org/movie/653/watch?locale=DE', flatrate: [provider] }, US: { link: null, buy: [provider] }, AT: { free: [provider] } } },
}

async function home(t: Parameters<typeof testApp>[0], environment: Record<string, string> = {}) {
  const upstream = await scriptedTmdb(t, byPath({ '/3/movie/653': json(film), '/3/tv/653': json({ id: 653, name: 'Nosferatu, the series' }), '/3/tv/653/season/7': json({ status_code: 34 }, 404) }))
  const app = await testApp(t, { environment, tmdb: { baseUrl: `${upstream.url}/3`, imageBaseUrl: `${upstream.url}/t/p`, token: 'very secret' } })
  return {
    app,
    async person(username: string) {
      await app.accounts.ensure({ username, password: PASSWORD, role: 'member' })
      const cookie = await app.signIn(username, PASSWORD)
      let after = ''
      return {
        userId: (await app.accounts.find(username))!.userId as UserId,
        async send(type: 'RateMovie' | 'RateSeries' | 'ClearRating' | 'UpdatePreferences', data: object): Promise<void> {
          after = (await app.ask('POST', '/api/commands', { cookie, body: newCommand(type, data as never) })).json().outcomes[0].position
        },
        /** What they have just done included. */
        async look(url = '/api/movies/653', headers: Record<string, string> = {}): Promise<TitleDetail> {
          return (await app.ask('GET', `${url}${after === '' ? '' : `?after=${after}`}`, { cookie, headers })).json()
        },
      }
    },
  }
}

t.test('what the household thinks is counted right after somebody said it, and what the erased said is not', async (t) => {
  const { app, person } = await home(t)
  const [ada, bob, cleo] = [await person('ada'), await person('bob'), await person('cleo')]
  const none = { DISLIKE: 0, OK: 0, LIKE: 0, SUPER_LIKE: 0 }
  t.strictSame((await ada.look()).household, { counts: none, mean: null })
  t.equal((await ada.look('/api/movies/653', { 'cf-ipcountry': 'DE' })).whereToWatch.country, 'US', 'anybody can say so')
  await ada.send('RateMovie', { title, rating: 'SUPER_LIKE' })
  t.strictSame((await ada.look()).household, { counts: { ...none, SUPER_LIKE: 1 }, mean: 2 })
  await bob.send('RateMovie', { title, rating: 'OK' })
  await cleo.send('RateMovie', { title, rating: 'DISLIKE' })
  t.strictSame((await cleo.look()).household, { counts: { ...none, SUPER_LIKE: 1, OK: 1, DISLIKE: 1 }, mean: 1 / 3 })
  await bob.send('ClearRating', { title })
  t.strictSame((await bob.look()).household, { counts: { ...none, SUPER_LIKE: 1, DISLIKE: 1 }, mean: 0.5 })
  await app.erasure.erase(ada.userId, ada.userId)
  t.strictSame((await cleo.look()).household, { counts: { ...none, DISLIKE: 1 }, mean: -1 })
  t.strictSame((await cleo.look('/api/series/653')).household, { counts: none, mean: null }, 'a series of the same number is another title')
})

t.test('an answer that is put together of ready bytes is what its schema says, and has another ETag when any part of it is another', async (t) => {
  const { app, person } = await home(t)
  const ada = await person('ada')
  const cookie = await app.signIn('ada', PASSWORD)
  const ask = (headers: Record<string, string> = {}, url = '/api/movies/653') => app.ask('GET', url, { cookie, headers })
  const valid = new Ajv({ strict: false }).compile(titleDetailSchema)
  for (const url of ['/api/movies/653', '/api/series/653', '/api/movies/653']) {
    const answer = await ask({}, url)
    t.ok(valid(answer.json()), JSON.stringify(valid.errors))
    t.match(answer.headers, { 'content-type': 'application/json; charset=utf-8', 'content-length': String(Buffer.byteLength(answer.body)), 'cache-control': 'private, no-cache' })
  }
  const before = await ask()
  const etag = String(before.headers.etag)
  const unchanged = await ask({ 'if-none-match': etag })
  t.strictSame([unchanged.statusCode, unchanged.body, unchanged.headers.etag], [304, '', etag])
  const packed = await ask({ 'accept-encoding': 'gzip' })
  t.strictSame([packed.headers['content-encoding'], gunzipSync(packed.rawPayload).toString()], ['gzip', before.body])
  await ada.send('RateMovie', { title, rating: 'LIKE' })
  await ada.look()
  const after = await ask({ 'if-none-match': etag })
  t.match([after.statusCode, after.json()], [200, { household: { mean: 1 }, entry: { rating: 'LIKE' } }])
  await ada.send('UpdatePreferences', { country: 'DE' })
  await ada.look()
  t.match((await ask({ 'if-none-match': String(after.headers.etag) })).json(), { whereToWatch: { country: 'DE' } })
})

t.test('where to watch is for the country somebody has chosen, at once, with the common ones beside it', async (t) => {
  const { app, person } = await home(t, { COUNTRY: 'at', TRUST_PROXY: 'yes' })
  const [ada, bob] = [await person('ada'), await person('bob')]
  t.match((await ada.look()).whereToWatch, { country: 'AT', offers: { AT: { free: [{ name: 'Netflix' }], link: null }, DE: { flatrate: [{ providerId: 8 }] }, US: { buy: [{ providerId: 8 }] } } })
  await ada.send('UpdatePreferences', { country: 'DE' })
  const german = (await ada.look()).whereToWatch
  t.strictSame([german.country, Object.keys(german.offers).sort()], ['DE', ['DE', 'US']], 'Austria is no common one')
  t.equal((await bob.look()).whereToWatch.country, 'AT', 'nobody else is moved')
  t.equal((await bob.look('/api/movies/653', { 'cf-ipcountry': 'US' })).whereToWatch.country, 'US', 'a trusted proxy says where he is')
  await ada.send('UpdatePreferences', { country: null })
  t.equal((await ada.look()).whereToWatch.country, 'AT')
  t.strictSame((await ada.look('/api/series/653')).whereToWatch, { country: 'AT', offers: {} })
  await app.erasure.erase(ada.userId, ada.userId)
  await eventually('what she chose is gone', async () => (await readRows(app.database.pool, preferences)).length === 0)
})

t.test('what TMDB has taken away can be read as it was recorded, and what nobody kept is not there', async (t) => {
  const { app, person } = await home(t)
  const ada = await person('ada')
  const cookie = await app.signIn('ada', PASSWORD)
  const gone = { mediaType: 'movie', tmdbId: 654 } as const
  t.match([(await app.ask('GET', '/api/movies/654', { cookie })).json(), (await app.ask('GET', '/api/series/654', { cookie })).json()], [{ code: 'NOT_FOUND' }, { code: 'NOT_FOUND' }])
  const said = { ...gone, title: 'Orlacs Hände', year: 1924, posterPath: '/o.jpg', backdropPath: null, runtimeMinutes: 99, genres: ['Horror'], overview: 'A pianist.' }
  await app.commands.handle({ ...newCommand('DescribeTitle', { ...said, outline: null }), actor: 'system', sender: 'worker' })
  await ada.send('RateMovie', { title: gone, rating: 'LIKE' })
  const answer = await eventually('the card is there', async () => {
    const answer = await app.ask('GET', '/api/movies/654', { cookie })
    return answer.statusCode === 200 && answer
  })
  const valid = new Ajv({ strict: false }).compile(titleDetailSchema)
  t.ok(valid(answer.json()), JSON.stringify(valid.errors))
  t.match(await ada.look('/api/movies/654'), { ...said, cast: [], similar: [], ratings: [], stale: false, household: { mean: 1 }, entry: { rating: 'LIKE' } })
  t.match((await app.ask('GET', '/api/series/654', { cookie })).json(), { code: 'NOT_FOUND' }, 'a series of the same number is another title')
})

t.test('seasons and episodes of a series that TMDB has taken away are told by the numbers that were recorded', async (t) => {
  const { app, person } = await home(t)
  const ada = await person('ada')
  const cookie = await app.signIn('ada', PASSWORD)
  const outline = { seasons: [{ season: 1, episodes: 2 }, { season: 2, episodes: 3 }], aired: null, next: null, ended: true }
  await app.commands.handle({ ...newCommand('DescribeTitle', { mediaType: 'tv', tmdbId: 654, title: 'Homunculus', year: 1916, posterPath: null, backdropPath: '/h.jpg', runtimeMinutes: null, genres: [], overview: '', outline }), actor: 'system', sender: 'worker' })
  await ada.send('RateSeries', { title: { mediaType: 'tv', tmdbId: 654 }, rating: 'LIKE' })
  const season = await eventually('the card is there', async () => {
    const answer = await app.ask('GET', '/api/series/654/seasons/2', { cookie })
    return answer.statusCode === 200 && answer
  })
  const valid = new Ajv({ strict: false }).compile(seasonSchema)
  t.ok(valid(season.json()), JSON.stringify(valid.errors))
  t.match(season.json(), { seriesId: 654, seriesTitle: 'Homunculus', seasonNumber: 2, backdropPath: '/h.jpg', episodes: [{ episodeNumber: 1 }, { episodeNumber: 2 }, { episodeNumber: 3 }], stale: false })
  t.match(await ada.look('/api/series/654/seasons/2/episodes/3'), { seriesTitle: 'Homunculus', seasonNumber: 2, episodeNumber: 3, cast: [], stale: false })
  t.match(await ada.look('/api/series/654'), { series: { seasons: [{ seasonNumber: 1, episodeCount: 2 }, { seasonNumber: 2, episodeCount: 3 }] } })
  for (const nothing of ['seasons/3', 'seasons/2/episodes/4']) t.match((await app.ask('GET', `/api/series/654/${nothing}`, { cookie })).json(), { code: 'NOT_FOUND' })
  // A series that is there says itself which seasons it has, whatever was recorded before.
  await app.commands.handle({ ...newCommand('DescribeTitle', { mediaType: 'tv', tmdbId: 653, title: 'Nosferatu, the series', year: null, posterPath: null, backdropPath: null, runtimeMinutes: null, genres: [], overview: '', outline: { ...outline, seasons: [{ season: 7, episodes: 1 }] } }), actor: 'system', sender: 'worker' })
  await eventually('its card is there', async () => (await readRows(app.database.pool, cards)).some(({ key }) => key === 'tv_653'))
  t.match((await app.ask('GET', '/api/series/653/seasons/7', { cookie })).json(), { code: 'NOT_FOUND' })
})
