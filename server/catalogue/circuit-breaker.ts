/**
 * Stops asking an upstream that does not answer, so that nobody waits for it.
 *
 *   closed ── failures in a row ──▶ open ── after a while, one trial ──▶ half open ── it answers ──▶ closed
 *                                    ▲                                      │
 *                                    └──────────── it is down ──────────────┘
 *
 * A failure is what `isDown` says is one: whatever else an upstream answers, it answers.
 */

import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { CatalogueError } from './catalogue-error.ts'

export const BREAKER_STATES = ['closed', 'open', 'half open'] as const
export type BreakerState = (typeof BREAKER_STATES)[number]

export interface CircuitBreaker {
  /** Runs `ask`, or refuses at once with `TMDB_ERROR` while the circuit is open. */
  run<T>(ask: () => Promise<T>): Promise<T>
  readonly state: BreakerState
}

export interface BreakerPorts {
  readonly system: Pick<System, 'now'>
  /** Of the upstream, in words. */
  readonly name: string
  readonly isDown: (error: unknown) => boolean
  /** `reason`: in words, why. */
  readonly onChange: (state: 'open' | 'closed', reason: string) => void
}

export function circuitBreaker({ system, name, isDown, onChange }: BreakerPorts): CircuitBreaker {
  let failures = 0
  let openUntil = 0
  let isTrying = false
  let reason = ''

  const isTripped = () => failures >= limits.tmdbBreakerFailures

  function answered(): void {
    if (isTripped()) onChange('closed', 'it answers again')
    failures = 0
  }

  function failed(error: unknown): void {
    reason = error instanceof Error ? error.message : String(error)
    const before = isTripped()
    failures++
    if (!isTripped()) return
    openUntil = system.now() + limits.tmdbBreakerOpenMs
    if (!before) onChange('open', reason)
  }

  return {
    async run(ask) {
      const trial = isTripped()
      if (trial && (isTrying || system.now() < openUntil)) {
        const seconds = Math.max(1, Math.ceil((openUntil - system.now()) / 1_000))
        throw new CatalogueError('TMDB_ERROR', `${name} has not been answering (${reason.replace(/\.$/, '')}); it is asked again in ${seconds} s.`, { untried: true })
      }
      // The first to come after the pause is the trial; the others are refused until it has an answer.
      if (trial) isTrying = true
      try {
        const answer = await ask()
        answered()
        return answer
      } catch (error) {
        if (isDown(error)) failed(error)
        // What was refused before it was asked says nothing of the upstream.
        else if (!(error instanceof CatalogueError && error.code === 'UNAVAILABLE')) answered()
        throw error
      } finally {
        if (trial) isTrying = false
      }
    },
    get state() { return !isTripped() ? 'closed' : isTrying || system.now() >= openUntil ? 'half open' : 'open' },
  }
}
