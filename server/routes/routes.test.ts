/** Commands, changes, the library and downloads over HTTP, on a real database. */

import { randomUUID } from 'node:crypto'
import { eventually } from '../../test/support/eventually.ts'
import { newCommand, newJobId } from '../../test/support/person.ts'
import type { TestApp } from '../../test/support/test-app.ts'
import { testApp } from '../../test/support/test-app.ts'
import t from '../../test/support/tap.ts'
import { limits } from '../limits.ts'
import { realSystem, uuidv7 } from '../system.ts'

const PASSWORD = 'a long enough password'
const nosferatu = { mediaType: 'movie', tmdbId: 653 } as const
const metropolis = { mediaType: 'movie', tmdbId: 19 } as const

async function personOf(app: TestApp, username: string, role: 'viewer' | 'member' | 'admin' = 'member') {
  await app.accounts.ensure({ username, password: PASSWORD, role })
  const cookie = await app.signIn(username, PASSWORD)
  const ask = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await app.ask(method, url, { cookie, body, headers })
    return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() }
  }
  return { ask, send: (body: unknown) => ask('POST', '/api/commands', body) }
}

t.test('one command, a list or a batch: each has its own outcome, the same however often it is sent', async (t) => {
  const { send, ask } = await personOf(await testApp(t), 'anna')
  const rate = newCommand('RateMovie', { title: nosferatu, rating: 'LIKE' })
  const list = newCommand('AddToWatchlist', { title: nosferatu })
  const other = newCommand('AddToWatchlist', { title: metropolis, priority: 'HIGH' })
  const first = await send(rate)
  t.match(first, { status: 200, body: { outcomes: [{ id: rate.id, status: 'accepted', events: [{ type: 'TitleRated' }, { type: 'TitleWatched' }] }] } })
  t.match((await send([rate, list, other])).body.outcomes, [first.body.outcomes[0], { status: 'rejected', code: 'ALREADY_RATED' }, { status: 'accepted' }])
  t.same((await send({ commands: [rate] })).body, first.body)
  t.same((await ask('GET', `/api/commands/${rate.id}`)).body, first.body.outcomes[0])
  t.match((await ask('GET', `/api/commands/${list.id}`)).body, { status: 'rejected', code: 'ALREADY_RATED' })
  t.match(await ask('GET', '/api/library', undefined, { 'x-rewind-person': uuidv7(realSystem) }), { status: 409, body: { code: 'WRONG_PERSON' } }, 'what was meant for another person is not answered as this one')
  t.equal((await ask('GET', `/api/commands/${uuidv7(realSystem)}`)).status, 404)
})

t.test('a payload that is wrong is told for its command alone, and is not held against the id', async (t) => {
  const { send } = await personOf(await testApp(t), 'anna')
  const wrong = newCommand('RateMovie', { title: nosferatu, rating: 'LOVE' as 'LIKE' })
  const right = newCommand('AddFavourite', { title: nosferatu })
  const { status, body } = await send([wrong, right])
  t.match([status, body.outcomes], [200, [{ id: wrong.id, status: 'rejected', code: 'INVALID_INPUT', details: [{ field: 'rating' }] }, { status: 'accepted' }]])
  t.match((await send({ ...wrong, data: { title: nosferatu, rating: 'LIKE' } })).body.outcomes, [{ id: wrong.id, status: 'accepted' }])
})

t.test('an envelope that is wrong is refused whole, by the field', async (t) => {
  const { send } = await personOf(await testApp(t), 'anna')
  const good = newCommand('AddFavourite', { title: nosferatu })
  const cases: [unknown, string][] = [
    [{ ...good, id: randomUUID() }, 'commands.0.id'], [{ ...good, actor: 'somebody' }, 'commands.0.actor'], [[good, { ...good, issuedAt: 'today' }], 'commands.1.issuedAt'],
    [{ commands: [] }, 'commands'], [{ commands: [good], atomically: true }, 'atomically'], [Array.from({ length: limits.commandBatchMax + 1 }, () => good), 'commands'], ['text', 'commands.0'], [null, 'commands.0'],
  ]
  for (const [body, field] of cases) t.match(await send(body), { status: 400, body: { code: 'INVALID_INPUT', details: [{ field }] } }, field)
})

t.test('what could be recorded and then not read is refused: ids not in lower case, times that tables cannot hold', async (t) => {
  const app = await testApp(t)
  const { send, ask } = await personOf(app, 'anna')
  const good = newCommand('MarkWatched', { title: nosferatu })
  const times = ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59', '2026-01-01T00:00:00+05', '2026-01-01 00:00:00Z', '2026-02-30T00:00:00Z', '1799-12-31T23:59:59Z', '3000-01-01T00:00:00Z']
  for (const issuedAt of times) t.match(await send({ ...good, issuedAt }), { status: 400, body: { details: [{ field: 'commands.0.issuedAt' }] } }, issuedAt)
  for (const watchedAt of times) t.match((await send({ ...good, data: { title: nosferatu, watchedAt } })).body, { outcomes: [{ code: 'INVALID_INPUT', details: [{ field: 'watchedAt' }] }] }, watchedAt)
  const device = '0a0a0a0a-0000-4000-8000-00000000000f'
  for (const id of [good.id.toUpperCase(), `urn:uuid:${good.id}`]) t.match(await send({ ...good, id }), { status: 400, body: { details: [{ field: 'commands.0.id' }] } }, id)
  for (const deviceId of [device.toUpperCase(), `urn:uuid:${device}`]) t.match(await send({ ...good, deviceId }), { status: 400, body: { details: [{ field: 'commands.0.deviceId' }] } }, deviceId)
  t.equal((await ask('DELETE', `/api/me/sessions/urn:uuid:${device}`)).status, 400)
  t.match(await ask('POST', '/api/session', { username: 'an\u0000na', password: PASSWORD }), { status: 400, body: { code: 'INVALID_INPUT' } })
  const outcomes = (await send([{ ...newCommand('AddToWatchlist', { title: nosferatu }), issuedAt: '1800-01-01T00:00:00Z', deviceId: device }, { ...newCommand('AddFavourite', { title: nosferatu }), issuedAt: '2999-12-31T23:59:60.5z' }])).body.outcomes
  t.match(outcomes, [{ status: 'accepted' }, { status: 'accepted' }])
  t.match(await ask('GET', `/api/library/movie/653?after=${outcomes[1].position}`), { status: 200 }, 'what is accepted can be read')
})

t.test('what is not known, not allowed or of the server alone has an outcome that says so', async (t) => {
  const { send } = await personOf(await testApp(t), 'anna', 'viewer')
  const envelope = (type: string, data: object) => ({ ...newCommand('AddFavourite', { title: nosferatu }), type, data })
  const { outcomes } = (await send([
    envelope('InventTheWheel', {}), envelope('ApproveFetch', { movieId: 653, jobId: newJobId() }), envelope('RegisterUser', { userId: randomUUID(), role: 'admin' }),
    envelope('DescribeTitle', {}), envelope('constructor', {}), envelope('__proto__', {}),
  ])).body
  t.match(outcomes, [{ status: 'unknown', code: 'UNKNOWN_COMMAND' }, ...Array.from({ length: 3 }, () => ({ status: 'rejected', code: 'FORBIDDEN' })), { status: 'unknown' }, { status: 'unknown' }])
})

t.test('atomic: all or none', async (t) => {
  const { send, ask } = await personOf(await testApp(t), 'anna')
  const commands = [newCommand('TagTitle', { title: nosferatu, tag: 'noir' }), newCommand('SetWatchlistPriority', { title: nosferatu, priority: 'LOW' })]
  t.match((await send({ commands, atomic: true })).body.outcomes, [{ status: 'failed', code: 'BATCH_REFUSED' }, { status: 'rejected', code: 'NOT_ON_WATCHLIST' }])
  t.match((await ask('GET', '/api/library/movie/653')).body, { entry: null })
})

t.test('every convenience route stands for its command, and a read that names a position sees it', async (t) => {
  const { ask } = await personOf(await testApp(t), 'anna')
  const at = (path: string) => `/api/library/movie/653/${path}`
  const entryAfter = async ({ body }: { body: { position: string } }) => (await ask('GET', `/api/library/movie/653?after=${body.position}`)).body
  t.match(await entryAfter(await ask('PUT', at('watchlist'), { priority: 'HIGH', note: 'with Max' })), { entry: { watchlistPriority: 'HIGH', watchlistNote: 'with Max' } })
  await ask('DELETE', at('watchlist'))
  await ask('PUT', at('watchlist'))
  t.match(await entryAfter(await ask('PUT', at('rating'), { rating: 'SUPER_LIKE' })), { entry: { rating: 'SUPER_LIKE', watchlistPriority: null } })
  const watched = await ask('POST', at('watched'), { watchedAt: '2026-01-02T20:15:00Z' })
  t.match(watched.body, { events: [{ type: 'TitleWatched' }] })
  const { entry } = await entryAfter(watched)
  t.equal(entry.plays.length, 2)
  for (const [method, path, body] of [['DELETE', 'watched', { playId: entry.plays[0].playId }], ['PUT', 'favourite', undefined], ['PUT', 'review', { score: 8.5, text: 'Still.', visibility: 'private' }],
    ['PUT', 'progress', { positionSeconds: 600, durationSeconds: 5400 }], ['PUT', 'tags/silent%20film', undefined]] as const) t.equal((await ask(method, at(path), body)).status, 200, path)
  const last = await ask('DELETE', at('rating'))
  t.match(await entryAfter(last), { entry: { rating: null, tags: ['silent film'], progressSeconds: 600, review: { score: 8.5 }, plays: { length: 1 } }, history: { length: 13 } })
  t.match(await ask('PUT', '/api/library/tv/1399/rating', { rating: 'OK' }), { status: 200 }, 'a series is rated as one')
  t.match(await ask('PUT', at('watchlist'), { priority: 'HIGHEST' }), { status: 400, body: { details: [{ field: 'priority' }] } })
  t.match(await ask('DELETE', at('watched'), { playId: randomUUID() }), { status: 404, body: { code: 'NOT_FOUND' } })
})

t.test('a series by episode and by season: marked, unmarked, and how far one is', async (t) => {
  const app = await testApp(t)
  const { ask } = await personOf(app, 'anna')
  const outline = { seasons: [{ season: 1, episodes: 2 }, { season: 2, episodes: 2 }], aired: { season: 2, episode: 1, date: '2020-01-01' }, next: null, ended: false }
  const card = { mediaType: 'tv', tmdbId: 1396, title: 'Desert', year: 2008, posterPath: null, backdropPath: null, runtimeMinutes: 45, genres: [], overview: '', outline } as const
  await app.commands.handle({ ...newCommand('DescribeTitle', card), actor: 'system', sender: 'worker' })
  const at = '/api/library/tv/1396/watched'
  await eventually('the card', async () => (await ask('GET', '/api/library/tv/1396')).body.card !== null)
  const entryAfter = async ({ body }: { body: { position: string } }) => (await ask('GET', `/api/library/tv/1396?after=${body.position}`)).body
  t.match(await entryAfter(await ask('POST', at, { season: 1, episode: 1 })), { progress: { run: 1, watched: 1, aired: 3, state: 'watching', next: { season: 1, episode: 2 }, upcoming: null, seasons: [{ season: 1, watched: 1 }, { season: 2, aired: 1 }] } })
  t.match(await entryAfter(await ask('POST', at, { season: 1 })), { progress: { watched: 2, next: { season: 2, episode: 1 } }, entry: { plays: { length: 2 } } })
  const gone = await ask('DELETE', at, { season: 1 })
  t.match(gone.body.events, [{ type: 'WatchRemoved' }, { type: 'WatchRemoved' }])
  t.match(await entryAfter(gone), { progress: { watched: 0, state: 'unwatched' } })
  t.match(await entryAfter(await ask('POST', '/api/undo', { commandId: gone.body.id })), { progress: { watched: 2 } })
  t.match(await ask('DELETE', at, {}), { status: 400, body: { code: 'INVALID_UNMARK' } })
  t.match((await ask('GET', '/api/library/movie/653')).body, { progress: null })
})

t.test('with an Idempotency-Key, sending again changes nothing more', async (t) => {
  const { ask } = await personOf(await testApp(t), 'anna')
  const key = { 'idempotency-key': uuidv7(realSystem) }
  const first = await ask('POST', '/api/library/movie/653/watched', {}, key)
  t.same(await ask('POST', '/api/library/movie/653/watched', {}, key), first)
  t.match(await ask('POST', '/api/library/movie/653/watched', {}, { 'idempotency-key': 'again' }), { status: 400, body: { details: [{ field: 'Idempotency-Key' }] } })
})

t.test('undo by event or by command, refused where something newer stands; another person\'s history is not there', async (t) => {
  const app = await testApp(t)
  const [{ ask }, ben] = [await personOf(app, 'anna'), await personOf(app, 'ben')]
  const liked = (await ask('PUT', '/api/library/movie/653/rating', { rating: 'LIKE' })).body
  t.equal((await ben.ask('POST', '/api/undo', { commandId: liked.id })).status, 404)
  const loved = (await ask('PUT', '/api/library/movie/653/rating', { rating: 'SUPER_LIKE' })).body
  t.match(await ask('POST', '/api/undo', { eventId: liked.events[0].id }), { status: 409, body: { code: 'SUPERSEDED', details: [{ field: 'eventId', message: loved.events[0].id }, {}, {}, {}] } })
  t.equal((await ask('POST', '/api/undo', { eventId: loved.events[0].id })).status, 200)
  const undone = (await ask('POST', '/api/undo', { commandId: liked.id })).body
  t.match((await ask('GET', `/api/library/movie/653?after=${undone.position}`)).body.entry, { rating: null, plays: [] })
  t.match((await ask('POST', '/api/undo', {})).body, { code: 'INVALID_INPUT' })
  t.equal((await ask('POST', '/api/undo', { eventId: uuidv7(realSystem) })).status, 404)
})

t.test('shelves are sorted, filtered and paged; history is one\'s own, newest first', async (t) => {
  const app = await testApp(t)
  const { ask, send } = await personOf(app, 'anna')
  const titles = Array.from({ length: 30 }, (_, index) => ({ mediaType: 'movie' as const, tmdbId: index + 1 }))
  const priorities = ['LOW', 'MEDIUM', 'HIGH'] as const
  const { outcomes } = (await send(titles.map((title, index) => newCommand('AddToWatchlist', { title, priority: priorities[index % 3]! })))).body
  const after = outcomes.map(({ position }: { position: string }) => position).sort().at(-1)
  const { body } = await ask('GET', `/api/watchlist?sort=priority&limit=11&after=${after}`)
  t.match(body, { page: 1, totalPages: 3, totalResults: 30 })
  t.same(body.results.map(({ watchlistPriority }: { watchlistPriority: string }) => watchlistPriority), [...Array(10).fill('HIGH'), 'MEDIUM'])
  t.equal((await ask('GET', '/api/watchlist?page=3&limit=11')).body.results.length, 8)
  t.match((await ask('GET', '/api/watchlist?priority=LOW&sort=priority&order=asc')).body, { totalResults: 10 })
  for (const sort of ['added', 'title', 'year', 'rating', 'runtime']) t.equal((await ask('GET', `/api/watchlist?sort=${sort}`)).status, 200, sort)
  for (const shelf of ['ratings', 'watched', 'favourites', 'reviews', 'recents', 'continue-watching']) t.match((await ask('GET', `/api/${shelf}`)).body, { totalResults: 0, results: [] }, shelf)
  t.match((await ask('GET', '/api/library')).body, { watchlist: { length: 30 }, totals: { watchlist: 30, ratings: 0 }, ratings: [] })
  const history = (await ask('GET', `/api/history?limit=100&after=${after}`)).body
  t.match([history.totalResults, history.results[0]], [30, { type: 'AddedToWatchlist', undoneBy: null, data: { priority: String } }])
  t.match((await ask('GET', '/api/history?mediaType=movie&tmdbId=4')).body, { totalResults: 1, results: [{ tmdbId: 4 }] })
  t.equal((await ask('GET', '/api/history?tmdbId=4')).status, 400)
  t.match((await (await personOf(app, 'ben')).ask('GET', '/api/history')).body, { totalResults: 0 })
})

t.test('what can be resumed is between 5 and 90 % of five minutes or more', async (t) => {
  const { ask, send } = await personOf(await testApp(t), 'anna')
  const at = (tmdbId: number, positionSeconds: number, durationSeconds: number) => newCommand('RecordProgress', { title: { mediaType: 'movie', tmdbId }, positionSeconds, durationSeconds })
  const { outcomes } = (await send([at(1, 20, 1000), at(2, 60, 1000), at(3, 890, 1000), at(4, 950, 1000), at(5, 100, 299)])).body
  const { body } = await ask('GET', `/api/continue-watching?after=${outcomes.map(({ position }: { position: string }) => position).sort().at(-1)}`)
  t.same(body.results.map(({ tmdbId }: { tmdbId: number }) => tmdbId).sort(), [2, 3])
})

t.test('asking for a movie twice is one job; what may be done with it depends on the role', async (t) => {
  const app = await testApp(t)
  const [anna, guest, admin] = [await personOf(app, 'anna'), await personOf(app, 'viv', 'viewer'), await personOf(app, 'ada', 'admin')]
  const { status, body: { jobId } } = await anna.ask('POST', '/api/movies/653/fetch')
  t.equal(status, 202)
  t.same((await guest.ask('POST', '/api/movies/653/fetch', { qualityPreference: '720p' })).body, { jobId, position: null })
  t.match(await anna.ask('POST', '/api/movies/653/fetch', { mode: 'sideways' }), { status: 400, body: { details: [{ field: 'mode' }] } })
  t.match((await anna.ask('GET', `/api/jobs/${jobId}`)), { status: 200, body: { job: { key: jobId, status: 'queued', movieId: 653 }, card: null } })
  const waiting = (await guest.ask('POST', '/api/movies/19/fetch')).body.jobId
  t.equal((await anna.ask('POST', `/api/jobs/${waiting}/approve`)).status, 403)
  t.equal((await admin.ask('POST', `/api/jobs/${waiting}/decline`, { reason: 'We have it on disc.' })).status, 200)
  const cancelled = await anna.ask('POST', `/api/jobs/${jobId}/cancel`)
  t.match([cancelled.status, cancelled.body.events], [200, [{ type: 'FetchCancelled' }]])
  const jobs = (await anna.ask('GET', `/api/jobs?status=cancelled&after=${cancelled.body.position}`)).body
  t.match([jobs.totalResults, jobs.results.map(({ key }: { key: string }) => key).sort()], [2, [jobId, waiting].sort()])
  t.equal((await anna.ask('POST', `/api/jobs/${newJobId()}/retry`)).status, 404)
  t.match((await admin.ask('POST', `/api/jobs/${waiting}/reconsider`)).body.events, [{ type: 'FetchReconsidered' }])
  t.match((await admin.ask('POST', `/api/jobs/${waiting}/priority`, { priority: 'HIGH' })).body.events, [{ type: 'FetchPrioritized' }])
  t.equal((await admin.ask('POST', `/api/jobs/${waiting}/priority`, {})).status, 400)
  t.equal((await anna.ask('POST', `/api/jobs/${waiting}/bin`)).status, 403)
  t.match(await admin.ask('POST', `/api/jobs/${waiting}/bin`, { days: 3 }), { status: 409, body: { code: 'NOT_READY' } })
  const again = (await anna.ask('POST', '/api/movies/653/fetch')).body
  const requested = (await anna.ask('GET', `/api/history?limit=1&after=${again.position}`)).body.results[0]
  t.match(requested, { type: 'FetchRequested', data: { jobId: again.jobId } })
  t.match((await anna.ask('POST', '/api/undo', { eventId: requested.key })).body.events, [{ type: 'FetchCancelled' }], 'undoing a request calls it off')
})

t.test('an episode is asked for as a film is, and is another thing than its series, than another episode, and than the film of its number', async (t) => {
  const app = await testApp(t)
  const anna = await personOf(app, 'anna')
  const at = '/api/series/1396/seasons/1/episodes/2'
  const { status, body: { jobId, position } } = await anna.ask('POST', `${at}/fetch`)
  t.equal(status, 202)
  t.match((await anna.ask('POST', `${at}/fetch`)).body, { jobId, position: null })
  t.not((await anna.ask('POST', '/api/series/1396/seasons/1/episodes/3/fetch')).body.jobId, jobId)
  t.not((await anna.ask('POST', '/api/movies/1396/fetch')).body.jobId, jobId)
  t.match((await anna.ask('GET', `/api/jobs/${jobId}?after=${position}`)).body, { job: { key: jobId, status: 'queued', movieId: null, seriesId: 1396, season: 1, episode: 2 }, card: null })
  t.match(await anna.ask('GET', `${at}/stream`), { status: 400, body: { code: 'INVALID_INPUT', error: /not ready/ } })
  t.match(await anna.ask('GET', `${at}/arrival`), { status: 200, body: { jobId, status: 'queued', watchable: 'soon' } })
  t.match(await anna.ask('GET', `${at}/media`), { status: 200, body: { subtitles: [] } })
  t.match(await anna.ask('GET', '/api/series/1396/seasons/1/episodes/9/arrival'), { status: 404 })
  t.equal((await anna.ask('POST', '/api/series/1396/seasons/x/episodes/2/fetch')).status, 400)
  const story = (await anna.ask('GET', `/api/jobs/${jobId}/story`)).body.lines
  t.match(story, [{ type: 'FetchRequested' }])
  const requested = (await anna.ask('GET', '/api/history?limit=10')).body.results.find(({ data }: { data: { jobId: string } }) => data.jobId === jobId)
  t.match(requested, { type: 'FetchRequested', mediaType: 'tv', tmdbId: 1396, subject: 'tv_1396' })
  t.match((await anna.ask('POST', '/api/undo', { eventId: requested.key })).body.events, [{ type: 'FetchCancelled', stream: 'acquisition-tv_1396_s1e2' }], 'undoing a request calls it off')
  const [half] = (await anna.ask('POST', '/api/commands', newCommand('RequestFetch', { seriesId: 1396, season: 1, jobId: newJobId() } as never))).body.outcomes
  t.match(half, { status: 'rejected', code: 'INVALID_INPUT' })
})

t.test('health says what it depends on, and the figures are for the household', async (t) => {
  const app = await testApp(t)
  const admin = await personOf(app, 'ada', 'admin')
  const ready = await admin.ask('GET', '/health/ready')
  t.match([ready.status, ready.body.checks.map(({ name }: { name: string }) => name)], [200, ['database', 'event store', 'object store', 'projection library', 'projection timeline', 'projection jobs', 'projection cards']])
  // A projector under way would say that it is well.
  const behind = async () => (await admin.ask('GET', '/health/ready')).body.checks.filter(({ message }: { message: string }) => /[1-9]\d* events/.test(message)).length
  await eventually('the projections have caught up', async () => await behind() === 0)
  await app.database.kysely.updateTable('checkpoints').set({ status: 'failed', error: JSON.stringify({ eventId: randomUUID(), position: '00000000000000000007', type: 'TitleRated', message: 'secret detail' }) }).where('name', '=', 'library').execute()
  const sick = await admin.ask('GET', '/health/ready')
  t.match([sick.status, sick.body.ready, sick.body.checks.find(({ name }: { name: string }) => name === 'projection library')], [503, false, { name: 'projection library', ok: false, message: /cannot apply TitleRated at 0*7/ }])
  t.notMatch(JSON.stringify(sick.body), /secret detail/)
  const figures = await app.ask('GET', '/metrics')
  for (const name of ['rewind_http_request_seconds_bucket', 'rewind_append_seconds_count', 'rewind_projection_lag_events{projection="library"}', 'rewind_jobs{status="queued"}', 'rewind_storage_bytes{state="binned"}', 'rewind_sockets']) t.match(figures.body, name)
  t.equal((await app.ask('GET', '/metrics', { headers: { 'x-forwarded-for': '203.0.113.9' } })).statusCode, 403, 'a proxy asks for somebody else')
})
