import type { TitlePage } from '../../projections/wire-catalogue.ts'
import { pictureOf } from '../../test/support/pictures.ts'
import { byPath, bytes, json, scriptedTmdb } from '../../test/support/scripted-tmdb.ts'
import t from '../../test/support/tap.ts'
import { testApp } from '../../test/support/test-app.ts'
import { formatFor } from './images.ts'

async function gallery(t: Parameters<typeof testApp>[0]) {
  const upstream = await scriptedTmdb(t, byPath({
    '/t/p/w342/nosferatu.png': bytes(await pictureOf('png')),
    '/3/movie/popular': json({ page: 1, results: [{ id: 653, title: 'Nosferatu', poster_path: '/nosferatu.png' }] }),
  }))
  const app = await testApp(t, { tmdb: { baseUrl: `${upstream.url}/3`, imageBaseUrl: `${upstream.url}/t/p`, token: 'very secret' } })
  await app.accounts.ensure({ username: 'ada', password: 'a long password', role: 'member' })
  const cookie = await app.signIn('ada', 'a long password')
  return { upstream, app, get: (url: string, headers: Record<string, string> = {}) => app.ask('GET', url, { cookie, headers }) }
}

t.test('a picture comes from here, for good, in the form that the browser takes best', async (t) => {
  const { get, upstream, app } = await gallery(t)
  for (const [accept, type] of [['image/avif,image/webp,*/*;q=0.8', 'image/avif'], ['image/webp,*/*', 'image/webp'], ['image/*', 'image/jpeg']] as const) {
    const answer = await get('/images/342/nosferatu.png', { accept })
    t.strictSame([answer.statusCode, answer.headers['content-type'], answer.headers['content-length'], answer.headers['cache-control'], answer.headers['x-content-type-options']],
      [200, type, String(answer.rawPayload.length), 'private, max-age=31536000, immutable', 'nosniff'])
    t.match(answer.headers.vary, /\bAccept\b/)
    const again = await get('/images/342/nosferatu.png', { accept, 'if-none-match': String(answer.headers.etag) })
    t.strictSame([again.statusCode, again.body], [304, ''])
  }
  t.equal(upstream.asked.length, 1)
  t.match((await app.ask('GET', '/metrics')).body, /rewind_images_total\{outcome="made"\} 3/)
})

t.test('once it has been seen, its colour comes with its title', async (t) => {
  const { get } = await gallery(t)
  const colour = async () => (await get('/api/popular')).json<TitlePage>().results[0]!.posterColour
  t.equal(await colour(), null)
  await get('/images/342/nosferatu.png')
  t.match(await colour(), /^#[0-9a-f]{6}$/)
})

t.test('any other is refused, and to strangers all are', async (t) => {
  const { get, app } = await gallery(t)
  for (const [url, status] of [['/images/342/other.png', 404], ['/images/342/..%2f..%2fetc%2fpasswd', 404], ['/images/343/nosferatu.png', 400], ['/images/342/nosferatu.svg', 404]] as const) {
    const refused = await get(url)
    t.strictSame([refused.statusCode, refused.headers['cache-control']], [status, 'no-store'], url)
  }
  t.equal((await app.ask('GET', '/images/342/nosferatu.png')).statusCode, 401)
})

t.test('the form follows from what is accepted', async (t) => {
  for (const [accept, format] of [
    [undefined, 'plain'], ['', 'plain'], ['*/*', 'plain'], ['image/*', 'plain'], ['IMAGE/AVIF', 'avif'], ['image/webp;q=0.9, image/avif;q=0.1', 'avif'], ['image/avif;q=0, image/webp', 'webp'], ['image/avif;q=0.0', 'plain'],
  ] as const) t.equal(formatFor(accept), format, String(accept))
})
