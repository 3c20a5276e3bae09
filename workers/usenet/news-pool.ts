/**
 * All connections to all news servers, for all downloads of this thread: one pool, so that a provider's limit on connections holds
 * however many jobs there are. Each connection takes, of all jobs, what matters most: what a reader waits for, then what one will want
 * soon, then the rest in the order of the jobs: those that are watched, then by priority, then the oldest.
 */

import { limits } from '../../server/limits.ts'
import type { Log } from '../../server/log.ts'
import type { System } from '../../server/system.ts'
import type { NewsServerSettings } from '../../server/upstreams.ts'
import type { ArticleQueue, Lane } from './article-queue.ts'
import type { NewsServer } from './news-server.ts'
import { createNewsServer } from './news-server.ts'
import { runConnection } from './news-connection.ts'
import type { ArticleOutcome, NntpTimeouts } from './nntp.ts'
import type { SpeedLimit } from './speed-limit.ts'
import { createSpeedLimit } from './speed-limit.ts'

/** What the pool needs to know of a download, and tells it. Servers are numbered as `NewsPool.servers` lists them. */
export interface PooledJob {
  readonly id: string
  /** Larger ones go first. */
  priority: number
  /** Milliseconds since the Unix epoch. */
  readonly since: number
  /** Somebody waits for what it fetches, or did a moment ago. */
  readonly watched: boolean
  readonly queue: ArticleQueue
  /** Of articles that are only looked for, before all others but those that are watched; undefined once that is over. */
  readonly checks: ArticleQueue | undefined
  messageIdOf(task: Task): string
  /** Moves the queue on and says what the answer was worth. What it throws is the job's failure alone. */
  answered(task: Task, outcome: ArticleOutcome, server: number): 'landed' | 'damaged' | 'missing' | 'looked'
  fail(error: unknown): void
  /** A server went or came back, or what was under way was given back. */
  reconsider(): void
  /** Other servers than before: the queues are to be made anew. */
  useServers(servers: readonly NewsServer[]): void
}

export interface Task { readonly job: PooledJob; readonly article: number; readonly only: 'body' | 'check' }

export interface NewsPool {
  readonly servers: readonly NewsServer[]
  /** Takes up the work of a job; answers how to let go of it. */
  join(job: PooledJob): () => void
  /** From now on; of a job that has not joined, or has left, nothing is kept. */
  prioritize(jobId: string, priority: number): void
  /** There is something to do that was not there before. */
  wake(): void
  /** What is under way has become what somebody waits for: it is not held back any more. */
  hurry(): void
  /** Speed in bytes a second, null for no limit, 0 for a pause. What is watched is neither paused nor held back. */
  limit(bytesPerSecond: number | null): void
  /** Other servers, once the connections to the former ones are closed. */
  use(servers: readonly NewsServerSettings[]): void
  /** Resolves when all connections are closed. */
  close(): Promise<void>
}

export interface PoolOptions {
  readonly servers: readonly NewsServerSettings[]
  readonly system: Pick<System, 'dial' | 'now' | 'sleep'>
  readonly log: Pick<Log, 'info' | 'warn'>
  readonly timeouts?: NntpTimeouts
  readonly retry?: { readonly delayMs: number; readonly delayMsMax: number; readonly failuresInARowMax: number }
}

/** As the connections see it. */
export interface Pool extends Omit<PoolOptions, 'servers'> {
  readonly servers: readonly NewsServer[]
  readonly jobs: PooledJob[]
  readonly stop: AbortController
  readonly speed: SpeedLimit
  /** Connections that have nothing to do wait here for the next change. */
  readonly sleepers: Set<() => void>
  /** Servers that get one connection more after a while. */
  readonly growing: Set<number>
  /** How to close each open connection. */
  readonly open: Set<() => void>
  paused: boolean
  watched: boolean
  /** Connections that are being made. */
  opening: number
  /** Bodies asked for and not answered, of all connections. */
  underWay: number
}

export function createNewsPool(options: PoolOptions): NewsPool {
  const { system } = options
  const jobs: PooledJob[] = []
  const speed = createSpeedLimit(system)
  let paused = false, closed = false
  let changes = Promise.resolve()
  let { pool, ended } = open(options.servers)

  function open(settings: readonly NewsServerSettings[]): { readonly pool: Pool; readonly ended: Promise<unknown> } {
    const servers = settings.filter(({ enabled }) => enabled).slice(0, limits.newsServersMax).map(createNewsServer)
    const opened: Pool = { ...options, servers, jobs, stop: new AbortController(), speed, sleepers: new Set(), growing: new Set(), open: new Set(), paused, watched: false, opening: 0, underWay: 0 }
    const connections = servers.flatMap((server, number) => Array.from({ length: server.allowed }, (_, slot) => runConnection(opened, number, slot)))
    return { pool: opened, ended: Promise.all([...connections, lookAround(opened)]) }
  }

  function inOrder(): void {
    jobs.sort((a, b) => b.priority - a.priority || a.since - b.since)
  }

  async function stop(): Promise<void> {
    pool.stop.abort(new Error('The downloads are stopped'))
    wake(pool)
    await ended
  }

  return {
    get servers() {
      return pool.servers
    },
    join(job) {
      jobs.push(job)
      inOrder()
      for (const [number, { state }] of pool.servers.entries()) {
        // Whoever comes later may find a server that was away a moment ago.
        if (state === 'away') comeBack(pool, number)
        else if (state === 'closed') job.queue.gone(number, true)
      }
      wake(pool)
      return () => {
        const at = jobs.indexOf(job)
        if (at !== -1) jobs.splice(at, 1)
        // What is under way is of no use to anyone.
        if (jobs.length === 0) for (const close of [...pool.open]) close()
      }
    },
    prioritize(jobId, priority) {
      for (const job of jobs) if (job.id === jobId) job.priority = priority
      inOrder()
    },
    wake() {
      pool.watched = jobs.some((job) => job.watched)
      wake(pool)
    },
    hurry: () => speed.hurry(),
    limit(bytesPerSecond) {
      paused = pool.paused = bytesPerSecond === 0
      speed.set(bytesPerSecond === 0 ? null : bytesPerSecond)
      wake(pool)
    },
    use(settings) {
      changes = changes.then(async () => {
        await stop()
        if (closed) return
        ;({ pool, ended } = open(settings))
        for (const job of [...jobs]) job.useServers(pool.servers)
        wake(pool)
      })
    },
    async close() {
      closed = true
      await stop()
      await changes
    },
  }
}

export function wake(pool: Pool): void {
  const sleepers = [...pool.sleepers]
  pool.sleepers.clear()
  for (const resolve of sleepers) resolve()
}

/** The server cannot be used now: what waits for it goes to others, and after a rest it is tried again. */
export function goDown(pool: Pool, number: number): void {
  const server = pool.servers[number]!
  const closed = server.state === 'closed'
  for (const { queue, checks } of pool.jobs) {
    queue.gone(number, closed)
    checks?.gone(number, closed)
  }
  void pool.system.sleep(closed ? limits.newsServerRefusalMs : limits.newsServerRestMs, pool.stop.signal).then(() => comeBack(pool, number))
  for (const job of [...pool.jobs]) job.reconsider()
  wake(pool)
}

function comeBack(pool: Pool, number: number): void {
  const server = pool.servers[number]!
  if (server.state === 'usable' || pool.stop.signal.aborted) return
  server.back()
  for (const { queue, checks } of pool.jobs) {
    queue.back(number)
    checks?.back(number)
  }
  wake(pool)
}

/** After a server has said that there are too many connections: one more is tried from time to time. */
export function allowMoreLater(pool: Pool, number: number): void {
  if (pool.growing.has(number)) return
  pool.growing.add(number)
  void pool.system.sleep(limits.nntpOneMoreMs, pool.stop.signal).then(() => {
    if (pool.stop.signal.aborted) return
    pool.growing.delete(number)
    if (pool.servers[number]!.oneMore()) allowMoreLater(pool, number)
    wake(pool)
  })
}

/** Once a second: how fast each server is, and whether connections that were kept free for a reader may do other work again. */
async function lookAround(pool: Pool): Promise<void> {
  const before = pool.servers.map(() => 0)
  let from = pool.system.now()
  while (!pool.stop.signal.aborted) {
    await pool.system.sleep(limits.newsRatesMs, pool.stop.signal)
    const now = pool.system.now()
    for (const [number, { statistics }] of pool.servers.entries()) {
      statistics.bytesPerSecond = Math.round((statistics.bytes - before[number]!) / Math.max(1, now - from) * 1_000)
      before[number] = statistics.bytes
    }
    from = now
    const watched = pool.jobs.some((job) => job.watched)
    if (watched !== pool.watched) {
      pool.watched = watched
      wake(pool)
    }
  }
}
