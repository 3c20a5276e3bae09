/** Somebody who takes webhooks, on a socket. */

import { once } from 'node:events'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Taken { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string; readonly at: number }
/** What it does with the nth it takes, from 0. */
export type Answering = (response: ServerResponse, taken: Taken, nth: number) => unknown

export async function hookReceiver(t: { teardown(run: () => unknown): void }, answering: Answering = (response) => response.writeHead(204).end()) {
  const taken: Taken[] = []
  let answer = answering
  const server = createServer(async (request, response) => {
    response.on('error', () => undefined)
    const body = Buffer.concat(await Array.fromAsync(request)).toString()
    const one = { path: request.url!, headers: request.headers, body, at: Date.now() }
    taken.push(one)
    answer(response, one, taken.length - 1)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => { server.closeAllConnections(); server.close() })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    kinds: () => taken.map(({ body }) => (JSON.parse(body) as { type: string }).type),
    answerWith(next: Answering) { answer = next },
  }
}
