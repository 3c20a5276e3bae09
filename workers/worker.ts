/** The one loop that every worker runs in: a step at a time, never two at once; after a fault it waits, longer each time, and goes on. */

import { backoffMs, chanceOf } from '../server/db/faults.ts'
import type { Log } from '../server/log.ts'
import type { System } from '../server/system.ts'

export interface Worker {
  readonly name: string
  /** Does one piece of work. Answers how long to rest before the next (ms), or that there is none. */
  step(signal: AbortSignal): Promise<number | 'stop'>
}

/** Resolves when the signal has aborted and the step under way is over, or when the worker says stop. */
export async function runWorker(worker: Worker, { system, log, signal }: { system: System; log: Log; signal: AbortSignal }): Promise<void> {
  let faults = 0
  while (!signal.aborted) {
    try {
      const rest = await worker.step(signal)
      if (rest === 'stop') return
      faults = 0
      if (rest > 0) await system.sleep(rest, signal)
    } catch (error) {
      if (signal.aborted) return
      log.error({ err: error, worker: worker.name, faults: ++faults }, 'a worker could not do its work and will try again')
      await system.sleep(backoffMs(faults, chanceOf(system)), signal)
    }
  }
}
