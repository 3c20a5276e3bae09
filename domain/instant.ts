/** Instants come in with commands and events; nothing here reads a clock. */

/** Milliseconds since the Unix epoch. RFC 3339 allows a leap second, which JavaScript's dates do not know: it counts as the one before. */
export function millisecondsOf(instant: string): number {
  return Date.parse(instant.replace(/:60(?=[.Z+-])/i, ':59'))
}

/** The same instant in the one form that is stored: RFC 3339 UTC with milliseconds, so that comparing strings compares times. */
export function utc(instant: string): string {
  return new Date(millisecondsOf(instant)).toISOString()
}

export function secondsBetween(earlier: string, later: string): number {
  return (millisecondsOf(later) - millisecondsOf(earlier)) / 1_000
}
