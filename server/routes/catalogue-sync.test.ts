import { join } from 'node:path'
import type { ImportedTitle, SyncDetail, SyncInfo, SyncsAnswer } from '../../projections/wire-syncs.ts'
import { refreshCatalogue } from '../../workers/catalogue-sync/refresh-catalogue.ts'
import { runSyncs } from '../../workers/catalogue-sync/run-syncs.ts'
import { catalogueUpstream } from '../../test/support/catalogue-upstream.ts'
import { eventually } from '../../test/support/eventually.ts'
import { newCommand } from '../../test/support/person.ts'
import { hurried } from '../../test/support/sync-lab.ts'
import t from '../../test/support/tap.ts'
import { testApp } from '../../test/support/test-app.ts'
import { silentLog } from '../log.ts'

async function house(t: Parameters<typeof testApp>[0] & Parameters<typeof catalogueUpstream>[0], movies = 30) {
  const upstream = await catalogueUpstream(t, { movies })
  const app = await testApp(t, { tmdb: { baseUrl: `${upstream.url}/3`, imageBaseUrl: `${upstream.url}/t/p`, token: 'secret' } })
  const cookies: Record<string, string> = {}
  for (const role of ['admin', 'member'] as const) {
    await app.accounts.ensure({ username: role, password: 'a long password', role })
    cookies[role] = await app.signIn(role, 'a long password')
  }
  const stop = new AbortController()
  const { store, commands, imports, database, syncAdmin, dataDir } = app
  const importFolder = join(dataDir, 'imports')
  const system = hurried()
  const running = runSyncs({ ...imports, exportBaseUrl: `${upstream.url}/p/exports`, importFolder, database, store, handle: commands.handle, system, log: silentLog, signal: stop.signal })
  t.teardown(async () => {
    stop.abort()
    await running
  })
  const ask = <Answer = SyncInfo>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object) => app.ask(method, `/api/admin/sync${path}`, { cookie: cookies.admin!, body }).then((answer) => ({ status: answer.statusCode, answer: (answer.body === '' ? undefined : answer.json()) as Answer }))
  const ended = async (runId: string) => await eventually('the import to end', async () => {
    const { answer } = await ask<SyncDetail>('GET', `/${runId}`)
    return answer.endedAt !== null && answer
  })
  return { upstream, app, cookies, system, ask, ended, syncAdmin }
}

t.test('an admin starts an import, sees it end, what failed and what TMDB does not have, and tries again', async (t) => {
  const { upstream, app, ask, ended } = await house(t)
  upstream.garble([9])
  const { status, answer: run } = await ask('POST', '', { source: { kind: 'ids', mediaType: 'movie', ids: 'films: 5, 7 and\n9; 5' }, way: 'files' })
  t.match([status, run], [201, { source: { kind: 'ids', mediaType: 'movie', count: 3 }, way: 'files', status: 'running', total: 3 }])
  t.match(await ended(run.runId), { status: 'completed', total: 3, done: 1, gone: 1, failed: 1, moved: 3, failures: [{ tmdbId: 9, code: 'UNREADABLE', message: /no id or no name/, retryable: false }], goneTitles: [{ mediaType: 'movie', tmdbId: 7 }] })
  upstream.garble([])
  t.match(await ask('POST', `/${run.runId}/retry`), { status: 200, answer: { status: 'running' } })
  await eventually('it is imported', async () => (await ask('GET', `/${run.runId}`)).answer.done === 2)
  t.match((await ask<SyncsAnswer>('GET', '')).answer, { runs: [{ runId: run.runId }], imported: { titles: 2, titlesEstimated: false, bytes: Number } })
  t.match(await ask('POST', `/${run.runId}/pause`), { status: 409, answer: { code: 'WRONG_SYNC_STATUS' } })
  t.match(app.log(), /an admin started an import/)
  for (const wanted of [/rewind_import_titles_total\{outcome="row"\} 2/, /rewind_imports\{status="completed"\} 1/]) t.match((await app.ask('GET', '/metrics')).body, wanted)
  t.match((await app.ask('GET', '/health/ready')).body, /"name":"imports","ok":true,"code":"HEALTH_IMPORTS","values":\{"running":0,"failed":0\},"message":"0 under way, 0 stopped"/)
})

t.test('imports are for admins, and what they are to import is checked', async (t) => {
  const { app, ask, cookies } = await house(t)
  for (const [method, path] of [['GET', ''], ['POST', ''], ['GET', '/live'], ['PUT', '/titles/movie/5'], ['DELETE', '/titles/movie/5']] as const) {
    t.equal((await app.ask(method, `/api/admin/sync${path}`, { cookie: cookies.member!, ...method === 'POST' ? { body: { source: { kind: 'library' } } } : {} })).statusCode, 403, `${method} ${path}`)
  }
  const wrong = [
    { kind: 'everything' }, { kind: 'ids', mediaType: 'movie', ids: 'none' }, { kind: 'ids', ids: '5' }, { kind: 'ids', mediaType: 'movie', ids: '99999999999' }, { kind: 'title', mediaType: 'movie' },
    { kind: 'export', mediaType: 'movie', date: '2026-02-31' }, { kind: 'export', mediaType: 'movie', date: '2026-13-01' }, { kind: 'export', mediaType: 'movie', date: '2026-02-28x' }, { kind: 'export', mediaType: 'movie', file: '../../etc/passwd' }, { kind: 'export', mediaType: 'movie' },
    { kind: 'discover', query: 'colour=red' }, { kind: 'discover', query: 'genres=27;drop' }, { kind: 'discover', query: 'kind=tv&people=5' }, { kind: 'library', count: 5 },
  ]
  for (const source of wrong) t.match(await ask('POST', '', { source }), { status: 400, answer: { code: 'INVALID_INPUT' } }, JSON.stringify(source))
  t.match(await ask('GET', '/00000000-0000-7000-8000-000000000000'), { status: 404 })
  t.match(await ask('POST', '/00000000-0000-7000-8000-000000000000/pause'), { status: 404 })
  t.strictSame((await ask<SyncsAnswer>('GET', '')).answer.runs, [])
})

t.test('one title is imported, asked for anew and deleted, and nobody\'s library changes', async (t) => {
  const { app, ask, cookies } = await house(t)
  const like = newCommand('RateMovie', { title: { mediaType: 'movie', tmdbId: 5 }, rating: 'LIKE' })
  await app.ask('POST', '/api/commands', { cookie: cookies.member!, body: { commands: [like] } })
  const library = async () => (await app.ask('GET', '/api/library/movie/5', { cookie: cookies.member! })).json<{ entry: object }>()
  await eventually('it is rated', async () => (await library()).entry)
  const before = await library()
  t.match(await ask<ImportedTitle>('GET', '/titles/movie/5'), { status: 404 })
  const { answer: first } = await ask<ImportedTitle>('PUT', '/titles/movie/5')
  t.match(first, { mediaType: 'movie', tmdbId: 5, title: 'Film 5', year: 1920, imdbId: 'tt0000005' })
  const { answer: anew } = await ask<ImportedTitle>('PUT', '/titles/movie/5')
  t.ok(anew.fetchedAt > first.fetchedAt)
  t.equal((await ask('DELETE', '/titles/movie/5')).status, 204)
  t.equal((await ask('DELETE', '/titles/movie/5')).status, 404)
  t.match(await ask('PUT', '/titles/movie/7'), { status: 404, answer: { code: 'NOT_FOUND' } })
  t.strictSame((await library()).entry, before.entry)
  t.match(await ask('PUT', '/titles/movie/5'), { status: 200 })
  const types = (await app.ask('GET', '/api/admin/events?category=catalogue', { cookie: cookies.admin! })).json<{ events: { type: string }[] }>().events.map(({ type }) => type)
  t.strictSame(types, ['TitleImported', 'ImportedTitleDeleted', 'TitleImported', 'TitleImported'], 'the audit knows')
})

t.test('while TMDB is down, what was imported is shown and found, and says that it is stale', async (t) => {
  const { upstream, app, ask, ended, cookies } = await house(t)
  const { answer: run } = await ask('POST', '', { source: { kind: 'export', mediaType: 'movie', date: '2026-02-28' } })
  await ended(run.runId)
  upstream.answer((_request, response) => { response.writeHead(503).end() })
  const get = (url: string) => app.ask('GET', url, { cookie: cookies.member! }).then((answer) => ({ status: answer.statusCode, answer: answer.json<{ results: { title: string }[] }>() }))
  const signs = encodeURIComponent('& | ! :* \' film')
  // Each asks TMDB a few times first: at once they take no longer than one.
  const [there, absent, found, many, ...searched] = await Promise.all([
    '/api/movies/12', '/api/movies/700', '/api/search?q=FILM%2012', '/api/search?q=fil&kind=movie&page=2', '/api/search?q=nothing', '/api/search?q=film&kind=tv', `/api/search?q=${signs}`,
  ].map(get))
  t.match(there, { status: 200, answer: { title: 'Film 12', stale: true, genres: ['Horror', 'Drama'] } })
  t.match(absent, { status: 502 })
  t.match(found, { status: 200, answer: { stale: true, totalResults: 1, results: [{ title: 'Film 12' }], people: [] } })
  t.match(many, { status: 200, answer: { page: 2, totalPages: 2 } })
  t.equal(many!.answer.results.length, 6)
  t.strictSame(searched.map(({ status }) => status), [502, 502, 200])
})

t.test('what is trending and what anyone keeps is refreshed when a day has passed, once; one that waits for TMDB is enough', async (t) => {
  const { app, ask, system, syncAdmin, upstream } = await house(t)
  const stop = new AbortController()
  const options = { database: app.database, admin: syncAdmin, system, log: silentLog, signal: stop.signal }
  upstream.fail('all')
  const from = system.now()
  const refreshing = Promise.all([refreshCatalogue(options), refreshCatalogue(options)])
  await eventually('days have passed', () => system.now() - from > 4 * 86_400_000)
  t.match((await ask<SyncsAnswer>('GET', '')).answer.runs, [{ status: 'running' }])
  t.equal((await ask<SyncsAnswer>('GET', '')).answer.runs.length, 1)
  upstream.fail([])
  const run = await eventually('a refresh has ended', async () => (await ask<SyncsAnswer>('GET', '')).answer.runs.find(({ endedAt }) => endedAt !== null))
  stop.abort()
  await refreshing
  t.match(run, { source: { kind: 'refresh' }, startedBy: 'worker-catalogue', status: 'completed', total: 3 })
  t.ok(upstream.titles().includes('movie_1'))
})
