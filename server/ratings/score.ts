/** Scores as sources write them, from 0 to 100. Pure. */

/** Digits, with at most three behind a point or comma, out of what there is to have; `%` is out of 100. */
const SCORE = /^(\d{1,6})(?:[.,](\d{1,3}))?\s*(?:\/\s*(\d{1,4})|%)$/

/** `7.4/10` is 74, `3.9/5` 78, `93%` 93. Null for what says none, such as `N/A`, or more than there is to have. */
export function scoreOf(value: unknown): number | null {
  const [, whole, places = '', out = '100'] = (typeof value === 'string' ? SCORE.exec(value.trim()) : null) ?? []
  if (whole === undefined) return null
  return share(Number(whole + places), Number(out) * 10 ** places.length)
}

/** Of a number out of `out`; null for what is none. */
export function scaled(value: unknown, out: number): number | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return null
  // In thousandths: no source is more exact, and what binary makes of 8.35 is not.
  return share(Math.round(value * 1_000), out * 1_000)
}

/** In whole numbers, so that halves are rounded as on paper. */
function share(part: number, whole: number): number | null {
  return whole > 0 && part >= 0 && part <= whole ? Math.round(100 * part / whole) : null
}

/** `1,787,126` or a number; null where nobody voted. */
export function votesOf(value: unknown): number | null {
  const votes = typeof value === 'string' && /^\d{1,3}(?:,\d{3})*$|^\d+$/.test(value.trim()) ? Number(value.replaceAll(',', '')) : value
  return typeof votes === 'number' && Number.isSafeInteger(votes) && votes > 0 && votes < 2 ** 31 ? votes : null
}
