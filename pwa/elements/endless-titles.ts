/**
 * A list of titles that is asked for page by page, as a controller. What came stays for as long as the way back leads to it: a
 * list is shown again at once, as far as it was, at the place where it was left.
 */

import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { TitlePage } from '../../projections/wire-catalogue.ts'
import { CatalogueFailure, ask, askKept } from '../catalogue.ts'
import { limits } from '../sync/limits.ts'
import type { PagedList } from './paged-list.ts'
import { isEnded, withPage } from './paged-list.ts'

/** Where somebody was in a list: how far down the page, in pixels, how tall the list was, and the title that had the focus last. */
export interface LeftAt { top: number; height: number; focused: string | undefined }
interface Kept { list: PagedList | undefined; readonly pages: TitlePage[]; readonly leftAt: LeftAt; /** As many pages are asked for at once: there were so many before the page was loaded anew. */ readonly goal: number }
const nothingYet = ({ leftAt, goal }: Left = { leftAt: { top: 0, height: 0, focused: undefined }, goal: 1 }): Kept => ({ list: undefined, pages: [], leftAt, goal })
export type EndlessState = 'waiting' | 'more' | 'ended' | 'failed'

const kept = new Map<string, Kept>()

/** What of a list outlives the page: where one was, not what was there. In this tab, and no longer than it is open. */
interface Left { readonly leftAt: LeftAt; readonly goal: number }
const STORED = 'rewind-lists'
const left = new Map<string, Left>(JSON.parse(sessionStorage.getItem(STORED) ?? '[]') as [string, Left][])
addEventListener('pagehide', () => {
  for (const [key, { list, leftAt }] of kept) if (list) left.set(key, { leftAt, goal: Math.min(list.page, limits.pagesBackMax) })
  sessionStorage.setItem(STORED, JSON.stringify([...left].slice(-limits.listsInSightMax)))
})

/** Of a list in one entry of the browser's history: the same list opened anew starts at its top. */
function keptOf(about: string): Kept {
  const entry = 'navigation' in globalThis ? navigation.currentEntry?.key ?? '' : ''
  const key = `${entry} ${about}`
  const found = kept.get(key) ?? nothingYet(left.get(key))
  kept.delete(key)
  kept.set(key, found)
  if (kept.size > limits.listsInSightMax) kept.delete(kept.keys().next().value!)
  return found
}

export class EndlessTitles<Page extends TitlePage = TitlePage> implements ReactiveController {
  #host: ReactiveControllerHost
  #path: (page: number) => string
  #keeps: boolean
  #about: string | undefined
  #running: AbortController | undefined
  #kept = nothingYet()
  #failure: CatalogueFailure | undefined
  #online = () => { if (this.#failure) this.more() }

  /** `path`: where the API has a page. `keeps`: also for reading offline. */
  constructor(host: ReactiveControllerHost, path: (page: number) => string, { keeps }: { readonly keeps: boolean }) {
    this.#host = host
    this.#path = path
    this.#keeps = keeps
    host.addController(this)
  }

  get list(): PagedList | undefined { return this.#kept.list }
  /** As they came. */
  get pages(): readonly Page[] { return this.#kept.pages as readonly TitlePage[] as readonly Page[] }
  get leftAt(): LeftAt { return this.#kept.leftAt }
  get failure(): CatalogueFailure | undefined { return this.#failure }

  get state(): EndlessState {
    if (this.#running) return 'waiting'
    if (this.#failure) return 'failed'
    return this.list && isEnded(this.list) ? 'ended' : 'more'
  }

  /** All that was there when it was left, or as much as there is now. */
  get isBack(): boolean {
    return this.#failure !== undefined || (this.list !== undefined && (this.list.page >= this.#kept.goal || isEnded(this.list)))
  }

  /** It may go on by itself: not while page after page brings nothing new. */
  get goesOn(): boolean {
    return this.state === 'more' && (this.list?.barren ?? 0) < limits.barrenPagesMax
  }

  hostConnected(): void {
    addEventListener('online', this.#online)
    this.#about = undefined
    this.#host.requestUpdate()
  }

  /** What it is about stays: an update that is still to come must not ask in the name of the next place. */
  hostDisconnected(): void {
    removeEventListener('online', this.#online)
    this.#running?.abort()
    this.#running = undefined
  }

  /** Another list, unless it is the one that is shown. Call it from `willUpdate`. */
  about(about: string): void {
    if (about === this.#about) return
    this.#about = about
    this.#stop()
    this.#failure = undefined
    this.#kept = keptOf(about)
    if (!this.list) this.more()
  }

  more(): void {
    if (this.#running || (this.list && isEnded(this.list))) return
    const running = this.#running = new AbortController()
    this.#failure = undefined
    this.#host.requestUpdate()
    let former: Page | undefined
    const number = (this.list?.page ?? 0) + 1
    const path = this.#path(number)
    const asked = this.#keeps && number <= limits.keptPagesMax
      ? askKept<Page>(path, running.signal, ({ answer }) => { former = { ...answer, stale: true } })
      : ask<Page>(path, running.signal)
    asked.catch((failure: unknown) => {
      if (former && failure instanceof CatalogueFailure && failure.kind !== 'forbidden') return former
      throw failure
    }).then(
      (page) => {
        if (running.signal.aborted) return
        this.#kept.list = withPage(this.list, page)
        this.#kept.pages.push(page)
        this.#stop()
        if (!this.isBack) this.more()
      },
      (failure: unknown) => {
        if (running.signal.aborted) return
        // Anything else is a bug of ours, and shows up as an unhandled rejection.
        if (!(failure instanceof CatalogueFailure)) throw failure
        this.#failure = failure
        this.#stop()
      },
    )
  }

  #stop(): void {
    this.#running?.abort()
    this.#running = undefined
    this.#host.requestUpdate()
  }
}
