import t from '../test/support/tap.ts'
import { announcedYear } from './year-path.ts'

t.test('a year is announced in its December and in the January after it', async (t) => {
  const on = (year: number, month: number, day: number) => announcedYear(new Date(year, month - 1, day))
  t.strictSame([on(2026, 11, 30), on(2026, 12, 1), on(2026, 12, 31), on(2027, 1, 1), on(2027, 1, 31), on(2027, 2, 1)], [undefined, 2026, 2026, 2026, 2026, undefined])
})
