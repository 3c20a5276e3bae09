/** How fast all connections together may read. Each read books its time on one line: first come, first served, and exact over seconds. */

import type { System } from '../../server/system.ts'

export interface SpeedLimit {
  /** Bytes a second; null for none. Who waits under the old one goes on at once. */
  set(bytesPerSecond: number | null): void
  /** Undefined for none. */
  readonly bytesPerSecond: number | undefined
  /** Told what was read; resolves when more may be. Undefined: at once. Who does not wait makes the others wait for it. */
  spent(bytes: number, waits: boolean): Promise<void> | undefined
}

export function createSpeedLimit(system: Pick<System, 'now' | 'sleep'>): SpeedLimit {
  let limit: number | undefined
  let freeAt = 0
  let changed = new AbortController()

  return {
    set(bytesPerSecond) {
      limit = bytesPerSecond === null ? undefined : Math.max(1, bytesPerSecond)
      freeAt = 0
      changed.abort()
      changed = new AbortController()
    },
    get bytesPerSecond() {
      return limit
    },
    spent(bytes, waits) {
      if (limit === undefined) return undefined
      const now = system.now()
      // What was not used a moment ago may not be caught up on: no bursts.
      freeAt = Math.max(freeAt, now) + bytes / limit * 1_000
      return waits ? system.sleep(freeAt - now, changed.signal) : undefined
    },
  }
}
