import t from '../../test/support/tap.ts'
import { keptAddresses, posterAddress } from './poster-cache.ts'

t.test('a picture that is not here in its width may be here in those that are kept', async (t) => {
  t.same(keptAddresses('/images/185/face.jpg'), ['/images/342/face.jpg', '/images/1280/face.jpg', '/images/780/face.jpg'])
  t.equal(keptAddresses('/images/500/poster.png')[0], posterAddress('/poster.png'))
  t.same(keptAddresses('/media/185/face.jpg'), [])
})
