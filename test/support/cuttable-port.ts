/** A port in front of a server, whose connections can be cut: what a network does, and a machine that loses power. */

import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect, createServer } from 'node:net'

export interface CuttablePort {
  readonly port: number
  /** Ends every connection without a word. */
  cut(): void
  /** Cuts, and refuses new ones. */
  close(): Promise<void>
  /** Takes them again, at the same port. */
  open(): Promise<void>
}

/** 0 takes any port that is free. */
export async function openCuttablePort(behind: number, port = 0): Promise<CuttablePort> {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
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
    near.pipe(far).pipe(near)
  })
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  await listen(port)
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
