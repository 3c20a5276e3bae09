import fc from 'fast-check'
import { holds } from '../test/support/property.ts'
import t from '../test/support/tap.ts'
import { ifRangeHolds, rangeOf } from './byte-range.ts'

t.test('ranges as RFC 9110 has them', async (t) => {
  for (const [header, wanted] of [
    ['bytes=0-499', { start: 0, end: 499 }], ['bytes=500-', { start: 500, end: 999 }], ['bytes=-300', { start: 700, end: 999 }],
    ['bytes=-5000', { start: 0, end: 999 }], ['bytes=900-5000', { start: 900, end: 999 }], ['bytes=999-999', { start: 999, end: 999 }], ['BYTES=0-0', { start: 0, end: 0 }],
    ['bytes=1000-', 'unsatisfiable'], ['bytes=1000-1001', 'unsatisfiable'], ['bytes=-0', 'unsatisfiable'], [`bytes=${'9'.repeat(40)}-`, 'unsatisfiable'],
    [undefined, 'whole'], ['', 'whole'], ['bytes=', 'whole'], ['bytes=-', 'whole'], ['bytes=5-2', 'whole'], ['bytes=a-b', 'whole'], ['items=0-5', 'whole'],
    ['bytes=0-1,5-6', 'whole'], ['bytes=0x1-2', 'whole'], ['bytes=1.5-2', 'whole'], ['bytes=--1', 'whole'],
  ] as const) t.strictSame(rangeOf(header, 1_000), wanted, String(header))
  t.strictSame(rangeOf('bytes=0-', 0), 'unsatisfiable')
  t.strictSame(rangeOf('bytes=-1', 0), 'unsatisfiable')
})

t.test('whatever the header says, a range lies within the object', async (t) => {
  const part = fc.oneof(fc.nat(), fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.constant(''), fc.string({ maxLength: 5 }))
  await holds(t, 'within', 2_000, [part, part, fc.nat(2_000), fc.constantFrom('bytes=', 'bytes= ', '', 'bits=')], (first, last, size, unit) => {
    const range = rangeOf(`${unit}${first}-${last}`, size)
    if (typeof range !== 'string' && !(range.start >= 0 && range.start <= range.end && range.end < size)) throw new Error(JSON.stringify(range))
  })
})

t.test('a range goes on only with the same bytes', async (t) => {
  const object = { etag: '"abc"', modifiedAt: '2026-01-02T03:04:05.678Z' }
  t.strictSame([undefined, '"abc"', ' "abc" ', 'Fri, 02 Jan 2026 03:04:05 GMT', '"abd"', 'W/"abc"', 'Fri, 02 Jan 2026 03:04:04 GMT', 'yesterday', '']
    .map((header) => ifRangeHolds(header, object)), [true, true, true, true, false, false, false, false, false])
})
