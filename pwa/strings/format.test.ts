import t from '../../test/support/tap.ts'
import { ago, bytes, dayName, listed, localDay, percent, runtime, tenths, timecode, timeLeft } from './format.ts'

const now = Date.parse('2026-11-21T15:00:00')
const before = (ms: number) => new Date(now - ms).toISOString()
const minute = 60_000
const hour = 60 * minute

t.test('sizes are told in decimal units with one digit', async (t) => {
  t.same([0, 999, 1000, 1_549_000, 4_700_000_000].map(bytes), ['0 bytes', '999 bytes', '1 kB', '1.5 MB', '4.7 GB'])
  t.match(bytes(2e15), /^2.?000 TB$/, 'beyond the largest unit')
})

t.test('a percentage is rounded down and stays between 0 and 100', async (t) => {
  t.same([-1, 0.999, 1, 7].map(percent), ['0%', '99%', '100%', '100%'])
})

t.test('scores have one digit, as the language writes it', async (t) => {
  t.same([7.65, 8, 0.04].map(tenths), ['7.7', '8.0', '0.0'])
})

t.test('what stands side by side is listed without what is not there', async (t) => {
  t.same([[], ['Comedy'], ['Comedy', undefined, '', null, 'Drama'], ['a', 'b', 'c']].map(listed), ['', 'Comedy', 'Comedy, Drama', 'a, b, c'])
})

t.test('lengths are told in hours and minutes, waits in what matters', async (t) => {
  t.same([45, 60, 94].map(runtime), ['45 min', '1 h', '1 h 34 min'])
  t.same([0, 40, 61, 3900].map(timeLeft), ['1 s', '40 s', '2 min', '1 h 5 min'])
})

t.test('a player\'s clock has hours only when it needs them', async (t) => {
  t.same([0, 245, 3845, Number.NaN, -3].map(timecode), ['0:00', '4:05', '1:04:05', '0:00', '0:00'])
})

t.test('days are called today and yesterday, then by their name, with the year when it is another', async (t) => {
  t.equal(dayName(before(0), now), 'today')
  t.equal(dayName(before(24 * hour), now), 'yesterday')
  t.match(dayName(before(5 * 24 * hour), now), /Monday.*16/)
  t.match(dayName('2024-02-03T12:00:00', now), /2024/)
})

t.test('how long ago is coarse, and never in the future', async (t) => {
  t.same([-hour, 20_000, 3 * minute, 5 * hour].map((ms) => ago(before(ms), now)), ['now', 'now', '3 minutes ago', '5 hours ago'])
  t.match(ago('2025-01-02T12:00:00', now), /2025/)
})

t.test('a day is the person\'s own', async (t) => {
  t.equal(localDay('2026-11-21T23:59:59'), '2026-11-21')
})
