import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import t from '../../test/support/tap.ts'
import { seededRandom } from '../../demo/seed.ts'
import { startScriptedNntp } from '../../test/support/scripted-nntp.ts'
import type { NntpFaults, NntpServerOptions } from '../../demo/nntp-server.ts'
import { nzbFor, startNntpServer } from '../../demo/nntp-server.ts'
import { silentLog } from '../../server/log.ts'
import { realSystem } from '../../server/system.ts'
import type { NewsServerSettings } from '../../server/upstreams.ts'
import { newsServerDefaults } from '../../server/upstreams.ts'
import type { DownloadOptions } from './download.ts'
import { download, UsenetError } from './download.ts'
import { Landing } from './landing.ts'
import { parseNzb } from './nzb.ts'

const ARTICLE_BYTES = 5_000
const random = seededRandom(7)
const film = Uint8Array.from({ length: 60 * ARTICLE_BYTES - 123 }, () => Math.floor(random() * 256))
const segments = parseNzb(new TextEncoder().encode(nzbFor({ name: 'film.mp4', sizeBytes: film.length, articleBytes: ARTICLE_BYTES }))).files[0]!.segments
const idOf = (article: number) => `<${segments[article]!.messageId}>`
const never = new AbortController().signal
const quick = { connectMs: 2_000, idleMs: 400, articleMs: 5_000 }

async function serve(t: Test, faults: NntpFaults = {}, options: NntpServerOptions = {}) {
  const server = await startNntpServer({ files: new Map([['film.mp4', film]]), articleBytes: ARTICLE_BYTES, faults, ...options })
  t.teardown(() => server.stop())
  return server
}

const clientOf = (server: { readonly port: number }, more: Partial<NewsServerSettings> = {}): NewsServerSettings =>
  ({ ...newsServerDefaults, name: `server ${server.port}`, host: '127.0.0.1', port: server.port, tls: false, connections: 4, pipelineDepth: 4, ...more })

const land = (folder: string, fingerprint = 1) =>
  Landing.open(folder, { fingerprint: new Uint8Array(32).fill(fingerprint), fileOfArticle: segments.map(() => 0), files: 1 }, never)

function fetchFilm(landing: Landing, servers: readonly NewsServerSettings[], more: Partial<DownloadOptions> = {}) {
  const articles = segments.map(({ messageId }) => ({ messageId, fileBytesMax: film.length + 1_000, multipart: true }))
  return download({ articles, landing, servers, missingMax: 0, system: realSystem, signal: never, log: silentLog, onProgress() {}, timeouts: quick, retry: { delayMs: 10, delayMsMax: 50, failuresInARowMax: 4 }, ...more })
}

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
  const statistics = await fetchFilm(landing, [clientOf(server)])
  await isTheFilm(t, landing)
  t.ok(statistics.reconnects >= 4)
})

t.test('what one server lacks or has damaged comes from the next, and only that', async (t) => {
  const first = await serve(t, { missing: (id) => /\/[12]\d@/.test(id), badCrc: (id) => /\/5@/.test(id), cut: (id) => /\/7@/.test(id) })
  const second = await serve(t)
  const landing = await land(t.testdir({}))
  t.teardown(() => landing.close())
  const statistics = await fetchFilm(landing, [clientOf(first), clientOf(second)])
  await isTheFilm(t, landing)
  t.equal(statistics.damaged, 1)
  t.equal(second.statistics.asked.size, 22, 'twenty missing, one damaged, one that always breaks')
})

t.test('an unreachable first server leaves all to the second', async (t) => {
  const second = await serve(t)
  const landing = await land(t.testdir({}))
  t.teardown(() => landing.close())
  await fetchFilm(landing, [clientOf({ port: 1 }), clientOf(second)])
  await isTheFilm(t, landing)
})

t.test('articles on no server end the download early and say how many', async (t) => {
  const server = await serve(t, { missing: (id) => /\/[2]\d@/.test(id) })
  const landing = await land(t.testdir({}))
  t.teardown(() => landing.close())
  const failure = await fetchFilm(landing, [clientOf(server, { connections: 1 })]).then(() => undefined, (error: unknown) => error)
  t.ok(failure instanceof UsenetError && failure.code === 'MISSING')
  t.match((failure as Error).message, /^1 of the 20 articles asked for so far are on no server, of 60 in all$/)
  t.ok(server.statistics.asked.size < 30, 'the rest was not downloaded')
  const few = await land(join(t.testdir({}), 'few'))
  t.teardown(() => few.close())
  t.equal((await fetchFilm(few, [clientOf(server)], { missingMax: 10 })).missing, 10, 'as many as are allowed end nothing')
  await t.rejects(few.finish(), { code: 'INCOMPLETE' }, 'but a file with gaps is not called whole')
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
  const running = fetchFilm(landing, [clientOf(server)], { signal: stop.signal, timeouts: { ...quick, idleMs: 60_000 } })
  await realSystem.sleep(100)
  const from = performance.now()
  stop.abort(new Error('cancelled'))
  await t.rejects(running, { message: 'cancelled' })
  t.ok(performance.now() - from < 1_000)
  await realSystem.sleep(50)
  t.equal(server.statistics.connectionsOpen, 0)
})

t.test('the first articles are asked for first', async (t) => {
  const server = await serve(t)
  const landing = await land(t.testdir({}))
  t.teardown(() => landing.close())
  await fetchFilm(landing, [clientOf(server, { connections: 1 })])
  t.same([...server.statistics.asked.keys()].slice(0, 3), [idOf(0), idOf(1), idOf(2)])
})
