/** The position of the last event as far as this process knows, and those who wait for it to move. */

export interface Head {
  /** Only ever forwards; told by appends, notifications and polls in any order. */
  advance(position: number): void
  /** The head, once it is beyond `position`; undefined when the signal aborts or the store is closed. */
  beyond(position: number, signal: AbortSignal): Promise<number | undefined>
  close(): void
}

export function createHead(): Head {
  let head = 0
  let closed = false
  const waiting = new Set<() => void>()
  const wakeAll = () => {
    for (const wake of waiting) wake()
  }
  return {
    advance(position) {
      if (position <= head) return
      head = position
      wakeAll()
    },
    async beyond(position, signal) {
      while (head <= position && !closed && !signal.aborted) await nextWake(waiting, signal)
      return closed || signal.aborted ? undefined : head
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
