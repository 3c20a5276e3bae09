/** Sockets as the workers need them: reads into a buffer the caller owns, which keeps memory flat at any rate. */

import type { Resolve } from './guarded-address.ts'
import { allowedAddresses, notPermitted, resolveHost } from './guarded-address.ts'
import { limits } from './limits.ts'

export interface DialTarget {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  /** Whether it may be at an address of this machine or of a private network. */
  readonly ownNetwork: boolean
  /** PEM certificates trusted besides the system's own. */
  readonly caCertificates?: readonly string[]
}

export interface Connection {
  /** Fills `view` from its beginning with what has arrived; null once the peer has closed. One read at a time. */
  read(view: Uint8Array): Promise<number | null>
  /** Resolves when all bytes are handed to the kernel. One write at a time. */
  write(bytes: Uint8Array): Promise<void>
  /** Pending reads and writes reject. May be called again. */
  close(): void
}

/** Deno's own sockets: its `node:net` and `node:tls` hold hundreds of megabytes in buffers at full rate. */
interface DenoConn {
  read(view: Uint8Array): Promise<number | null>
  write(bytes: Uint8Array): Promise<number>
  close(): void
  setNoDelay?(on: boolean): void
  handshake?(): Promise<unknown>
}
interface DenoNet {
  connect(options: { hostname: string; port: number }): Promise<DenoConn>
  startTls(conn: DenoConn, options: { hostname: string; caCerts?: string[] }): Promise<DenoConn>
}
declare const Deno: DenoNet

/** Rejects with `AddressError` for what may not be connected to, else with Deno's error of the last address that was tried, or the signal's reason. */
export async function dial(target: DialTarget, signal: AbortSignal, resolve: Resolve = resolveHost): Promise<Connection> {
  signal.throwIfAborted()
  const opening = open(target, signal, resolve)
  const aborted = new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
  try {
    return connectionOver(await Promise.race([opening, aborted]))
  } catch (error) {
    // A connection that comes after all must not stay open; its failure has been told already.
    opening.then((late) => late.close(), () => {})
    throw error
  }
}

/** The address is settled before, and TLS checks the name: what answers there must be who was meant. */
async function open({ host, port, tls, ownNetwork, caCertificates }: DialTarget, signal: AbortSignal, resolve: Resolve): Promise<DenoConn> {
  const conn = await connectToOne(await allowedAddresses(host, ownNetwork, resolve), port, signal)
  conn.setNoDelay?.(true)
  if (!tls) return conn
  let secure: DenoConn | undefined
  try {
    secure = await Deno.startTls(conn, { hostname: host, ...(caCertificates ? { caCerts: [...caCertificates] } : {}) })
    // Without this a certificate that is not trusted would show only at the first read.
    await secure.handshake?.()
    return secure
  } catch (error) {
    // What TLS has taken over cannot be closed by its former name.
    if (secure) secure.close()
    throw error
  }
}

async function connectToOne(addresses: readonly string[], port: number, signal: AbortSignal): Promise<DenoConn> {
  let failure: unknown
  for (const hostname of addresses.slice(0, limits.addressesTriedMax)) {
    if (signal.aborted) break
    try {
      return await Deno.connect({ hostname, port })
    } catch (error) {
      failure = notPermitted(error, hostname) ?? error
    }
  }
  throw failure
}

function connectionOver(conn: DenoConn): Connection {
  let closed = false
  return {
    read: (view) => conn.read(view),
    async write(bytes) {
      for (let sent = 0; sent < bytes.length;) sent += await conn.write(bytes.subarray(sent))
    },
    close() {
      if (closed) return
      closed = true
      conn.close()
    },
  }
}
