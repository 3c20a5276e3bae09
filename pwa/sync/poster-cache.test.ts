import t from '../../test/support/tap.ts'
import { keptAddresses, olderHalf, posterAddress } from './poster-cache.ts'

t.test('a picture that is not here in its width may be here in those that are kept', async (t) => {
  t.same(keptAddresses('/images/185/face.jpg'), ['/images/342/face.jpg', '/images/1280/face.jpg', '/images/780/face.jpg'])
  t.equal(keptAddresses('/images/500/poster.png')[0], posterAddress('/poster.png'))
  t.same(keptAddresses('/media/185/face.jpg'), [])
})

t.test('a device that is full gives up what was kept first, half at a time, and a few at once', async (t) => {
  t.same(olderHalf(Array.from({ length: 101 }, (_, at) => at)).length, 51)
  t.same(olderHalf(Array.from({ length: 20 }, (_, at) => at)), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  t.same(olderHalf([1, 2, 3]), [1, 2, 3])
})
