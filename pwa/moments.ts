/** The arithmetic of the time machine: moments in addresses, on a slider, in a field. Pure; days are the person's own, with their clock changes. */

export interface Span { readonly firstMs: number; readonly nowMs: number }

/** What an address says of the moment to show: none, one (RFC 3339 UTC), or one that cannot be shown. */
export type Asked = { readonly at: string } | { readonly problem: 'future' | 'unreadable' } | undefined

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/

export function askedOf(text: string | null, nowMs: number): Asked {
  if (text === null || text === '') return undefined
  const ms = INSTANT.test(text) ? Date.parse(text) : NaN
  if (Number.isNaN(ms)) return { problem: 'unreadable' }
  return ms > nowMs ? { problem: 'future' } : { at: new Date(ms).toISOString() }
}

export function clamped(ms: number, { firstMs, nowMs }: Span): number {
  return Math.min(nowMs, Math.max(firstMs, ms))
}

type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>

/** Where a key leads from a moment: arrows a day, with Shift a week, page keys a month, Home and End to both ends. Undefined: not such a key. */
export function steppedBy({ key, shiftKey, ctrlKey, metaKey, altKey }: Key, ms: number, span: Span, { rtl = false } = {}): number | undefined {
  if (ctrlKey || metaKey || altKey) return undefined
  const days = shiftKey ? 7 : 1
  switch (key) {
    case 'ArrowUp': return clamped(daysFrom(ms, days), span)
    case 'ArrowDown': return clamped(daysFrom(ms, -days), span)
    case 'ArrowRight': return clamped(daysFrom(ms, rtl ? -days : days), span)
    case 'ArrowLeft': return clamped(daysFrom(ms, rtl ? days : -days), span)
    case 'PageUp': return clamped(monthsFrom(ms, 1), span)
    case 'PageDown': return clamped(monthsFrom(ms, -1), span)
    case 'Home': return span.firstMs
    case 'End': return span.nowMs
  }
  return undefined
}

/** The same time of day so many days on, though a day may have 23 or 25 hours. */
function daysFrom(ms: number, days: number): number {
  const date = new Date(ms)
  return date.setDate(date.getDate() + days)
}

/** The same day so many months on, or the last of a month that has no such day. */
function monthsFrom(ms: number, months: number): number {
  const date = new Date(ms)
  const day = date.getDate()
  date.setDate(1)
  date.setMonth(date.getMonth() + months)
  const length = new Date(date.getFullYear(), date.getMonth() + 1, 0).getDate()
  return date.setDate(Math.min(day, length))
}

/** As `<input type="datetime-local">` takes it: the person's own clock, with seconds where there are some. */
export function fieldOf(ms: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const at = new Date(ms)
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}${at.getSeconds() === 0 ? '' : `:${two(at.getSeconds())}`}`
}

/** What such a field says; NaN when it is empty. A time that the clock skips counts as an hour later, one that it repeats as the first. */
export function momentOfField(value: string): number {
  return new Date(value).getTime()
}

/** Something that was done, as far as its time matters. */
export interface Done { readonly recordedAt: string }
/** The moment before a day on which much was done. */
export interface Notable { readonly ms: number; readonly dayMs: number; readonly count: number }

/** The busiest days, oldest first: those on which at least `doneMin` things were done, at most `countMax`. A moment ends just before its day's first. */
export function notableMoments(done: readonly Done[], { dayOf, countMax, doneMin }: { readonly dayOf: (instant: string) => string; readonly countMax: number; readonly doneMin: number }): readonly Notable[] {
  const days = [...Map.groupBy(done, ({ recordedAt }) => dayOf(recordedAt)).values()].filter((day) => day.length >= doneMin)
  return days.sort((a, b) => b.length - a.length).slice(0, countMax).map((day) => {
    const firstMs = day.reduce((least, { recordedAt }) => Math.min(least, Date.parse(recordedAt)), Infinity)
    return { ms: firstMs - 1, dayMs: firstMs, count: day.length }
  }).sort((a, b) => a.ms - b.ms)
}

/** The moment of the change before or after one; undefined where there is none. `times` of all changes, in any order. */
export function neighbour(times: readonly number[], ms: number, direction: 'earlier' | 'later'): number | undefined {
  let found: number | undefined
  for (const time of times) {
    if (direction === 'earlier' ? time < ms && (found === undefined || time > found) : time > ms && (found === undefined || time < found)) found = time
  }
  return found
}
