/** Where a row that is moved would land, and how the others make room. Pure: pixels in, places out. */

/** A row as it lies before anything moves: where it begins, and how far it is from there to the next one. */
export interface Extent { readonly start: number; readonly size: number }

/** The place of the row at `from` when it has been pulled `byPx` away: it passes another once its middle has passed that one's. */
export function dropPlace(rows: readonly Extent[], from: number, byPx: number): number {
  const middle = middleOf(rows[from]!) + byPx
  let place = from
  if (byPx > 0) while (place + 1 < rows.length && middle > middleOf(rows[place + 1]!)) place++
  else while (place > 0 && middle < middleOf(rows[place - 1]!)) place--
  return place
}

/** How far each row is drawn from where it lies while the one at `from` is on its way to `to`. */
export function shiftsOf(rows: readonly Extent[], from: number, to: number): readonly number[] {
  const moved = rows[from]!.size
  const passed = to > from ? rows.slice(from + 1, to + 1) : rows.slice(to, from)
  const own = passed.reduce((sum, { size }) => sum + size, 0) * Math.sign(to - from)
  return rows.map((_, at) => {
    if (at === from) return own
    if (at > from && at <= to) return -moved
    return at < from && at >= to ? moved : 0
  })
}

function middleOf({ start, size }: Extent): number {
  return start + size / 2
}
