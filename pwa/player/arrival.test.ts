import t from '../../test/support/tap.ts'
import { arrivedShare, gapEnd, isHere, partsOf, secondsAhead } from './arrival.ts'

const film = { sizeBytes: 1_000, landed: [[0, 300], [600, 700]], missing: [[500, 520]] } as const

t.test('bytes are told as parts of the film', async (t) => {
  t.same(partsOf(film.landed, 1_000), [{ from: 0, to: 0.3 }, { from: 0.6, to: 0.7 }])
  t.same(partsOf(film.landed, null), [])
  t.equal(arrivedShare(film), 0.4)
  t.equal(arrivedShare({ ...film, sizeBytes: null }), 0)
})

t.test('how much can be played on is counted up to the first gap', async (t) => {
  t.same([0, 1_000, 3_000, 6_100].map((at) => Math.round(secondsAhead(film, at, 10_000))), [3_000, 2_000, 0, 900])
  t.equal(secondsAhead(film, 5, 0), 0)
})

t.test('what is shown at a second is here or is not; of a film of unknown length, its beginning', async (t) => {
  t.same([0, 2_999, 3_000, 6_500, 7_000].map((at) => isHere(film, at, 10_000)), [true, true, false, true, false])
  t.same([isHere(film, 50, 0), isHere({ ...film, landed: [] }, 0, 0), isHere({ ...film, sizeBytes: null }, 0, 0)], [true, false, false])
})

t.test('a gap that is near is told with its end', async (t) => {
  t.same([4_900, 4_985, 5_100, 5_200].map((at) => gapEnd(film, at, 10_000)), [undefined, 5_200, 5_200, undefined])
  t.equal(gapEnd(film, 0, 0), undefined)
})
