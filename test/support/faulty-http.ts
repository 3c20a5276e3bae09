/** Stands before a real HTTP server and lets questions go wrong, as `faultOf` says of each. */

import http from 'node:http'

/** `status`: answered so without asking; `silence`: never answered; `reset`: cut before it is asked; `lost`: asked, and the answer cut; `short`: half of the answer and cut; `stall`: half and silence; `etag`: another ETag. */
export type HttpFault = { readonly kind: 'none' | 'silence' | 'reset' | 'lost' | 'short' | 'stall' | 'etag' } | { readonly kind: 'status'; readonly status: number }

export interface FaultyHttp { readonly port: number; stop(): Promise<void> }

export async function startFaultyHttp(toPort: number, faultOf: (request: http.IncomingMessage) => HttpFault): Promise<FaultyHttp> {
  const server = http.createServer((request, response) => {
    const fault = faultOf(request)
    switch (fault.kind) {
      case 'reset': return void request.socket.destroy()
      case 'silence': return void request.resume()
      case 'status':
        request.resume()
        return void request.on('end', () => response.writeHead(fault.status, { 'content-type': 'text/plain' }).end('not now'))
      case 'none': case 'lost': case 'short': case 'stall': case 'etag': pass(request, response, toPort, fault.kind)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function pass(request: http.IncomingMessage, response: http.ServerResponse, port: number, kind: 'none' | 'lost' | 'short' | 'stall' | 'etag'): void {
  const { method, url: path, headers } = request
  const onward = http.request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
    if (kind === 'lost') {
      answer.resume()
      return void answer.on('end', () => request.socket.destroy())
    }
    const told = { ...answer.headers, ...kind === 'etag' && answer.headers.etag ? { etag: `"${'0'.repeat(32)}"` } : {} }
    response.writeHead(answer.statusCode!, told)
    if (kind !== 'short' && kind !== 'stall') return void answer.pipe(response)
    const cut = () => { if (kind === 'short') request.socket.destroy() }
    answer.once('data', (chunk: Buffer) => response.write(chunk.subarray(0, Math.max(1, chunk.length >> 1)), cut))
    answer.once('end', cut)
  })
  onward.on('error', () => request.socket.destroy())
  request.pipe(onward)
}
