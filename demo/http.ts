/** A small HTTP server on a free port of 127.0.0.1. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { listenAnywhere } from './listen.ts'

export interface HttpAnswer {
  readonly status: number
  readonly type: string
  readonly body: string | Uint8Array
  readonly headers?: Record<string, string>
}

export interface HttpServer {
  readonly url: string
  stop(): Promise<void>
}

export async function serveHttp(
  answer: (request: IncomingMessage, url: URL) => HttpAnswer | Promise<HttpAnswer>,
): Promise<HttpServer> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return void reply(request, response, { status: 405, type: 'text/plain', body: '' })
    }
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    Promise.resolve().then(() => answer(request, url)).then(
      (found) => reply(request, response, found),
      (error: Error) => reply(request, response, { status: 500, type: 'text/plain', body: error.message }),
    )
  })
  const port = await listenAnywhere(server)
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

function reply(request: IncomingMessage, response: ServerResponse, { status, type, body, headers }: HttpAnswer): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body), ...headers })
  response.end(request.method === 'HEAD' ? undefined : body)
}
