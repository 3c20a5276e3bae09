import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from '../test/support/tap.ts'
import { GROUP, messageId, nzbFor, startNntpServer } from './nntp-server.ts'
import type { NntpServerOptions } from './nntp-server.ts'
import { decodeYenc, newsClient } from '../test/support/news-client.ts'

/** Every byte value many times, runs of dots at every column, and the four that need an escape. */
const awkward = Buffer.concat([
  ...Array.from({ length: 256 }, (_, value) => Buffer.alloc(97, value)),
  Buffer.alloc(700, 0x2e - 42 & 0xff),
  Buffer.from([214, 224, 227, 19, 214, 224, 227, 19]),
  randomBytes(30_000),
])
const account = { username: 'viewer', password: 'popcorn and soda' }

async function serve(test: { teardown(stop: () => Promise<void>): void }, options: NntpServerOptions = {}) {
  const server = await startNntpServer({ files: new Map([['reel.bin', awkward]]), articleBytes: 10_000, ...options })
  test.teardown(() => server.stop())
  return server
}

t.test('a whole conversation goes as RFC 3977 and RFC 4643 say', async (t) => {
  const server = await serve(t, { account })
  const client = await newsClient(server)
  t.match(client.greeting, /^200 /)
  t.match(await client.ask('BODY <x@y>'), /^480 /)
  t.match(await client.ask('AUTHINFO PASS early'), /^482 /)
  t.match(await client.ask('AUTHINFO'), /^501 /)
  t.match(await client.ask('authinfo user viewer'), /^381 /, 'commands are case-insensitive')
  t.match(await client.ask('AUTHINFO PASS wrong'), /^481 /)
  client.send('AUTHINFO USER viewer', `AUTHINFO PASS ${account.password}`)
  t.match(await client.line(), /^381 /)
  t.match(await client.line(), /^281 /, 'a password may hold spaces')
  t.match(await client.ask('AUTHINFO USER viewer'), /^502 /)
  client.send('CAPABILITIES')
  const capabilities = await client.block()
  t.match(capabilities.status, /^101 /)
  t.match(capabilities.block.toString(), /^VERSION 2\r\n/)
  t.match(await client.ask('MODE READER'), /^200 /)
  t.match(await client.ask('DATE'), /^111 \d{14}$/)
  t.match(await client.ask('BODY'), /^412 /)
  t.match(await client.ask('GROUP alt.binaries.unknown'), /^411 /)
  t.match(await client.ask(`GROUP ${GROUP}`), /^211 0 0 0 /)
  t.match(await client.ask('BODY 17'), /^423 /)
  t.match(await client.ask('BODY not-an-id'), /^501 /)
  t.match(await client.ask(`STAT ${messageId('reel.bin', 1)}`), /^223 0 </)
  t.match(await client.ask(`STAT ${messageId('reel.bin', 99)}`), /^430 /)
  t.match(await client.ask(`BODY <${'x'.repeat(600)}>`), /^501 /)
  t.match(await client.ask('XYZZY'), /^500 /)
  t.match(await client.ask('QUIT'), /^205 /)
})

for (const tls of [false, true]) {
  t.test(`a posted file comes back byte for byte ${tls ? 'over TLS' : 'in the clear'}, its commands pipelined`, async (t) => {
    const server = await serve(t, { tls })
    const nzb = nzbFor({ name: 'reel.bin', sizeBytes: awkward.length, articleBytes: 10_000 })
    const ids = [...nzb.matchAll(/<segment [^>]*>([^<]+)</g)].map((match) => `<${match[1]}>`)
    const client = await newsClient(server)
    client.send(...ids.map((id) => `BODY ${id}`))
    const whole = Buffer.alloc(awkward.length)
    for (const [index, id] of ids.entries()) {
      const { status, block } = await client.block()
      t.equal(status, `222 0 ${id}`, 'answers come in order')
      const part = decodeYenc(block)
      t.ok(part.checksumRight)
      t.match(part, { name: 'reel.bin', fileSizeBytes: awkward.length, part: index + 1, offset: index * 10_000 })
      t.ok(part.longestLine <= 129, 'a line is 128 characters, or one more when it ends on an escape')
      part.bytes.copy(whole, part.offset)
    }
    t.equal(createHash('sha256').update(whole).digest('hex'), createHash('sha256').update(awkward).digest('hex'))
    client.close()
  })
}

t.test('a client that does not trust the authority refuses the TLS server', async (t) => {
  const server = await serve(t, { tls: true })
  await t.rejects(newsClient({ ...server, authorityPem: undefined }))
})

t.test('HEAD and ARTICLE carry the headers, and a file on disk is served like one in memory', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'rewind-nntp-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'disk'), awkward)
  const server = await serve(t, { files: new Map<string, string>([['von der Platte.bin', join(folder, 'disk')]]) })
  const id = messageId('von der Platte.bin', 3)
  const client = await newsClient(server)
  client.send(`HEAD ${id}`, `ARTICLE ${id}`)
  const head = await client.block()
  t.match(head.status, /^221 0 /)
  t.match(head.block.toString(), `Message-ID: ${id}`)
  const article = await client.block()
  t.match(article.status, /^220 0 /)
  t.ok(article.block.toString('latin1').startsWith(head.block.toString('latin1')))
  t.same(decodeYenc(article.block).bytes, awkward.subarray(20_000, 30_000))
  t.same([...server.statistics.served], [[id, 2]])
  client.close()
})

t.test('faults are made as ordered, and each asking is counted', async (t) => {
  const [first, second, third, fourth] = [1, 2, 3, 4].map((part) => messageId('reel.bin', part)) as [
    string,
    string,
    string,
    string,
  ]
  const server = await serve(t, {
    faults: {
      missing: (id, asked) => id === first && asked === 0,
      badCrc: (id) => id === second,
      cut: (id) => id === third,
      stall: (id) => id === fourth,
    },
  })
  const client = await newsClient(server)
  t.match(await client.ask(`BODY ${first}`), /^430 /)
  client.send(`BODY ${first}`, `BODY ${second}`, `BODY ${third}`)
  t.ok(decodeYenc((await client.block()).block).checksumRight, 'found when asked again')
  t.notOk(decodeYenc((await client.block()).block).checksumRight)
  await t.rejects(client.block(), /closed after \d+ bytes/)
  const patient = await newsClient(server)
  patient.send(`BODY ${fourth}`)
  t.match(await patient.line(), /^222 /)
  const next = (): Promise<string> =>
    Promise.race([patient.line(), new Promise<string>((resolve) => setTimeout(resolve, 100, 'silent'))])
  t.match(await next(), /^=ybegin /)
  t.match(await next(), /^=ypart /)
  t.equal(await next(), 'silent')
  server.dropConnections()
  t.same([...server.statistics.asked], [[first, 2], [second, 1], [third, 1], [fourth, 1]])
  t.same([...server.statistics.served.keys()], [first, second, third, fourth])
})

t.test('a server can be full, closed, or refuse every login', async (t) => {
  const server = await serve(t, { account, faults: { greeting: 400 } })
  t.match((await newsClient(server)).greeting, /^400 /)
  server.faults.greeting = 502
  t.match((await newsClient(server)).greeting, /^502 /)
  delete server.faults.greeting
  server.faults.refuseAuth = true
  const client = await newsClient(server)
  client.send('AUTHINFO USER viewer', `AUTHINFO PASS ${account.password}`)
  t.match(await client.line(), /^381 /)
  t.match(await client.line(), /^481 /)
  client.close()
})

t.test('latency is waited once for pipelined commands, and the rate is shared by the connections', async (t) => {
  const slow = await serve(t, { faults: { latencyMs: 400 } })
  const client = await newsClient(slow)
  const started = performance.now()
  client.send(...Array.from({ length: 10 }, () => 'DATE'))
  for (let count = 0; count < 10; count++) t.match(await client.line(), /^111 /)
  const elapsedMs = performance.now() - started
  t.ok(elapsedMs >= 395 && elapsedMs < 10 * 400, `10 answers after ${elapsedMs.toFixed()} ms`)
  client.close()

  const limited = await serve(t, { ratePerSecondBytes: 200_000 })
  const begun = performance.now()
  await Promise.all([1, 2].map(async (part) => {
    const reader = await newsClient(limited)
    reader.send(`BODY ${messageId('reel.bin', part)}`, `BODY ${messageId('reel.bin', part + 2)}`)
    await reader.block()
    await reader.block()
    reader.close()
  }))
  const seconds = (performance.now() - begun) / 1_000
  t.ok(seconds > 0.18, `40,000 bytes at 200,000 a second took ${seconds.toFixed(2)} s`)
})
