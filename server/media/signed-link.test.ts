import t from '../../test/support/tap.ts'
import { checkLink, signedLink } from './signed-link.ts'

t.test('a link opens one object until it expires, and nothing else', async (t) => {
  const key = new Uint8Array(32).fill(7)
  const { url, expiresAt } = signedLink(key, 'movies/job_a/movie.mp4', 10_500)
  t.equal(expiresAt, new Date(11_000).toISOString())
  const { searchParams, pathname } = new URL(url, 'http://x')
  t.equal(pathname, '/media/movies/job_a/movie.mp4')
  const query = Object.fromEntries(searchParams)
  t.equal(checkLink(key, 'movies/job_a/movie.mp4', query, 10_999), 'valid')
  t.equal(checkLink(key, 'movies/job_a/movie.mp4', query, 11_000), 'expired')
  t.equal(checkLink(key, 'movies/job_b/movie.mp4', query, 0), 'forged')
  t.equal(checkLink(new Uint8Array(32), 'movies/job_a/movie.mp4', query, 0), 'forged')
  for (const wrong of [{}, { e: query.e }, { ...query, e: '12' }, { ...query, e: '011' }, { ...query, s: query.s!.slice(1) }, { ...query, s: `${query.s}A` }, { ...query, s: [query.s] }, { ...query, e: '-1' }]) {
    t.equal(checkLink(key, 'movies/job_a/movie.mp4', wrong, 0), 'forged', JSON.stringify(wrong))
  }
})
