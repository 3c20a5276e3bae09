/**
 * Fetches a plan's articles from one or several servers over several connections each and lands them on disk.
 * What has landed before is not asked for again. Memory is bounded by the connections' buffers, whatever the size.
 */

import { limits } from '../../server/limits.ts'
import type { Log } from '../../server/log.ts'
import type { System } from '../../server/system.ts'
import type { NewsServerSettings } from '../../server/upstreams.ts'
import type { ArticleQueue } from './article-queue.ts'
import { createArticleQueue } from './article-queue.ts'
import type { Landing } from './landing.ts'
import type { ArticleOutcome, ArticleSource, NntpTimeouts } from './nntp.ts'
import { NntpConnection, NntpError, nntpTimeouts } from './nntp.ts'
import type { YencPart } from './yenc.ts'

export interface PlannedArticle {
  readonly messageId: string
  /** Bytes of the file it belongs to that can be at most: nothing is written behind. */
  readonly fileBytesMax: number
  /** The file has other articles too, so this one must say where it belongs. */
  readonly multipart: boolean
}

export interface DownloadStatistics {
  /** Decoded bytes and articles on disk, those of former runs included. */
  bytes: number
  articles: number
  /** On no server, or damaged on all. */
  missing: number
  /** Asked for in this run, by server name. */
  readonly asked: Map<string, number>
  damaged: number
  reconnects: number
}

export interface DownloadOptions {
  readonly articles: readonly PlannedArticle[]
  readonly landing: Landing
  /** In order of priority; the next is asked for what the ones before do not have. */
  readonly servers: readonly NewsServerSettings[]
  /** More missing articles than this end the download. */
  readonly missingMax: number
  readonly system: Pick<System, 'dial' | 'now' | 'sleep'>
  readonly signal: AbortSignal
  readonly log: Pick<Log, 'warn'>
  readonly onProgress: (statistics: Readonly<DownloadStatistics>) => void
  readonly timeouts?: NntpTimeouts
  readonly retry?: { readonly delayMs: number; readonly delayMsMax: number; readonly failuresInARowMax: number }
}

export class UsenetError extends Error {
  override readonly name = 'UsenetError'
  /** MISSING: articles are on no server. UNREACHABLE: no server can be used. */
  readonly code: 'MISSING' | 'UNREACHABLE'
  constructor(code: UsenetError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

interface Run extends DownloadOptions {
  readonly queue: ArticleQueue
  readonly statistics: DownloadStatistics
  readonly stop: AbortController
  /** Lanes that have nothing to do wait here for the next change. */
  readonly sleepers: Set<() => void>
}

/** Resolves when every article has landed but at most `missingMax`. Throws `UsenetError`, the signal's reason, or what writing to disk throws. */
export async function download(options: DownloadOptions): Promise<DownloadStatistics> {
  const { articles, landing, servers, signal } = options
  signal.throwIfAborted()
  const wanted = articles.map((_, index) => index).filter((index) => !landing.has(index))
  const run: Run = {
    ...options,
    queue: createArticleQueue(wanted, servers.length),
    statistics: { bytes: landing.bytes, articles: landing.articles, missing: 0, asked: new Map(), damaged: 0, reconnects: 0 },
    stop: new AbortController(),
    sleepers: new Set(),
  }
  const forward = () => stop(run, signal.reason)
  signal.addEventListener('abort', forward, { once: true })
  const failures: string[] = []
  try {
    await Promise.all(servers.map(async (server, level) => {
      const failure = await useServer(run, server, level)
      if (failure === undefined) return
      failures.push(failure)
      run.queue.gone(level)
      wake(run)
    }))
  } finally {
    signal.removeEventListener('abort', forward)
  }
  if (run.stop.signal.aborted) throw run.stop.signal.reason
  if (failures.length === servers.length && landing.articles < articles.length) {
    throw new UsenetError('UNREACHABLE', servers.length === 0 ? 'No Usenet server is set up' : `No Usenet server can be used: ${failures.join('; ')}`)
  }
  checkMissing(run)
  if (run.stop.signal.aborted) throw run.stop.signal.reason
  return run.statistics
}

/** Resolves with undefined when all work is done, or with why the server cannot be used. */
async function useServer(run: Run, server: NewsServerSettings, level: number): Promise<string | undefined> {
  const count = Math.min(server.connections, limits.nntpConnectionsMax, run.articles.length)
  const ends = await Promise.all(Array.from({ length: count }, () => runConnection(run, server, level)))
  // A provider that allows fewer connections than were set up refuses some for ever: the others do the work.
  return run.queue.finished || run.stop.signal.aborted ? undefined : ends.find((end) => end !== undefined)
}

async function runConnection(run: Run, server: NewsServerSettings, level: number): Promise<string | undefined> {
  const { delayMs, delayMsMax, failuresInARowMax } = run.retry ?? { delayMs: limits.nntpRetryDelayMs, delayMsMax: limits.nntpRetryDelayMsMax, failuresInARowMax: limits.nntpFailuresInARowMax }
  let connection: NntpConnection | undefined
  let failures = 0
  while (await workFor(run, level)) {
    const source = createSource(run, server, level, () => { failures = 0 })
    try {
      connection ??= await NntpConnection.open(server, run.system, run.stop.signal, run.timeouts ?? nntpTimeouts)
      await connection.fetch(source)
    } catch (error) {
      connection = undefined
      source.giveBack()
      if (run.stop.signal.aborted) break
      if (!(error instanceof NntpError)) {
        stop(run, error)
        break
      }
      run.statistics.reconnects++
      failures++
      run.log.warn({ server: server.name, code: error.code, failures }, error.message)
      if (error.code === 'LOGIN' || failures >= failuresInARowMax) return error.message
      await run.system.sleep(Math.min(delayMs * 2 ** (failures - 1), delayMsMax), run.stop.signal)
    }
  }
  connection?.close()
  return undefined
}

/** True when there is an article to ask this server for; false when there never will be again. */
async function workFor(run: Run, level: number): Promise<boolean> {
  while (!run.stop.signal.aborted && !run.queue.finished) {
    if (run.queue.waiting(level)) return true
    await new Promise<void>((resolve) => run.sleepers.add(resolve))
  }
  return false
}

function wake(run: Run): void {
  const sleepers = [...run.sleepers]
  run.sleepers.clear()
  for (const resolve of sleepers) resolve()
}

function stop(run: Run, reason: unknown): void {
  run.stop.abort(reason)
  wake(run)
}

function createSource(run: Run, server: NewsServerSettings, level: number, onAnswer: () => void): ArticleSource<number> & { giveBack(): void } {
  const { queue, statistics } = run
  const underWay: number[] = []
  return {
    take() {
      if (run.stop.signal.aborted) return undefined
      const article = queue.take(level)
      if (article === undefined) return undefined
      underWay.push(article)
      statistics.asked.set(server.name, (statistics.asked.get(server.name) ?? 0) + 1)
      return article
    },
    messageIdOf: (article) => run.articles[article]!.messageId,
    answered(article, outcome) {
      if (isUsable(outcome, run.articles[article]!)) {
        run.landing.land(article, outcome.part.offset, outcome.part.data, outcome.part.crc32)
        queue.landed(article)
        statistics.bytes = run.landing.bytes
        statistics.articles = run.landing.articles
      } else {
        if (outcome.kind === 'part') statistics.damaged++
        queue.failed(article, level)
        checkMissing(run)
      }
      underWay.shift()
      onAnswer()
      run.onProgress(statistics)
      if (queue.finished || run.sleepers.size > 0) wake(run)
    },
    /** The first was being answered when the connection broke; it may be why. */
    giveBack() {
      const [first, ...others] = underWay.splice(0)
      for (const article of others.reverse()) queue.returned(article, level)
      if (first !== undefined) queue.broken(first, level)
      checkMissing(run)
      wake(run)
    },
  }
}

function isUsable(outcome: ArticleOutcome, article: PlannedArticle): outcome is { kind: 'part'; part: YencPart } {
  if (outcome.kind !== 'part' || outcome.part.problem !== undefined) return false
  const { offset, data, multipart } = outcome.part
  return offset + data.length <= article.fileBytesMax && (multipart || !article.multipart)
}

function checkMissing(run: Run): void {
  run.statistics.missing = run.queue.lost
  if (run.queue.lost <= run.missingMax || run.stop.signal.aborted) return
  const { missing, articles } = run.statistics
  stop(run, new UsenetError('MISSING', `${missing} of the ${articles + missing} articles asked for so far are on no server, of ${run.articles.length} in all`))
}
