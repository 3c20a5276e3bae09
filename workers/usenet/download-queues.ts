/** A download's two queues: the articles to be fetched, and before them a sample of them that is only looked for. */

import type { ArticleQueue, Lane } from './article-queue.ts'
import { createArticleQueue } from './article-queue.ts'
import type { NewsServer } from './news-server.ts'
import type { DownloadPlan } from './plan-download.ts'

export interface DownloadQueues {
  readonly queue: ArticleQueue
  /** Numbers the articles as `sample` lists them; undefined when there is none. */
  readonly checks: ArticleQueue | undefined
}

interface Options {
  readonly plan: Pick<DownloadPlan, 'files' | 'articles'>
  readonly sample: readonly number[]
  readonly servers: readonly NewsServer[]
  /** Articles that somebody asked for: none of them is withheld. */
  readonly wanted: ReadonlyMap<number, Lane>
  /** Milliseconds since the Unix epoch. */
  readonly now: number
  has(article: number): boolean
  onWaiting(): void
  onHurry(): void
}

const DAY_MS = 86_400_000

export function createDownloadQueues({ plan: { articles, files }, sample, servers, wanted, now, has, onWaiting, onHurry }: Options): DownloadQueues {
  const priorities = servers.map(({ settings }) => settings.priority)
  const tooOld = (article: number, server: number) => {
    const { retentionDays } = servers[server]!.settings
    const { postedAt } = articles[article]!
    return retentionDays !== null && postedAt !== null && now - postedAt > retentionDays * DAY_MS
  }
  const queue = createArticleQueue({
    articles: articles.length, priorities, has, tooOld, onWaiting, onHurry,
    withheld: (article) => files[articles[article]!.file]!.kind === 'par2-volume' && !wanted.has(article),
  })
  for (const [article, lane] of wanted) queue.want(article, lane)
  const checks = sample.length === 0 ? undefined : createArticleQueue({
    articles: sample.length, priorities, onWaiting, has: (index) => has(sample[index]!), withheld: () => false, tooOld: (index, server) => tooOld(sample[index]!, server),
  })
  for (const [number, { state }] of servers.entries()) {
    if (state === 'usable') continue
    queue.gone(number, state === 'closed')
    checks?.gone(number, state === 'closed')
  }
  return { queue, checks }
}
