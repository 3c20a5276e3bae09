/** A system whose time passes only when something sleeps, so that waiting costs nothing and is measured exactly. */

import type { System } from '../../server/system.ts'
import { realSystem } from '../../server/system.ts'

export interface TestClock extends System {
  /** Every wait so far, in milliseconds. */
  readonly slept: readonly number[]
  advance(ms: number): void
}

export function testClock(startMs = Date.UTC(2026, 0, 1)): TestClock {
  let nowMs = startMs
  const slept: number[] = []
  return {
    ...realSystem,
    now: () => nowMs,
    async sleep(ms, signal) {
      if (signal?.aborted) return
      slept.push(ms)
      nowMs += ms
      await Promise.resolve()
    },
    slept,
    advance(ms) { nowMs += ms },
  }
}
