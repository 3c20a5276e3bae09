/**
 * Which article of a job is asked for next, and of which server: pure bookkeeping, no sockets, no clock.
 *
 * Servers with the same priority share an article: whichever is free first asks for it. A server that lacks it, or has it damaged, passes
 * it to the others of its priority and then to the next priority; behind the last it is lost. What nobody wants yet is withheld. Lanes go
 * before each other whatever the order within: `urgent` is what somebody waits for, `ahead` what they will want soon, `early` what tells
 * how a film lies, for nobody yet, `bulk` the rest.
 *
 * Lists hold candidates: what an article is now, and where, is in the arrays, and a candidate that is not so any more is passed over. So
 * moving an article to another lane costs one more entry and no search.
 */

import { limits } from '../../server/limits.ts'

export const LANES = ['urgent', 'ahead', 'early', 'bulk'] as const
export type Lane = typeof LANES[number]
/** For somebody who is there: neither a pause nor a speed limit holds these. */
export const WATCHED_LANES: readonly Lane[] = ['urgent', 'ahead']
export const isWatched = (lane: Lane): boolean => WATCHED_LANES.includes(lane)

export interface QueueOptions {
  readonly articles: number
  /** Of each server; the smallest is asked first. At most `limits.newsServersMax`. */
  readonly priorities: readonly number[]
  /** What need not be fetched; counts as landed. */
  has(article: number): boolean
  /** What nobody wants yet. */
  withheld(article: number): boolean
  /** A server does not keep articles for so long. */
  tooOld(article: number, server: number): boolean
  /** Something waits that did not before. */
  onWaiting?(): void
  /** What is under way is waited for by somebody, and was not before. */
  onHurry?(): void
}

export interface ArticleQueue {
  /** The next article for a server, now under way; undefined when there is none now in these lanes. */
  take(server: number, lanes?: readonly Lane[]): number | undefined
  /** Whether `take` would give one. */
  waiting(server: number, lanes?: readonly Lane[]): boolean
  /** Somebody wants it: out of what is withheld, or into another lane, also while it is under way. */
  want(article: number, lane: Lane): void
  /** How it was wanted last. */
  laneOf(article: number): Lane
  /** Its bytes are on disk. */
  landed(article: number): void
  /** The server does not have it, or not undamaged. Also of one that still waits: then it is not asked there. */
  failed(article: number, server: number): void
  /** The connection broke while it was being answered: asked again, a few times. */
  broken(article: number, server: number): void
  /** It was taken and never answered: asked again, before others. */
  returned(article: number, server: number): void
  /** The server cannot be used now: what waits for it goes to others. `forGood`: as if it lacked everything. */
  gone(server: number, forGood: boolean): void
  /** It can be used again. */
  back(server: number): void
  isLost(article: number): boolean
  /** Waiting, in whatever lane. */
  readonly left: number
  /** On no server. */
  readonly lost: number
  /** Only on servers that cannot be used now. */
  readonly stranded: number
  /** Nothing waits and nothing is under way. */
  readonly finished: boolean
}

const WITHHELD = 0, WAITING = 1, UNDER_WAY = 2, LANDED = 3, LOST = 4, STRANDED = 5

/** What came last in front comes out first; behind it, in order. */
class Candidates {
  readonly #front: number[] = []
  #behind: number[] = []
  #head = 0
  unshift(article: number): void { this.#front.push(article) }
  push(article: number): void { this.#behind.push(article) }
  peek(): number | undefined { return this.#front.at(-1) ?? this.#behind[this.#head] }
  shift(): void {
    if (this.#front.pop() !== undefined) return
    if (++this.#head < this.#behind.length) return
    this.#behind = []
    this.#head = 0
  }
}

type Lists = readonly Candidates[]
const lists = (): Lists => LANES.map(() => new Candidates())
const laneNumber = (lane: Lane) => LANES.indexOf(lane)

export function createArticleQueue(options: QueueOptions): ArticleQueue {
  const { articles, priorities, onWaiting = () => {}, onHurry = () => {} } = options
  const levels = [...new Set(priorities)].sort((a, b) => a - b)
  const levelOf = priorities.map((priority) => levels.indexOf(priority))
  /** For any server of the level, and for one server alone. */
  const shared = levels.map(lists), own = priorities.map(lists)
  const usable = priorities.map(() => true), closed = priorities.map(() => false)
  const state = new Uint8Array(articles), lane = new Uint8Array(articles).fill(laneNumber('bulk')), tried = new Uint32Array(articles)
  const breaks = new Map<number, number>()
  const counts = [0, 0, 0, 0, 0, 0]

  const triedBy = (article: number, server: number) => closed[server] || (tried[article]! & 1 << server) !== 0

  function become(article: number, next: number): void {
    counts[state[article]!]!--
    counts[next]!++
    state[article] = next
  }

  /** Where an article that nobody has under way stands now. */
  function settle(article: number, before: boolean): void {
    let level = -1, notAll = false, untried = false
    const askable: number[] = []
    for (const [at] of levels.entries()) {
      for (const server of priorities.keys()) {
        if (levelOf[server] !== at || triedBy(article, server)) continue
        untried = true
        if (usable[server]) askable.push(server)
      }
      if (askable.length === 0) continue
      level = at
      notAll = priorities.some((_, server) => levelOf[server] === at && !askable.includes(server))
      break
    }
    if (level === -1) return become(article, untried ? STRANDED : LOST)
    become(article, WAITING)
    const number = lane[article]!
    const targets = notAll ? askable.map((server) => own[server]![number]!) : [shared[level]![number]!]
    for (const target of targets) {
      if (before) target.unshift(article)
      else target.push(article)
    }
    onWaiting()
  }

  function next(server: number, lanes: readonly Lane[]): { readonly article: number; readonly from: Candidates } | undefined {
    if (!usable[server] || closed[server]) return undefined
    for (const each of lanes) {
      const number = laneNumber(each)
      for (const from of [own[server]![number]!, shared[levelOf[server]!]![number]!]) {
        for (let article = from.peek(); article !== undefined; article = from.peek()) {
          if (state[article] === WAITING && lane[article] === number && !triedBy(article, server)) return { article, from }
          from.shift()
        }
      }
    }
    return undefined
  }

  function again(article: number, isIt: (state: number) => boolean): void {
    if (isIt(state[article]!)) settle(article, false)
  }

  for (let article = 0; article < articles; article++) {
    counts[WITHHELD]!++
    for (const server of priorities.keys()) if (options.tooOld(article, server)) tried[article]! |= 1 << server
    if (options.has(article)) become(article, LANDED)
    else if (!options.withheld(article)) settle(article, false)
  }

  return {
    take(server, lanes = LANES) {
      const found = next(server, lanes)
      if (!found) return undefined
      found.from.shift()
      become(found.article, UNDER_WAY)
      return found.article
    },
    waiting: (server, lanes = LANES) => next(server, lanes) !== undefined,
    want(article, wanted) {
      const is = state[article], number = laneNumber(wanted)
      if (is !== WITHHELD && !((is === WAITING || is === UNDER_WAY) && number !== lane[article])) return
      lane[article] = number
      if (is !== UNDER_WAY) settle(article, false)
      else if (isWatched(wanted)) onHurry()
    },
    laneOf: (article) => LANES[lane[article]!]!,
    landed: (article) => become(article, LANDED),
    failed(article, server) {
      tried[article]! |= 1 << server
      if (state[article] === WAITING || state[article] === UNDER_WAY) settle(article, true)
    },
    broken(article, server) {
      const count = (breaks.get(article) ?? 0) + 1
      breaks.set(article, count)
      // An article that breaks every connection must not keep all others from landing.
      if (count % limits.nntpAttemptsPerArticle === 0) tried[article]! |= 1 << server
      settle(article, true)
    },
    returned: (article) => settle(article, true),
    gone(server, forGood) {
      usable[server] = false
      closed[server] ||= forGood
      for (let article = 0; article < articles; article++) again(article, (is) => is === WAITING || is === STRANDED)
    },
    back(server) {
      if (usable[server] && !closed[server]) return
      usable[server] = true
      closed[server] = false
      for (let article = 0; article < articles; article++) again(article, (is) => is === STRANDED || is === LOST)
    },
    isLost: (article) => state[article] === LOST,
    get left() {
      return counts[WAITING]!
    },
    get lost() {
      return counts[LOST]!
    },
    get stranded() {
      return counts[STRANDED]!
    },
    get finished() {
      return counts[WAITING] === 0 && counts[UNDER_WAY] === 0
    },
  }
}
