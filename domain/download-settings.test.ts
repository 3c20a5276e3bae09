import t from '../test/support/tap.ts'
import type { DownloadSettings, ScheduleRule, Weekday } from './download-settings.ts'
import { limitNow, unlimitedDownloads } from './download-settings.ts'

const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]
const withRules = (...schedule: ScheduleRule[]): DownloadSettings => ({ ...unlimitedDownloads, speedLimitBytes: 5_000_000, schedule })
const at = (settings: DownloadSettings, instant: string, timeZone = 'Europe/Berlin') => {
  const { paused, speedLimitBytes } = limitNow(settings, Date.parse(instant), timeZone)
  return paused ? 'pause' : speedLimitBytes
}

t.test('by hand all is paused, whatever the schedule says; without a rule that holds the common limit counts', async (t) => {
  t.same(limitNow(unlimitedDownloads, 0, 'UTC'), { paused: false, speedLimitBytes: null, rule: null })
  const evening = withRules({ days: everyDay, from: '18:00', to: '23:00', speedLimitBytes: 1_000_000 })
  t.same(limitNow({ ...evening, paused: true }, Date.parse('2025-11-26T19:00:00Z'), 'UTC'), { paused: true, speedLimitBytes: null, rule: null })
  t.same(limitNow(evening, Date.parse('2025-11-26T19:00:00Z'), 'UTC'), { paused: false, speedLimitBytes: 1_000_000, rule: 0 })
  t.equal(at(evening, '2025-11-26T17:59:59Z', 'UTC'), 5_000_000)
  t.equal(at(evening, '2025-11-26T18:00:00Z', 'UTC'), 1_000_000, 'it begins with its minute')
  t.equal(at(evening, '2025-11-26T22:59:59.999Z', 'UTC'), 1_000_000)
  t.equal(at(evening, '2025-11-26T23:00:00Z', 'UTC'), 5_000_000, 'and is over with its last')
})

t.test('rules go by days and the clock of the place; the first that holds counts', async (t) => {
  // 26 November 2025 is a Wednesday.
  const rules = withRules({ days: [3], from: '08:00', to: '10:00', speedLimitBytes: 'pause' }, { days: everyDay, from: '09:00', to: '12:00', speedLimitBytes: 2_000_000 })
  t.equal(at(rules, '2025-11-26T07:30:00Z'), 'pause', 'half past eight in Berlin')
  t.equal(at(rules, '2025-11-26T08:30:00Z'), 'pause', 'the first of two')
  t.equal(at(rules, '2025-11-26T09:00:00Z'), 2_000_000)
  t.equal(at(rules, '2025-11-27T07:30:00Z'), 5_000_000, 'Thursday')
  t.equal(at(rules, '2025-11-25T21:30:00Z', 'Pacific/Auckland'), 2_000_000, 'it is Wednesday there already, half past ten')
  t.equal(at(rules, '2025-11-25T20:30:00Z', 'Pacific/Auckland'), 'pause')
})

t.test('over midnight a rule belongs to the day on which it begins', async (t) => {
  const night = withRules({ days: [7], from: '22:00', to: '06:00', speedLimitBytes: 'pause' })
  t.equal(at(night, '2025-11-30T22:30:00Z', 'UTC'), 'pause', 'Sunday evening')
  t.equal(at(night, '2025-12-01T05:59:00Z', 'UTC'), 'pause', 'Monday morning')
  t.equal(at(night, '2025-12-01T06:00:00Z', 'UTC'), 5_000_000)
  t.equal(at(night, '2025-12-01T22:30:00Z', 'UTC'), 5_000_000, 'Monday evening')
  t.equal(at(night, '2025-11-30T05:00:00Z', 'UTC'), 5_000_000, 'Sunday morning')
  const whole = withRules({ days: [1], from: '00:00', to: '00:00', speedLimitBytes: 'pause' })
  t.equal(at(whole, '2025-12-01T00:00:00Z', 'UTC'), 'pause', 'from a time to the same is a day long')
  t.equal(at(whole, '2025-12-01T23:59:59Z', 'UTC'), 'pause')
  t.equal(at(whole, '2025-12-02T00:00:00Z', 'UTC'), 5_000_000)
})

t.test('where the clock is changed, it is what the clock shows that counts', async (t) => {
  const night = withRules({ days: everyDay, from: '02:30', to: '04:00', speedLimitBytes: 'pause' })
  // 30 March 2025, Berlin: 01:59:59 is followed by 03:00:00.
  t.equal(at(night, '2025-03-30T00:59:59Z'), 5_000_000, '01:59')
  t.equal(at(night, '2025-03-30T01:00:00Z'), 'pause', '03:00, within, though half past two never was')
  t.equal(at(night, '2025-03-30T02:00:00Z'), 5_000_000, '04:00')
  // 26 October 2025, Berlin: 02:59:59 is followed by 02:00:00.
  t.equal(at(night, '2025-10-26T00:45:00Z'), 'pause', '02:45 the first time')
  t.equal(at(night, '2025-10-26T01:15:00Z'), 5_000_000, '02:15 the second time')
  t.equal(at(night, '2025-10-26T01:45:00Z'), 'pause', '02:45 the second time')
  t.equal(at(night, '2025-10-26T03:00:00Z'), 5_000_000, '04:00')
})
