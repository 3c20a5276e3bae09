import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import t from '../../test/support/tap.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { realSystem } from '../system.ts'
import { IndexerError } from './fetch-limited.ts'
import type { IndexerConfig } from './indexer.ts'
import { memoryIndexerMeter } from './indexer-meter.ts'
import { openIndexer } from './open-indexer.ts'
import { testIndexer } from './test-indexer.ts'
import { indexerDefaults } from '../upstreams.ts'

const KEY = 's3cret key'
const never = new AbortController().signal
const caps = (parameters: string) => `<caps><searching><search available="yes"/><movie-search available="yes" supportedParams="${parameters}"/></searching></caps>`
const feed = (link: string) => `<rss><channel><item><title>Nosferatu.1922.1080p.BluRay</title><guid>abc</guid><enclosure url="${link.replaceAll('&', '&amp;')}" length="9"/></item></channel></rss>`
const movie = { imdbId: 'tt0013442', title: 'Nosferatu', year: 1922 }

const calls: string[] = []
function open(more: Partial<IndexerConfig> & { url: string }, system: Pick<System, 'fetch' | 'sleep' | 'now'> = realSystem) {
  const observed = (indexer: string, call: string, outcome: string) => { calls.push(`${indexer} ${call} ${outcome}`) }
  return openIndexer({ ...indexerDefaults, name: 'Geek', apiKey: KEY, ...more }, { system, meter: memoryIndexerMeter(system), observed })
}

async function serve(t: Test, answer: (url: URL, response: ServerResponse, request: IncomingMessage) => void) {
  const asked: URL[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://127.0.0.1')
    asked.push(url)
    answer(url, response, request)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => new Promise<void>((resolve) => { server.closeAllConnections(); server.close(() => resolve()) }))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { asked, origin, indexer: open({ url: origin }) }
}
async function failure(work: Promise<unknown>): Promise<IndexerError> {
  const error = await work.then(() => undefined, (error: unknown) => error)
  if (error instanceof IndexerError) return error
  throw new Error(`no IndexerError: ${String(error)}`)
}

t.test('a film is asked for by its IMDb id where the indexer can, else by name and year', async (t) => {
  let parameters = 'q,imdbid'
  const { asked, indexer, origin } = await serve(t, (url, response) => response.end(url.searchParams.get('t') === 'caps' ? caps(parameters) : feed('/get/1')))
  const { items: [item] } = await indexer.search({ movie }, never)
  t.same(Object.fromEntries(asked[1]!.searchParams), { t: 'movie', imdbid: '0013442', cat: '2000', extended: '1', apikey: KEY, limit: '100', offset: '0' })
  t.equal(asked[1]!.pathname, '/api')
  t.equal(item!.imdbId, 'tt0013442', 'what was found by id is that film')
  await indexer.search({ movie: { ...movie, imdbId: null } }, never)
  t.equal(asked[2]!.searchParams.get('q'), 'Nosferatu 1922')
  t.equal(asked.filter((url) => url.searchParams.get('t') === 'caps').length, 1, 'capabilities are asked for once')
  parameters = 'q'
  await open({ name: 'Other', url: `${origin}/api`, apiKey: '' }).search({ movie }, never)
  t.equal(asked.at(-1)!.searchParams.get('t'), 'search')
})

t.test('an NZB comes from the indexer\'s own host, whatever its link says', async (t) => {
  const elsewhere = await serve(t, (_url, response) => response.end('stolen'))
  const { asked, indexer } = await serve(t, (url, response) => {
    response.setHeader('content-disposition', 'attachment; filename="Film{{pw}}.nzb"')
    response.end(`nzb of ${url.pathname}${url.searchParams.get('id') ?? ''}`)
  })
  const item = { guid: 'abc', via: null }
  const textOf = async (nzbUrl: string | null) => new TextDecoder().decode((await indexer.fetchNzb({ ...item, nzbUrl }, never)).bytes)
  t.equal(await textOf('/get/1?r=key'), 'nzb of /get/1', 'relative')
  for (const link of [`${elsewhere.origin}/get/1`, 'file:///etc/passwd', 'http://169.254.169.254/latest', 'http://user:pw@127.0.0.1/x', null]) {
    t.equal(await textOf(link), 'nzb of /apiabc', `${link}: asked for by id instead`)
  }
  t.equal(elsewhere.asked.length, 0)
  t.equal(asked.at(-1)!.searchParams.get('apikey'), KEY)
  t.equal((await indexer.fetchNzb({ ...item, nzbUrl: '/get/1' }, never)).fileName, 'Film{{pw}}.nzb')
})

t.test('a redirect to another host is not followed, one at home is, in circles it ends', async (t) => {
  const elsewhere = await serve(t, (_url, response) => response.end(caps('q')))
  const { indexer } = await serve(t, (_url, response) => response.writeHead(302, { location: `${elsewhere.origin}/api` }).end())
  t.match(await failure(indexer.abilities(never)), { code: 'BAD_ANSWER', message: /another host/ })
  t.equal(elsewhere.asked.length, 0)
  const home = await serve(t, (url, response) => url.pathname === '/api' ? response.writeHead(301, { location: '/new' }).end() : response.end(caps('q')))
  t.same((await home.indexer.abilities(never)).movieBy, ['q'])
  const circles = await serve(t, (url, response) => response.writeHead(302, { location: url.pathname }).end())
  t.equal((await failure(circles.indexer.abilities(never))).code, 'BAD_ANSWER')
})

t.test('refusals, limits, sizes and silence each have their code, and none repeats the key', async (t) => {
  const cases: readonly [string, (response: ServerResponse) => void, object][] = [
    ['wrong key', (response) => response.end(`<error code="100" description="Wrong apikey ${KEY} (${encodeURIComponent(KEY)})"/>`), { code: 'CREDENTIALS', retryable: false }],
    ['403', (response) => response.writeHead(403).end(), { code: 'CREDENTIALS' }],
    ['429', (response) => response.writeHead(429, { 'retry-after': '90' }).end(), { code: 'LIMIT', retryAfterMs: 90_000, retryable: true }],
    ['503', (response) => response.writeHead(503, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }).end(), { code: 'REFUSED', retryable: true }],
    ['a page', (response) => response.end('<html>login</html>'), { code: 'BAD_ANSWER', retryable: false }],
    ['a flood', (response) => { for (let i = 0; i < 200; i++) response.write(new Uint8Array(limits.indexerAnswerBytesMax / 100)); response.end() }, { code: 'BAD_ANSWER' }],
    ['a cut', (response) => { response.write('<caps>'); setTimeout(() => response.destroy(), 20) }, { code: 'UNREACHABLE', retryable: true }],
  ]
  for (const [name, answer, expected] of cases) {
    const { indexer } = await serve(t, (_url, response) => answer(response))
    const error = await failure(indexer.abilities(never))
    t.match(error, expected, name)
    t.notMatch(`${error.message} ${error.stack} ${JSON.stringify(error.cause ?? null)}`, /s3cret/, `${name}: no key`)
  }
  const silent = await serve(t, () => {})
  const impatient = open({ url: silent.origin }, { ...realSystem, sleep: (_ms, signal) => realSystem.sleep(100, signal) })
  t.match(await failure(impatient.abilities(never)), { code: 'UNREACHABLE', message: 'Geek did not answer in time' })
  t.match(await failure(open({ url: 'http://127.0.0.1:1' }).abilities(never)), { code: 'UNREACHABLE', message: 'Geek cannot be reached' })
  t.throws(() => open({ url: 'ftp://x' }), IndexerError)
})

t.test('what finds nothing by its number, or refuses it, is asked for by words; series by theirs', async (t) => {
  const searching = (movies: string, series: string) => `<caps><server title="Geek's"/><limits max="2"/><searching><search available="yes"/><movie-search available="yes" supportedParams="${movies}"/><tv-search available="yes" supportedParams="${series}"/></searching></caps>`
  let byNumber = '<rss><channel></channel></rss>'
  const { asked, indexer } = await serve(t, (url, response) => {
    const { t: kind, q } = Object.fromEntries(url.searchParams)
    response.end(kind === 'caps' ? searching('q,imdbid,tmdbid', 'q,season,ep,tvdbid') : q === undefined ? byNumber : feed('/get/1'))
  })
  const search = async () => (await indexer.search({ movie: { ...movie, tmdbId: 653 } }, never)).items.map(({ imdbId }) => imdbId)
  t.same(await search(), [null], 'found by its words, it may be another film')
  t.same(asked.slice(1).map((url) => [url.searchParams.get('t'), url.searchParams.get('q')]), [['movie', null], ['search', 'Nosferatu 1922']])
  byNumber = '<error code="203" description="Function not available"/>'
  t.same(await search(), [null], 'a way that it refuses')
  byNumber = '<error code="100" description="Wrong key"/>'
  t.equal((await failure(search())).code, 'CREDENTIALS', 'but not a key that it refuses')
  asked.length = 0
  byNumber = feed('/get/2')
  await indexer.search({ movie: { ...movie, imdbId: null, tmdbId: 653 } }, never)
  const byTvdb = await indexer.search({ episode: { tvdbId: 81189, imdbId: null, title: 'Pride & Prejudice', season: 1, episode: 2 } }, never)
  await indexer.search({ episode: { tvdbId: null, imdbId: null, title: 'Pride & Prejudice', season: 1, episode: null } }, never)
  t.same(asked.map((url) => ['t', 'tmdbid', 'tvdbid', 'q', 'season', 'ep', 'cat'].map((name) => url.searchParams.get(name))), [
    ['movie', '653', null, null, null, null, '2000'], ['tvsearch', null, '81189', null, '1', '2', '5000'], ['tvsearch', null, null, 'Pride and Prejudice', '1', null, '5000'],
  ])
  t.match(byTvdb.items, [{ tvdbId: 81189 }], 'what was found by the number of a series is of that series')
})

t.test('pages are asked for to the end and no further; one that fails leaves the others, and torrents are no use', async (t) => {
  const item = (number: number, more = '') => `<item><title>Nosferatu.1922.${number}</title><guid>guid-${number}</guid><enclosure url="/get/${number}" length="9" type="${more || 'application/x-nzb'}"/></item>`
  let total = 5
  let failsAt = Infinity
  const { asked, indexer } = await serve(t, (url, response) => {
    if (url.searchParams.get('t') === 'caps') return void response.end('<caps><limits max="2"/><searching><search available="yes"/></searching></caps>')
    const offset = Number(url.searchParams.get('offset'))
    if (offset >= failsAt) return void response.writeHead(500).end()
    response.end(`<rss><channel><response offset="${offset}" total="${total}"/>${[0, 1].filter((each) => offset + each < total).map((each) => item(offset + each, offset + each === 1 ? 'application/x-bittorrent' : '')).join('')}</channel></rss>`)
  })
  const { items, failures } = await indexer.search({ movie }, never)
  t.same([items.map(({ guid }) => guid), failures.length, asked.length], [['guid-0', 'guid-2', 'guid-3', 'guid-4'], 0, 4])
  failsAt = 2
  const cut = await indexer.search({ movie }, never)
  t.same([cut.items.map(({ guid }) => guid), cut.failures.map(({ code, message }) => [code, message])], [['guid-0'], [['REFUSED', 'Geek answered 500']]])
  failsAt = Infinity
  total = 100_000
  asked.length = 0
  await indexer.search({ movie }, never)
  t.equal(asked.length, limits.indexerPagesMax)
  asked.length = 0
  const season = { tvdbId: null, imdbId: null, title: 'Judex', season: 1 }
  await indexer.search({ episode: { ...season, episode: null } }, never)
  t.equal(asked.length, limits.indexerSeasonPagesMax, 'a whole season fills more of them')
  asked.length = 0
  await indexer.search({ episode: { ...season, episode: 1 } }, never)
  t.equal(asked.length, limits.indexerPagesMax)
})

t.test('it is left alone when it says so, when it has given all of today, and while it is down', async (t) => {
  let now = Date.UTC(2026, 0, 1, 12)
  const system = { ...realSystem, now: () => now }
  let answer = (response: ServerResponse) => response.end(feed('/get/1'))
  const { asked, origin } = await serve(t, (url, response) => { if (url.searchParams.get('t') === 'caps') response.end(caps('q')); else answer(response) })
  const search = (indexer: ReturnType<typeof open>) => indexer.search({ movie }, never).then(() => 'answered', (error: IndexerError) => error.code)
  const countOf = async (work: () => Promise<unknown>) => { const before = asked.length; const outcome = await work(); return [outcome, asked.length - before] }

  const resting = open({ url: origin }, system)
  answer = (response) => response.writeHead(429, { 'retry-after': '90' }).end()
  t.same(await countOf(() => search(resting)), ['LIMIT', 2])
  t.same(await countOf(() => search(resting)), ['LIMIT', 0], 'rule 3')
  t.match(await failure(resting.search({ movie }, never)), { message: 'Geek allows no more requests for now; it is asked again in 2 minutes', retryAfterMs: 90_000 })
  answer = (response) => response.end(feed('/get/1').replace('<item>', '<newznab:apilimits xmlns:newznab="n" apiCurrent="99" apimax="100" grab_current="50" grabmax="50" graboldesttime="Thu, 01 Jan 2026 00:00:00 +0000"/><item>'))
  now += 91_000
  t.same(await countOf(() => search(resting)), ['answered', 1])
  t.same(resting.limitsTold(), { apiLeft: 1, grabsLeft: 0, apiFreeAtMs: null, grabsFreeAtMs: Date.UTC(2026, 0, 2) })
  t.equal((await failure(resting.fetchNzb({ guid: 'abc', nzbUrl: null, via: null }, never))).message, 'Geek allows no more downloads for now; it is asked again in 12 hours', 'rule 3: NZBs by themselves')

  answer = (response) => response.end(feed('/get/1'))
  const metered = open({ url: origin, apiPerDay: 2, grabsPerDay: 0 }, system)
  t.same([await search(metered), await search(metered), ...await countOf(() => search(metered))], ['answered', 'answered', 'LIMIT', 0], 'rule 2')
  t.match(await failure(metered.fetchNzb({ guid: 'abc', nzbUrl: null, via: null }, never)), { code: 'LIMIT', message: 'Geek has given its 0 downloads of today; it is asked again tomorrow' })
  now += 86_400_000
  t.equal(await search(metered), 'answered', 'the next day')

  const down = open({ url: origin }, system)
  answer = (response) => response.destroy()
  for (let i = 0; i < limits.indexerFailuresMax; i++) t.equal(await search(down), 'UNREACHABLE')
  t.same(await countOf(() => search(down)), ['UNREACHABLE', 0])
  now += limits.indexerDownMs
  answer = (response) => response.end(feed('/get/1'))
  t.same(await countOf(() => search(down)), ['answered', 1])
  t.ok(calls.includes('Geek search UNREACHABLE') && calls.includes('Geek search answered') && calls.includes('Geek caps answered'), 'all calls are told')
})

t.test('Prowlarr is its enabled indexers for Usenet, each asked and named; one that fails is told beside the others', async (t) => {
  const { asked, origin } = await serve(t, (url, response, request) => {
    if (url.pathname === '/base/api/v1/indexer') {
      if (request.headers['x-api-key'] !== KEY) return void response.writeHead(401).end()
      return void response.end(JSON.stringify([
        { id: 3, name: 'NZBGeek', enable: true, protocol: 'usenet' }, { id: 4, name: 'Broken', enable: true, protocol: 'usenet' },
        { id: 5, name: 'Pirates', enable: true, protocol: 'torrent' }, { id: 6, name: 'Off', enable: false, protocol: 'usenet' }, null, { id: 'x' },
      ]))
    }
    if (url.pathname === '/base/4/api') return void response.writeHead(500).end()
    if (url.pathname === '/base/3/api') return void response.end(url.searchParams.get('t') === 'caps' ? caps('q,imdbid') : feed('/base/3/download?link=secret'))
    response.end(`nzb ${url.pathname}`)
  })
  const prowlarr = open({ name: 'Mine', kind: 'prowlarr', url: `${origin}/base/` })
  const { items, failures } = await prowlarr.search({ movie }, never)
  t.match(items, [{ guid: '3:abc', via: 'NZBGeek' }])
  t.same(failures.map(({ indexer, message }) => [indexer, message]), [['Mine (Broken)', 'Mine (Broken) answered 500']])
  t.equal(new TextDecoder().decode((await prowlarr.fetchNzb(items[0]!, never)).bytes), 'nzb /base/3/download')
  t.notOk(asked.some(({ pathname }) => /\/[56]\//.test(pathname)))
  t.equal((await failure(prowlarr.fetchNzb({ ...items[0]!, guid: '9:abc' }, never))).code, 'NOT_FOUND')
  t.match(await prowlarr.abilities(never), { software: 'Prowlarr', movieBy: ['q', 'imdbid'], behind: ['NZBGeek', 'Broken'] })
  t.equal((await failure(open({ kind: 'prowlarr', url: origin }).abilities(never))).code, 'BAD_ANSWER')
})

t.test('a test says what an indexer can do, or what is wrong and what to do', async (t) => {
  const settings = (url: string) => ({ ...indexerDefaults, name: 'Geek', apiKey: KEY, url })
  const { origin } = await serve(t, (url, response) => response.end(url.searchParams.get('t') === 'caps' ? caps('q') : feed('/get/1')))
  t.match(await testIndexer(settings(origin), realSystem, never), { ok: true, found: 1, abilities: { movieBy: ['q'], pageSize: 100 }, advice: { code: 'INDEXER_ADVICE_NO_NUMBERS', message: /by their number/ } })
  const wrong = await serve(t, (url, response) => response.end(url.searchParams.get('t') === 'caps' ? caps('q') : `<error code="100" description="${KEY}?"/>`))
  t.match(await testIndexer(settings(wrong.origin), realSystem, never), { ok: false, code: 'CREDENTIALS', message: { code: 'INDEXER_CREDENTIALS', message: 'Geek answered: [key]? (100).' }, advice: { message: /API key/ } })
  for (const [url, code] of [['http://127.0.0.1:1', 'UNREACHABLE'], ['gopher://x', 'REFUSED']] as const) t.match(await testIndexer(settings(url), realSystem, never), { ok: false, code })
})
