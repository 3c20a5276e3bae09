/**
 * Fetches a plan's articles through the pool of connections and lands them on disk. What has landed before is not asked for again.
 *
 *   some are looked for (STAT) ─ too many are missing ▶ MISSING
 *                              ─ enough are there ▶ index of the recovery data, content, what lies beside ▶ done
 *   more is missing than the recovery data listed repairs ▶ MISSING; no server can be used ▶ UNREACHABLE
 *
 * Recovery volumes are fetched when they are wanted, also after `done`; articles that a reader waits for go first.
 */

import type { Said } from '../../projections/said.ts'
import { inOwnWords, sayOfJob as say } from '../../projections/said-of-jobs.ts'
import { limits } from '../../server/limits.ts'
import type { System } from '../../server/system.ts'
import type { ArticleQueue, Lane } from './article-queue.ts'
import { isWatched } from './article-queue.ts'
import type { DownloadQueues } from './download-queues.ts'
import { createDownloadQueues } from './download-queues.ts'
import type { Landing } from './landing.ts'
import type { NewsPool, PooledJob, Task } from './news-pool.ts'
import type { NewsServer } from './news-server.ts'
import type { ArticleOutcome } from './nntp.ts'
import type { DownloadPlan, PlannedArticle } from './plan-download.ts'
import { contentArticles, damagedBlocks, recoveryIn, repairableArticles, sampleArticles, sampleIsBeyondRepair } from './recovery.ts'
import type { YencPart } from './yenc.ts'

export interface DownloadStatistics {
  /** Decoded bytes and articles on disk, those of former runs included. */
  bytes: number
  articles: number
  /** On no server, or damaged on all. */
  missing: number
  /** Asked for in this run, by server name. */
  readonly asked: Map<string, number>
  damaged: number
}

export interface DownloadOptions {
  readonly plan: Pick<DownloadPlan, 'files' | 'articles'>
  readonly landing: Landing
  readonly pool: NewsPool
  /** By which the pool is told of another priority. */
  readonly id: string
  /** Larger ones go first; of the same, the one with the smaller `since`, milliseconds since the Unix epoch. */
  readonly priority?: number
  readonly since?: number
  readonly system: Pick<System, 'now'>
  readonly signal: AbortSignal
  readonly onProgress: (statistics: Readonly<DownloadStatistics>) => void
}

export interface RunningDownload {
  /**
   * Resolves when all that is not withheld has landed, or is missing and can be repaired. Rejects with `UsenetError`, the signal's reason,
   * or what writing to disk throws.
   */
  readonly done: Promise<Readonly<DownloadStatistics>>
  /** Takes articles out of what is withheld, or moves them into another lane. */
  want(articles: readonly number[], lane: Lane): void
  /** Resolves once it is known; an article that nobody wants waits for ever. Rejects as `done`. */
  landed(article: number): Promise<'landed' | 'missing'>
  has(article: number): boolean
  /** On no server, as far as is known by now. */
  isMissing(article: number): boolean
  readonly statistics: Readonly<DownloadStatistics>
  /** No more is fetched. What has landed stays open, as the landing is the caller's. */
  close(): void
}

export class UsenetError extends Error {
  override readonly name = 'UsenetError'
  /** MISSING: articles are on no server, more than can be repaired. UNREACHABLE: no server that may have them can be used. */
  readonly code: 'MISSING' | 'UNREACHABLE'
  readonly said: Said
  constructor(code: UsenetError['code'], said: Said, options?: ErrorOptions) {
    super(said.message, options)
    this.code = code
    this.said = said
  }
}

export function startDownload(options: DownloadOptions): RunningDownload {
  const { landing, pool, signal, plan } = options
  const job = new Job(options)
  signal.addEventListener('abort', () => job.fail(signal.reason), { once: true, signal: job.over.signal })
  if (signal.aborted) job.fail(signal.reason)
  else job.start()
  return {
    done: job.done,
    want(articles, lane) {
      job.want(articles, lane)
      pool.wake()
    },
    async landed(article) {
      if (plan.articles[article] === undefined) throw new RangeError(`There is no article ${article}`)
      return await job.landed(article)
    },
    has: (article) => landing.has(article),
    isMissing: (article) => job.missing.has(article),
    statistics: job.statistics,
    close: () => job.close(),
  }
}

interface Waiter { resolve(outcome: 'landed' | 'missing'): void; reject(reason: unknown): void }

class Job implements PooledJob {
  readonly id: string
  priority: number
  readonly since: number
  readonly statistics: DownloadStatistics
  readonly done: Promise<Readonly<DownloadStatistics>>
  readonly over = new AbortController()
  queue: ArticleQueue
  checks: ArticleQueue | undefined
  readonly #options: DownloadOptions
  /** Articles that are looked for, as `checks` numbers them. */
  readonly #sample: readonly number[]
  readonly missing = new Set<number>()
  readonly #wanted = new Map<number, Lane>()
  readonly #waiters = new Map<number, Waiter[]>()
  #resolve!: (statistics: Readonly<DownloadStatistics>) => void
  #reject!: (reason: unknown) => void
  #leave = () => {}
  #watchedUntil = 0

  constructor(options: DownloadOptions) {
    this.#options = options
    const { id, landing, plan, priority = 0, since = 0, pool } = options
    this.id = id
    this.priority = priority
    this.since = since
    this.statistics = { bytes: landing.bytes, articles: landing.articles, missing: 0, asked: new Map(), damaged: 0 }
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // Who only waits for articles hears it there.
    this.done.catch(() => {})
    this.#sample = sampleArticles(plan, (article) => landing.has(article))
    ;({ queue: this.queue, checks: this.checks } = this.#queues(pool.servers, this.#sample))
  }

  start(): void {
    this.#leave = this.#options.pool.join(this)
    this.reconsider()
  }

  get watched(): boolean {
    return this.#options.system.now() < this.#watchedUntil
  }

  useServers(servers: readonly NewsServer[]): void {
    ;({ queue: this.queue, checks: this.checks } = this.#queues(servers, this.checks ? this.#sample : []))
    this.missing.clear()
    this.reconsider()
  }

  want(articles: readonly number[], lane: Lane): void {
    if (isWatched(lane)) this.#watchedUntil = this.#options.system.now() + limits.nntpReaderMs
    for (const article of articles) {
      this.#wanted.set(article, lane)
      this.queue.want(article, lane)
    }
    // What no server keeps for so long, or none that may be used has, is known to be missing before anybody is asked.
    if (articles.some((article) => this.queue.isLost(article) && !this.missing.has(article))) this.reconsider()
  }

  landed(article: number): Promise<'landed' | 'missing'> {
    const { landing, signal } = this.#options
    if (landing.has(article)) return Promise.resolve('landed')
    if (this.missing.has(article)) return Promise.resolve('missing')
    if (this.over.signal.aborted) return Promise.reject(signal.aborted ? signal.reason : this.over.signal.reason)
    return new Promise((resolve, reject) => this.#waiters.set(article, [...this.#waiters.get(article) ?? [], { resolve, reject }]))
  }

  messageIdOf({ article, only }: Task): string {
    return this.#options.plan.articles[only === 'body' ? article : this.#sample[article]!]!.messageId
  }

  answered({ article, only }: Task, outcome: ArticleOutcome, server: number): 'landed' | 'damaged' | 'missing' | 'looked' {
    // Asked for before the end, and come after it: by now its place may be another release's.
    if (this.over.signal.aborted) return 'looked'
    if (only === 'check') return this.#looked(article, outcome, server)
    const { plan, landing, onProgress, pool } = this.#options
    const { statistics } = this
    const name = pool.servers[server]!.settings.name
    statistics.asked.set(name, (statistics.asked.get(name) ?? 0) + 1)
    const usable = isUsable(outcome, plan.articles[article]!) && landing.isFree(article, outcome.part.offset, outcome.part.data.length)
    if (usable) {
      const { part } = outcome
      landing.land(article, part.offset, part.data, part.crc32, { name: part.name, sizeBytes: part.fileSizeBytes, verified: part.checksum === 'verified' })
      this.queue.landed(article)
      this.#tell(article, 'landed')
      statistics.bytes = landing.bytes
      statistics.articles = landing.articles
    } else {
      if (outcome.kind === 'part') statistics.damaged++
      this.queue.failed(article, server)
      if (this.queue.isLost(article)) this.reconsider()
    }
    onProgress(statistics)
    if (this.queue.finished) this.reconsider()
    return usable ? 'landed' : outcome.kind === 'part' ? 'damaged' : 'missing'
  }

  /** An article that was only looked for. One that a server lacks is not asked for there later. */
  #looked(index: number, outcome: ArticleOutcome, server: number): 'looked' | 'missing' {
    const checks = this.checks
    if (outcome.kind !== 'missing') checks?.landed(index)
    else {
      checks?.failed(index, server)
      this.queue.failed(this.#sample[index]!, server)
    }
    this.reconsider()
    return outcome.kind === 'missing' ? 'missing' : 'looked'
  }

  /** Whether there is any use in going on, and whether there is anything left to do. */
  reconsider(): void {
    if (this.over.signal.aborted || this.checks && !this.checks.finished) return
    this.#findMissing()
    const { plan, pool } = this.#options
    const looked = this.checks
    const recovery = recoveryIn(plan.files)
    const damaged = damagedBlocks(plan, recovery, this.missing)
    if (looked) {
      this.checks = undefined
      const articles = contentArticles(plan)
      if (looked.lost > 0 && (damaged > recovery.blocks || sampleIsBeyondRepair({ sampled: this.#sample.length, missing: looked.lost, articles, repairable: repairableArticles(plan, recovery) }))) {
        const found = { missing: looked.lost, looked: this.#sample.length, count: articles }
        return this.#notToBeHad(recovery.blocks === 0 ? say('USENET_SAMPLE', found) : say('USENET_SAMPLE_BEYOND', { ...found, blocks: recovery.blocks }))
      }
      pool.wake()
    }
    if (damaged > recovery.blocks) {
      const found = { missing: this.missing.size, count: contentArticles(plan), landed: this.statistics.articles }
      return this.#notToBeHad(recovery.blocks === 0 ? say('USENET_MISSING', found) : say('USENET_MISSING_BEYOND', { ...found, blocks: recovery.blocks }))
    }
    if (!this.queue.finished) return
    // Also after `done`: who asks for recovery data then must not wait for a server that may never come back.
    if (this.queue.stranded > 0) return this.fail(new UsenetError('UNREACHABLE', this.#whyUnreachable()))
    this.#resolve(this.statistics)
  }

  close(): void {
    this.fail(new UsenetError('UNREACHABLE', say('USENET_ENDED')))
  }

  fail(reason: unknown): void {
    if (this.over.signal.aborted) return
    this.over.abort(reason)
    this.#leave()
    this.#reject(reason)
    for (const waiters of this.#waiters.values()) for (const { reject } of waiters) reject(reason)
    this.#waiters.clear()
  }

  #tell(article: number, outcome: 'landed' | 'missing'): void {
    for (const { resolve } of this.#waiters.get(article) ?? []) resolve(outcome)
    this.#waiters.delete(article)
  }

  #findMissing(): void {
    if (this.queue.lost === this.missing.size) return
    for (const article of this.#options.plan.articles.keys()) {
      if (!this.queue.isLost(article) || this.missing.has(article)) continue
      this.missing.add(article)
      this.#tell(article, 'missing')
    }
    this.statistics.missing = this.missing.size
  }

  /** That nobody has it is only known where somebody could be asked. */
  #notToBeHad(said: Said): void {
    const { servers } = this.#options.pool
    this.fail(servers.every(({ state }) => state !== 'usable') ? new UsenetError('UNREACHABLE', this.#whyUnreachable()) : new UsenetError('MISSING', said))
  }

  #whyUnreachable(): Said {
    const { servers } = this.#options.pool
    if (servers.length === 0) return say('USENET_NO_SERVER')
    const troubles = servers.flatMap(({ statistics: { name, trouble } }) => trouble ? [inOwnWords(say(`USENET_TROUBLE_${trouble.code}`, { name }), trouble.message)] : [])
    return say(troubles.length === servers.length ? 'USENET_NONE' : 'USENET_SOME', { troubles })
  }

  #queues(servers: readonly NewsServer[], sample: readonly number[]): DownloadQueues {
    const { plan, landing, pool, system } = this.#options
    return createDownloadQueues({ plan, sample, servers, wanted: this.#wanted, now: system.now(), has: (article) => landing.has(article), onWaiting: () => pool.wake(), onHurry: () => pool.hurry() })
  }
}

function isUsable(outcome: ArticleOutcome, article: PlannedArticle): outcome is { kind: 'part'; part: YencPart } {
  if (outcome.kind !== 'part' || outcome.part.problem !== undefined) return false
  const { offset, data, multipart, number } = outcome.part
  if (offset + data.length > article.fileBytesMax || !multipart && article.multipart) return false
  // Numbers are sometimes wrong, and parts sometimes of unequal length; who is wrong in both is another article.
  return number === null || number === article.place + 1 || offset === article.place * data.length
}
