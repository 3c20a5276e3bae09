/** What was used last, up to a number of bytes. A Map keeps the order of insertion: the first is what was unused longest. */

export interface Lru<T> {
  get(key: string): T | undefined
  set(key: string, value: T, sizeBytes: number): void
  readonly sizeBytes: number
}

export function lru<T>(bytesMax: number): Lru<T> {
  const entries = new Map<string, { value: T; sizeBytes: number }>()
  let total = 0
  function drop(key: string): void {
    total -= entries.get(key)?.sizeBytes ?? 0
    entries.delete(key)
  }
  return {
    get(key) {
      const entry = entries.get(key)
      if (!entry) return undefined
      entries.delete(key)
      entries.set(key, entry)
      return entry.value
    },
    set(key, value, sizeBytes) {
      drop(key)
      if (sizeBytes > bytesMax) return
      entries.set(key, { value, sizeBytes })
      total += sizeBytes
      for (const oldest of entries.keys()) {
        if (total <= bytesMax) break
        drop(oldest)
      }
    },
    get sizeBytes() { return total },
  }
}
