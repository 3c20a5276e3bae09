import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import t from '../../test/support/tap.ts'
import { seededRandom } from '../../demo/seed.ts'
import type { OnceOptions } from '../../test/support/download-once.ts'
import { downloadOnce, planOf } from '../../test/support/download-once.ts'
import { eventually } from '../../test/support/eventually.ts'
import { startScriptedNntp } from '../../test/support/scripted-nntp.ts'
import type { NntpFaults, NntpServerOptions } from '../../demo/nntp-server.ts'
import { messageId, startNntpServer } from '../../demo/nntp-server.ts'
import { silentLog } from '../../server/log.ts'
import { realSystem } from '../../server/system.ts'
import type { NewsServerSettings } from '../../server/upstreams.ts'
import { newsServerDefaults } from '../../server/upstreams.ts'
import type { RunningDownload } from './download.ts'
import { startDownload, UsenetError } from './download.ts'
import { Landing } from './landing.ts'
import type { NewsPool, PooledJob } from './news-pool.ts'
import { createNewsPool } from './news-pool.ts'
import type { ArticleOutcome } from './nntp.ts'
import { landingPlanOf } from './plan-download.ts'

const ARTICLE_BYTES = 5_000
const random = seededRandom(7)
const film = Uint8Array.from({ length: 60 * ARTICLE_BYTES - 123 }, () => Math.floor(random() * 256))
const plan = planOf([{ name: 'film.mp4', sizeBytes: film.length }], ARTICLE_BYTES)
const idOf = (article: number) => messageId('film.mp4', article + 1)
const never = new AbortController().signal
const quick = { connectMs: 20_000, idleMs: 400, articleMs: 20_000 }

async function serve(t: Test, faults: NntpFaults = {}, options: NntpServerOptions = {}) {
  const server = await startNntpServer({ files: new Map([['film.mp4', film]]), articleBytes: ARTICLE_BYTES, faults, ...options })
  t.teardown(() => server.stop())
  return server
}

const clientOf = (server: { readonly port: number }, more: Partial<NewsServerSettings> = {}): NewsServerSettings =>
  ({ ...newsServerDefaults, name: `server ${server.port}`, host: '127.0.0.1', port: server.port, tls: false, connections: 4, pipelineDepth: 4, ...more })

const land = (folder: string, fingerprint = 1) => Landing.open(folder, landingPlanOf(plan, new Uint8Array(32).fill(fingerprint)), never)

const fetchFilm = (landing: Landing, servers: readonly NewsServerSettings[], more: Partial<OnceOptions> = {}, during?: (running: RunningDownload) => Promise<void>) =>
  downloadOnce({ plan, landing, servers, timeouts: quick, retry: { delayMs: 10, delayMsMax: 50, failuresInARowMax: 4 }, ...more }, during)

async function isTheFilm(t: Test, landing: Landing) {
  const [file] = await landing.finish()
  t.equal(file!.sizeBytes, film.length)
  t.equal(createHash('sha256').update(readFileSync(file!.path)).digest('hex'), createHash('sha256').update(film).digest('hex'), 'byte for byte the film')
}

t.test('a file lands whole over several connections, plain and over TLS with login', async (t) => {
  for (const tls of [false, true]) {
    const account = { username: 'ann', password: 's3cret' }
    const server = await serve(t, {}, { tls, account })
    const landing = await land(join(t.testdir({}), String(tls)))
    const statistics = await fetchFilm(landing, [clientOf(server, { tls, ...account, ...(server.authorityPem ? { caCertificates: [server.authorityPem] } : {}) })])
    await isTheFilm(t, landing)
    t.same([statistics.articles, statistics.bytes, statistics.missing], [60, film.length, 0])
    t.ok(server.statistics.connections > 1, 'several connections')
    landing.close()
  }
})

t.test('a certificate that nobody vouches for is not spoken to', async (t) => {
  const server = await serve(t, {}, { tls: true })
  const landing = await land(t.testdir({}))
  t.teardown(() => landing.close())
  await t.rejects(fetchFilm(landing, [clientOf(server, { tls: true })]), { code: 'UNREACHABLE' })
})

t.test('cuts, stalls and damage on the way: the articles are asked for again and the film is whole', async (t) => {
  const server = await serve(t, {
    cut: (id, asked) => asked === 0 && /\/(3|17|40)@/.test(id),
    stall: (id, asked) => asked === 0 && /\/(9|33)@/.test(id),
  })
  const landing = await land(t.testdir({}))
  t.teardown(() => landing.close())
  await fetchFilm(landing, [clientOf(server)])
  await isTheFilm(t, landing)
  t.ok(server.statistics.connections > 4, 'it connected again')
})

t.test('what one server lacks or has damaged comes from the next, and only that', async (t) => {
  const first = await serve(t, { missing: (id) => /\/[12]\d@/.test(id), badCrc: (id) => /\/5@/.test(id), cut: (id) => /\/7@/.test(id) })
  const second = await serve(t)
  const landing = await land(t.testdir({}))
  t.teardown(() => landing.close())
  const statistics = await fetchFilm(landing, [clientOf(first), clientOf(second, { priority: 1 })])
  await isTheFilm(t, landing)
  t.equal(statistics.damaged, 1)
  t.equal(second.statistics.asked.size, 22, 'twenty missing, one damaged, one that always breaks')
})

t.test('an unreachable first server leaves all to the second', async (t) => {
  const second = await serve(t)
  const landing = await land(t.testdir({}))
  t.teardown(() => landing.close())
  await fetchFilm(landing, [clientOf({ port: 1 }), clientOf(second, { priority: 1 })])
  await isTheFilm(t, landing)
})

t.test('articles on no server end the download before it begins, and say how many', async (t) => {
  const server = await serve(t, { missing: (id) => /\/[2]\d@/.test(id) })
  const landing = await land(t.testdir({}))
  t.teardown(() => landing.close())
  const failure = await fetchFilm(landing, [clientOf(server)]).then(() => undefined, (error: unknown) => error)
  t.ok(failure instanceof UsenetError && failure.code === 'MISSING')
  t.match((failure as Error).message, /^\d+ of \d+ articles that were looked for are on no server, of 60 in all\.$/)
  t.equal(landing.articles, 0, 'nothing was downloaded')
})

t.test('what comes after the end of a download is not written where another may land by now', async (t) => {
  const server = await serve(t)
  const folder = t.testdir({})
  const landing = await land(folder)
  const pool = createNewsPool({ servers: [clientOf(server)], system: realSystem, log: silentLog })
  t.teardown(() => pool.close())
  const joined: PooledJob[] = []
  const seen: NewsPool = { ...pool, servers: pool.servers, join(job) { joined.push(job); return pool.join(job) } }
  const running = startDownload({ plan, landing, pool: seen, id: 'one', system: realSystem, signal: never, onProgress() {} })
  running.close()
  landing.close()
  rmSync(folder, { recursive: true })
  mkdirSync(folder)
  const part = { name: 'film.mp4', offset: 0, data: film.subarray(0, ARTICLE_BYTES), crc32: 0, checksum: 'verified', number: 1, multipart: true, fileSizeBytes: film.length, problem: undefined }
  t.doesNotThrow(() => joined[0]!.answered({ job: joined[0]!, article: 0, only: 'body' }, { kind: 'part', part } as ArticleOutcome, 0))
  t.same(readdirSync(folder), [])
})

t.test('who wants what no server has is told at once', async (t) => {
  const server = await serve(t)
  const landing = await land(t.testdir({}))
  t.teardown(() => landing.close())
  const old = { ...plan, files: [...plan.files, { ...plan.files[0]!, kind: 'par2-volume' as const, name: 'film.vol0+1.par2', recoveryBlocks: 1, firstArticle: 60, articles: 1 }], articles: [...plan.articles, { ...plan.articles[0]!, file: 1, postedAt: 1 }] }
  await fetchFilm(landing, [clientOf(server, { retentionDays: 3_000 })], { plan: old }, async (running) => {
    await running.done
    running.want([60], 'bulk')
    t.equal(await running.landed(60), 'missing')
  })
})

t.test('an article that is damaged everywhere is found when it comes, and ends what cannot be repaired', async (t) => {
  const server = await serve(t, { badCrc: (id) => /\/20@/.test(id) })
  const landing = await land(t.testdir({}))
  t.teardown(() => landing.close())
  await t.rejects(fetchFilm(landing, [clientOf(server, { connections: 1 })]), { code: 'MISSING', message: '1 of 60 articles are on no server, 19 have landed' })
  t.ok(server.statistics.served.size < 30, 'the rest was not downloaded')
})

t.test('what recovery data can repair may be missing; its volumes are withheld until they are wanted', async (t) => {
  const volume = { name: 'film.vol0+8.par2', sizeBytes: 8 * ARTICLE_BYTES }
  const guarded = planOf([{ name: 'film.mp4', sizeBytes: film.length }, volume], ARTICLE_BYTES)
  const server = await serve(t, { missing: (id) => /mp4\/(20|30)@/.test(id) }, { files: new Map([['film.mp4', film], [volume.name, film.subarray(0, volume.sizeBytes)]]) })
  const landing = await Landing.open(t.testdir({}), landingPlanOf(guarded, new Uint8Array(32)), never)
  t.teardown(() => landing.close())
  const statistics = await downloadOnce({ plan: guarded, landing, servers: [clientOf(server)], timeouts: quick }, async (running) => {
    await running.done
    t.same([running.statistics.missing, running.has(19), await running.landed(19), await running.landed(20)], [2, false, 'missing', 'landed'])
    t.notOk([...server.statistics.served.keys()].some((id) => id.includes('vol')), 'no recovery volume was fetched')
    const { firstArticle } = guarded.files[1]!
    running.want([firstArticle, firstArticle + 1], 'bulk')
    t.same(await Promise.all([running.landed(firstArticle), running.landed(firstArticle + 1)]), ['landed', 'landed'])
  })
  t.equal(statistics.articles, 60)
  t.match(await landing.finish(), [{ name: 'film.mp4', articles: 58, damaged: true }, { name: volume.name, articles: 2, damaged: true, sizeBytes: 2 * ARTICLE_BYTES }])
})

t.test('what somebody waits for comes before the rest, and is told as it lands', async (t) => {
  const server = await serve(t, { latencyMs: 5 })
  const landing = await land(t.testdir({}))
  t.teardown(() => landing.close())
  await fetchFilm(landing, [clientOf(server, { connections: 1, pipelineDepth: 1 })], {}, async (running) => {
    await running.landed(1)
    running.want([50, 51], 'urgent')
    running.want([40], 'ahead')
    await running.landed(51)
    t.ok(running.has(50))
    t.ok(landing.articles <= 6, `${landing.articles} had landed`)
    await running.landed(40)
    t.ok(landing.articles <= 7)
  })
  await isTheFilm(t, landing)
})

t.test('servers that are full, closed or wrong are told, without a password', async (t) => {
  for (const faults of [{ greeting: 400 }, { greeting: 502 }, { refuseAuth: true }] as const) {
    const server = await serve(t, faults, { account: { username: 'ann', password: 's3cret' } })
    const landing = await land(join(t.testdir({}), 'x'))
    const failure = await fetchFilm(landing, [clientOf(server, { username: 'ann', password: 's3cret' })]).then(() => undefined, (error: unknown) => error)
    t.ok(failure instanceof UsenetError && failure.code === 'UNREACHABLE', JSON.stringify(faults))
    t.notMatch(String(failure), /s3cret/)
    landing.close()
  }
  const landing = await land(t.testdir({}))
  t.teardown(() => landing.close())
  await t.rejects(fetchFilm(landing, []), { message: 'No Usenet server is set up' })
})

t.test('after a kill only what is lacking is asked for again', async (t) => {
  const folder = t.testdir({})
  const server = await serve(t)
  const stop = new AbortController()
  const first = await land(folder)
  const killed = fetchFilm(first, [clientOf(server)], { signal: stop.signal, onProgress: ({ articles }) => { if (articles === 25) stop.abort(new Error('killed')) } })
  await t.rejects(killed, { message: 'killed' })
  first.close()
  server.resetStatistics()
  const second = await land(folder)
  t.teardown(() => second.close())
  const known = second.articles
  t.ok(known >= 25, 'all that landed is known')
  await fetchFilm(second, [clientOf(server)])
  await isTheFilm(t, second)
  t.equal(server.statistics.asked.size, 60 - known, 'none of it is asked for again')
})

t.test('nothing is written behind the file, nor where a part without a place would lie', async (t) => {
  const peer = await startScriptedNntp((command, peer) => {
    if (command === '') return peer.send('200 hello\r\n')
    if (command.startsWith('STAT')) return peer.send('223 0\r\n')
    peer.send('222 x\r\n=ybegin part=1 total=1 line=128 size=9 name=a\r\n=ypart begin=900000001 end=900000003\r\nabc\r\n=yend size=3 part=1\r\n.\r\n')
  })
  t.teardown(() => peer.stop())
  const landing = await land(t.testdir({}))
  t.teardown(() => landing.close())
  await t.rejects(fetchFilm(landing, [clientOf(peer)]), { code: 'MISSING' })
  t.equal(landing.bytes, 0)
})

t.test('a stop ends the download at once and leaves no connection', async (t) => {
  const server = await serve(t, { stall: () => true })
  const landing = await land(t.testdir({}))
  t.teardown(() => landing.close())
  const stop = new AbortController()
  const running = fetchFilm(landing, [clientOf(server)], { signal: stop.signal, timeouts: { ...quick, idleMs: 600_000 } })
  await eventually('it is under way', () => server.statistics.connectionsOpen > 0)
  stop.abort(new Error('cancelled'))
  await t.rejects(running, { message: 'cancelled' }, 'it waits for nothing that may take ten minutes')
  await eventually('no connection is left', () => server.statistics.connectionsOpen === 0)
})

t.test('the first articles are asked for first', async (t) => {
  const server = await serve(t)
  const landing = await land(t.testdir({}))
  t.teardown(() => landing.close())
  await fetchFilm(landing, [clientOf(server, { connections: 1 })])
  t.same([...server.statistics.served.keys()].slice(0, 3), [idOf(0), idOf(1), idOf(2)])
})
