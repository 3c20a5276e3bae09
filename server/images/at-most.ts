/** Lets so many pieces of work run at once; the others wait their turn, up to a number. */

export interface AtMost {
  /** Undefined when too many wait already: the work is then not begun. */
  run<T>(work: () => Promise<T>): Promise<T> | undefined
}

export function atMost(running: number, queueMax: number): AtMost {
  let free = running
  const queue: (() => void)[] = []
  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (free > 0) free--
    else await new Promise<void>((resolve) => queue.push(resolve))
    try {
      return await work()
    } finally {
      // The place goes straight to the next in the queue.
      const next = queue.shift()
      if (next) next()
      else free++
    }
  }
  return { run: (work) => free === 0 && queue.length >= queueMax ? undefined : inTurn(work) }
}
