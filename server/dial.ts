/** Sockets as the workers need them: reads into a buffer the caller owns, which keeps memory flat at any rate. */

export interface DialTarget {
  readonly host: string
  readonly port: number
  readonly tls: boolean
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
  connectTls(options: { hostname: string; port: number; caCerts?: string[] }): Promise<DenoConn>
}
declare const Deno: DenoNet

export async function dial({ host, port, tls, caCertificates }: DialTarget, signal: AbortSignal): Promise<Connection> {
  signal.throwIfAborted()
  const opening = open()
  const aborted = new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
  try {
    return connectionOver(await Promise.race([opening, aborted]))
  } catch (error) {
    // A connection that comes after all must not stay open; its failure has been told already.
    opening.then((late) => late.close(), () => {})
    throw error
  }

  async function open(): Promise<DenoConn> {
    if (!tls) {
      const conn = await Deno.connect({ hostname: host, port })
      conn.setNoDelay?.(true)
      return conn
    }
    const conn = await Deno.connectTls({ hostname: host, port, ...(caCertificates ? { caCerts: [...caCertificates] } : {}) })
    try {
      // Without this a certificate that is not trusted would show only at the first read.
      await conn.handshake?.()
    } catch (error) {
      conn.close()
      throw error
    }
    return conn
  }
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
