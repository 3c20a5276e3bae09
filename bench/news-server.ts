/** Serves articles encoded beforehand, in a process of its own so that its work is not counted. Arguments: seed, `tls` or `plain`. */

import { createServer as createPlainServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import process from 'node:process'
import { createServer as createTlsServer } from 'node:tls'
import { makeServerIdentity } from '../demo/nntp/certificate.ts'
import { realSystem } from '../server/system.ts'
import { encodeYenc } from '../test/support/encode-yenc.ts'
import { seededRandom } from '../demo/seed.ts'
import { ARTICLE_BYTES, ARTICLES } from './news-articles.ts'

const [seed, kind] = process.argv.slice(2)
const random = seededRandom(Number(seed))
const status = Buffer.from('222 body\r\n')
const answers = Array.from({ length: ARTICLES }, (_, i) => {
  const data = Uint8Array.from({ length: ARTICLE_BYTES }, () => Math.floor(random() * 256))
  const part = { number: i + 1, total: ARTICLES, begin: i * ARTICLE_BYTES + 1, fileSize: ARTICLES * ARTICLE_BYTES }
  return Buffer.concat([status, encodeYenc(data, { name: 'bench.bin', part })])
})

function serve(socket: Socket): void {
  let rest = ''
  socket.on('error', () => socket.destroy())
  socket.write('200 bench\r\n')
  socket.on('data', (bytes: Buffer) => {
    const lines = (rest + bytes.toString('latin1')).split('\r\n')
    rest = lines.pop()!
    for (const line of lines) {
      const article = /^BODY <(\d+)@/.exec(line)?.[1]
      socket.write(article === undefined ? '500 what?\r\n' : answers[Number(article) % ARTICLES]!)
    }
  })
}

const identity = kind === 'tls' ? makeServerIdentity(realSystem.now(), realSystem.randomBytes(16)) : undefined
const server = identity ? createTlsServer({ key: identity.keyPem, cert: identity.chainPem }, serve) : createPlainServer({ noDelay: true }, serve)
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: (server.address() as AddressInfo).port, authorityPem: identity?.authorityPem })))
