/** Time that stands until a test moves it: who sleeps is woken in the order of their time, and nothing happens meanwhile that should not. */

export interface SteppedClock {
  now(): number
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** When who sleeps the shortest wakes; undefined when nobody sleeps. */
  readonly next: number | undefined
  /** Moves to `ms`, waking all whose time comes; what they set off has a turn of the event loop each time. */
  until(ms: number): Promise<void>
  /** So long passes at once, as for a machine that slept: everybody whose time has come is woken, once. */
  jump(ms: number): void
}

interface Sleeper { readonly at: number; wake(): void }

export function steppedClock(startMs = 0): SteppedClock {
  let nowMs = startMs
  const sleeping = new Set<Sleeper>()
  const turn = () => new Promise<void>((resolve) => { setImmediate(resolve) })
  const first = (): Sleeper | undefined => [...sleeping].reduce<Sleeper | undefined>((soonest, sleeper) => soonest && soonest.at <= sleeper.at ? soonest : sleeper, undefined)
  return {
    now: () => nowMs,
    sleep: (ms, signal) => new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const sleeper = { at: nowMs + ms, wake: () => { sleeping.delete(sleeper); resolve() } }
      sleeping.add(sleeper)
      signal?.addEventListener('abort', sleeper.wake)
    }),
    get next() { return first()?.at },
    async until(ms) {
      for (;;) {
        await turn()
        const next = first()
        if (!next || next.at > ms) break
        nowMs = Math.max(nowMs, next.at)
        next.wake()
      }
      nowMs = Math.max(nowMs, ms)
    },
    jump(ms) {
      nowMs += ms
      for (const sleeper of [...sleeping]) if (sleeper.at <= nowMs) sleeper.wake()
    },
  }
}
