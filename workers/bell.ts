/** Wakes a worker that rests, within one process. */

import type { System } from '../server/system.ts'

export interface Bell {
  ring(): void
  /** Until somebody rings, the time is over, or the signal aborts. A ring while nobody waits is heard by the next who does. */
  wait(ms: number, signal: AbortSignal): Promise<void>
}

export function createBell(system: Pick<System, 'sleep'>): Bell {
  let rung = new AbortController()
  return {
    ring: () => rung.abort(),
    async wait(ms, signal) {
      await system.sleep(ms, AbortSignal.any([signal, rung.signal]))
      rung = new AbortController()
    },
  }
}
