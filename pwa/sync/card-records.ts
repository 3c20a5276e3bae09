/**
 * Which record of the store `cards` each card lies in: those that came together lie together, and one that changes stays where it is. So a
 * fresh device writes each card once, however many pages they come in, and a change writes one record.
 */

import type { CardRow } from '../../projections/cards.ts'
import { limits } from './limits.ts'

/** `record`: its key in the store. Where a card is in two, as apps of former versions leave them, the later one counts. */
export interface CardRecord { readonly record: number; readonly cards: readonly CardRow[] }

export interface CardRecords {
  /** What is on the disk, all of it; also after a write. */
  learn(records: readonly CardRecord[]): void
  clear(): void
  /** The records to write when cards change; `known`: all that there are, by key. Changes nothing: the write may fail. */
  recordsFor(changed: readonly CardRow[], known: ReadonlyMap<string, CardRow>): readonly CardRecord[]
}

/**
 * Which records the writes after the revision `since` have touched: a tab that is behind by no more than these reads them alone. Of a library of many
 * thousand titles an act changes none, or one.
 */
export interface ChangedRecords { readonly since: number; readonly writes: readonly { readonly revision: number; readonly records: readonly number[] }[] }

/** `former`: undefined where all begins anew. */
export function changedIn(former: ChangedRecords | undefined, records: readonly CardRecord[], revision: number): ChangedRecords {
  if (!former) return { since: revision, writes: [] }
  if (records.length === 0) return former
  const writes = [...former.writes, { revision, records: records.map(({ record }) => record) }]
  const left = writes.slice(-limits.cardWritesMax)
  return { since: writes.at(-limits.cardWritesMax - 1)?.revision ?? former.since, writes: left }
}

/** Undefined: more than is known. */
export function changedSince(changed: ChangedRecords | undefined, revision: number): readonly number[] | undefined {
  if (!changed || revision < changed.since) return undefined
  return [...new Set(changed.writes.flatMap((write) => write.revision > revision ? write.records : []))]
}

/** The revision of the newest of them; undefined where it is not known. */
export function changedLast(changed: ChangedRecords | undefined): number | undefined {
  return changed?.writes.at(-1)?.revision ?? changed?.since
}

/** The first number that no former version has filled by another rule. */
const FIRST = limits.bucketCount

export function createCardRecords(): CardRecords {
  const keysOf = new Map<number, Set<string>>()
  const recordOf = new Map<string, number>()
  let last: number = FIRST

  return {
    learn(records) {
      for (const { record, cards } of records) {
        keysOf.set(record, new Set(cards.map(({ key }) => key)))
        for (const { key } of cards) recordOf.set(key, record)
        last = Math.max(last, record)
      }
    },
    clear() {
      keysOf.clear()
      recordOf.clear()
      last = FIRST
    },
    recordsFor(changed, known) {
      const fresh = new Map(changed.map((card) => [card.key, card]))
      const touched = new Map<number, Set<string>>()
      const place = (record: number, key: string) => touched.set(record, (touched.get(record) ?? new Set(keysOf.get(record))).add(key))
      let open = last
      for (const key of fresh.keys()) {
        const former = recordOf.get(key)
        if (former === undefined && ((touched.get(open) ?? keysOf.get(open))?.size ?? 0) >= limits.cardRecordCards) open++
        place(former ?? open, key)
      }
      return [...touched].map(([record, keys]) => ({ record, cards: [...keys].flatMap((key) => fresh.get(key) ?? known.get(key) ?? []) }))
    },
  }
}
