import { Buffer } from 'node:buffer'
import { gzipSync } from 'node:zlib'
import { bytes, inTurn, json, scriptedTmdb } from '../../test/support/scripted-tmdb.ts'
import { testClock } from '../../test/support/test-clock.ts'
import t from '../../test/support/tap.ts'
import { limits } from '../limits.ts'
import { CatalogueError } from './catalogue-error.ts'
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
  for (const [tries, delayMs] of clock.slept.entries()) t.ok(delayMs >= 0 && delayMs <= limits.tmdbRetryDelayMs * 2 ** tries, `waited ${delayMs} ms`)
  t.match(tmdb.figures().calls, { failed: 1, unreadable: 2, answered: 1 })
})

t.test('chance decides how long is waited, from nothing to all of a time that doubles', async (t) => {
  const upstream = await scriptedTmdb(t, json({}, 500))
  for (const [byte, expected] of [[0, [0, 0, 0]], [255, [250, 500, 1_000]]] as const) {
    const clock = testClock()
    const tmdb = tmdbClient({ baseUrl: upstream.url, token: 'x' }, { ...clock, randomBytes: (count) => new Uint8Array(count).fill(byte) })
    await failure(tmdb.get('/movie/653'))
    t.strictSame(clock.slept, expected)
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
    [bytes(gzipSync(Buffer.alloc(limits.tmdbAnswerBytesMax * 20)), 200, { 'content-encoding': 'gzip' }), 'TMDB_ERROR', /larger than/],
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

t.test('what TMDB asks of one question holds for all: none is sent before, and none waits for long', async (t) => {
  const { tmdb, clock, upstream } = await clientOf(t, json({}, 429, { 'retry-after': '3600' }))
  await failure(tmdb.get('/movie/653'))
  upstream.answer(json(film))
  t.strictSame(await failure(tmdb.get('/movie/1')), { code: 'UNAVAILABLE', message: 'TMDB asks us to slow down: try again in 60 s.' })
  t.equal(upstream.asked.length, 1)
  clock.advance(limits.tmdbHoldMaxMs)
  t.strictSame(await tmdb.get('/movie/1'), film, 'TMDB may ask for an hour, and is tried again after a minute')
})

t.test('garbage in Retry-After is no time', async (t) => {
  for (const value of ['soon', '-5', '1e9', 'Thu, 99 Foo 2026 00:00:00 GMT', '']) {
    const { tmdb, clock } = await clientOf(t, inTurn(json({}, 503, { 'retry-after': value }), json(film)))
    await tmdb.get('/movie/653')
    t.ok(clock.slept.every((ms) => ms <= limits.tmdbRetryDelayMs), value)
  }
})

t.test('no try begins when nobody waits any more', async (t) => {
  const clock = testClock()
  const upstream = await scriptedTmdb(t, (request, response) => {
    clock.advance(limits.tmdbPatienceMs)
    json({}, 500)(request, response)
  })
  await failure(tmdbClient({ baseUrl: upstream.url, token: 'x' }, clock).get('/movie/653'))
  t.equal(upstream.asked.length, 1)
})

t.test('an upstream that stays down is left alone for a while, then tried once, and both are logged', async (t) => {
  const upstream = await scriptedTmdb(t, json({}, 401))
  const clock = testClock()
  const logged: string[] = []
  const note = (_fields: object, message: string) => { logged.push(message) }
  const tmdb = tmdbClient({ baseUrl: upstream.url, token: 'secret-token' }, clock, { debug: note, info: note, warn: note, error: note })
  for (let calls = 0; calls < limits.tmdbBreakerFailures; calls++) await failure(tmdb.get('/movie/653'))
  const asked = upstream.asked.length
  t.match(await failure(tmdb.get('/movie/653')), { code: 'TMDB_ERROR', message: /\(TMDB refused our key: check the setting TMDB_API_KEY\); it is asked again in 30 s/ })
  t.equal(upstream.asked.length, asked, 'nothing was asked while the circuit was open')
  t.equal(tmdb.figures().breaker, 'open')

  clock.advance(limits.tmdbBreakerOpenMs)
  t.equal(tmdb.figures().breaker, 'half open')
  const together = await Promise.all([failure(tmdb.get('/movie/653')), failure(tmdb.get('/movie/653'))])
  t.match(together.map(({ message }) => message), [/refused our key/, /asked again/])
  t.equal(upstream.asked.length, asked + 1, 'one trial, which failed')

  clock.advance(limits.tmdbBreakerOpenMs)
  upstream.answer(json(film))
  t.strictSame(await tmdb.get('/movie/653'), film)
  t.strictSame(await tmdb.get('/movie/653'), film)
  t.equal(tmdb.figures().breaker, 'closed')
  t.strictSame(logged, ['TMDB is left alone for a while, and older answers are shown', 'TMDB is asked again'])
})

t.test('what is wrong with a question says nothing of TMDB: the others are asked', async (t) => {
  for (const script of [json({}, 404), json({}, 400), bytes('', 302, { location: 'http://127.0.0.1:1/' }), bytes(Buffer.alloc(limits.tmdbAnswerBytesMax + 1, 32))]) {
    const { tmdb, upstream } = await clientOf(t, script)
    for (let calls = 0; calls < limits.tmdbBreakerFailures + 2; calls++) await failure(tmdb.get('/movie/1'))
    t.equal(upstream.asked.length, limits.tmdbBreakerFailures + 2)
  }
})
