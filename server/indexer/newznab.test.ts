import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import t from '../../test/support/tap.ts'
import { limits } from '../limits.ts'
import { realSystem } from '../system.ts'
import { IndexerError } from './fetch-limited.ts'
import { createIndexer } from './newznab.ts'

const KEY = 's3cret key'
const never = new AbortController().signal
const caps = (parameters: string) => `<caps><searching><search available="yes"/><movie-search available="yes" supportedParams="${parameters}"/></searching></caps>`
const feed = (link: string) => `<rss><channel><item><title>Nosferatu.1922.1080p.BluRay</title><guid>abc</guid><enclosure url="${link.replaceAll('&', '&amp;')}" length="9"/></item></channel></rss>`
const movie = { imdbId: 'tt0013442', title: 'Nosferatu', year: 1922 }

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
  return { asked, origin, indexer: createIndexer({ name: 'Geek', url: origin, apiKey: KEY }, realSystem) }
}
async function failure(work: Promise<unknown>): Promise<IndexerError> {
  const error = await work.then(() => undefined, (error: unknown) => error)
  if (error instanceof IndexerError) return error
  throw new Error(`no IndexerError: ${String(error)}`)
}

t.test('a film is asked for by its IMDb id where the indexer can, else by name and year', async (t) => {
  let parameters = 'q,imdbid'
  const { asked, indexer, origin } = await serve(t, (url, response) => response.end(url.searchParams.get('t') === 'caps' ? caps(parameters) : feed('/get/1')))
  const [item] = await indexer.searchMovie(movie, never)
  t.same(Object.fromEntries(asked[1]!.searchParams), { t: 'movie', imdbid: '0013442', cat: '2000', extended: '1', apikey: KEY })
  t.equal(asked[1]!.pathname, '/api')
  t.equal(item!.imdbId, 'tt0013442', 'what was found by id is that film')
  await indexer.searchMovie({ ...movie, imdbId: null }, never)
  t.equal(asked[2]!.searchParams.get('q'), 'Nosferatu 1922')
  t.equal(asked.filter((url) => url.searchParams.get('t') === 'caps').length, 1, 'capabilities are asked for once')
  parameters = 'q'
  await createIndexer({ name: 'Other', url: `${origin}/api`, apiKey: '' }, realSystem).searchMovie(movie, never)
  t.equal(asked.at(-1)!.searchParams.get('t'), 'search')
})

t.test('an NZB comes from the indexer\'s own host, whatever its link says', async (t) => {
  const elsewhere = await serve(t, (_url, response) => response.end('stolen'))
  const { asked, indexer } = await serve(t, (url, response) => {
    response.setHeader('content-disposition', 'attachment; filename="Film{{pw}}.nzb"')
    response.end(`nzb of ${url.pathname}${url.searchParams.get('id') ?? ''}`)
  })
  const item = { guid: 'abc', title: 'x', sizeBytes: 1, categories: [], publishedAt: null, imdbId: null, passworded: false }
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
  t.match(await failure(indexer.caps(never)), { code: 'BAD_ANSWER', message: /another host/ })
  t.equal(elsewhere.asked.length, 0)
  const home = await serve(t, (url, response) => url.pathname === '/api' ? response.writeHead(301, { location: '/new' }).end() : response.end(caps('q')))
  t.ok((await home.indexer.caps(never)).searches.get('movie-search')!.available)
  const circles = await serve(t, (url, response) => response.writeHead(302, { location: url.pathname }).end())
  t.equal((await failure(circles.indexer.caps(never))).code, 'BAD_ANSWER')
})

t.test('refusals, limits, sizes and silence each have their code, and none repeats the key', async (t) => {
  const cases: readonly [string, (response: ServerResponse) => void, object][] = [
    ['wrong key', (response) => response.end(`<error code="100" description="Wrong apikey ${KEY} (${encodeURIComponent(KEY)})"/>`), { code: 'CREDENTIALS', retryable: false }],
    ['403', (response) => response.writeHead(403).end(), { code: 'CREDENTIALS' }],
    ['429', (response) => response.writeHead(429, { 'retry-after': '90' }).end(), { code: 'LIMIT', retryAfterMs: 90_000, retryable: true }],
    ['503', (response) => response.writeHead(503).end(), { code: 'REFUSED', retryable: true }],
    ['a page', (response) => response.end('<html>login</html>'), { code: 'BAD_ANSWER', retryable: false }],
    ['a flood', (response) => { for (let i = 0; i < 200; i++) response.write(new Uint8Array(limits.indexerAnswerBytesMax / 100)); response.end() }, { code: 'BAD_ANSWER' }],
    ['a cut', (response) => { response.write('<caps>'); setTimeout(() => response.destroy(), 20) }, { code: 'UNREACHABLE', retryable: true }],
  ]
  for (const [name, answer, expected] of cases) {
    const { indexer } = await serve(t, (_url, response) => answer(response))
    const error = await failure(indexer.caps(never))
    t.match(error, expected, name)
    t.notMatch(`${error.message} ${error.stack} ${JSON.stringify(error.cause ?? null)}`, /s3cret/, `${name}: no key`)
  }
  const silent = await serve(t, () => {})
  const impatient = createIndexer({ name: 'Geek', url: silent.origin, apiKey: KEY }, { ...realSystem, sleep: (_ms, signal) => realSystem.sleep(100, signal) })
  t.match(await failure(impatient.caps(never)), { code: 'UNREACHABLE', message: 'Geek did not answer in time' })
  t.match(await failure(createIndexer({ name: 'Geek', url: 'http://127.0.0.1:1', apiKey: KEY }, realSystem).caps(never)), { code: 'UNREACHABLE', message: 'Geek cannot be reached' })
  t.throws(() => createIndexer({ name: 'Geek', url: 'ftp://x', apiKey: KEY }, realSystem), IndexerError)
})
