/** Keeps requests under a rate: of any `perSecond + 1` requests in a row, the last starts a full second after the first. */

import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { CatalogueError } from './catalogue-error.ts'

export interface Pace {
  /** Resolves when the next request may start; refuses with `UNAVAILABLE` when too many wait already. */
  turn(): Promise<void>
}

export function paced(system: Pick<System, 'now' | 'sleep'>, perSecond: number = limits.tmdbRequestsPerSecond, queueMax: number = limits.tmdbQueueMax): Pace {
  const starts: number[] = []
  let waiting = 0
  return {
    async turn() {
      if (waiting >= queueMax) throw new CatalogueError('UNAVAILABLE', 'Too many questions to TMDB are waiting already: try again in a moment.')
      const now = system.now()
      const start = starts.length < perSecond ? now : Math.max(now, starts[starts.length - perSecond]! + 1_000)
      starts.push(start)
      if (starts.length > perSecond) starts.shift()
      if (start === now) return
      waiting++
      try {
        await system.sleep(start - now)
      } finally {
        waiting--
      }
    },
  }
}
