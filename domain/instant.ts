/** Instants come in with commands and events; nothing here reads a clock. */

/** Milliseconds since the Unix epoch. RFC 3339 allows a leap second, which JavaScript's dates do not know: it counts as the one before. */
export function millisecondsOf(instant: string): number {
  return Date.parse(instant.replace(/:60(?=[.Z+-])/i, ':59'))
}

/** Most come as they are to be; a day that not every month has is left to the calendar. */
const STORED_FORM = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/

/** The same instant in the one form that is stored: RFC 3339 UTC with milliseconds, so that comparing strings compares times. */
export function utc(instant: string): string {
  return STORED_FORM.test(instant) ? instant : new Date(millisecondsOf(instant)).toISOString()
}

export function secondsBetween(earlier: string, later: string): number {
  return (millisecondsOf(later) - millisecondsOf(earlier)) / 1_000
}
