/** One place for a connection in the pool: opened when there is something to ask, closed when there has been nothing for a while. */

import { limits } from '../../server/limits.ts'
import type { Lane } from './article-queue.ts'
import { isWatched, LANES, WATCHED_LANES } from './article-queue.ts'
import type { Pool, Task } from './news-pool.ts'
import { allowMoreLater, goDown, wake } from './news-pool.ts'
import type { ArticleSource } from './nntp.ts'
import { NntpError } from './nntp-error.ts'
import { NntpConnection, nntpTimeouts } from './nntp.ts'

const URGENT: readonly Lane[] = ['urgent']
/** What an article has at most, as nearly all posters cut them. */
const ARTICLE_BYTES = 768_000

/** Runs until the pool stops. `slot` is its number among the server's connections, from 0. */
export async function runConnection(pool: Pool, number: number, slot: number): Promise<void> {
  const { stop: { signal }, system, timeouts = nntpTimeouts } = pool
  const server = pool.servers[number]!
  const { delayMs, delayMsMax, failuresInARowMax } = pool.retry ?? { delayMs: limits.nntpRetryDelayMs, delayMsMax: limits.nntpRetryDelayMsMax, failuresInARowMax: limits.nntpFailuresInARowMax }
  let connection: NntpConnection | undefined
  let failures = 0
  let hungUp = false
  const source = createSource(pool, number, slot, () => {
    failures = 0
    server.answered()
  })

  function close(): void {
    if (!connection) return
    server.statistics.connectionsOpen--
    server.open.delete(slot)
    pool.open.delete(hangUp)
    connection.close()
    connection = undefined
  }

  /** Nobody needs what is under way. */
  function hangUp(): void {
    hungUp = true
    close()
  }

  async function open(): Promise<NntpConnection> {
    pool.opening++
    try {
      const opened = await NntpConnection.open(server.settings, system, signal, timeouts, source.pace)
      server.statistics.connectionsOpen++
      server.open.add(slot)
      return opened
    } finally {
      pool.opening--
      // Others held back because this one was to do it; perhaps there is something that only they can.
      wake(pool)
    }
  }

  while (!signal.aborted) {
    if (slot >= server.allowed) close()
    if (!mayAsk(pool, number, slot) || !connection && pool.opening >= left(pool)) {
      if (await changed(pool, connection ? limits.nntpKeptOpenMs : undefined) === 'nothing') close()
      continue
    }
    const kept = connection !== undefined
    hungUp = false
    try {
      if (!connection) {
        connection = await open()
        pool.open.add(hangUp)
      }
      source.begin()
      await connection.fetch(source)
    } catch (error) {
      close()
      // Servers close connections that nothing was asked of; that says nothing against them, nor against what was asked first.
      const wasIdle = hungUp || kept && source.answers === 0 && error instanceof NntpError && error.code === 'CLOSED'
      source.giveBack(wasIdle)
      if (signal.aborted) break
      if (!(error instanceof NntpError)) throw error
      if (wasIdle) continue
      failures++
      pool.log.warn({ server: server.settings.name, code: error.code, failures }, error.message)
      switch (server.failed(error, failures, failuresInARowMax)) {
        case 'again':
          await system.sleep(Math.min(delayMs * 2 ** (failures - 1), delayMsMax), signal)
          continue
        case 'fewer':
          allowMoreLater(pool, number)
          break
        case 'down':
          pool.log.warn({ server: server.settings.name, code: error.code }, 'the news server is left alone for a while')
          goDown(pool, number)
      }
      // When it is tried again, the first failure is enough.
      failures = failuresInARowMax - 1
    }
  }
  close()
}

type Source = ArticleSource<Task> & {
  /** What was not answered goes back to its jobs. The first was being answered when the connection broke; unless it `wasIdle`, that may be why. */
  giveBack(wasIdle: boolean): void
  pace(bytes: number): Promise<void> | undefined
  begin(): void
  /** Since it began. */
  readonly answers: number
}

function createSource(pool: Pool, number: number, slot: number, onAnswer: () => void): Source {
  const server = pool.servers[number]!
  const { statistics } = server
  const underWay: Task[] = []
  let answers = 0
  return {
    get depth() {
      return isReserved(pool, number, slot) ? 1 : server.depth
    },
    begin() {
      answers = 0
    },
    get answers() {
      return answers
    },
    take() {
      const busy = underWay.length > 0
      const task = mayAsk(pool, number, slot, busy) ? next(pool, number, lanesFor(pool, number, slot, busy), true) : undefined
      if (!task) return undefined
      underWay.push(task)
      if (task.only === 'body') pool.underWay++
      return task
    },
    commandFor: ({ only }) => only === 'body' ? 'BODY' : 'STAT',
    messageIdOf: (task) => task.job.messageIdOf(task),
    pace: (bytes) => pool.speed.spent(bytes, underWay.length > 0 && !underWay.some(isAwaited)),
    answered(task, outcome) {
      underWay.shift()
      if (task.only === 'body') pool.underWay--
      answers++
      onAnswer()
      if (outcome.kind === 'unasked') server.statUnknown = true
      try {
        switch (task.job.answered(task, outcome, number)) {
          case 'landed':
            statistics.articles++
            statistics.bytes += outcome.kind === 'part' ? outcome.part.data.length : 0
            break
          case 'damaged': statistics.damaged++; break
          case 'missing': statistics.missing++; break
          case 'looked': break
        }
      } catch (error) {
        task.job.fail(error)
      }
      if (pool.speed.bytesPerSecond !== undefined && pool.sleepers.size > 0) wake(pool)
    },
    giveBack(wasIdle) {
      const tasks = underWay.splice(0)
      for (const [index, { job, article, only }] of [...tasks.entries()].reverse()) {
        if (only === 'body') pool.underWay--
        const queue = only === 'body' ? job.queue : job.checks
        if (index === 0 && !wasIdle) queue?.broken(article, number)
        else queue?.returned(article, number)
      }
      for (const job of new Set(tasks.map(({ job }) => job))) job.reconsider()
      wake(pool)
    },
  }
}

/** By somebody who watches. What comes before it on its connection is then in its way, and not held back either. */
const isAwaited = ({ job, article, only }: Task) => only === 'body' && isWatched(job.queue.laneOf(article))

/** `busy`: it is being answered. */
function mayAsk(pool: Pool, number: number, slot: number, busy = false): boolean {
  const server = pool.servers[number]!
  return !pool.stop.signal.aborted && server.state === 'usable' && slot < server.allowed && next(pool, number, lanesFor(pool, number, slot, busy), false) !== undefined
}

/** While somebody watches, a few connections wait for what they want next: a seek must not stand behind what is under way. */
function isReserved(pool: Pool, number: number, slot: number): boolean {
  return pool.watched && slot < reservedOf(pool, number)
}

function reservedOf(pool: Pool, number: number): number {
  return Math.min(limits.nntpReservedMax, Math.floor(pool.servers[number]!.allowed / 3))
}

/** Some of those that are kept free for readers are there. */
function readersAreServed(pool: Pool, number: number): boolean {
  const reserved = reservedOf(pool, number)
  return pool.watched && [...pool.servers[number]!.open].some((slot) => slot < reserved)
}

function lanesFor(pool: Pool, number: number, slot: number, busy: boolean): readonly Lane[] {
  if (isReserved(pool, number, slot)) return URGENT
  const lanes = patientLanes(pool)
  // It would come behind all that is under way here, and sooner on one that is kept free.
  return busy && readersAreServed(pool, number) ? lanes.filter((lane) => lane !== 'urgent') : lanes
}

function patientLanes(pool: Pool): readonly Lane[] {
  const { bytesPerSecond } = pool.speed
  const enough = bytesPerSecond !== undefined && pool.underWay >= Math.max(1, bytesPerSecond * limits.speedLimitAheadMs / 1_000 / ARTICLE_BYTES)
  return pool.paused || enough ? WATCHED_LANES : LANES
}

/** What matters most of all in these lanes that this server may have; only looked at, unless `take`. */
function next(pool: Pool, number: number, lanes: readonly Lane[], take: boolean): Task | undefined {
  const jobs = pool.watched ? [...pool.jobs].sort((a, b) => Number(b.watched) - Number(a.watched)) : pool.jobs
  for (const lane of lanes) {
    for (const job of jobs) {
      if (lane === 'bulk' && job.checks) {
        const article = job.checks.waiting(number) ? take ? job.checks.take(number)! : -1 : undefined
        if (article !== undefined) return { job, article, only: 'check' }
        // Until it is known whether the release is worth it, nothing more of it is fetched.
        continue
      }
      const only = [lane]
      if (!job.queue.waiting(number, only)) continue
      return { job, article: take ? job.queue.take(number, only)! : -1, only: 'body' }
    }
  }
  return undefined
}

function left(pool: Pool): number {
  return pool.jobs.reduce((sum, { queue, checks }) => sum + queue.left + (checks?.left ?? 0), 0)
}

/** Resolves when something has changed, or with `nothing` when it has not for so long. */
async function changed(pool: Pool, patienceMs: number | undefined): Promise<'something' | 'nothing'> {
  let resolve = () => {}
  const woken = new Promise<'something'>((heard) => {
    resolve = () => heard('something')
    pool.sleepers.add(resolve)
  })
  if (patienceMs === undefined) return await woken
  const over = new AbortController()
  const first = await Promise.race([woken, pool.system.sleep(patienceMs, AbortSignal.any([over.signal, pool.stop.signal])).then(() => 'nothing' as const)])
  over.abort()
  pool.sleepers.delete(resolve)
  return first
}
