/**
 * The whole service while TMDB has its bad moments: seeded storms of every fault over every route of the catalogue, on a clock that
 * the test moves. `FC_RUNS` sets the number of storms, `FC_SEED` the seed.
 */

import process from 'node:process'
import { films } from '../../demo/catalogue/index.ts'
import { serials } from '../../demo/catalogue/serials.ts'
import { seededRandom } from '../../demo/seed.ts'
import { CALL_OUTCOMES } from '../../server/catalogue/upstream-client.ts'
import { limits } from '../../server/limits.ts'
import { realSystem } from '../../server/system.ts'
import type { Health } from '../../projections/wire.ts'
import { FAULTS, faultyTmdb } from '../support/faulty-tmdb.ts'
import type { SteppedClock } from '../support/stepped-clock.ts'
import { steppedClock } from '../support/stepped-clock.ts'
import t from '../support/tap.ts'
import type { TestApp } from '../support/test-app.ts'
import { testApp } from '../support/test-app.ts'

const storms = Number(process.env.FC_RUNS ?? 0) || 6
const seed = process.env.FC_SEED === 'random' ? Math.trunc(performance.timeOrigin) | 0 : Number(process.env.FC_SEED ?? 1895)

const LOOK_MS = 10_000
/** What kept it from asking is over by then: the longest hold, the breaker, the longest rest of an answer; then it is asked behind one look, and seen by another. */
const RECOVERY_MS = limits.tmdbHoldMaxMs + limits.tmdbBreakerOpenMs + limits.catalogueRetryMaxMs + 3 * LOOK_MS

const URLS: readonly string[] = [
  ...films.slice(0, 8).map(({ tmdbId }) => `/api/movies/${tmdbId}`), `/api/movies/${films[0]!.tmdbId}/similar`,
  ...serials.slice(0, 3).flatMap(({ tmdbId }) => [`/api/series/${tmdbId}`, `/api/series/${tmdbId}/seasons/1`, `/api/series/${tmdbId}/seasons/1/episodes/1`]),
  ...['/api/trending', '/api/popular', '/api/top', '/api/now-playing', '/api/upcoming', '/api/popular?kind=tv'], '/api/search?q=nosferatu', '/api/search?q=the&kind=movie',
  '/api/discover?genres=27', '/api/discover?kind=tv', '/api/topics/genre-horror-movie', '/api/genres', '/api/languages', '/api/countries', '/api/certifications',
]

/** What goes out, watched where it goes out: on the test's own clock, so that nothing lies between. */
function watchedFetch(clock: SteppedClock) {
  const starts: number[] = []
  const inFlight = new Map<string, number>()
  let open = 0
  let mostOfOneKey = 0
  const watched: typeof fetch = async (input, init) => {
    const key = String(input)
    starts.push(clock.now())
    open++
    inFlight.set(key, (inFlight.get(key) ?? 0) + 1)
    mostOfOneKey = Math.max(mostOfOneKey, inFlight.get(key)!)
    const done = new AbortController()
    // Not by AbortSignal.any: what only that holds may be collected before it aborts.
    const late = new AbortController()
    init!.signal!.addEventListener('abort', () => late.abort())
    void clock.sleep(limits.tmdbTimeoutMs, done.signal).then(() => late.abort())
    const end = () => {
      if (done.signal.aborted) return
      done.abort()
      open--
      inFlight.set(key, inFlight.get(key)! - 1)
    }
    try {
      const answer = await fetch(input, { ...init, signal: late.signal })
      return new Response(answer.body && watchedBody(answer.body, end, late.signal), answer)
    } catch (error) {
      end()
      throw error
    }
  }
  return { fetch: watched, starts, get open() { return open }, get mostOfOneKey() { return mostOfOneKey } }
}

/** `late`: nothing more comes then, whether or not the body itself takes notice once its response is let go of. */
function watchedBody(body: ReadableStream<Uint8Array>, end: () => void, late: AbortSignal): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  return new ReadableStream<Uint8Array>({
    start(controller) {
      late.addEventListener('abort', () => {
        end()
        controller.error(late.reason)
      })
    },
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (!done) return controller.enqueue(value)
        end()
        controller.close()
      } catch (error) {
        end()
        controller.error(error)
      }
    },
    async cancel(reason) {
      end()
      await reader.cancel(reason).catch(() => {})
    },
  })
}

async function household(t: Parameters<typeof testApp>[0]) {
  const random = seededRandom(seed)
  const clock = steppedClock(Date.UTC(2026, 0, 1))
  const upstream = await faultyTmdb(t, { random, now: clock.now })
  const out = watchedFetch(clock)
  const app = await testApp(t, {
    system: { ...realSystem, now: clock.now, sleep: clock.sleep, fetch: out.fetch },
    tmdb: { baseUrl: `${upstream.url}/3`, imageBaseUrl: `${upstream.url}/t/p`, token: 'very secret' },
    environment: { LOG_LEVEL: 'info' },
  })
  t.teardown(() => clock.jump(3_600_000))
  await app.accounts.ensure({ username: 'ada', password: 'a long password', role: 'member' })

  /** Time passes while it is waited for, but not while something is on its way. */
  async function whileTimePasses<T>(work: Promise<T>): Promise<T> {
    let isDone = false
    void work.finally(() => { isDone = true }).catch(() => {})
    while (!isDone) {
      await new Promise((resolve) => { setTimeout(resolve, 1) })
      if (out.open <= upstream.hanging) await clock.until(Math.min(clock.next ?? Infinity, clock.now() + 100))
    }
    return await work
  }
  /** What is asked behind an answer is on its way and back before the clock jumps: a jump is the end of whatever waits. */
  async function quiet(): Promise<void> {
    for (let turns = 0; turns < 10 || out.open > upstream.hanging; turns++) await new Promise((resolve) => { setTimeout(resolve, 2) })
  }
  const cookie = await whileTimePasses(app.signIn('ada', 'a long password'))
  const get = async (url: string) => {
    const { statusCode, body } = await app.ask('GET', url, { cookie })
    const { stale, code } = JSON.parse(body) as { stale?: boolean; code?: string }
    return { status: statusCode, stale, code }
  }
  return { app, clock, upstream, out, random, get, whileTimePasses, quiet }
}

async function figuresOf(app: TestApp): Promise<(name: string) => number> {
  const lines = new Map((await app.ask('GET', '/metrics')).body.split('\n').map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]))
  return (name) => lines.get(name) ?? NaN
}

t.test('whatever TMDB does, what was once answered is answered, and TMDB is asked no more than it allows', async (t) => {
  t.comment(`${storms} storms, seed ${seed}: FC_SEED=${seed} FC_RUNS=${storms} runs them again`)
  const { app, clock, upstream, out, random, get, whileTimePasses, quiet } = await household(t)
  const answered = new Set<string>()
  const tally = { requests: 0, stale: 0, failedUnknown: 0, failedKnown: [] as string[] }
  const ask = async (url: string) => {
    const wasAnswered = answered.has(url)
    const { status, stale, code } = await get(url)
    tally.requests++
    if (stale) tally.stale++
    if (status === 200) answered.add(url)
    else if (wasAnswered) tally.failedKnown.push(`${url}: ${status} ${code}`)
    else tally.failedUnknown++
    return { status, stale }
  }
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!

  const recoveries: number[] = []
  for (let storm = 0; storm < storms; storm++) {
    // All kinds at once, or one that does not stop.
    upstream.storm(0.3 + 0.7 * random(), random() < 0.5 ? FAULTS : [pick(FAULTS)])
    for (let round = 0; round < 6; round++) {
      const urls = Array.from({ length: 20 }, () => pick(URLS))
      // Some ask for the same at once.
      await whileTimePasses(Promise.all([...urls, ...urls.slice(0, 5), ...urls.slice(0, 5)].map(ask)))
      clock.jump(random() < 0.3 ? 26 * 3_600_000 * random() : 60_000 * random())
    }
    upstream.storm(0, FAULTS)
    const wellSince = clock.now()
    let old: readonly string[] = URLS
    while (old.length > 0 && clock.now() - wellSince < RECOVERY_MS) {
      const answers = await whileTimePasses(Promise.all(old.map(async (url) => ({ url, ...await ask(url) }))))
      old = answers.filter(({ status, stale }) => status !== 200 || stale).map(({ url }) => url)
      await quiet()
      if (old.length > 0) clock.jump(LOOK_MS)
    }
    t.strictSame(old, [], `storm ${storm + 1} is over: everything is answered, and as new`)
    const crowd = Array.from({ length: limits.tmdbRequestsPerSecond * 2 }, (_, n) => `/api/search?q=word-${storm}-${n}`)
    const statuses = (await whileTimePasses(Promise.all(crowd.map(ask)))).map(({ status }) => status)
    t.ok(statuses.every((status) => status === 200), 'more at once than TMDB allows in a second wait for their turn')
    recoveries.push((clock.now() - wellSince) / 1_000)
  }

  const tooSoon = out.starts.findIndex((start, index) => index >= limits.tmdbRequestsPerSecond && start - out.starts[index - limits.tmdbRequestsPerSecond]! < 1_000)
  t.strictSame(tally.failedKnown, [], 'no request failed while an older answer was kept')
  t.equal(out.mostOfOneKey, 1, 'never two questions for one key')
  t.equal(tooSoon, -1, 'never above the rate')
  t.equal(upstream.lured, 0, 'no redirect was followed')
  const figure = await figuresOf(app)
  t.ok(figure('rewind_catalogue_memory_bytes') <= limits.catalogueMemoryBytes, 'memory is bounded')
  t.equal(CALL_OUTCOMES.reduce((sum, outcome) => sum + figure(`rewind_tmdb_calls_total{outcome="${outcome}"}`), 0), out.starts.length, 'the figures tell of every call')
  t.notMatch(app.log(), /very secret/, 'the token is in no log')
  const struck = Object.entries(upstream.counts).filter(([, count]) => count > 0)
  t.comment(`${tally.requests} requests, ${tally.stale} answered stale, ${tally.failedUnknown} of what was never answered failed; ${out.starts.length} calls: ${struck.map(([what, count]) => `${count} ${what}`).join(', ')}`)
  t.comment(`fresh again after ${recoveries.map((seconds) => Math.round(seconds)).join(', ')} s; memory of this process ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MiB`)
})

t.test('health and figures tell how TMDB is, and whoever runs it is told in the log', async (t) => {
  const { app, clock, upstream, get, whileTimePasses } = await household(t)
  const health = async () => (await app.ask('GET', '/health/ready')).json<Health>()
  const catalogue = async () => (await health()).checks.find(({ name }) => name === 'catalogue')
  await whileTimePasses(get('/api/genres'))
  t.match(await catalogue(), { ok: true, message: /^TMDB is asked$/ })
  upstream.storm(1, ['down'])
  for (let words = 0; words <= limits.tmdbBreakerFailures; words++) t.match(await whileTimePasses(get(`/api/search?q=${words}`)), { status: 502, code: 'TMDB_ERROR' })
  t.match(await health(), { ready: true, checks: [] })
  t.match(await catalogue(), { ok: true, message: 'TMDB does not answer: what is kept is shown, and it is tried again' })
  const figure = await figuresOf(app)
  const refused = ['open', 'half open', 'closed'].map((state) => figure(`rewind_tmdb_breaker{state="${state}"}`))
  t.strictSame([refused, figure('rewind_catalogue_reads_total{outcome="failed"}'), figure('rewind_tmdb_waiting{urgency="person"}')], [[1, 0, 0], limits.tmdbBreakerFailures + 1, 0])
  t.match(await whileTimePasses(get('/api/genres')), { status: 200, stale: undefined })
  upstream.storm(0, ['down'])
  clock.jump(limits.tmdbBreakerOpenMs)
  t.match(await whileTimePasses(get('/api/search?q=0')), { status: 200 })
  t.match(await catalogue(), { message: /^TMDB is asked$/ })
  const told = app.log().split('\n').filter((line) => line.includes('TMDB is'))
  t.match(told, [/left alone for a while.*TMDB answered 503|TMDB answered 503.*left alone for a while/, /asked again/])
  t.equal(told.length, 2, 'once each, however often it is asked')
})
