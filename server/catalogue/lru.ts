/** What was used last, up to a number of bytes. A Map keeps the order of insertion: the first is what was unused longest. */

import { limits } from '../limits.ts'

export interface Lru<T> {
  get(key: string): T | undefined
  /** `sizeBytes` of the value; its key and its place here are counted on top. */
  set(key: string, value: T, sizeBytes: number): void
  dropWhere(isToGo: (key: string) => boolean): void
  readonly sizeBytes: number
  readonly count: number
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
    set(key, value, valueBytes) {
      drop(key)
      // A string may take two bytes a character.
      const sizeBytes = valueBytes + 2 * key.length + limits.catalogueMemoryEntryBytes
      if (sizeBytes > bytesMax) return
      entries.set(key, { value, sizeBytes })
      total += sizeBytes
      for (const oldest of entries.keys()) {
        if (total <= bytesMax) break
        drop(oldest)
      }
    },
    dropWhere(isToGo) {
      for (const key of entries.keys()) if (isToGo(key)) drop(key)
    },
    get sizeBytes() { return total },
    get count() { return entries.size },
  }
}
