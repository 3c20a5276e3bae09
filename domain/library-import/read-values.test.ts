import t from '../../test/support/tap.ts'
import { decimalOf, idsOf, isLater, ratingOfTen, timeOf, wholeOf, yearOf } from './read-values.ts'

t.test('times are no more exact than they are written', async (t) => {
  const day = (at: string) => ({ at, precision: 'day' })
  const instant = (at: string) => ({ at, precision: 'instant' })
  for (const [text, time] of [
    ['2024-02-29', day('2024-02-29')], ['2026-01-02T10:00', day('2026-01-02')], ['2026-01-02 10:00:00', day('2026-01-02')], ['Sat Dec 13 00:00:00 2014', day('2014-12-13')], ['Thu Nov  5 00:00:00 2015', day('2015-11-05')],
    ['2026-01-02T10:00:00.000Z', instant('2026-01-02T10:00:00.000Z')], ['2026-01-02T10:00:00z', instant('2026-01-02T10:00:00.000Z')], ['2026-01-02 10:00:00+00:00', instant('2026-01-02T10:00:00.000Z')],
    ['2026-01-02T10:00:00+0130', instant('2026-01-02T08:30:00.000Z')], ['2026-01-02T10:00:00.123456789+02', instant('2026-01-02T08:00:00.123Z')], ['', null],
  ] as const) t.strictSame(timeOf(text), time, text)
  for (const text of ['2026-02-29', '1900-02-29', '2026-13-01', '2026-00-10', '2026-01-00', '0001-01-01', '2026-01-02T25:00:00Z', '02/01/2026', 'yesterday', 'Sat Foo 13 00:00:00 2014', '2026-1-2']) t.equal(timeOf(text), undefined, text)
  t.ok(isLater(day('2026-01-02') as never, null) && !isLater(null, day('2026-01-02') as never) && isLater(instant('2026-01-02T00:00:00.000Z') as never, day('2026-01-02') as never))
})

t.test('ten points become our four, and numbers, years and ids are what they are', async (t) => {
  t.strictSame([0.5, 1, 4, 4.4, 4.5, 5, 6, 6.4, 7, 8, 8.5, 9, 10].map(ratingOfTen), ['DISLIKE', 'DISLIKE', 'DISLIKE', 'DISLIKE', 'OK', 'OK', 'OK', 'OK', 'LIKE', 'LIKE', 'SUPER_LIKE', 'SUPER_LIKE', 'SUPER_LIKE'])
  t.strictSame(['', '7', '7.0', '7.5', '-1', 'x', '1e3'].map(wholeOf), [null, 7, 7, undefined, undefined, undefined, undefined])
  t.strictSame(['', '7,5', '7.5', '.5', 'great', '-1'].map(decimalOf), [null, 7.5, 7.5, undefined, undefined, undefined])
  t.strictSame(['2008', '2008-2013', '2008.0', '2008–', '20081', '08', '1700', ''].map(yearOf), [2008, 2008, 2008, 2008, null, null, null, null])
  t.strictSame(idsOf({ tmdb: '603', imdb: 'tt0133093', tvdb: '0' }), { tmdb: 603, imdb: 'tt0133093' })
  t.strictSame(idsOf({ tmdb: '4294967296', imdb: '68469', tvdb: '73244' }), { imdb: 'tt0068469', tvdb: 73244 })
  t.strictSame(idsOf({ imdb: 'nm0000199' }), {})
})
