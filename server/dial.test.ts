import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { Test } from 'tap'
import t from '../test/support/tap.ts'
import { makeServerIdentity } from '../demo/nntp/certificate.ts'
import { dial } from './dial.ts'

const never = new AbortController().signal

async function echo(t: Test): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => {}).pipe(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return (server.address() as AddressInfo).port
}

t.test('bytes go out whole and come back into the caller\'s own buffer', async (t) => {
  const connection = await dial({ host: '127.0.0.1', port: await echo(t), tls: false, ownNetwork: true }, never)
  const sent = new Uint8Array(1_000_000).map((_, index) => index * 7)
  const received = new Uint8Array(sent.length)
  const writing = connection.write(sent)
  for (let at = 0; at < received.length;) {
    const count = await connection.read(received.subarray(at))
    if (count === null) break
    at += count
  }
  await writing
  t.equal(Buffer.compare(sent, received), 0)
  connection.close()
})

t.test('closing ends a read that waits, and may be done twice', async (t) => {
  const connection = await dial({ host: '127.0.0.1', port: await echo(t), tls: false, ownNetwork: true }, never)
  const reading = connection.read(new Uint8Array(10))
  setTimeout(() => {
    connection.close()
    connection.close()
  }, 20)
  await t.rejects(reading)
})

t.test('a refused or an aborted dial rejects, and nothing stays open', async (t) => {
  await t.rejects(dial({ host: '127.0.0.1', port: 1, tls: false, ownNetwork: true }, never))
  await t.rejects(dial({ host: '127.0.0.1', port: await echo(t), tls: true, ownNetwork: true }, AbortSignal.timeout(200)), 'a TLS greeting that is echoed is no handshake')
  const aborted = AbortSignal.abort(new Error('stopped'))
  await t.rejects(dial({ host: '127.0.0.1', port: await echo(t), tls: false, ownNetwork: true }, aborted), { message: 'stopped' })
})

t.test('what a name leads to is looked up once, and that is connected to; TLS asks for the name', async (t) => {
  const identity = makeServerIdentity(Date.now(), new Uint8Array(16).fill(7))
  const server = createTlsServer({ key: identity.keyPem, cert: identity.chainPem }, (socket) => socket.on('error', () => {}).pipe(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const target = { port, tls: true, ownNetwork: true, caCertificates: [identity.authorityPem] }
  const asked: string[] = []
  const leadingTo = (...answers: string[][]) => async (host: string) => {
    asked.push(host)
    return answers[Math.min(asked.length, answers.length) - 1]!
  }
  // The certificate is for localhost.
  const connection = await dial({ ...target, host: 'localhost' }, never, leadingTo(['127.0.0.1'], ['192.0.2.1']))
  t.same(asked, ['localhost'], 'asked once, however it answers the next time')
  connection.close()
  await t.rejects(dial({ ...target, host: 'news.example' }, never, leadingTo(['127.0.0.1'])), /certificate|NotValidForName/i, 'another name at the right address is not who was meant')
  const second = await dial({ ...target, host: 'localhost' }, never, async () => ['127.0.0.9', '127.0.0.1'])
  second.close()
  await t.rejects(dial({ ...target, ownNetwork: false, host: 'news.example' }, never, leadingTo(['127.0.0.1'])), { code: 'OWN_NETWORK' })
})
