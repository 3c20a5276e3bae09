/** What one person is to be told at once, made into text once for all their sockets. */

import type { Changes } from '../../projections/wire.ts'
import type { Cursor } from '../sync/cursor.ts'
import { isOfList } from '../sync/list-access.ts'

/** How far each part reaches; 0 where the part is empty. */
export type Reaches = Pick<Cursor, 'events' | 'rows' | 'lists'> & { readonly jobs: number }

export interface Delta extends Changes {
  readonly reaches: Reaches
  /** Only for a device that has come so far with its lists: another lacks the beginning of one of them. */
  readonly needs: number
  /** Of rows: whether they are for who may see downloads; null where there are none. A device that was given them otherwise pulls. */
  readonly seesJobs: boolean | null
  /** The JSON of the changes, without the braces around it. */
  json(): string
}

export function deltaOf(changes: Partial<Changes>, { events = 0, rows = 0, jobs = 0, lists = 0 }: Partial<Reaches>, { needs = 0, seesJobs = null }: Partial<Pick<Delta, 'needs' | 'seesJobs'>> = {}): Delta {
  const all: Changes = { events: [], cards: [], jobs: [], people: null, forget: [], ...changes }
  let text: string | undefined
  return { ...all, reaches: { events, rows, jobs, lists }, needs, seesJobs, json: () => text ??= JSON.stringify(all).slice(1, -1) }
}

/** What is left for who has come so far already; undefined when that is nothing. */
export function remaining(delta: Delta, cursor: Cursor): Delta | undefined {
  const events = delta.events.filter((event) => Number(event.position) > (isOfList(event) ? cursor.lists : cursor.events))
  // Rows read before those that the device has are older than them.
  const cardsAreNew = delta.reaches.rows > cursor.rows
  const jobsAreNew = delta.reaches.jobs > (cursor.jobs ?? 0)
  const forget = delta.reaches.lists > cursor.lists ? delta.forget : []
  if (events.length === 0 && !cardsAreNew && !jobsAreNew && forget.length === 0) return undefined
  const { cards, jobs, reaches } = delta
  if (events.length === delta.events.length && forget.length === delta.forget.length && (cardsAreNew || reaches.rows === 0) && (jobsAreNew || reaches.jobs === 0)) return delta
  // With a job comes the card of what it fetches.
  return deltaOf({ events, forget, ...cardsAreNew || jobsAreNew ? { cards } : {}, ...jobsAreNew ? { jobs } : {} }, reaches, delta)
}
