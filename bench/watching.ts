/**
 * `npm run bench:watching [-- --quick] [--seed=n]`: a film as stored RAR on a local server, from the request to its first byte and to the first
 * frame in a real browser; seeks to what has not landed while the line is full, without and with a round trip of 40 ms; and what the API
 * takes while films land as fast as they can, beside the same when nothing does, in turns.
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import type { Page } from 'playwright-core'
import { seededRandom } from '../demo/seed.ts'
import type { Arrival, FetchAnswer, StreamLink } from '../projections/wire.ts'
import { signedInDevice } from '../test/support/app.ts'
import type { Person } from '../test/support/person.ts'
import { newCommand, setUp, signIn } from '../test/support/person.ts'
import type { Service } from '../test/support/service.ts'
import { startService } from '../test/support/service.ts'
import { ARTICLE_BYTES } from './news-articles.ts'
import { benchOptions, closedLoop, commit, median, quantile } from './measure.ts'

interface Upstreams { readonly newsPort: number; readonly indexerUrl: string; readonly tmdbUrl: string; readonly imageUrl: string; readonly token: string; readonly movieIds: readonly number[] }
interface Line { readonly roundTripMs: number; readonly connectionRate: number; readonly filmBytes: number }
interface Lab { readonly service: Service; readonly person: Person; nextMovie(): number; readonly host: Host }
interface Host { teardown(run: () => unknown): void }

const options = benchOptions()
const CONNECTIONS = 10
const ADMIN = { username: 'bench', password: 'a long password' }
const SEEK_BYTES = 262_144
const MB = 1_000_000

async function withLab(line: Line, run: (lab: Lab) => Promise<void>): Promise<void> {
  const teardowns: (() => unknown)[] = []
  const host = { teardown: (each: () => unknown) => void teardowns.push(each) }
  const child = spawn(process.execPath, ['run', '-A', join(import.meta.dirname, 'watching-upstreams.ts'), ...[options.seed, line.filmBytes, line.roundTripMs, line.connectionRate].map(String)], { stdio: ['ignore', 'pipe', 'inherit'] })
  host.teardown(() => child.kill())
  try {
    const [told] = await once(createInterface({ input: child.stdout }), 'line') as [string]
    const upstreams = JSON.parse(told) as Upstreams
    const service = await startService(host, {
      env: {
        DEMO: 'no', TMDB_API_KEY: upstreams.token, TMDB_BASE_URL: upstreams.tmdbUrl, TMDB_IMAGE_BASE_URL: upstreams.imageUrl, INDEXER_URL: upstreams.indexerUrl, INDEXER_API_KEY: 'bench',
        USENET_HOST: '127.0.0.1', USENET_PORT: String(upstreams.newsPort), USENET_TLS: 'no', USENET_CONNECTIONS: String(CONNECTIONS), LOG_LEVEL: 'error',
      },
    })
    await setUp(service, ADMIN)
    const movies = [...upstreams.movieIds]
    await run({ service, person: await signIn(service.url, ADMIN), nextMovie: () => movies.shift()!, host })
    await service.stop()
  } finally {
    for (const each of teardowns.reverse()) await each()
  }
}

async function until<T>(check: () => Promise<T | undefined>, everyMs = 5): Promise<T> {
  for (;;) {
    const found = await check()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}

const request = (person: Person, movieId: number) => person.post<FetchAnswer>(`/api/movies/${movieId}/fetch`, {})
const cancel = (person: Person, movieId: number, jobId: string) => person.send(newCommand('CancelFetch', { movieId, jobId }))
const linkTo = (person: Person, movieId: number) => until(() => person.get<StreamLink>(`/api/movies/${movieId}/stream`).catch(() => undefined))

async function firstByte({ service, person, nextMovie }: Lab): Promise<number> {
  const movieId = nextMovie()
  const from = performance.now()
  const { jobId } = await request(person, movieId)
  const link = await linkTo(person, movieId)
  const reader = (await fetch(service.url + link.url)).body!.getReader()
  await reader.read()
  const ms = performance.now() - from
  await reader.cancel()
  await cancel(person, movieId, jobId)
  return ms
}

/** As a person does it, by hand of a program: the request, then Watch now as soon as it is there, to the first frame that is shown. */
async function firstFrame(page: Page, { service, person, nextMovie }: Lab): Promise<number> {
  const movieId = nextMovie()
  await page.goto(`${service.url}/movie/${movieId}`)
  const asking = page.getByRole('button', { name: 'Request', exact: true })
  await asking.waitFor()
  const from = performance.now()
  await asking.click()
  await page.getByRole('link', { name: 'Watch now' }).first().click()
  await page.locator('video').evaluate((video: HTMLVideoElement) => new Promise<void>((resolve) => { video.requestVideoFrameCallback(() => resolve()) }))
  const ms = performance.now() - from
  const { jobId } = await person.get<Arrival>(`/api/movies/${movieId}/arrival`)
  await page.goto('about:blank')
  await cancel(person, movieId, jobId)
  return ms
}

/** First bytes at places that have not landed, one after another, while everything else lands as fast as the line carries it. */
async function seeks({ service, person, nextMovie }: Lab, count: number): Promise<number[]> {
  const movieId = nextMovie()
  const { jobId } = await request(person, movieId)
  const link = await linkTo(person, movieId)
  const next = seededRandom(options.seed)
  const found: number[] = []
  while (found.length < count) {
    const arrival = await person.get<Arrival>(`/api/movies/${movieId}/arrival`)
    const at = Math.floor(next() * (link.size - SEEK_BYTES))
    if (arrival.status !== 'downloading') break
    if (arrival.landed.some(([from, to]) => from < at + SEEK_BYTES && at < to)) continue
    const from = performance.now()
    const reader = (await fetch(service.url + link.url, { headers: { range: `bytes=${at}-${at + SEEK_BYTES - 1}` } })).body!.getReader()
    await reader.read()
    found.push(performance.now() - from)
    await reader.cancel()
  }
  await cancel(person, movieId, jobId).catch(() => undefined)
  return found
}

async function api({ service, person, nextMovie }: Lab): Promise<void> {
  const idle: number[] = [], busy: number[] = []
  let bytes = 0, seconds = 0
  const ask = () => closedLoop({ clients: 4, ms: options.ms }, () => person.get('/api/library'))
  await ask()
  for (let round = 0; round < (options.quick ? 2 : 3); round++) {
    idle.push(...(await ask()).latenciesMs)
    const movies = [nextMovie(), nextMovie(), nextMovie(), nextMovie()]
    const jobs = await Promise.all(movies.map(async (movieId) => ({ movieId, ...await request(person, movieId) })))
    await linkTo(person, movies[0]!)
    const landedBytes = async () => (await Promise.all(movies.map((movieId) => person.get<Arrival>(`/api/movies/${movieId}/arrival`)))).reduce((sum, { landed }) => sum + landed.reduce((each, [from, to]) => each + to - from, 0), 0)
    const before = await landedBytes(), from = performance.now()
    busy.push(...(await ask()).latenciesMs)
    bytes += await landedBytes() - before
    seconds += (performance.now() - from) / 1_000
    await Promise.all(jobs.map(({ movieId, jobId }) => cancel(person, movieId, jobId).catch(() => undefined)))
    await until(async () => await fetch(`${service.url}/health/live`).then((answer) => answer.ok ? true : undefined))
  }
  const [calm, loaded] = [quantile(idle, 0.99), quantile(busy, 0.99)]
  console.log(`API while films land at ${(bytes / MB / seconds).toFixed(0)} MB/s: p99 ${loaded.toFixed(1)} ms (p50 ${median(busy).toFixed(1)}), idle ${calm.toFixed(1)} ms (p50 ${median(idle).toFixed(1)}): ${(loaded / calm).toFixed(1)} times, goal 2`)
}

const spread = (values: readonly number[]) => `${median(values).toFixed(0)} ms (${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)}, ${values.length} times)`

console.log(`watching: commit ${commit()}, seed ${options.seed}, load ${loadavg()[0]!.toFixed(1)}${options.quick ? ', quick' : ''}`)
const rounds = options.quick ? 3 : 7
await withLab({ roundTripMs: 0, connectionRate: 0, filmBytes: 300 * MB }, async (lab) => {
  const bytes: number[] = [], frames: number[] = []
  // The first of each warms up what every later one finds warm. No browser is open while bytes are measured: it decodes in software.
  for (let round = 0; round <= rounds; round++) bytes.push(await firstByte(lab))
  console.log(`request to first byte: ${spread(bytes.slice(1))}`)
  const { page, close } = await signedInDevice(lab.host, lab.service, ADMIN)
  for (let round = 0; round <= rounds; round++) frames.push(await firstFrame(page, lab))
  await close()
  console.log(`request to first frame, in Chromium: ${spread(frames.slice(1))}, goal 2,000`)
  await api(lab)
})
for (const roundTripMs of [0, 40]) {
  const connectionRate = 6.25 * MB
  await withLab({ roundTripMs, connectionRate, filmBytes: 600 * MB }, async (lab) => {
    const found = await seeks(lab, options.quick ? 30 : 60)
    const own = roundTripMs + ARTICLE_BYTES * 1.02 / connectionRate * 1_000
    const beyond = found.map((ms) => ms - own)
    console.log(`cold seek under a full line, round trip ${roundTripMs} ms: p50 ${median(found).toFixed(0)}, p95 ${quantile(found, 0.95).toFixed(0)} ms of ${found.length}; beyond round trip and one article on its connection (${own.toFixed(0)} ms): p50 ${median(beyond).toFixed(0)}, p95 ${quantile(beyond, 0.95).toFixed(0)} ms, goal 80 and 300`)
  })
}
console.log(`watching: load ${loadavg()[0]!.toFixed(1)}`)
