/**
 * Port: how often each indexer was asked today (UTC), and how many NZBs it gave.
 *
 * 1. `take` counts one more, or counts nothing and answers false where that would be more than `most`; never more than `most` whatever asks at once.
 * 2. Searches and grabs are counted apart, and so is each indexer, by its name.
 * 3. The next day begins at nothing.
 */

import type { Kysely } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { dayOf, questionsAsked, takeQuestion } from '../questions-of-the-day.ts'
import type { System } from '../system.ts'

export type MeteredCall = 'search' | 'grab'
export interface IndexerUse { readonly searches: number; readonly grabs: number }

export interface IndexerMeter {
  /** `most`: null where there is no bound. */
  take(indexer: string, call: MeteredCall, most: number | null): Promise<boolean>
  used(indexers: readonly string[]): Promise<Readonly<Record<string, IndexerUse>>>
}

const keyOf = (indexer: string, call: MeteredCall) => `indexer ${call}: ${indexer}`

/** Shared by all processes, and kept over restarts. */
export function indexerMeterIn(db: Kysely<Tables>, system: Pick<System, 'now'>): IndexerMeter {
  return {
    take: async (indexer, call, most) => await takeQuestion(db, keyOf(indexer, call), dayOf(system), most) !== null,
    async used(indexers) {
      const asked = await questionsAsked(db, indexers.flatMap((each) => [keyOf(each, 'search'), keyOf(each, 'grab')]), dayOf(system))
      return Object.fromEntries(indexers.map((each) => [each, { searches: asked.get(keyOf(each, 'search')) ?? 0, grabs: asked.get(keyOf(each, 'grab')) ?? 0 }]))
    },
  }
}

/** For one process, such as a command by hand, where no day's questions are to be counted on. */
export function memoryIndexerMeter(system: Pick<System, 'now'>): IndexerMeter {
  let day = ''
  const counts = new Map<string, number>()
  function today(): Map<string, number> {
    if (day !== dayOf(system)) counts.clear()
    day = dayOf(system)
    return counts
  }
  return {
    async take(indexer, call, most) {
      const key = keyOf(indexer, call)
      const asked = (today().get(key) ?? 0) + 1
      if (most !== null && asked > most) return false
      counts.set(key, asked)
      return true
    },
    async used(indexers) {
      const counted = today()
      return Object.fromEntries(indexers.map((each) => [each, { searches: counted.get(keyOf(each, 'search')) ?? 0, grabs: counted.get(keyOf(each, 'grab')) ?? 0 }]))
    },
  }
}
