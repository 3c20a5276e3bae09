import process from 'node:process'
import t from '../test/support/tap.ts'
import { askedOf, fieldOf, momentOfField, neighbour, notableMoments, steppedBy } from './moments.ts'
import { localDay } from './strings/format.ts'

// Where clocks change, so that it matters which day a moment belongs to.
process.env.TZ = 'Europe/Berlin'

const ms = (instant: string) => Date.parse(instant)
const span = { firstMs: ms('2025-01-10T08:00:00Z'), nowMs: ms('2026-11-25T20:00:00Z') }
const press = (key: string, from: string, held: object = {}, options = {}) => {
  const to = steppedBy({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held }, ms(from), span, options)
  return to === undefined ? undefined : new Date(to).toISOString()
}

t.test('keys lead by a day, a week, a month, or to an end', async (t) => {
  const from = '2026-05-31T10:00:00.000Z'
  t.same([press('ArrowLeft', from), press('ArrowDown', from), press('ArrowRight', from)], ['2026-05-30T10:00:00.000Z', '2026-05-30T10:00:00.000Z', '2026-06-01T10:00:00.000Z'])
  t.same([press('ArrowLeft', from, { shiftKey: true }), press('ArrowUp', from, { shiftKey: true })], ['2026-05-24T10:00:00.000Z', '2026-06-07T10:00:00.000Z'])
  t.same([press('PageDown', from), press('PageUp', from)], ['2026-04-30T10:00:00.000Z', '2026-06-30T10:00:00.000Z'], 'a month without a 31st ends with its last day')
  t.same([press('Home', from), press('End', from)], [span.firstMs, span.nowMs].map((at) => new Date(at).toISOString()))
  t.equal(press('ArrowLeft', from, {}, { rtl: true }), '2026-06-01T10:00:00.000Z', 'where the page runs from right to left, so does time')
  t.same([press('a', from), press('ArrowLeft', from, { altKey: true })], [undefined, undefined], 'other keys are left alone')
})

t.test('a step never leaves what there is', async (t) => {
  t.equal(press('PageDown', '2025-01-12T08:00:00Z'), '2025-01-10T08:00:00.000Z')
  t.equal(press('ArrowRight', '2026-11-25T19:00:00Z'), '2026-11-25T20:00:00.000Z')
})

t.test('a day is a day of the calendar, though it may have 23 or 25 hours', async (t) => {
  t.equal(press('ArrowRight', '2026-03-28T20:00:00.000Z'), '2026-03-29T19:00:00.000Z', 'summer time begins: 21:00 stays 21:00')
  t.equal(press('ArrowLeft', '2026-10-25T20:00:00.000Z'), '2026-10-24T19:00:00.000Z', 'and ends')
  t.equal(press('PageUp', '2026-03-01T20:00:00.000Z'), '2026-04-01T19:00:00.000Z')
})

t.test('a field speaks the person\'s own clock', async (t) => {
  t.equal(fieldOf(ms('2025-12-24T20:00:30Z')), '2025-12-24T21:00:30')
  t.equal(fieldOf(ms('2025-06-24T20:00:00Z')), '2025-06-24T22:00')
  t.equal(momentOfField('2025-12-24T21:00:30'), ms('2025-12-24T20:00:30Z'))
  t.equal(momentOfField('2026-03-29T02:30'), ms('2026-03-29T01:30:00Z'), 'half past two does not exist that night: half past three')
  t.ok(Number.isNaN(momentOfField('')))
})

t.test('an address names a moment that has been, or none', async (t) => {
  const now = ms('2026-01-01T12:00:00Z')
  t.same([askedOf(null, now), askedOf('', now)], [undefined, undefined])
  t.same(askedOf('2025-12-24T21:00:00+01:00', now), { at: '2025-12-24T20:00:00.000Z' })
  t.same([askedOf('2026-01-01T12:00:00.001Z', now), askedOf('soon', now), askedOf('2025-12-24', now)], [{ problem: 'future' }, { problem: 'unreadable' }, { problem: 'unreadable' }])
})

t.test('days on which much was done are marked just before it began', async (t) => {
  const day = (date: string, count: number) => Array.from({ length: count }, (_, i) => ({ recordedAt: `${date}T22:30:0${i}.000Z` }))
  const found = notableMoments([...day('2026-02-03', 3), ...day('2026-01-01', 9), ...day('2026-02-02', 2), ...day('2026-03-03', 5)], { dayOf: localDay, countMax: 2, doneMin: 3 })
  t.same(found, [{ ms: ms('2026-01-01T22:29:59.999Z'), dayMs: ms('2026-01-01T22:30:00Z'), count: 9 }, { ms: ms('2026-03-03T22:29:59.999Z'), dayMs: ms('2026-03-03T22:30:00Z'), count: 5 }])
})

t.test('from change to change', async (t) => {
  t.same([neighbour([5, 1, 9], 5, 'earlier'), neighbour([5, 1, 9], 5, 'later'), neighbour([5, 1, 9], 9, 'later'), neighbour([], 1, 'earlier')], [1, 9, undefined, undefined])
})
