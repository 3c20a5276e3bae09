/** Notes for a loop that reads them one at a time. */

export interface Mailbox<Note> {
  put(note: Note): void
  isEmpty(): boolean
  /** The next note; `late` when none came in time; undefined when the signal has aborted. One reader at a time. */
  take(signal: AbortSignal, deadline?: { readonly ms: number; readonly after: (ms: number, run: () => void) => () => void }): Promise<Note | 'late' | undefined>
}

export function createMailbox<Note>(): Mailbox<Note> {
  const notes: Note[] = []
  let wake = () => {}
  return {
    put(note) {
      notes.push(note)
      wake()
    },
    isEmpty: () => notes.length === 0,
    async take(signal, deadline) {
      let late = false
      const stop = deadline?.after(deadline.ms, () => { late = true; wake() })
      const aborted = () => wake()
      signal.addEventListener('abort', aborted)
      while (notes.length === 0 && !late && !signal.aborted) await new Promise<void>((resolve) => { wake = resolve })
      signal.removeEventListener('abort', aborted)
      stop?.()
      if (signal.aborted) return undefined
      return notes.shift() ?? 'late'
    },
  }
}
