/** A Usenet server that does exactly what a test says, however rude; for what a well-behaved one never does. */

import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'

export interface Peer {
  send(bytes: Uint8Array | string): void
  /** Each byte in a packet of its own. */
  drip(bytes: Uint8Array | string): Promise<void>
  cut(): void
  /** With what was sent before on its way. */
  sendAndCut(bytes: Uint8Array | string): void
  /** Not even politely. */
  reset(): void
  readonly open: boolean
  /** Commands that have come behind this one. */
  readonly waiting: number
  closed(then: () => void): void
}
export type Script = (command: string, peer: Peer) => void | Promise<void>

export interface ScriptedNntp {
  readonly port: number
  /** All commands received, of all connections, in order. */
  readonly commands: readonly string[]
  readonly connections: number
  stop(): Promise<void>
}

/** `script` is called with an empty command when a client connects, then with each of its lines. */
export async function startScriptedNntp(script: Script): Promise<ScriptedNntp> {
  const commands: string[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((socket) => {
    connections++
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    const peer: Peer = {
      send: (bytes) => void socket.write(bytes),
      async drip(bytes) {
        for (const byte of Buffer.from(bytes)) await new Promise<void>((resolve) => socket.write(Uint8Array.of(byte), () => resolve()))
      },
      cut: () => void socket.destroy(),
      sendAndCut: (bytes) => void socket.end(bytes),
      reset: () => void socket.resetAndDestroy(),
      get open() {
        return !socket.destroyed
      },
      get waiting() {
        return waiting
      },
      closed: (then) => void socket.once('close', then),
    }
    let turn = Promise.resolve(script('', peer))
    let rest = ''
    let waiting = 0
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('latin1')).split('\r\n')
      rest = lines.pop()!
      for (const line of lines) {
        commands.push(line)
        waiting++
        turn = turn.then(() => {
          waiting--
          return script(line, peer)
        })
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    commands,
    get connections() {
      return connections
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
