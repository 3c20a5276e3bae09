import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import type { Test } from '../test/support/tap.ts'
import t from '../test/support/tap.ts'
import { makeServerIdentity } from '../demo/nntp/certificate.ts'
import { guardedFetch } from './guarded-fetch.ts'

const LONG = 'x'.repeat(300_000)

async function serve(t: Test): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.headers.host} ${request.url}`)
    if (request.url === '/away') response.writeHead(302, { location: 'http://127.0.0.1:1/secret' }).end()
    else response.end(LONG)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return { port: (server.address() as AddressInfo).port, asked }
}

t.test('the name is looked up once, what it leads to is asked, under its name, and all of the answer arrives', async (t) => {
  const { port, asked } = await serve(t)
  let lookedUp = 0
  // It leads elsewhere from the second time on.
  const fetch = guardedFetch(true, async () => [lookedUp++ === 0 ? '127.0.0.1' : '192.0.2.1'])
  const answer = await fetch(`http://indexer.example:${port}/api?t=caps`)
  t.equal(await answer.text(), LONG)
  t.equal(lookedUp, 1)
  t.same(asked, [`indexer.example:${port} /api?t=caps`])
})

t.test('nothing is asked at an address that is not allowed, by whichever name', async (t) => {
  const { port, asked } = await serve(t)
  const fetch = guardedFetch(false, async () => ['127.0.0.1'])
  for (const host of ['indexer.example', '127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f000001', '127.1', 'localhost']) {
    await t.rejects(fetch(`http://${host}:${port}/`), { code: 'OWN_NETWORK' }, host)
  }
  await t.rejects(guardedFetch(true)('http://169.254.169.254/latest/meta-data/'), { code: 'REFUSED' })
  t.same(asked, [])
})

t.test('over TLS nothing is asked of who cannot show that it is the one meant', async (t) => {
  const identity = makeServerIdentity(Date.now(), new Uint8Array(16).fill(9))
  let asked = 0
  const server = createTlsServer({ key: identity.keyPem, cert: identity.chainPem }, (_request, response) => { asked++; response.end() })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  await t.rejects(guardedFetch(true, async () => ['127.0.0.1'])(`https://indexer.example:${port}/api`), { code: /CERT|SELF_SIGNED/ })
  t.equal(asked, 0)
})

t.test('what is stopped on the way ends at once, and an answer that is cut rejects', async (t) => {
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('half')
    if (request.url === '/cut') setTimeout(() => response.destroy(), 20)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await t.rejects((await guardedFetch(true)(`${home}/cut`)).text())
  const stop = new AbortController()
  const answer = await guardedFetch(true)(`${home}/slow`, { signal: stop.signal })
  setTimeout(() => stop.abort(new Error('stopped')), 20)
  await t.rejects(answer.text())
  await t.rejects(guardedFetch(true)(home, { method: 'PUT' }), TypeError)
})

t.test('an answer that is none rejects, and ends nothing else', async (t) => {
  const answers = ['HTTP/1.1 999 No\r\ncontent-length: 0\r\n\r\n', 'HTTP/1.1 600 No\r\ncontent-length: 2\r\n\r\nhi', 'HTTP/1.1 101 Other\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n', 'HTTP/1.1 200 OK\r\nbad header: 1\r\n\r\n', 'neither\r\n\r\n']
  let next = 0
  const server = createTcpServer((socket) => void socket.on('error', () => {}).once('data', () => socket.end(answers[next++]!)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  for (const answer of answers) await t.rejects(guardedFetch(true)(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`), answer)
})

t.test('a redirect is handed back, not followed', async (t) => {
  const { port, asked } = await serve(t)
  const answer = await guardedFetch(true, async () => ['127.0.0.1'])(`http://indexer.example:${port}/away`, { redirect: 'follow' })
  t.same([answer.status, answer.headers.get('location')], [302, 'http://127.0.0.1:1/secret'])
  await answer.body?.cancel()
  t.equal(asked.length, 1)
  await t.rejects(guardedFetch(true, async () => ['127.0.0.1'])(`http://indexer.example:${port}/`, { signal: AbortSignal.abort(new Error('stopped')) }), { message: 'stopped' })
})
