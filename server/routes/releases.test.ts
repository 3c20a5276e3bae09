/** The releases of a movie over HTTP: from real upstreams on sockets to the judged list. */

import t from '../../test/support/tap.ts'
import type { NewznabFault } from '../../demo/newznab-server.ts'
import { startNewznabServer } from '../../demo/newznab-server.ts'
import { startTmdbServer } from '../../demo/tmdb-server.ts'
import type { ReleasePage } from '../../projections/wire-releases.ts'
import { testApp } from '../../test/support/test-app.ts'
import { indexerDefaults } from '../upstreams.ts'

const KEY = 'k3y-nobody-may-see'
const PASSWORD = 'a long enough password'

t.test('releases are listed with reasons, one failing indexer beside them, what is left of the day in the metrics, and the key nowhere', async (t) => {
  const fault: { one?: NewznabFault; two?: NewznabFault } = { two: 'down' }
  const [tmdb, one, two] = await Promise.all([startTmdbServer({ token: 'token' }), startNewznabServer({ apiKey: KEY, fault: () => fault.one, allows: { api: 50, grabs: 5 } }), startNewznabServer({ apiKey: KEY, fault: () => fault.two })])
  t.teardown(() => Promise.all([tmdb.stop(), one.stop(), two.stop()]))
  const app = await testApp(t, {
    tmdb: { baseUrl: tmdb.apiBaseUrl, imageBaseUrl: tmdb.imageBaseUrl, token: 'token' },
    acquisition: { indexers: [{ ...indexerDefaults, name: 'One', url: one.url, apiKey: KEY, apiPerDay: 3 }, { ...indexerDefaults, name: 'Two', url: two.url, apiKey: KEY }], newsServers: [] },
  })
  await app.accounts.ensure({ username: 'anna', password: PASSWORD, role: 'admin' })
  const cookie = await app.signIn('anna', PASSWORD)
  const get = async (url: string) => {
    const answer = await app.ask('GET', url, { cookie })
    return { status: answer.statusCode, text: answer.body, body: answer.headers['content-type']?.toString().includes('json') ? answer.json() : undefined }
  }
  const listed = await get('/api/movies/653/releases')
  const page = listed.body as ReleasePage
  t.equal(listed.status, 200, listed.text)
  t.match(page, { profile: '1080p', indexers: ['One', 'Two'], problems: [{ indexer: 'Two', code: 'REFUSED', message: 'Two answered 503.' }] })
  t.match(page.releases[0], { quality: /1080p/, indexers: ['One'], refusals: [], parsed: { resolution: '1080p', videoCodec: 'h264' } })
  t.ok(page.releases[0]!.reasons.length > 0)
  t.match((await get('/api/movies/653/releases?quality=720p')).body, { profile: '720p', releases: [{ quality: 'Bluray-720p' }] })
  t.match((await get('/api/movies/653/releases?profile=Smallest')).body, { profile: 'Smallest' })
  t.equal(one.used.api, 1, 'what was found is kept')
  t.match(await get('/api/movies/653/releases?quality=8K'), { status: 400 })
  t.equal((await app.ask('GET', '/api/movies/653/releases')).statusCode, 401)
  const metrics = (await get('/metrics')).text
  t.match(metrics, /rewind_indexer_calls_today\{indexer="One",call="search"\} 1/)
  t.match(metrics, /rewind_indexer_calls_left\{indexer="One",call="search"\} 2/, 'the tighter of the two bounds')
  const ofEpisode = (await get('/api/series/1800000003/seasons/1/episodes/2/releases')).body as ReleasePage
  t.ok(ofEpisode.releases.length > 0 && ofEpisode.releases.every(({ title }) => title.startsWith('Les.Vampires.1915.S01E02.')), 'and those of an episode')
  t.match(await get('/api/series/1800000003/seasons/1/episodes/99/releases'), { status: 404, body: { error: 'The catalogue knows no such episode.' } })
  t.match(metrics, /rewind_indexer_seconds_count\{indexer="Two",call="caps",outcome="REFUSED"\} 3/)
  fault.one = 'down'
  const failed = await get('/api/movies/653/releases?fresh=true')
  t.match([failed.status, failed.body], [502, { code: 'INDEXER_ERROR', error: /answered 503/ }])
  t.equal((await get('/api/movies/999999999/releases')).status, 404, 'a film that the catalogue does not know')
  t.notMatch([listed.text, metrics, failed.text, app.log()].join('\n'), new RegExp(KEY))
})

t.test('what an indexer says of its account, and where it is, is for admins', async (t) => {
  const [tmdb, one] = await Promise.all([startTmdbServer({ token: 'token' }), startNewznabServer({ apiKey: KEY })])
  t.teardown(() => Promise.all([tmdb.stop(), one.stop()]))
  const wrong = { ...indexerDefaults, name: 'Wrong', url: one.url, apiKey: 'not-the-key' }
  const away = { ...indexerDefaults, name: 'Away', url: one.url, apiKey: KEY, ownNetwork: false }
  const app = await testApp(t, {
    tmdb: { baseUrl: tmdb.apiBaseUrl, imageBaseUrl: tmdb.imageBaseUrl, token: 'token' },
    acquisition: { indexers: [{ ...indexerDefaults, name: 'One', url: one.url, apiKey: KEY }, wrong, away], newsServers: [] },
  })
  const told = async (role: 'admin' | 'viewer') => {
    await app.accounts.ensure({ username: role, password: PASSWORD, role })
    return (await app.ask('GET', '/api/movies/653/releases', { cookie: await app.signIn(role, PASSWORD) })).body
  }
  const [admin, viewer] = [await told('admin'), await told('viewer')]
  t.match(viewer, /Wrong answered with the error 100\..*Away is at an address that cannot be asked\./)
  t.notMatch(viewer, /127\.0\.0\.1|answered: /)
  t.match(admin, /Wrong answered: [^"]+ \(100\)\..*127\.0\.0\.1/)
})
