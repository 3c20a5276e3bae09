/** A Usenet server for readers, over plain sockets or TLS, with a rate limit, and faults and counts for tests. */

import { createServer as createPlainServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { System } from '../server/system.ts'
import { realSystem } from '../server/system.ts'
import { listenAnywhere } from './listen.ts'
import type { PostedFile } from './nntp/article.ts'
import { ARTICLE_BYTES, postedBytes, postedPath } from './nntp/article.ts'
import { makeServerIdentity } from './nntp/certificate.ts'
import { createRateLimit } from './nntp/rate-limit.ts'
import type { NntpAccount, NntpFaults, SessionContext } from './nntp/session.ts'
import { serveConnection } from './nntp/connection.ts'

export type { ArticleTest, NntpAccount, NntpFaults } from './nntp/session.ts'
export type { PostedFile } from './nntp/article.ts'
export { ARTICLE_BYTES, GROUP, messageId, nzbFor, partCount } from './nntp/article.ts'

export interface NntpServerOptions {
  /** What is posted: a name and its bytes, or the path of a file. Looked up first. */
  files?: ReadonlyMap<string, Uint8Array | string>
  /** Finds a file that is not in `files`, possibly making it first. */
  find?: (name: string) => Promise<PostedFile | undefined>
  /** Without one, nobody need log in. */
  account?: NntpAccount
  tls?: boolean
  /** Raw bytes of an article; as in `nzbFor`. */
  articleBytes?: number
  /** Of all connections together; unlimited by default. */
  ratePerSecondBytes?: number
  faults?: NntpFaults
  system?: Pick<System, 'now' | 'sleep' | 'randomBytes'>
}

export interface NntpStatistics {
  /** Message-id → how often it was asked for (STAT, HEAD, BODY, ARTICLE), found or not. */
  readonly asked: ReadonlyMap<string, number>
  /** Message-id → how often it, or its head, was sent. */
  readonly served: ReadonlyMap<string, number>
  readonly connections: number
  readonly connectionsOpen: number
  readonly sentBytes: number
}

export interface NntpServer {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  /** The authority a TLS client must trust, in PEM. */
  readonly authorityPem: string | undefined
  readonly statistics: NntpStatistics
  /** Change it at any time; it counts from the next command on. */
  readonly faults: NntpFaults
  /** Forgets the counts. */
  resetStatistics(): void
  /** Cuts every connection, as a restarting provider does. */
  dropConnections(): void
  stop(): Promise<void>
}

export async function startNntpServer(options: NntpServerOptions = {}): Promise<NntpServer> {
  const system = options.system ?? realSystem
  const statistics = {
    asked: new Map<string, number>(),
    served: new Map<string, number>(),
    connections: 0,
    connectionsOpen: 0,
    sentBytes: 0,
  }
  const faults = options.faults ?? {}
  const sockets = new Set<Socket>()
  const limit = createRateLimit(options.ratePerSecondBytes ?? Infinity, system)
  const context: SessionContext = {
    account: options.account,
    articleBytes: options.articleBytes ?? ARTICLE_BYTES,
    faults,
    file: (name) => findFile(options, name),
    asked: (id) => count(statistics.asked, id),
    served: (id) => void count(statistics.served, id),
    now: () => new Date(system.now()),
  }

  const accept = (socket: Socket): void => {
    sockets.add(socket)
    statistics.connections++
    statistics.connectionsOpen = sockets.size
    socket.on('close', () => {
      sockets.delete(socket)
      statistics.connectionsOpen = sockets.size
    })
    void serveConnection(socket, context, limit, system, (bytes) => {
      statistics.sentBytes += bytes
    })
  }
  const identity = options.tls ? makeServerIdentity(system.now(), system.randomBytes(16)) : undefined
  const server: Server = identity
    ? createTlsServer({ key: identity.keyPem, cert: identity.chainPem }, accept)
    : createPlainServer({ noDelay: true }, accept)
  const port = await listenAnywhere(server)

  return {
    host: '127.0.0.1',
    port,
    tls: identity !== undefined,
    authorityPem: identity?.authorityPem,
    statistics,
    faults,
    resetStatistics() {
      statistics.asked.clear()
      statistics.served.clear()
      statistics.connections = statistics.sentBytes = 0
    },
    dropConnections() {
      for (const socket of sockets) socket.destroy()
    },
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

async function findFile(options: NntpServerOptions, name: string): Promise<PostedFile | undefined> {
  const content = options.files?.get(name)
  if (content === undefined) return await options.find?.(name)
  return typeof content === 'string' ? await postedPath(name, content) : postedBytes(name, content)
}

/** Counts one more and says how many there were. */
function count(counts: Map<string, number>, key: string): number {
  const before = counts.get(key) ?? 0
  counts.set(key, before + 1)
  return before
}
