/** How PostgreSQL's values become ours, in one place: for kysely, for the event store and for read models alike. */

import pg from 'pg'

const { builtins, getTypeParser } = pg.types

/** int8: a number, because positions, counts and sizes stay below 2^53; anything beyond is a bug, not a rounding. */
function parseBigint(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a safe integer`)
  return value
}

/** timestamptz: RFC 3339 UTC with milliseconds, the form every time has in events and rows. */
function parseInstant(text: string): string {
  return new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString()
}

export const valueTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === builtins.INT8) return parseBigint
    if (oid === builtins.TIMESTAMPTZ) return parseInstant
    return getTypeParser(oid, format as 'text')
  },
} as pg.CustomTypesConfig
