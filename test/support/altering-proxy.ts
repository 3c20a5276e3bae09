/** A server in front of the service, that says some things otherwise: as one of another version would. */

import { once } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http'
import { createServer, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import type { Host } from './service.ts'

/** Answers in the service's place; `forward` is what the service says. */
type Altering = (asked: string, forward: () => Promise<string>) => Promise<string> | string

export interface AlteringProxy {
  readonly url: string
  /** For a path, until the function that it returns is called. */
  alter(path: string, answer: Altering): () => void
  /** Called with each request whose path begins so before it goes on; it goes on when that resolves. */
  hold(prefix: string, before: (range: string | undefined) => Promise<void>): void
}

export async function openAlteringProxy(t: Host, behind: number): Promise<AlteringProxy> {
  const alterings = new Map<string, Altering>()
  const holds = new Map<string, (range: string | undefined) => Promise<void>>()

  async function forward({ method, url }: IncomingMessage, body: Buffer, headers: IncomingHttpHeaders): Promise<IncomingMessage> {
    const onward = ask({ host: '127.0.0.1', port: behind, method, path: url, headers })
    onward.end(body)
    return (await once(onward, 'response') as [IncomingMessage])[0]
  }

  const server = createServer(async (incoming, outgoing) => {
    try {
      const asked = await bodyOf(incoming)
      const altering = alterings.get(incoming.url!.split('?')[0]!)
      if (!altering) {
        for (const [prefix, before] of holds) if (incoming.url!.startsWith(prefix)) await before(incoming.headers.range)
        const answer = await forward(incoming, asked, incoming.headers)
        outgoing.writeHead(answer.statusCode!, answer.headers)
        answer.pipe(outgoing)
        return
      }
      let headers: IncomingHttpHeaders = { 'content-type': 'application/json' }
      const text = await altering(asked.toString(), async () => {
        // What is to be altered must be there, and readable.
        const { 'if-none-match': _etag, 'if-modified-since': _date, ...others } = incoming.headers
        const answer = await forward(incoming, asked, { ...others, 'accept-encoding': 'identity' })
        const { 'content-length': _, 'transfer-encoding': __, etag: ___, 'last-modified': ____, ...kept } = answer.headers
        headers = kept
        return (await bodyOf(answer)).toString()
      })
      outgoing.writeHead(200, headers).end(text)
    } catch {
      // Either side has hung up.
      outgoing.destroy()
    }
  })
  joinSockets(server, behind)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    alter(path, answer) {
      alterings.set(path, answer)
      return () => alterings.delete(path)
    },
    hold: (prefix, before) => void holds.set(prefix, before),
  }
}

function joinSockets(server: Server, behind: number): void {
  server.on('upgrade', ({ rawHeaders, method, url }, near, head) => {
    const far = connect(behind, '127.0.0.1', () => {
      const lines = Array.from({ length: rawHeaders.length / 2 }, (_, i) => `${rawHeaders[2 * i]}: ${rawHeaders[2 * i + 1]}`)
      far.write(`${method} ${url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
      far.write(head)
      near.pipe(far).pipe(near)
    })
    for (const [socket, other] of [[near, far], [far, near]] as const) {
      socket.on('error', () => {})
      socket.on('close', () => other.destroy())
    }
  })
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
