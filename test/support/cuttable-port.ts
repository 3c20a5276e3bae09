/** A port in front of a server, whose connections can be cut: what a network does, and a machine that loses power. */

import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { ServerIdentity } from '../../demo/nntp/certificate.ts'

export interface CuttablePort {
  readonly port: number
  /** Ends every connection without a word. */
  cut(): void
  /** Cuts, and refuses new ones. */
  close(): Promise<void>
  /** Takes them again, at the same port. */
  open(): Promise<void>
}

/** With an identity it speaks TLS, and HTTP/2 in it; the server behind need not. */
export async function openCuttablePort(behind: number, identity?: ServerIdentity): Promise<CuttablePort> {
  const sockets = new Set<Socket>()
  const join = (near: Socket) => {
    const far = connect(behind, '127.0.0.1')
    for (const [socket, other] of [[near, far], [far, near]] as const) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
    // Before that Deno has nothing to set it on.
    far.on('connect', () => far.setNoDelay(true))
    near.pipe(far).pipe(near)
  }
  const server = identity ? createTlsServer({ key: identity.keyPem, cert: identity.chainPem, ALPNProtocols: ['h2'] }, join) : createServer(join)
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  await listen(0)
  const own = (server.address() as { port: number }).port
  return {
    port: own,
    cut,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      cut()
      await closed
    },
    open: () => listen(own),
  }
}
