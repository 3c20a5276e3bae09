import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import t from '../../test/support/tap.ts'
import { sharedData } from '../../test/support/shared-data.ts'
import { encodeYenc } from '../../test/support/encode-yenc.ts'
import { seededRandom } from '../../demo/seed.ts'
import { ArticleTooLarge, YencDecoder } from './yenc.ts'

const limits = { articleBytesMax: 8_388_608, fileBytesMax: 1_099_511_627_776 }

function decode(bytes: Uint8Array, chunkBytes = bytes.length) {
  const decoder = new YencDecoder(limits)
  let at = 0
  while (at < bytes.length && !decoder.ended) at = decoder.write(bytes, at, Math.min(bytes.length, at + chunkBytes))
  const part = decoder.part()
  return { ...part, data: part.data.slice(), ended: decoder.ended, at }
}

interface Expected {
  readonly status: number | null
  readonly ybegin?: string
  readonly decoded_bytes?: number
  readonly decoded_sha256?: string
  readonly crc_ok?: boolean
  readonly name?: string
}
/** What we make of the hostile ones; the rest must be clean. */
const problems: Record<string, string> = {
  test_double_ybegin: 'SIZE_MISMATCH',
  test_end_after_ypart: 'TRUNCATED',
  test_extremely_long_crc: 'CRC_MISMATCH',
  test_huge_size_1TiB: 'SIZE_MISMATCH',
  test_huge_size_1TiB_ypart: 'HEADER_INVALID',
  test_missing_yend: 'TRUNCATED',
  test_negative_size: 'HEADER_INVALID',
  test_non_ascii_everywhere: 'SIZE_MISMATCH',
  test_partial: 'SIZE_MISMATCH',
  test_ypart_invalid_range: 'HEADER_INVALID',
  test_malformed_ybegin: 'NOT_YENC',
  test_only_dots: 'NOT_YENC',
  test_head: 'NOT_YENC',
  test_empty_file: 'NOT_YENC',
}

t.test('real articles decode to what an independent decoder made of them', (t) => {
  const folder = sharedData('yenc-nntp')
  if (!folder) {
    t.pass('not run: ../shared/data/yenc-nntp is not here')
    return t.end()
  }
  const { cases } = JSON.parse(readFileSync(join(folder, 'EXPECTED.json'), 'utf8')) as { cases: Record<string, Expected> }
  for (const [name, expected] of Object.entries(cases)) {
    const bytes = new Uint8Array(readFileSync(join(folder, name, `${name}.yenc`)))
    const found = decode(bytes)
    t.equal(found.problem, problems[name], `${name}: ${problems[name] ?? 'nothing'} is wrong with it`)
    if (expected.decoded_bytes === undefined) continue
    t.equal(found.data.length, expected.decoded_bytes, `${name}: number of bytes`)
    t.equal(createHash('sha256').update(found.data).digest('hex'), expected.decoded_sha256, `${name}: the bytes`)
    // The table has the names as Latin-1.
    t.equal(found.name, Buffer.from(expected.name!, 'latin1').toString('utf8'), `${name}: name`)
    if (expected.crc_ok !== undefined) t.equal(found.checksum, expected.crc_ok ? 'verified' : 'mismatch', `${name}: checksum`)
  }
  t.ok(Object.keys(cases).length >= 20, 'the table has its cases')
  t.end()
})

t.test('an article cut at every byte decodes the same', (t) => {
  // Dots, equals signs, CR, LF and NUL in every place of a line, so that each state meets each chunk edge.
  const data = Uint8Array.from([4, 4, 19, 214, 224, 227, 4, 19, 214, 4, 214, 19, 224, 4, 227, 227, 4, 4, 4, 19, 4, 224])
  const article = encodeYenc(data, { lineBytes: 3, name: 'a.bin' })
  for (let size = 1; size <= article.length; size++) {
    const found = decode(article, size)
    if (found.problem || !found.ended || Buffer.compare(found.data, data)) t.fail(`chunks of ${size}: ${found.problem}`)
  }
  t.ok(article.length > 100, 'over a hundred chunk sizes tried')
  t.end()
})

t.test('random bytes come back identical, whatever the line length and the chunks', (t) => {
  const random = seededRandom(20261121)
  for (let round = 0; round < 60; round++) {
    const data = Uint8Array.from({ length: Math.floor(random() * 5_000) }, () => Math.floor(random() * 256))
    const article = encodeYenc(data, { lineBytes: 1 + Math.floor(random() * 200), name: 'r.bin', part: { number: 2, total: 3, begin: 1_001, fileSize: 9_000 } })
    const found = decode(article, 1 + Math.floor(random() * 300))
    if (found.problem !== undefined || found.offset !== 1_000 || found.checksum !== 'verified' || Buffer.compare(found.data, data)) t.fail(`round ${round}: ${found.problem}`)
  }
  t.pass('60 rounds')
  t.end()
})

t.test('decoding stops exactly behind the dot, so that the next answer is met whole', (t) => {
  const first = encodeYenc(new Uint8Array(300).fill(7), { name: 'a' })
  const found = decode(Buffer.concat([first, Buffer.from('430 no such article\r\n')]))
  t.equal(found.at, first.length)
  t.ok(found.ended)
  t.end()
})

t.test('the end of the article cannot hide behind an escape', (t) => {
  const found = decode(Buffer.from('=ybegin line=128 size=9 name=a\r\nabc=\r\n.\r\n222 next'))
  t.ok(found.ended)
  t.equal(found.problem, 'TRUNCATED')
  t.equal(found.at, '=ybegin line=128 size=9 name=a\r\nabc=\r\n.\r\n'.length, 'and the next answer stays unread')
  t.end()
})

t.test('a part that says nowhere where it belongs is refused', (t) => {
  const found = decode(Buffer.from('=ybegin part=2 total=3 line=128 size=9 name=a\r\nabc\r\n=yend size=3 part=2\r\n.\r\n'))
  t.equal(found.problem, 'HEADER_INVALID')
  t.end()
})

t.test('a part with only the checksum of the whole file is accepted as unverified', (t) => {
  const found = decode(Buffer.from('=ybegin part=1 total=3 line=128 size=9 name=a\r\n=ypart begin=1 end=3\r\nabc\r\n=yend size=3 part=1 crc32=12345678\r\n.\r\n'))
  t.equal(found.problem, undefined)
  t.equal(found.checksum, 'absent')
  t.end()
})

t.test('a wrong checksum is told', (t) => {
  const article = Buffer.from(encodeYenc(new Uint8Array(1_000).fill(1), { name: 'a' }))
  article[200] = article[200]! ^ 1
  t.equal(decode(article).problem, 'CRC_MISMATCH')
  t.end()
})

t.test('an endless article is cut off, and sizes in headers allocate nothing', (t) => {
  const decoder = new YencDecoder({ articleBytesMax: 100_000, fileBytesMax: 2 ** 40 })
  const chunk = new Uint8Array(65_536).fill(0x41)
  decoder.write(Buffer.from('=ybegin line=128 size=999999999999999 name=a\r\n'))
  t.throws(() => { for (let i = 0; i < 3; i++) decoder.write(chunk) }, ArticleTooLarge)
  decoder.reset()
  t.throws(() => { for (let i = 0; i < 3; i++) decoder.write(chunk) }, ArticleTooLarge, 'also when there is no header and no end of line')
  t.end()
})

t.test('a decoder is clean after a reset', (t) => {
  const decoder = new YencDecoder(limits)
  const good = encodeYenc(new TextEncoder().encode('hello'), { name: 'b' })
  decoder.write(Buffer.from('=ybegin part=1 line=1 size=-5 name=x\r\n=ypart begin=9 end=1\r\nab='))
  decoder.reset()
  decoder.write(good)
  t.equal(decoder.part().problem, undefined)
  t.equal(decoder.part().crc32, crc32(new TextEncoder().encode('hello')))
  t.end()
})
