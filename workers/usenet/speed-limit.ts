/** How fast all connections together may read. Each read books its time on one line: first come, first served, and exact over seconds. */

import { limits } from '../../server/limits.ts'
import type { System } from '../../server/system.ts'

export interface SpeedLimit {
  /** Bytes a second; null for none. Who waits under the old one goes on at once. */
  set(bytesPerSecond: number | null): void
  /** Undefined for none. */
  readonly bytesPerSecond: number | undefined
  /** Who waits goes on at once; what they read then is waited for as before. */
  hurry(): void
  /**
   * Told what was read; resolves when more may be. Undefined: at once. Who does not wait makes the others wait for it, up to `limits.speedLimitDebtMs`: what is
   * under way with them would else stand still for as long as somebody watches.
   */
  spent(bytes: number, waits: boolean): Promise<void> | undefined
}

export function createSpeedLimit(system: Pick<System, 'now' | 'sleep'>): SpeedLimit {
  let limit: number | undefined
  let freeAt = 0
  let changed = new AbortController()

  function wakeAll(): void {
    changed.abort()
    changed = new AbortController()
  }

  return {
    set(bytesPerSecond) {
      limit = bytesPerSecond === null ? undefined : Math.max(1, bytesPerSecond)
      freeAt = 0
      wakeAll()
    },
    hurry: wakeAll,
    get bytesPerSecond() {
      return limit
    },
    spent(bytes, waits) {
      if (limit === undefined) return undefined
      const now = system.now()
      // What was not used a moment ago may not be caught up on: no bursts.
      const from = Math.max(freeAt, now), to = from + bytes / limit * 1_000
      freeAt = waits ? to : Math.max(from, Math.min(to, now + limits.speedLimitDebtMs))
      return waits ? system.sleep(freeAt - now, changed.signal) : undefined
    },
  }
}
