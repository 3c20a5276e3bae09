import fc from 'fast-check'
import { holds } from '../../test/support/property.ts'
import t from '../../test/support/tap.ts'
import { calendarOf, everyOf, levelOf, ticksOf } from './scale.ts'

t.test('an axis has few, round ticks that reach over everything', async (t) => {
  t.strictSame([ticksOf(0), ticksOf(1), ticksOf(3), ticksOf(7), ticksOf(42), ticksOf(1_234)], [[0, 1], [0, 1], [0, 1, 2, 3], [0, 2, 4, 6, 8], [0, 20, 40, 60], [0, 500, 1_000, 1_500]])
  await holds(t, 'ticks', 500, [fc.integer({ min: 1, max: 10_000_000 })], (max) => {
    const ticks = ticksOf(max)
    if (ticks.at(-1)! < max || ticks.length > 5 || ticks.length < 2 || ticks.some((tick) => !Number.isInteger(tick))) throw new Error(`${max}: ${ticks}`)
  })
  t.strictSame([everyOf(12, 40, 30), everyOf(24, 10, 30), everyOf(1, 0, 30)], [1, 3, 1])
})

t.test('a calendar has each day of the year once, Mondays on top, in one strip or two', async (t) => {
  for (const [year, days] of [[2023, 365], [2024, 366], [2026, 365]] as const) {
    for (const strips of [1, 2] as const) {
      const cells = calendarOf(year, strips).flatMap((strip) => strip.cells)
      t.equal(new Set(cells.map(({ day }) => day)).size, days)
      t.ok(cells.every(({ day, row }) => (new Date(day).getUTCDay() + 6) % 7 === row))
      t.strictSame(calendarOf(year, strips).flatMap(({ months }) => months.map(({ month }) => month)), Array.from({ length: 12 }, (_, i) => i))
    }
  }
  t.strictSame([levelOf(0, 5), levelOf(1, 40), levelOf(5, 5), levelOf(3, 5)], [0, 1, 4, 3])
})
