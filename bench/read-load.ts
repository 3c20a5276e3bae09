/** A process of `catalogue.ts`: reads one address over HTTP, each client one time after the other, and says on one line of JSON how it went. */

import { once } from 'node:events'
import { connect } from 'node:net'
import process from 'node:process'
import { closedLoop } from './measure.ts'

const { port, path, clients, ms, cookies, bytes } = JSON.parse(process.argv[2]!) as { port: number; path: string; clients: number; ms: number; cookies: string[]; bytes: number }

/** No more of HTTP than it takes to see that the whole answer came: whoever asks must not cost more than who answers. */
async function reader() {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.setNoDelay(true)
  let [head, left] = ['', 0]
  let done: { resolve(): void; reject(error: Error): void } | undefined
  socket.on('error', (error) => done?.reject(error))
  socket.on('data', (data: Uint8Array) => {
    if (left === 0) {
      head += Buffer.from(data).toString('latin1')
      const end = head.indexOf('\r\n\r\n')
      if (end < 0) return
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1])
      if (!head.startsWith('HTTP/1.1 200 ') || length !== bytes) return done?.reject(new Error(`Not what was asked for: ${head.slice(0, 1_000)}`))
      left = length - (head.length - end - 4)
    } else {
      left -= data.length
    }
    if (left > 0) return
    head = ''
    done?.resolve()
  })
  return {
    read: (cookie: string) => new Promise<void>((resolve, reject) => {
      done = { resolve, reject }
      socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\naccept: application/json\r\nx-rewind: 1\r\ncookie: ${cookie}\r\n\r\n`)
    }),
    end: () => socket.destroy(),
  }
}

const readers = await Promise.all(Array.from({ length: clients }, reader))
let sent = 0
// Everybody in turn: nobody may ask more than so many times a minute.
const sample = await closedLoop({ clients, ms }, (client) => readers[client]!.read(cookies[sent++ % cookies.length]!))
console.log(JSON.stringify(sample))
for (const { end } of readers) end()
