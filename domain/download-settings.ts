/** When and how fast downloads go on, as admins set it for all of them. What somebody watches while it lands goes before them. */

/** Days of the week as ISO 8601 numbers them: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

/** A rule that holds on some days from one time of the day to another, by the server's clock; over midnight where `to` is not after `from`. */
export interface ScheduleRule {
  /** Days on which it begins. */
  readonly days: readonly Weekday[]
  /** `HH:MM`. */
  readonly from: string
  readonly to: string
  readonly speedLimitBytes: number | 'pause'
}

export interface DownloadSettings {
  readonly paused: boolean
  /** Bytes a second for all downloads together, where no rule says otherwise; null is no limit. */
  readonly speedLimitBytes: number | null
  /** Of several rules that hold at a time, the first. */
  readonly schedule: readonly ScheduleRule[]
  /** What is watched while it lands is never paused or held back. */
  readonly streamsFirst: true
}

export const unlimitedDownloads: DownloadSettings = { paused: false, speedLimitBytes: null, schedule: [], streamsFirst: true }

export interface LimitNow {
  readonly paused: boolean
  /** Null is no limit. */
  readonly speedLimitBytes: number | null
  /** The rule of the schedule that holds, by its place; null when none does, or when all is paused by hand. */
  readonly rule: number | null
}

/** What holds at `nowMs` where clocks show `timeZone` (IANA). Ask at least once a minute: rules begin and end with one. */
export function limitNow({ paused, speedLimitBytes, schedule }: DownloadSettings, nowMs: number, timeZone: string): LimitNow {
  if (paused) return { paused: true, speedLimitBytes: null, rule: null }
  if (schedule.length === 0) return { paused: false, speedLimitBytes, rule: null }
  const clock = clockAt(nowMs, timeZone)
  const rule = schedule.findIndex((each) => holds(each, clock))
  const limit = schedule[rule]?.speedLimitBytes ?? speedLimitBytes
  return { paused: limit === 'pause', speedLimitBytes: limit === 'pause' ? null : limit, rule: rule === -1 ? null : rule }
}

interface Clock { readonly day: Weekday; /** `HH:MM`. */ readonly time: string }

/** The clock on the wall decides: an hour that is skipped or comes twice in the night of a change shortens or lengthens what holds then. */
function holds({ days, from, to }: ScheduleRule, { day, time }: Clock): boolean {
  if (from < to) return days.includes(day) && from <= time && time < to
  return days.includes(day) && from <= time || days.includes(dayBefore(day)) && time < to
}

function dayBefore(day: Weekday): Weekday {
  return (day === 1 ? 7 : day - 1) as Weekday
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

function clockAt(nowMs: number, timeZone: string): Clock {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(nowMs)
  const part = (type: string) => parts.find((each) => each.type === type)!.value
  return { day: WEEKDAYS.indexOf(part('weekday')) + 1 as Weekday, time: `${part('hour')}:${part('minute')}` }
}
