/** What a key may be: OS4. Names beginning with a dot are nobody's. */

import { ObjectStoreError } from './object-store.ts'

const KEY = /^(?!.*\.\.)[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}(\/[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}){0,9}$/

/** The key itself; throws `INVALID_KEY`. */
export function checkedKey(key: string): string {
  if (!KEY.test(key)) throw new ObjectStoreError('INVALID_KEY', 'A key is a relative path of letters, digits and ._-')
  return key
}

/** The range itself, or throws `RANGE`. */
export function checkedRange<Range extends { readonly start: number; readonly end: number }>(range: Range, sizeBytes = Infinity): Range {
  const { start, end } = range
  if (Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && end >= start && end < sizeBytes) return range
  throw new ObjectStoreError('RANGE', `Bytes ${start} to ${end} are not within the ${sizeBytes} there are`)
}
