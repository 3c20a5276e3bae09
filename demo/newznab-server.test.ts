import { XMLParser } from 'fast-xml-parser'
import t from '../test/support/tap.ts'
import { films } from './catalogue/index.ts'
import { serials } from './catalogue/serials.ts'
import { startNewznabServer } from './newznab-server.ts'
import { partCount } from './nntp-server.ts'
import { QUALITIES, releaseByFileName, releases } from './releases.ts'

const grabs: string[] = []
const server = await startNewznabServer({
  apiKey: 'k&y',
  grabbed: (release) => void grabs.push(release.name),
  system: { now: () => Date.UTC(2026, 0, 5) },
})
t.teardown(() => server.stop())

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: (name) => ['item', 'newznab:attr', 'segment', 'subcat'].includes(name),
})
interface Item {
  title: string
  link: string
  enclosure: { url: string; length: string; type: string }
  'newznab:attr': { name: string; value: string }[]
}

async function ask(query: Record<string, string>): Promise<string> {
  const response = await fetch(`${server.url}/api?${new URLSearchParams({ apikey: 'k&y', ...query })}`)
  t.equal(response.status, 200)
  return await response.text()
}

async function items(query: Record<string, string>): Promise<Item[]> {
  return (parser.parse(await ask(query)) as { rss: { channel: { item?: Item[] } } }).rss.channel.item ?? []
}

const attribute = (item: Item, name: string) => item['newznab:attr'].find((one) => one.name === name)?.value

t.test("errors have Newznab's numbers", async (t) => {
  t.match(await ask({ t: 'search', apikey: 'wrong' }), /<error code="100" /)
  t.match(await ask({}), /<error code="200" /)
  t.match(await ask({ t: 'movie', imdbid: 'x' }), /<error code="201" /)
  t.match(await ask({ t: 'dance' }), /<error code="202" /)
  t.match(await ask({ t: 'get', id: 'f'.repeat(32) }), /<error code="300" /)
})

t.test('caps needs no key and says what can be searched', async (t) => {
  const { caps } = parser.parse(await ask({ t: 'caps', apikey: '' })) as {
    caps: { searching: Record<string, { available: string; supportedParams: string }> }
  }
  t.match(caps.searching['movie-search'], { available: 'yes', supportedParams: 'q,imdbid,tmdbid' })
})

t.test("a film is found by its IMDb number, with or without tt, and by TMDB's", async (t) => {
  for (const query of [{ imdbid: '0013442' }, { imdbid: 'tt0013442' }, { imdbid: '13442' }, { tmdbid: '653' }]) {
    const found = await items({ t: 'movie', ...query })
    t.equal(found.length, QUALITIES.length)
    t.ok(found.every((item) => item.title.startsWith('Nosferatu.1922.') && attribute(item, 'imdb') === '0013442'))
  }
  t.strictSame(await items({ t: 'movie', imdbid: '9999999' }), [])
})

t.test('search wants every word, and honours category, limit and offset', async (t) => {
  t.ok((await items({ t: 'search', q: 'nosferatu 1922' })).length === QUALITIES.length)
  t.strictSame(await items({ t: 'search', q: 'nosferatu 1999' }), [])
  t.equal((await items({ t: 'search', q: 'häxan', cat: '2030' })).length, 2)
  t.equal((await items({ t: 'search', q: 'nosferatu', cat: '5000' })).length, 0)
  const [page, next] = [
    await items({ t: 'search', limit: '10' }),
    await items({ t: 'search', limit: '10', offset: '10' }),
  ]
  t.equal(new Set([...page, ...next].map((item) => item.title)).size, 20)
})

t.test('an episode is found by its number in its series, by ids or by name, among series alone', async (t) => {
  for (const query of [{ imdbid: '0006206', season: '1', ep: '2' }, { tmdbid: '1800000003', season: '01', ep: '02' }, { q: 'les vampires', season: 'S01', ep: 'E02' }]) {
    const found = await items({ t: 'tvsearch', cat: '5000', ...query })
    t.equal(found.length, QUALITIES.length, JSON.stringify(query))
    t.ok(found.every((item) => item.title.startsWith('Les.Vampires.1915.S01E02.') && attribute(item, 'tmdbid') === '1800000003' && attribute(item, 'category')?.startsWith('50')))
  }
  t.equal((await items({ t: 'tvsearch', tmdbid: '1800000003', season: '1' })).length, 10 * QUALITIES.length, 'a whole season')
  t.strictSame([await items({ t: 'tvsearch', tmdbid: '1800000003', season: '2' }), await items({ t: 'tvsearch', q: 'nosferatu' }), await items({ t: 'movie', q: 'les vampires' })], [[], [], []])
  t.match(await ask({ t: 'tvsearch', tmdbid: 'x' }), /<error code="201" /)
})

t.test('every link leads to an NZB with as many segments as the size needs', async (t) => {
  for (const item of await items({ t: 'movie', tmdbid: '19' })) {
    const sizeBytes = Number(attribute(item, 'size'))
    t.equal(Number(item.enclosure.length), sizeBytes)
    const text = await (await fetch(item.link)).text()
    const { nzb } = parser.parse(text) as {
      nzb: { file: { subject: string; segments: { segment: { number: string; bytes: string }[] } } }
    }
    const { segment } = nzb.file.segments
    t.equal(segment.length, partCount(sizeBytes))
    t.match(nzb.file.subject, `"${item.title}.mp4" yEnc (1/${segment.length}) ${sizeBytes}`)
    const encodedBytes = segment.reduce((sum, one) => sum + Number(one.bytes), 0)
    t.ok(encodedBytes > sizeBytes && encodedBytes < sizeBytes * 1.06)
    t.equal(grabs.at(-1), item.title)
  }
})

t.test('names and ids are all different, and each name finds its film and its file', async (t) => {
  const episodes = serials.flatMap(({ seasons }) => seasons.flatMap((season) => season.episodes)).length
  t.equal(releases.length, (films.length + episodes) * QUALITIES.length)
  for (const key of ['guid', 'name', 'fileName'] as const) {
    t.equal(new Set(releases.map((release) => release[key])).size, releases.length)
  }
  for (const release of releases) {
    t.match(release.name, /^[A-Za-z0-9.-]+$/)
    t.equal(releaseByFileName(release.fileName), release)
  }
})
