/**
 * Time that passes only when everything that could happen has happened. Storage in memory works in turns of the event loop
 * (`setImmediate`), the rest in promises: when neither is left, the clock goes on to the next timer.
 */

import { setImmediate as nextTurn } from 'node:timers'

export interface VirtualTime {
  /** Each look is a moment later, so that what happens has an order in time. */
  now(): number
  /** Calls back once; returns what prevents it. */
  after(ms: number, run: () => void): () => void
  /** Until nothing moves any more without time. */
  settle(): Promise<void>
  /** Lets so much time pass, with everything that falls due. */
  pass(ms: number): Promise<void>
}

/** Turns of the event loop without anything left to do, after which nothing is under way. */
const QUIET_TURNS = 12

let waitingTurns = 0
const realSetImmediate = globalThis.setImmediate
// The storage asks for its turns here, each time anew: so they can be counted.
globalThis.setImmediate = ((run: (...given: unknown[]) => void, ...given: unknown[]) => {
  waitingTurns++
  return realSetImmediate(() => {
    waitingTurns--
    run(...given)
  })
}) as typeof setImmediate

interface Timer { readonly at: number; readonly run: () => void }

export function createVirtualTime(startMs: number): VirtualTime {
  let nowMs = startMs
  /** Soonest first; of two at the same moment, the one set first. */
  const timers: Timer[] = []

  async function settle(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet = waitingTurns === 0 ? quiet + 1 : 0) {
      await new Promise<void>((resolve) => nextTurn(resolve))
    }
  }

  return {
    now: () => nowMs++,
    after(ms, run) {
      const timer = { at: Math.round(nowMs + Math.max(0, ms)), run }
      const place = timers.findIndex(({ at }) => at > timer.at)
      timers.splice(place < 0 ? timers.length : place, 0, timer)
      return () => {
        const here = timers.indexOf(timer)
        if (here >= 0) timers.splice(here, 1)
      }
    },
    settle,
    async pass(ms) {
      const until = nowMs + ms
      await settle()
      while (timers.length > 0 && timers[0]!.at <= until) {
        const { at, run } = timers.shift()!
        nowMs = Math.max(nowMs, at)
        run()
        await settle()
      }
      nowMs = Math.max(nowMs, until)
    },
  }
}
