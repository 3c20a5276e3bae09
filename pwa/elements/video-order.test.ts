import t from '../../test/support/tap.ts'
import type { Video } from '../../projections/wire-catalogue.ts'
import { inOrder, videoAddress } from './video-order.ts'

const video = (key: string, kind: Video['kind'], publishedAt: string | null = null): Video => ({ key, site: 'YouTube', kind, name: key, publishedAt })

t.test('trailers come first, of each kind the newest', async (t) => {
  const videos = [video('clip', 'clip', '2024-01-01'), video('old', 'trailer', '2020-01-01'), video('undated', 'trailer'), video('new', 'trailer', '2023-05-05'), video('teaser', 'teaser', '2025-01-01')]
  t.same(inOrder(videos).map(({ key }) => key), ['new', 'old', 'undated', 'teaser', 'clip'])
})

t.test('a video\'s address is one of its site, whatever its key says', async (t) => {
  t.equal(videoAddress({ site: 'YouTube', key: 'FC6jFoYm3xs' }), 'https://www.youtube.com/watch?v=FC6jFoYm3xs')
  t.equal(videoAddress({ site: 'YouTube', key: 'a&b=c' }), 'https://www.youtube.com/watch?v=a%26b%3Dc')
  t.equal(videoAddress({ site: 'Vimeo', key: '../../76979871' }), 'https://vimeo.com/..%2F..%2F76979871')
})
