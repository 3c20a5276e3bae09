/**
 * Serves articles encoded beforehand, in a process of its own so that its work is not counted. Arguments: seed, and by how many milliseconds
 * each answer comes after its command, as on a long line: pipelined commands wait side by side.
 */

import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import process from 'node:process'
import { encodeYenc } from '../test/support/encode-yenc.ts'
import { seededRandom } from '../demo/seed.ts'
import { ARTICLE_BYTES, ARTICLES, fileName } from './news-articles.ts'

const [seed, delayMs] = process.argv.slice(2).map(Number) as [number, number]
const random = seededRandom(seed)
const bodies = Array.from({ length: ARTICLES }, (_, i) => {
  const data = Uint8Array.from({ length: ARTICLE_BYTES }, () => Math.floor(random() * 256))
  const part = { number: i + 1, total: ARTICLES, begin: i * ARTICLE_BYTES + 1, fileSize: ARTICLES * ARTICLE_BYTES }
  const body = encodeYenc(data, { name: '', part })
  // All files share their articles, but for the name in the first line.
  const end = body.indexOf(13)
  return { begin: Buffer.from(body.subarray(0, end)).toString('latin1'), rest: body.subarray(end) }
})

function answerTo(line: string, say: (bytes: Uint8Array | string) => void): void {
  const [, command, article] = /^(BODY|ARTICLE|STAT) <(\d+)@/.exec(line) ?? []
  if (command === undefined) return say(line.startsWith('MODE') ? '200 reader\r\n' : '500 what?\r\n')
  if (command === 'STAT') return say(`223 0 <${article}@bench>\r\n`)
  say(command === 'BODY' ? `222 0 <${article}@bench>\r\n` : `220 0 <${article}@bench>\r\nMessage-ID: <${article}@bench>\r\n\r\n`)
  const { begin, rest } = bodies[Number(article) % ARTICLES]!
  say(`${begin}${fileName(Math.floor(Number(article) / ARTICLES))}`)
  say(rest)
}

createServer({ noDelay: true }, (socket: Socket) => {
  let rest = ''
  socket.on('error', () => socket.destroy())
  socket.write('200 bench\r\n')
  const say = (bytes: Uint8Array | string) => void (socket.destroyed || socket.write(bytes))
  socket.on('data', (bytes: Buffer) => {
    const lines = (rest + bytes.toString('latin1')).split('\r\n')
    rest = lines.pop()!
    for (const line of lines) {
      if (delayMs === 0) answerTo(line, say)
      else setTimeout(() => answerTo(line, say), delayMs)
    }
  })
}).listen(0, '127.0.0.1', function (this: { address(): AddressInfo }) {
  console.log(this.address().port)
})
