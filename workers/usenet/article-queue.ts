/**
 * Which article is asked for next, and of which server: pure bookkeeping, no sockets, no clock.
 *
 * Servers stand in order of priority. An article starts at the first; a server that lacks it, or has it damaged, passes it to
 * the next; behind the last it is lost. `take` is the one place where order is decided: articles someone waits for would
 * overtake here.
 */

import { limits } from '../../server/limits.ts'

export interface ArticleQueue {
  /** The next article for a server, now under way; undefined when there is none now. */
  take(server: number): number | undefined
  /** Whether `take` would give one. */
  waiting(server: number): boolean
  /** Its bytes are on disk. */
  landed(article: number): void
  /** The server does not have it, or not undamaged. */
  failed(article: number, server: number): void
  /** The connection broke while it was being answered: asked again, a few times. */
  broken(article: number, server: number): void
  /** It was taken and never answered: asked again, before others. */
  returned(article: number, server: number): void
  /** The server cannot be used any more: what waits for it goes to the next. */
  gone(server: number): void
  readonly lost: number
  /** Nothing waits and nothing is under way. */
  readonly finished: boolean
}

export function createArticleQueue(articles: readonly number[], servers: number): ArticleQueue {
  /** Per server: first those handed back, then in order. Both are read from their ends, so `inOrder` is reversed. */
  const lanes = Array.from({ length: servers }, (_, server) => ({ usable: true, handedBack: [] as number[], inOrder: server === 0 ? [...articles].reverse() : [] as number[] }))
  const breaks = new Map<number, number>()
  let underWay = 0
  let lost = 0

  function passOn(article: number, after: number): void {
    const next = lanes.findIndex((lane, server) => server > after && lane.usable)
    if (next === -1) lost++
    else lanes[next]!.inOrder.unshift(article)
  }

  function handBack(article: number, server: number): void {
    if (lanes[server]!.usable) lanes[server]!.handedBack.push(article)
    else passOn(article, server)
  }

  return {
    take(server) {
      const lane = lanes[server]!
      const article = lane.handedBack.pop() ?? lane.inOrder.pop()
      if (article !== undefined) underWay++
      return article
    },
    waiting: (server) => lanes[server]!.handedBack.length + lanes[server]!.inOrder.length > 0,
    landed() {
      underWay--
    },
    failed(article, server) {
      underWay--
      passOn(article, server)
    },
    broken(article, server) {
      underWay--
      const count = (breaks.get(article) ?? 0) + 1
      breaks.set(article, count)
      // An article that breaks every connection must not keep all others from landing.
      if (count % limits.nntpAttemptsPerArticle === 0) passOn(article, server)
      else handBack(article, server)
    },
    returned(article, server) {
      underWay--
      handBack(article, server)
    },
    gone(server) {
      const lane = lanes[server]!
      lane.usable = false
      for (const article of [...lane.inOrder.splice(0).reverse(), ...lane.handedBack.splice(0)]) passOn(article, server)
    },
    get lost() {
      return lost
    },
    get finished() {
      return underWay === 0 && lanes.every((lane) => lane.handedBack.length + lane.inOrder.length === 0)
    },
  }
}
