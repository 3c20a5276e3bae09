import { bytes, inTurn, json, scriptedTmdb } from '../../test/support/scripted-tmdb.ts'
import { testClock } from '../../test/support/test-clock.ts'
import t from '../../test/support/tap.ts'
import { limits } from '../limits.ts'
import { CatalogueError } from './catalogue-error.ts'
import { paced } from './pace.ts'
import { tmdbClient } from './tmdb-client.ts'

const film = { id: 653, title: 'Nosferatu' }

async function clientOf(t: Parameters<typeof scriptedTmdb>[0], script: Parameters<typeof scriptedTmdb>[1]) {
  const upstream = await scriptedTmdb(t, script)
  const clock = testClock()
  return { upstream, clock, tmdb: tmdbClient({ baseUrl: `${upstream.url}/3`, token: 'secret-token' }, clock) }
}

async function failure(asking: Promise<unknown>): Promise<{ code: string; message: string }> {
  const error = await asking.then(() => undefined, (error: unknown) => error)
  if (!(error instanceof CatalogueError)) throw new Error(`Expected a CatalogueError, got ${error}`)
  return { code: error.code, message: error.message }
}

t.test('the token goes in the header, the question in the path and query', async (t) => {
  let authorization: string | undefined
  const { tmdb, upstream } = await clientOf(t, (request, response) => {
    authorization = request.headers.authorization
    json(film)(request, response)
  })
  t.strictSame(await tmdb.get('/search/movie', { query: 'nosferatu & co', page: 2 }), film)
  t.strictSame(upstream.asked, ['/3/search/movie?query=nosferatu+%26+co&page=2'])
  t.equal(authorization, 'Bearer secret-token')
})

t.test('failures that may pass are tried again three times, ever later', async (t) => {
  const bad = [json({}, 500), bytes('<html>', 200), bytes('{"id": 653, "tit', 200), json(film)]
  const { tmdb, upstream, clock } = await clientOf(t, inTurn(...bad))
  t.strictSame(await tmdb.get('/movie/653'), film)
  t.equal(upstream.asked.length, 4)
  t.equal(clock.slept.length, 3)
  for (const [tries, delayMs] of clock.slept.entries()) {
    const longestMs = limits.tmdbRetryDelayMs * 2 ** tries
    t.ok(delayMs >= longestMs / 2 && delayMs <= longestMs, `waited ${delayMs} ms of at most ${longestMs}`)
  }
})

t.test('after the third repetition it fails in words, without the token', async (t) => {
  for (const [script, message] of [
    [json({}, 503), 'TMDB answered 503.'],
    [bytes('<!doctype html><title>Captive portal</title>'), 'TMDB answered something that is not JSON.'],
    [(request) => { request.socket.destroy() }, 'TMDB could not be reached.'],
  ] as [Parameters<typeof scriptedTmdb>[1], string][]) {
    const { tmdb, upstream } = await clientOf(t, script)
    t.strictSame(await failure(tmdb.get('/movie/653')), { code: 'TMDB_ERROR', message })
    t.ok(upstream.asked.length >= 4, 'a connection that breaks is opened once more by fetch itself')
  }
})

t.test('an answer whose body is cut short is tried again', async (t) => {
  const { tmdb, upstream } = await clientOf(t, inTurn((_request, response) => {
    response.writeHead(200, { 'content-length': '1000' })
    response.write('{"id"')
    setTimeout(() => response.destroy(), 10)
  }, json(film)))
  t.strictSame(await tmdb.get('/movie/653'), film)
  t.equal(upstream.asked.length, 2)
})

t.test('what another try cannot mend is not tried again', async (t) => {
  const huge = bytes(Buffer.alloc(limits.tmdbAnswerBytesMax + 1, 32))
  const endless: Parameters<typeof scriptedTmdb>[1] = (_request, response) => {
    const more = (): unknown => response.destroyed || (response.write(Buffer.alloc(65_536, 32)) ? setImmediate(more) : response.once('drain', more))
    more()
  }
  for (const [script, code, message] of [
    [json({ success: false, status_code: 34 }, 404), 'NOT_FOUND', /does not know/],
    [json({ success: false, status_code: 7 }, 401), 'TMDB_ERROR', /TMDB_API_KEY/],
    [json({ success: false, status_code: 22 }, 400), 'TMDB_ERROR', /answered 400/],
    [bytes('', 302, { location: 'http://127.0.0.1:1/stolen' }), 'TMDB_ERROR', /answered 302/],
    [huge, 'TMDB_ERROR', /larger than/],
    [endless, 'TMDB_ERROR', /larger than/],
  ] as [Parameters<typeof scriptedTmdb>[1], string, RegExp][]) {
    const { tmdb, upstream } = await clientOf(t, script)
    t.match(await failure(tmdb.get('/movie/653')), { code, message }, String(message))
    t.equal(upstream.asked.length, 1)
  }
})

t.test('Retry-After is waited for, in seconds and as a date, but not for long', async (t) => {
  const { tmdb, clock, upstream } = await clientOf(t, inTurn(json({}, 429, { 'retry-after': '3' }), json(film)))
  await tmdb.get('/movie/653')
  t.strictSame(clock.slept, [3_000])
  upstream.answer(inTurn(json({}, 503, { 'retry-after': new Date(clock.now() + 5_000).toUTCString() }), json(film)))
  await tmdb.get('/movie/653')
  t.strictSame(clock.slept, [3_000, 5_000])
  upstream.answer(json({}, 429, { 'retry-after': '3600' }))
  t.match(await failure(tmdb.get('/movie/653')), { code: 'TMDB_ERROR', message: /slow down/ })
  t.equal(clock.slept.length, 2)
})

t.test('an upstream that stays down is left alone for a while, then tried once', async (t) => {
  const { tmdb, upstream, clock } = await clientOf(t, json({}, 400))
  for (let calls = 0; calls < limits.tmdbBreakerFailures; calls++) await failure(tmdb.get('/movie/653'))
  const asked = upstream.asked.length
  t.match(await failure(tmdb.get('/movie/653')), { code: 'TMDB_ERROR', message: /asked again in 30 s/ })
  t.equal(upstream.asked.length, asked, 'nothing was asked while the circuit was open')

  clock.advance(limits.tmdbBreakerOpenMs)
  const together = await Promise.all([failure(tmdb.get('/movie/653')), failure(tmdb.get('/movie/653'))])
  t.match(together.map(({ message }) => message), [/answered 400/, /asked again/])
  t.equal(upstream.asked.length, asked + 1, 'one trial, which failed')

  clock.advance(limits.tmdbBreakerOpenMs)
  upstream.answer(json(film))
  t.strictSame(await tmdb.get('/movie/653'), film)
  t.strictSame(await tmdb.get('/movie/653'), film)
})

t.test('titles that TMDB does not know do not count as failures', async (t) => {
  const { tmdb } = await clientOf(t, json({}, 404))
  for (let calls = 0; calls < limits.tmdbBreakerFailures + 2; calls++) t.match(await failure(tmdb.get('/movie/1')), { code: 'NOT_FOUND' })
})

t.test('never more than 40 requests start within any second, and no more wait than may', async (t) => {
  let nowMs = 0
  const waits: number[] = []
  const pace = paced({ now: () => nowMs, sleep: (ms) => { waits.push(nowMs + ms); return new Promise<void>(() => {}) } })
  const started: number[] = []
  for (let count = 0; count < 100; count++) {
    if (count === 60) nowMs = 500
    const before = waits.length
    void pace.turn().then(() => {})
    started.push(waits.length > before ? waits.at(-1)! : nowMs)
  }
  for (let index = 40; index < started.length; index++) t.ok(started[index]! - started[index - 40]! >= 1_000)
  for (let count = 60; count < limits.tmdbQueueMax; count++) void pace.turn().then(() => {})
  t.match(await failure(pace.turn()), { code: 'UNAVAILABLE' })
})
