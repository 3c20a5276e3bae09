/**
 * What goes wrong with a browser's storage: it is full, or it has gone while the page was open (the browser needed the space, or the person cleared it).
 * Everything else that a database says is a bug of ours.
 */

/** `full`: nothing more fits. `gone`: the connection was closed from outside. */
export type StorageTrouble = 'full' | 'gone'

export function storageTrouble(error: unknown): StorageTrouble | undefined {
  const { name } = (error ?? {}) as { name?: unknown }
  if (name === 'QuotaExceededError') return 'full'
  // A transaction that is asked of a closed connection, one that the closing ended, and storage that cannot be read.
  if (name === 'InvalidStateError' || name === 'AbortError' || name === 'UnknownError') return 'gone'
  return undefined
}

/** For reading what may be made anew right now. */
export function unlessGone(error: unknown): undefined {
  if (storageTrouble(error) !== 'gone') throw error
}
