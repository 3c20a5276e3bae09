/**
 * The end of the log, read once for all who follow it. A process has some thirty followers, each append wakes them all, and most of them
 * care for little of what was appended: a query of each one's own cost many times as much as the append.
 */

import { limits } from '../limits.ts'
import type { Filter } from './event-store.ts'
import { passesFilter } from './filter.ts'
import type { Page } from './postgres-read.ts'

type ReadPage = (after: number, head: number, filter: Filter) => Promise<Page>

/** Those who ask for the same positions while they are being read get what is read, each what passes its filter. Who is far behind reads alone. */
export function sharedPages(read: ReadPage): ReadPage {
  const underWay = new Map<string, Promise<Page>>()
  return async (after, head, filter) => {
    if (head - after > limits.sharedPagePositions) return await read(after, head, filter)
    const key = `${after}-${head}`
    const shared = underWay.get(key) ?? read(after, head, {}).finally(() => underWay.delete(key))
    underWay.set(key, shared)
    const { events, upTo } = await shared
    return { events: events.filter((event) => passesFilter(event, filter)), upTo }
  }
}
