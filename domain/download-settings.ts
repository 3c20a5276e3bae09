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
