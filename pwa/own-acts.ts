/** All that the person who is here did, newest first: gathered once, by whoever asks first, and kept from one change to the next. */

import type { ActIndex, Acts } from './act-index.ts'
import { createActIndex } from './act-index.ts'
import { replica } from './house.ts'
import { ownRows, perVersion } from './library.ts'
import type { Replica } from './replica.ts'

/** Of each person who was here: it is there when they come again. */
const indexes = new WeakMap<Replica, ActIndex>()

export function ownIndex(here: Replica): ActIndex {
  const known = indexes.get(here) ?? createActIndex()
  indexes.set(here, known)
  return known
}

export const ownActs = perVersion((): Acts => {
  const here = replica()
  return here ? ownIndex(here).read(ownRows()) : { all: [], decisions: [] }
})
