/**
 * When each question to an upstream may start.
 *
 * 1. Of any `perSecond + 1` starts in a row, the last is a full second after the first: no burst goes above the rate.
 * 2. People go before the background, which takes no more than three quarters of the rate: a person finds a place at once.
 * 3. What the upstream forbids for a while (`hold`) is forbidden to all.
 * 4. No more wait than may, and nobody waits out a hold longer than `limits.tmdbWaitMaxMs`: they are refused, with when to come again.
 */

import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { CatalogueError } from './catalogue-error.ts'

/** A person waits for the answer, or nobody does. */
export type Urgency = 'person' | 'background'

export interface Pace {
  /** Resolves when the next question may start; refuses with `UNAVAILABLE`. */
  turn(urgency: Urgency): Promise<void>
  /** Nothing starts for so long. */
  hold(ms: number): void
  readonly waiting: Readonly<Record<Urgency, number>>
}

export interface Rate { readonly perSecond: number; readonly queueMax: number }

interface Waiting { start(): void; refuse(error: CatalogueError): void }

/** `name`: of the upstream, in words. */
export function paced(system: Pick<System, 'now' | 'sleep'>, name: string, { perSecond, queueMax }: Rate): Pace {
  const queues: Record<Urgency, Waiting[]> = { person: [], background: [] }
  const most: Record<Urgency, number> = { person: perSecond, background: Math.max(1, Math.floor(perSecond * 0.75)) }
  /** Of the last second and some before it, oldest first. */
  const starts: number[] = []
  let heldUntil = -Infinity
  let serving = false
  let nap = new AbortController()

  function earliest(urgency: Urgency): number {
    return Math.max(heldUntil, starts.length < most[urgency] ? -Infinity : starts[starts.length - most[urgency]]! + 1_000)
  }

  async function serve(): Promise<void> {
    for (;;) {
      const next = queues.person.length > 0 ? 'person' : 'background'
      if (queues[next].length === 0) break
      const now = system.now()
      const startAt = earliest(next)
      if (startAt > now) {
        nap = new AbortController()
        await system.sleep(startAt - now, nap.signal)
        continue
      }
      starts.push(now)
      if (starts.length > perSecond) starts.shift()
      queues[next].shift()!.start()
    }
    serving = false
  }

  function refusalWhileHeld(): CatalogueError | undefined {
    const waitMs = heldUntil - system.now()
    return waitMs > limits.tmdbWaitMaxMs ? new CatalogueError('UNAVAILABLE', `${name} asks us to slow down: try again in ${Math.ceil(waitMs / 1_000)} s.`) : undefined
  }

  return {
    turn(urgency) {
      const refusal = refusalWhileHeld() ?? (queues[urgency].length < queueMax ? undefined
        : new CatalogueError('UNAVAILABLE', `Too many questions to ${name} are waiting already: try again in a moment.`))
      if (refusal) return Promise.reject(refusal)
      return new Promise((start, refuse) => {
        queues[urgency].push({ start, refuse })
        // Who waits for the background's turn may be waiting too long for a person's.
        nap.abort()
        if (serving) return
        serving = true
        void serve()
      })
    },
    hold(ms) {
      heldUntil = Math.max(heldUntil, system.now() + ms)
      const refusal = refusalWhileHeld()
      if (refusal) for (const queue of [queues.person, queues.background]) for (const { refuse } of queue.splice(0)) refuse(refusal)
    },
    get waiting() { return { person: queues.person.length, background: queues.background.length } },
  }
}
