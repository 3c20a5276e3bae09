/**
 * The last hash of streams that were read or appended to lately, so that an append need not ask for the one it goes on from.
 * What is at a version never changes, so nothing here can be out of date, only missing.
 */

import type { StreamName } from '../../domain/event.ts'
import { limits } from '../limits.ts'
import type { StoredEvent } from './event-store.ts'

export interface ChainEnds {
  /** Of the event at this version, when it is known. */
  hashOf(stream: StreamName, version: number): string | undefined
  note(stream: StreamName, version: number, hash: string): void
  noteEvent(event: StoredEvent): void
}

interface End { readonly version: number; readonly hash: string }

/** In two generations: when the young one is full the old one is forgotten. Taking single entries out of a large Map is what costs. */
export function createChainEnds(): ChainEnds {
  let young = new Map<StreamName, End>()
  let old = young
  const endOf = (stream: StreamName) => young.get(stream) ?? old.get(stream)

  const note: ChainEnds['note'] = (stream, version, hash) => {
    if ((endOf(stream)?.version ?? -1) >= version) return
    if (young.size >= limits.chainEndsMax) {
      old = young
      young = new Map()
    }
    young.set(stream, { version, hash })
  }

  return {
    hashOf(stream, version) {
      const end = endOf(stream)
      return end?.version === version ? end.hash : undefined
    },
    note,
    noteEvent: ({ stream, version, hash }) => note(stream, version, hash),
  }
}
