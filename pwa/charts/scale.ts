/** The arithmetic of axes. Pure. */

/** From 0 in steps of 1, 2 or 5 times a power of ten, at most `most` of them, the last at or above `max`. Whole numbers: viewings have no halves. */
export function ticksOf(max: number, most = 4): readonly number[] {
  if (max <= 0) return [0, 1]
  const rough = Math.max(1, max / most)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((times) => times * power).find((each) => each >= rough && Math.ceil(max / each) <= most) ?? power * 10
  return Array.from({ length: Math.ceil(max / step) + 1 }, (_, i) => i * step)
}

/** Every how many labels one is written, so that none touches the next. */
export function everyOf(count: number, stepPx: number, labelPx: number): number {
  return count <= 1 ? 1 : Math.max(1, Math.ceil(labelPx / Math.max(stepPx, 1)))
}

export interface CalendarCell { readonly day: string; readonly column: number; readonly row: number }
/** One strip of a calendar: weeks are columns from 0, weekdays rows from Monday. `months` begin in these columns. */
export interface CalendarStrip { readonly cells: readonly CalendarCell[]; readonly columns: number; readonly months: readonly { readonly month: number; readonly column: number }[] }

/** A year in one strip, or on narrow screens in two. */
export function calendarOf(year: number, strips: 1 | 2): readonly CalendarStrip[] {
  const spans = strips === 1 ? [[0, 12]] as const : [[0, 6], [6, 12]] as const
  return spans.map(([from, to]) => {
    const firstMs = Date.UTC(year, from, 1)
    const offset = (new Date(firstMs).getUTCDay() + 6) % 7
    const cells: CalendarCell[] = []
    const months: { month: number; column: number }[] = []
    for (let ms = firstMs, at = offset; ms < Date.UTC(year, to, 1); ms += 86_400_000, at++) {
      const date = new Date(ms)
      const column = Math.floor(at / 7)
      // Named over the first week that begins in it, so that no two names stand over one column.
      if (date.getUTCDate() === 1) months.push({ month: date.getUTCMonth(), column: at % 7 === 0 || ms === firstMs ? column : column + 1 })
      cells.push({ day: date.toISOString().slice(0, 10), column, row: at % 7 })
    }
    return { cells, months, columns: cells.at(-1)!.column + 1 }
  })
}

/** How dark a day is, 0 to 4: by its share of the busiest day, and never nothing where there was something. */
export function levelOf(count: number, max: number): number {
  return count === 0 ? 0 : Math.max(1, Math.ceil(count / Math.max(max, 1) * 4))
}
