/** The Range and If-Range headers (RFC 9110, 13.1.5 and 14), for the server and for the app's service worker. */

/** Bytes from `start` to `end`, both included. */
export interface ByteRange { readonly start: number; readonly end: number }

/**
 * The bytes wanted of an object: a range, `whole`, or `unsatisfiable` (416). A header that is malformed or of another
 * unit is ignored, and so is one that asks for several ranges: all of the object is a right answer to that too.
 */
export function rangeOf(header: string | undefined, sizeBytes: number): ByteRange | 'whole' | 'unsatisfiable' {
  const match = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return 'whole'
  const [first, last] = [match[1]!, match[2]!]
  if (first === '') {
    const suffix = Number(last)
    return suffix === 0 || sizeBytes === 0 ? 'unsatisfiable' : { start: Math.max(0, sizeBytes - suffix), end: sizeBytes - 1 }
  }
  if (last !== '' && BigInt(last) < BigInt(first)) return 'whole'
  const start = Number(first)
  return start >= sizeBytes ? 'unsatisfiable' : { start, end: last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1) }
}

/** Whether a range may be served: the client's copy is of the same bytes. Weak tags never are the same (8.8.3.2). */
export function ifRangeHolds(header: string | undefined, { etag, modifiedAt }: { readonly etag: string; readonly modifiedAt: string }): boolean {
  if (header === undefined) return true
  const tag = header.trim()
  if (tag.startsWith('"')) return tag === etag
  if (tag.startsWith('W/')) return false
  return Date.parse(tag) === Math.floor(Date.parse(modifiedAt) / 1_000) * 1_000
}
