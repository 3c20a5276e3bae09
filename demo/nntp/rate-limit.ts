import type { System } from '../../server/system.ts'

/** Resolves when `bytes` more may be sent. */
export type RateLimit = (bytes: number) => Promise<void>

/** One line that all connections share: each send books its time on it, first come, first served. */
export function createRateLimit(perSecondBytes: number, system: Pick<System, 'now' | 'sleep'>): RateLimit {
  let freeAtMs = 0
  return async (bytes) => {
    if (perSecondBytes === Infinity) return
    const nowMs = system.now()
    freeAtMs = Math.max(freeAtMs, nowMs) + bytes / perSecondBytes * 1_000
    await system.sleep(freeAtMs - nowMs)
  }
}
