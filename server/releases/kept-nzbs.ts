/** NZBs that several jobs want: each is grabbed once, however many want it at once or after another, since indexers count grabs. */

import { lru } from '../catalogue/lru.ts'
import type { SingleFlight } from '../catalogue/single-flight.ts'
import { singleFlight } from '../catalogue/single-flight.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'

export interface Nzb { readonly bytes: Uint8Array; readonly fileName: string; readonly indexer: string }

/** One that is not kept any more is grabbed again; what `grab` throws is not kept. */
export function keptNzbs(system: Pick<System, 'now'>): (releaseId: string, grab: () => Promise<Nzb>) => Promise<Nzb> {
  const kept = lru<{ readonly nzb: Nzb; readonly untilMs: number }>(limits.seasonNzbsBytes)
  const once: SingleFlight<Nzb> = singleFlight()
  return async (releaseId, grab) => {
    const known = kept.get(releaseId)
    if (known && system.now() < known.untilMs) return known.nzb
    return await once(releaseId, async () => {
      const nzb = await grab()
      kept.set(releaseId, { nzb, untilMs: system.now() + limits.indexerWaitedAgeMs }, nzb.bytes.length)
      return nzb
    })
  }
}
