import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { join } from 'node:path'
import t from '../../test/support/tap.ts'
import { sharedData } from '../../test/support/shared-data.ts'
import { IndexerError } from './fetch-limited.ts'
import { parseCaps, parseFeed } from './newznab-answer.ts'

interface Expected {
  readonly kind: 'feed' | 'caps' | 'error' | 'indexers' | 'other-json'
  readonly items?: number
  readonly response?: { readonly total?: string }
  readonly sample?: readonly { readonly title?: string; readonly enclosure?: { readonly url: string; readonly length?: string }; readonly attr?: Readonly<Record<string, readonly string[]>> }[]
  readonly distinct_guids?: number
  readonly limits?: { readonly max: string; readonly default: string }
  readonly categories?: number
  readonly subcats?: number
  readonly searching?: Readonly<Record<string, { readonly available: string; readonly supportedParams?: string }>>
  readonly code?: string
  readonly description?: string
}
const bytesOf = (text: string) => new TextEncoder().encode(text)
function errorOf(work: () => unknown): IndexerError {
  try {
    work()
  } catch (error) {
    if (error instanceof IndexerError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

t.test('real answers of many indexers are read as a standard parser reads them', (t) => {
  const folder = sharedData('newznab')
  if (!folder) {
    t.pass('not run: ../shared/data/newznab is not here')
    return t.end()
  }
  const { cases } = JSON.parse(readFileSync(join(folder, 'EXPECTED.json'), 'utf8')) as { cases: Record<string, Expected> }
  for (const [name, expected] of Object.entries(cases)) {
    const bytes = readFileSync(join(folder, name))
    switch (expected.kind) {
      case 'feed': {
        const feed = parseFeed(bytes, 'Test')
        t.equal(feed.items.length, expected.items, `${name}: releases`)
        t.equal(feed.total, expected.response?.total === undefined ? null : Number(expected.response.total), `${name}: total`)
        for (const [index, sample] of (expected.sample ?? []).entries()) {
          const item = feed.items[index]!
          t.equal(item.title, sample.title ?? '', `${name}: title ${index}`)
          if (sample.enclosure) t.equal(item.nzbUrl, sample.enclosure.url, `${name}: where its NZB is`)
          const size = sample.attr?.['size']?.[0] ?? sample.enclosure?.length
          if (size !== undefined && /^\d+$/.test(size)) t.equal(item.sizeBytes, Number(size), `${name}: size ${index}`)
          for (const id of sample.attr?.['category'] ?? []) t.ok(item.categories.includes(Number(id)), `${name}: category ${id}`)
        }
        t.notOk(feed.items.some(({ guid }) => guid.includes('://') || /apikey/i.test(guid)), `${name}: no guid is a URL`)
        if (expected.distinct_guids === expected.items) t.equal(new Set(feed.items.map(({ guid }) => guid)).size, expected.items, `${name}: guids differ`)
        break
      }
      case 'caps': {
        const caps = parseCaps(bytes, 'Test')
        t.same([caps.pageSizeMax, caps.pageSizeDefault], [Number(expected.limits!.max), Number(expected.limits!.default)], `${name}: page sizes`)
        t.equal(caps.categories.length, expected.categories, `${name}: categories`)
        t.equal(caps.categories.reduce((sum, each) => sum + each.subcategories.length, 0), expected.subcats, `${name}: subcategories`)
        t.same(Object.fromEntries([...caps.searches].map(([kind, { available, parameters }]) => [kind, [available, parameters]])),
          Object.fromEntries(Object.entries(expected.searching!).map(([kind, each]) => [kind, [each.available === 'yes', each.supportedParams?.split(',') ?? []]])), `${name}: searches`)
        break
      }
      case 'error': {
        const error = errorOf(() => parseFeed(bytes, 'Test'))
        t.equal(error.code, 'CREDENTIALS', name)
        t.equal(error.message, `Test answered: ${expected.description} (${expected.code})`)
        break
      }
      case 'other-json': {
        const told = JSON.parse(bytes.toString()) as { results?: { name: string; size: number }[]; data?: { nzbs?: { raw_title: string; size: string }[]; torrents?: { raw_title: string; size: number }[] } }
        const { items } = parseFeed(bytes, 'Test')
        const wanted = [...told.results?.map((each) => [each.name, each.size, false]) ?? [], ...told.data?.nzbs?.map((each) => [each.raw_title, Number(each.size), false]) ?? [], ...told.data?.torrents?.map((each) => [each.raw_title, each.size, true]) ?? []]
        t.ok(wanted.length > 0)
        t.same(items.map(({ title, sizeBytes, torrent }) => [title, sizeBytes, torrent]), wanted, `${name}: what NZBIndex and TorBox answer`)
        break
      }
      case 'indexers':
        t.equal(errorOf(() => parseFeed(bytes, 'Test')).code, 'BAD_ANSWER', `${name} is no Newznab answer`)
    }
  }
  t.ok(Object.keys(cases).length >= 30, 'the table has its cases')
  t.end()
})

t.test('a JSON answer says the same as its XML', (t) => {
  const xml = `<rss xmlns:newznab="n"><channel><newznab:response offset="0" total="1"/><item><title>Nosferatu.1922.1080p</title><guid>https://x.test/details/0123456789abcdef0123</guid>
    <pubDate>Sun, 11 Oct 2015 17:34:17 +0000</pubDate><enclosure url="https://x.test/get/1" length="5" type="application/x-nzb"/>
    <newznab:attr name="size" value="700"/><newznab:attr name="imdb" value="0013442"/><newznab:attr name="category" value="2040"/><newznab:attr name="password" value="1"/></item></channel></rss>`
  const attr = (name: string, value: string) => ({ '@attributes': { name, value } })
  const json = { '@attributes': { version: '2.0' }, channel: { response: { '@attributes': { offset: '0', total: '1' } }, item: {
    title: 'Nosferatu.1922.1080p', guid: 'https://x.test/details/0123456789abcdef0123', pubDate: 'Sun, 11 Oct 2015 17:34:17 +0000',
    enclosure: { '@attributes': { url: 'https://x.test/get/1', length: '5' } }, attr: [attr('size', '700'), attr('imdb', '0013442'), attr('category', '2040'), attr('password', '1')] } } }
  const feed = parseFeed(bytesOf(JSON.stringify(json)), 'Test')
  t.same(feed, parseFeed(bytesOf(xml), 'Test'))
  t.same(feed.items[0], { guid: '0123456789abcdef0123', title: 'Nosferatu.1922.1080p', nzbUrl: 'https://x.test/get/1', sizeBytes: 700, categories: [2040], publishedAt: '2015-10-11T17:34:17.000Z', imdbId: 'tt0013442', tvdbId: null, passworded: true, torrent: false, poster: null, grabs: null, via: null })
  t.equal(errorOf(() => parseFeed(bytesOf('{"error":{"@attributes":{"code":"500","description":"Request limit reached"}}}'), 'Test')).code, 'LIMIT')
  t.end()
})

t.test('days in any form are told, of no zone as UTC; a size of zero is none where another is told', (t) => {
  const item = (inside: string) => parseFeed(new TextEncoder().encode(`<rss><channel><item><title>Film</title>${inside}</item></channel></rss>`), 'Ours').items[0]!
  for (const day of ['Mon, 03 Apr 2017 07:25:35 +0000', 'Mon, 03 Apr 2017 09:25:35 +0200', '2017-04-03T07:25:35Z', '2017-04-03T09:25:35+02:00', '2017-04-03 03:25:35.000-04:00', 'Mon, 03 Apr 2017 09:25:35 +02:00', '2017-04-03T07:25:35', '2017-04-03 07:25:35', 'Mon, 03 Apr 2017 07:25:35', '1491204335']) {
    t.equal(item(`<pubDate>${day}</pubDate>`).publishedAt, '2017-04-03T07:25:35.000Z', day)
  }
  t.equal(item('<attr name="usenetdate" value="unknown"/><pubDate>Mon, 03 Apr 2017 07:25:35 GMT</pubDate>').publishedAt, '2017-04-03T07:25:35.000Z')
  t.equal(item('<pubDate>yesterday</pubDate>').publishedAt, null)
  t.equal(item('<attr name="size" value="0"/><enclosure url="u" length="700"/>').sizeBytes, 700)
  t.equal(item('<attr name="size" value="0"/>').sizeBytes, 0)
  t.end()
})

t.test('errors are told apart by their number, and junk is refused', (t) => {
  const codeOf = (code: number) => errorOf(() => parseFeed(bytesOf(`<error code="${code}" description="x"/>`), 'Test'))
  t.same([100, 201, 300, 501, 910].map((code) => [codeOf(code).code, codeOf(code).retryable]), [['CREDENTIALS', false], ['REFUSED', false], ['NOT_FOUND', false], ['LIMIT', true], ['REFUSED', true]])
  for (const junk of ['', '<html><body>Maintenance</body></html>', '{"a":', '{}', '<!DOCTYPE x [<!ENTITY a "b">]><rss/>', '\0\0']) {
    t.equal(errorOf(() => parseFeed(bytesOf(junk), 'Test')).code, 'BAD_ANSWER', JSON.stringify(junk))
  }
  t.same(parseFeed(bytesOf('<rss><channel><title>none</title></channel></rss>'), 'Test').items, [], 'none found is an empty list')
  t.end()
})

t.test('whatever a stranger answers, it is a list, abilities or an IndexerError; no guid is an address, and no date, size or category is none', (t) => {
  const words = fc.constantFrom('rss', 'channel', 'item', 'title', 'guid', 'enclosure', 'attr', '@attributes', 'name', 'value', 'category', 'size', 'imdb', 'password', 'usenetdate', 'pubDate', 'caps', 'searching', 'limits',
    'apilimits', 'apimax', 'apicurrent', 'error', '_name', '_value', '#text', 'text', '#cdata', 'a:#text', '__proto__', 'constructor', 'toString', 'newznab:attr', 'http://x.test/get?apikey=secret', '-1', '1e9', '99999999999999999999')
  const json = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof({ maxDepth: 6 }, words, fc.string({ maxLength: 20 }), fc.double(), fc.constant(null), fc.boolean(), fc.array(tie('node'), { maxLength: 4 }),
      fc.array(fc.tuple(words, tie('node')), { maxLength: 6 }).map((entries) => JSON.parse(`{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value ?? null)}`).join(',')}}`) as unknown)),
  })).node
  const xml = fc.array(fc.oneof(words.map((word) => `<${word.replace(/[^a-z:]/gi, '') || 'x'}>`), words.map((word) => `</${word.replace(/[^a-z:]/gi, '') || 'x'}>`), words.map((word) => `<attr name="${word.replace(/[<&"]/g, '')}" value="&#${word.length};"/>`), fc.string({ maxLength: 8 })), { maxLength: 30 }).map((parts) => parts.join(''))
  const shaped = fc.array(fc.record({ title: json, guid: json, enclosure: json, attr: json, category: json, pubDate: json }, { requiredKeys: [] }), { maxLength: 4 }).map((item) => JSON.stringify({ channel: { item, response: { '@attributes': { total: '3' } } } }))
  const bytes = fc.oneof(json.map((value) => bytesOf(JSON.stringify(value ?? null))), shaped.map(bytesOf), xml.map(bytesOf), xml.map((inner) => bytesOf(`<rss><channel><item>${inner}</item></channel></rss>`)), fc.uint8Array({ maxLength: 200 }), fc.record({ stats: json, results: fc.array(fc.record({ id: json, name: json, posted: fc.oneof(json, fc.maxSafeNat()), size: json, password: json }, { requiredKeys: [] })) }).map((value) => bytesOf(JSON.stringify({ ...value, stats: {} }))))
  const answered = (read: () => unknown) => {
    try {
      return read()
    } catch (error) {
      if (error instanceof IndexerError) return undefined
      throw error
    }
  }
  fc.assert(fc.property(bytes, (sent) => {
    answered(() => parseCaps(sent, 'Test'))
    const feed = answered(() => parseFeed(sent, 'Test')) as ReturnType<typeof parseFeed> | undefined
    return (feed?.items ?? []).every(({ guid, title, sizeBytes, publishedAt, categories, imdbId, nzbUrl }) =>
      typeof title === 'string' && guid !== '' && !guid.includes('://') && (sizeBytes === null || Number.isSafeInteger(sizeBytes) && sizeBytes >= 0) && (publishedAt === null || !Number.isNaN(Date.parse(publishedAt)))
      && categories.every(Number.isSafeInteger) && (imdbId === null || /^tt\d{7,10}$/.test(imdbId)) && (nzbUrl === null || typeof nzbUrl === 'string'))
  }), { examples: [{ guid: { text: [{}] } }, { title: { '#text': [{}] } }, { title: { '#cdata': [{}] } }, { guid: { 'a:#text': [{}] } }].map((item) => [bytesOf(JSON.stringify({ channel: { item: [item] } }))]) })
  t.equal(errorOf(() => parseFeed(bytesOf(`{"channel":${'['.repeat(10_000)}${']'.repeat(10_000)}}`), 'Test')).code, 'BAD_ANSWER', 'however deep')
  t.end()
})
