/**
 * The last hash of streams that were read or appended to lately, so that an append need not ask for the one it goes on from.
 * What is at a version never changes, so nothing here can be out of date, only missing.
 */

import type { StreamName } from '../../domain/event.ts'
import { limits } from '../limits.ts'
import type { StoredEvent } from './event-store.ts'
import { recent } from './recent.ts'

export interface ChainEnds {
  /** Of the event at this version, when it is known. */
  hashOf(stream: StreamName, version: number): string | undefined
  note(stream: StreamName, version: number, hash: string): void
  noteEvent(event: StoredEvent): void
}

interface End { readonly version: number; readonly hash: string }

export function createChainEnds(): ChainEnds {
  const ends = recent<StreamName, End>(limits.chainEndsMax)

  const note: ChainEnds['note'] = (stream, version, hash) => {
    if ((ends.get(stream)?.version ?? -1) < version) ends.set(stream, { version, hash })
  }

  return {
    hashOf(stream, version) {
      const end = ends.get(stream)
      return end?.version === version ? end.hash : undefined
    },
    note,
    noteEvent: ({ stream, version, hash }) => note(stream, version, hash),
  }
}
