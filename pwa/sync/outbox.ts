/** The outbox in memory: what lies on the disk, where other tabs write too. */

import type { Parcel } from './parcel.ts'

export interface Outbox {
  readonly parcels: readonly Parcel[]
  /** What the disk has. It may have been asked before something was added here: that stays. */
  learn(reading: Promise<readonly Parcel[]>): Promise<void>
  /** They are on the disk now. */
  add(added: readonly Parcel[]): void
}

export function createOutbox(): Outbox {
  let parcels: readonly Parcel[] = []
  return {
    get parcels() { return parcels },
    async learn(reading) {
      const before = new Set(parcels)
      const there = await reading
      const ids = new Set(there.map(({ command }) => command.id))
      parcels = [...there, ...parcels.filter((parcel) => !before.has(parcel) && !ids.has(parcel.command.id))]
    },
    add(added) {
      // Whoever reads the disk may have found them there sooner than their writer was told so.
      const ids = new Set(parcels.map(({ command }) => command.id))
      parcels = [...parcels, ...added.filter(({ command }) => !ids.has(command.id))]
    },
  }
}
