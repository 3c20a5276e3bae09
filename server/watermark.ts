/** A position that only rises, as far as this process knows it, and those who wait for it to. */

export interface Watermark {
  /** Only ever forwards; told by appends, notifications and polls in any order. */
  advance(position: number): void
  /** Where it is, once that is beyond `position`; undefined when the signal aborts or it is closed. */
  beyond(position: number, signal: AbortSignal): Promise<number | undefined>
  close(): void
}

export function createWatermark(): Watermark {
  let mark = 0
  let closed = false
  const waiting = new Set<() => void>()
  const wakeAll = () => {
    for (const wake of waiting) wake()
  }
  return {
    advance(position) {
      if (position <= mark) return
      mark = position
      wakeAll()
    },
    async beyond(position, signal) {
      while (mark <= position && !closed && !signal.aborted) await nextWake(waiting, signal)
      return closed || signal.aborted ? undefined : mark
    },
    close() {
      closed = true
      wakeAll()
    },
  }
}

function nextWake(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      waiting.delete(wake)
      signal.removeEventListener('abort', wake)
      resolve()
    }
    waiting.add(wake)
    signal.addEventListener('abort', wake)
  })
}
