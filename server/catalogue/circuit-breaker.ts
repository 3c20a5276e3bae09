/**
 * Stops asking an upstream that does not answer, so that nobody waits for it.
 *
 *   closed ── failures in a row ──▶ open ── after a while, one trial ──▶ half open ── it works ──▶ closed
 *                                    ▲                                      │
 *                                    └────────────── it fails ──────────────┘
 */

import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { CatalogueError } from './catalogue-error.ts'

export interface CircuitBreaker {
  /** Runs `ask`, or refuses at once with `TMDB_ERROR` while the circuit is open. */
  run<T>(ask: () => Promise<T>): Promise<T>
}

export function circuitBreaker(system: Pick<System, 'now'>, failuresMax: number = limits.tmdbBreakerFailures, openMs: number = limits.tmdbBreakerOpenMs): CircuitBreaker {
  let failures = 0
  let openUntil = 0
  return {
    async run(ask) {
      const now = system.now()
      if (now < openUntil) {
        throw new CatalogueError('TMDB_ERROR', `TMDB has not been answering; it is asked again in ${Math.ceil((openUntil - now) / 1_000)} s.`)
      }
      // The first to come after the pause is the trial; the others are refused until it has an answer.
      if (failures >= failuresMax) openUntil = now + openMs
      try {
        const answer = await ask()
        failures = 0
        openUntil = 0
        return answer
      } catch (error) {
        const code = error instanceof CatalogueError ? error.code : 'TMDB_ERROR'
        if (code === 'NOT_FOUND') {
          failures = 0
          openUntil = 0
        } else if (code === 'TMDB_ERROR' && ++failures >= failuresMax) {
          openUntil = system.now() + openMs
        }
        throw error
      }
    },
  }
}
