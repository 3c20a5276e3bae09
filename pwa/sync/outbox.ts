/** The outbox in memory: what lies on the disk, where other tabs write too, and what is on its way there. */

import type { Parcel } from './parcel.ts'

/** In force on screen, though the disk may not have it yet. */
export type Held = Omit<Parcel, 'order'>

export interface Outbox {
  /** On the disk: what may be sent. */
  readonly kept: readonly Parcel[]
  /** With what is on its way there. */
  readonly all: readonly Held[]
  /** What the disk has. It may have been asked before something was added here: that stays. */
  learn(reading: Promise<readonly Parcel[]>): Promise<void>
  /** Resolves when they are on the disk, all or none. */
  add(parcels: readonly Held[], writing: Promise<readonly Parcel[]>): Promise<void>
}

export function createOutbox(): Outbox {
  let [kept, coming]: [readonly Parcel[], readonly Held[]] = [[], []]
  /** Whoever reads the disk may find it there sooner than its writer is told so. */
  const notKept = <Each extends Held>(parcels: readonly Each[]) => {
    if (parcels.length === 0) return parcels
    const ids = new Set(kept.map(({ command }) => command.id))
    return parcels.filter(({ command }) => !ids.has(command.id))
  }

  return {
    get kept() { return kept },
    get all() { return coming.length === 0 ? kept : [...kept, ...notKept(coming)] },
    async learn(reading) {
      const before = new Set(kept)
      const there = await reading
      const ids = new Set(there.map(({ command }) => command.id))
      kept = [...there, ...kept.filter((parcel) => !before.has(parcel) && !ids.has(parcel.command.id))]
    },
    async add(parcels, writing) {
      coming = [...coming, ...parcels]
      try {
        const added = await writing
        kept = [...kept, ...notKept(added)]
      } finally {
        coming = coming.filter((each) => !parcels.includes(each))
      }
    },
  }
}
